/* The page of a view: draws what #data holds. Text reaches the page by textContent alone. */
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const linesOf = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    linesOf.get(edge.from).push(edge);
    if (edge.to !== edge.from) linesOf.get(edge.to).push(edge);
  }
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 860px)");
  const hidden = { kind: new Set(), world: new Set() };
  const labelled = data.edges.length <= 36;
  let chosen = null;

  /* Building elements */

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function mark(kind) {
    const legend = document.querySelector(`[data-kind="${kind}"] svg`);
    return legend.cloneNode(true);
  }

  function foreign(source) {
    if (!/^https?:\/\//.test(source.url)) return source.text;
    return make("a", { href: source.url, rel: "noopener noreferrer" }, source.text);
  }

  /* Colours follow the reader's scheme */

  let ink = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    ink = {
      face: value("--sans"), ground: value("--ground"), text: value("--ink"), soft: value("--soft"), line: value("--rule"),
      accent: value("--accent"), kinds: data.kinds.map((_, i) => value(`--kind-${i}`)),
    };
  }

  function near(id) {
    return chosen && linesOf.get(id).some((edge) => edge.from === chosen || edge.to === chosen);
  }

  function nodeStyle(node) {
    const colour = ink.kinds[node.kind];
    const far = chosen && node.id !== chosen && !near(node.id);
    const told = node.world < 0 || data.worlds[node.world].told;
    const fill = told ? colour : ink.ground;
    const border = node.id === chosen ? ink.text : colour;
    return {
      id: node.id,
      borderWidth: node.id === chosen ? 4 : told ? 1.5 : 3,
      borderWidthSelected: node.id === chosen ? 4 : 1.5,
      color: { background: fill, border, highlight: { background: fill, border }, hover: { background: fill, border: ink.text } },
      opacity: far ? 0.22 : 1,
      font: {
        face: ink.face, size: node.letters, color: far ? faded(ink.soft) : ink.text, strokeWidth: far ? 0 : 4,
        strokeColor: ink.ground, vadjust: 2,
      },
    };
  }

  function faded(hex) {
    return /^#[0-9a-f]{6}$/i.test(hex) ? `${hex}55` : hex;
  }

  function edgeStyle(edge) {
    const touched = chosen && (edge.from === chosen || edge.to === chosen);
    const far = chosen && !touched;
    const colour = touched ? ink.accent : ink.line;
    return {
      id: edge.id,
      label: touched || (labelled && !far) ? edge.name : undefined,
      width: touched ? 2 : 1.2,
      color: { color: colour, highlight: colour, hover: ink.accent, opacity: far ? 0.18 : touched ? 1 : 0.75 },
      font: { face: ink.face, size: 12, color: touched ? ink.text : ink.soft, strokeWidth: 5, strokeColor: ink.ground, align: "horizontal" },
    };
  }

  /* The drawing */

  readColours();
  const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, ...nodeStyle(node) })));
  const edges = new vis.DataSet(data.edges.map((edge) => ({ ...edge, ...edgeStyle(edge) })));
  const visible = (node) => !hidden.kind.has(node.kind) && !hidden.world.has(node.world);
  const shown = new vis.DataView(nodes, { filter: visible });
  const network = new vis.Network($("drawing"), { nodes: shown, edges }, JSON.parse(data.options));
  const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
  $("note").hidden = data.nodes.length > 0;
  $("zoom").hidden = data.nodes.length === 0;

  function fit(animation = false) {
    if (data.nodes.length === 0) return;
    network.fit({ animation, minZoomLevel: 0.02, maxZoomLevel: 1.25 });
  }

  function restyle() {
    nodes.update(data.nodes.map(nodeStyle));
    edges.update(data.edges.map(edgeStyle));
  }

  function zoom(factor) {
    network.moveTo({ scale: network.getScale() * factor, animation: motion() });
  }

  function tell() {
    const count = data.nodes.filter(visible).length;
    $("shown").textContent = count === data.nodes.length ? "" : `${count} of ${data.nodes.length} shown`;
  }

  /* Choosing */

  function choose(id, { follow = false } = {}) {
    chosen = id;
    if (id !== null) {
      const node = byId.get(id);
      if (!visible(node)) {
        hidden.kind.delete(node.kind);
        hidden.world.delete(node.world);
        press();
      }
      network.selectNodes([id], false);
      showThing(node);
      if (follow) {
        const offset = { x: 0, y: narrow.matches ? -80 : 0 };
        network.focus(id, { scale: Math.max(network.getScale(), 0.85), offset, animation: motion() });
      }
    } else {
      network.unselectAll();
      showHint();
    }
    restyle();
  }

  network.on("click", ({ nodes: hit, edges: lines }) => {
    if (hit.length) choose(hit[0]);
    else if (lines.length) showLine(data.edges.find((edge) => edge.id === lines[0]));
    else if (chosen !== null || $("details").querySelector(".title")) choose(null);
  });
  network.on("hoverNode", () => { $("drawing").style.cursor = "pointer"; });
  network.on("blurNode", () => { $("drawing").style.cursor = ""; });

  /* Details */

  const hint = $("details").firstElementChild;
  function showHint() {
    $("details").replaceChildren(hint);
  }

  function heading(...words) {
    const close = make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => choose(null) }, "×");
    return make("div", { class: "title" }, make("h2", {}, ...words), close);
  }

  function factList(facts) {
    if (!facts.length) return null;
    const list = make("dl", { class: "facts" });
    for (const [label, value] of facts) {
      list.append(make("dt", {}, label), make("dd", {}, make("bdi", {}, value)));
    }
    return list;
  }

  function jump(id) {
    return make("button", { type: "button", class: "jump", onclick: () => choose(id, { follow: true }) }, make("bdi", {}, byId.get(id).name));
  }

  function tags(edge) {
    const said = edge.facts.map(([label, value]) => `${label} ${value}`);
    if (edge.inferred) said.push("inferred");
    const numbers = edge.sources.map((number) => `[${number + 1}]`).join("");
    return make("span", { class: "tags" }, [said.join(", "), numbers].filter(Boolean).join(" "));
  }

  function citations(lines) {
    const numbers = [...new Set(lines.flatMap((edge) => edge.sources))].sort((a, b) => a - b);
    if (!numbers.length) return [];
    const list = make("ol", { class: "cited" });
    for (const number of numbers) {
      list.append(make("li", {}, make("span", {}, `[${number + 1}]`), make("span", {}, foreign(data.sources[number]))));
    }
    return [make("h3", {}, "Who says so"), list];
  }

  function showThing(node) {
    const world = node.world < 0 ? "" : ` · ${data.worlds[node.world].label}`;
    const parts = [
      heading(make("bdi", {}, node.name)),
      make("p", { class: "sort" }, mark(node.kind), make("span", {}, data.kinds[node.kind].label + world)),
      factList(node.facts),
    ];
    const groups = new Map();
    for (const edge of linesOf.get(node.id)) {
      const out = edge.from === node.id;
      const title = out || edge.arrows === "" ? edge.name : `← ${edge.name}`;
      if (!groups.has(title)) groups.set(title, []);
      groups.get(title).push([out ? edge.to : edge.from, edge]);
    }
    for (const [title, joined] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
      const list = make("ul", { class: "joined" });
      joined.sort(([a], [b]) => byId.get(a).name.localeCompare(byId.get(b).name));
      for (const [other, edge] of joined) list.append(make("li", {}, jump(other), " ", tags(edge)));
      parts.push(make("h3", {}, title), list);
    }
    parts.push(...citations(linesOf.get(node.id)), make("p", { class: "curie" }, node.id));
    $("details").replaceChildren(...parts.filter(Boolean));
    $("details").scrollTop = 0;
  }

  function showLine(edge) {
    chosen = null;
    restyle();
    const ends = make("p", {}, jump(edge.from), ` ${edge.name} `, jump(edge.to));
    const parts = [heading(edge.name), ends, factList(edge.facts), edge.inferred ? make("p", { class: "tags" }, "inferred") : null];
    $("details").replaceChildren(...[...parts, ...citations([edge])].filter(Boolean));
  }

  /* Legend */

  function press() {
    for (const chip of document.querySelectorAll(".chip")) {
      const name = "kind" in chip.dataset ? "kind" : "world";
      chip.setAttribute("aria-pressed", String(!hidden[name].has(Number(chip.dataset[name]))));
    }
    shown.refresh();
    tell();
  }

  for (const chip of document.querySelectorAll(".chip")) {
    chip.addEventListener("click", () => {
      const name = "kind" in chip.dataset ? "kind" : "world";
      const value = Number(chip.dataset[name]);
      if (!hidden[name].delete(value)) hidden[name].add(value);
      if (chosen !== null && !visible(byId.get(chosen))) choose(null);
      press();
    });
  }

  /* Search */

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = data.nodes.map((node) => [fold([node.name, ...node.facts.filter(([label]) => label === "also called").map((fact) => fact[1])].join(" ")), node]);
  const search = $("search");
  const matches = $("matches");
  let active = -1;

  function find() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    matches.replaceChildren();
    active = -1;
    if (words.length) {
      const found = names.filter(([name]) => words.every((word) => name.includes(word)));
      found.sort(([a, x], [b, y]) => !a.startsWith(words[0]) - !b.startsWith(words[0]) || x.name.localeCompare(y.name));
      found.slice(0, 30).forEach(([, node], i) => {
        const option = make("li", { role: "option", id: `match-${i}`, "aria-selected": "false", "data-id": node.id }, mark(node.kind),
          make("bdi", {}, node.name), make("span", { class: "aside" }, data.kinds[node.kind].label));
        option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
        matches.append(option);
      });
      if (!found.length) matches.append(make("li", { class: "none" }, "No such name in this view"));
      else point(0);
    }
    open(words.length > 0);
  }

  function open(yes) {
    matches.hidden = !yes;
    search.setAttribute("aria-expanded", String(yes));
    if (!yes) search.removeAttribute("aria-activedescendant");
  }

  function point(to) {
    const options = [...matches.querySelectorAll("[role=option]")];
    if (!options.length) return;
    active = (to + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    options[active].scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", options[active].id);
  }

  function take(option) {
    open(false);
    search.value = byId.get(option.dataset.id).name;
    if (narrow.matches) search.blur();
    choose(option.dataset.id, { follow: true });
  }

  search.addEventListener("input", find);
  search.addEventListener("focus", () => { if (search.value) find(); });
  search.addEventListener("blur", () => open(false));
  search.addEventListener("keydown", (event) => {
    const options = matches.querySelectorAll("[role=option]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (matches.hidden) find();
      else point(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && options[active]) {
      event.preventDefault();
      take(options[active]);
    } else if (event.key === "Escape") {
      if (matches.hidden) search.value = "";
      open(false);
    }
  });

  /* Around the drawing */

  $("closer").addEventListener("click", () => zoom(1.35));
  $("farther").addEventListener("click", () => zoom(1 / 1.35));
  $("whole").addEventListener("click", () => fit(motion()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement !== search && $("details").querySelector(".title")) choose(null);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); restyle(); });
  let size = "";
  new ResizeObserver(([entry]) => {
    const now = `${Math.round(entry.contentRect.width)}x${Math.round(entry.contentRect.height)}`;
    if (size && now !== size) requestAnimationFrame(() => fit());
    size = now;
  }).observe($("drawing"));
  function openLinked() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (byId.has(id)) choose(id, { follow: true });
    else if (id.startsWith("source-")) $("tables").open = true;
  }
  addEventListener("hashchange", openLinked);
  fit();
  tell();
  openLinked();
  document.documentElement.dataset.ready = "yes";
})();
