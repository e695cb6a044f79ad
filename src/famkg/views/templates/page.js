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

  const touches = (edge) => chosen !== null && (edge.from === chosen || edge.to === chosen);
  const near = (id) => linesOf.get(id).some(touches);

  /* Lines and marks keep a least size on the screen: unit is one pixel of it in the drawing's measure */

  let unit = 1;
  const sizes = new Map();
  const least = data.nodes.length > 600 ? 3 : 4.5;
  function nodeStyle(node) {
    const colour = ink.kinds[node.kind];
    const here = node.id === chosen;
    const told = node.world < 0 || data.worlds[node.world].told;
    const background = told ? colour : ink.ground;
    const border = here ? ink.text : colour;
    const size = Math.min(Math.max(told ? node.size : 0.9 * node.size, least * unit), 3 * node.size);
    sizes.set(node.id, size);
    const width = ((here ? 0.3 : told ? 0.05 : 0.24) * size) / unit; // vis-network counts borders in pixels of the screen
    return {
      id: node.id,
      label: undefined,
      size,
      borderWidth: width,
      borderWidthSelected: width,
      color: { background, border, highlight: { background, border }, hover: { background, border: ink.text } },
      opacity: chosen && !here && !near(node.id) ? 0.2 : 1,
    };
  }

  function edgeStyle(edge) {
    const touched = touches(edge);
    const colour = touched ? ink.accent : ink.line;
    return {
      id: edge.id,
      width: (touched ? 2 : 1) * Math.min(Math.max(1, 0.75 * unit), 5),
      color: { color: colour, highlight: colour, hover: ink.accent, opacity: touched ? 1 : chosen ? 0.15 : 0.65 },
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
    network.fit({ minZoomLevel: 0.02, maxZoomLevel: 1.25 });
    const scale = network.getScale() * 0.9;
    const { x, y } = network.getViewPosition();
    const whole = { scale, position: { x, y: y + 14 / scale } };
    network.moveTo({ ...whole, animation });
    rescale();
  }

  function rescale() {
    const now = 1 / network.getScale();
    if (Math.abs(Math.log(now / unit)) < 0.15) return;
    unit = now;
    restyle();
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

  network.on("click", ({ nodes: hit, edges: lines, pointer }) => {
    const under = hit.length ? hit[0] : labelAt(pointer.DOM);
    if (under) choose(under);
    else if (lines.length) showLine(data.edges.find((edge) => edge.id === lines[0]));
    else if (chosen !== null || $("details").querySelector(".title")) choose(null);
  });
  let pause = 0;
  network.on("zoom", () => { clearTimeout(pause); pause = setTimeout(rescale, 120); });
  network.on("animationFinished", rescale);
  network.on("hoverNode", () => { $("drawing").style.cursor = "pointer"; });
  network.on("blurNode", () => { $("drawing").style.cursor = ""; });

  /* Labels: as many as fit without covering one another, the weightiest first, always of a size to read */

  const widths = new Map();
  function widthOf(context, text, bold) {
    const key = `${bold} ${text}`;
    if (!widths.has(key)) {
      context.font = `${bold ? 650 : 400} 20px ${ink.face}`;
      widths.set(key, context.measureText(text).width / 20);
    }
    return widths.get(key);
  }

  const cell = 64;
  class Room {
    constructor() { this.cells = new Map(); }
    * over(box) {
      for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x += 1) {
        for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y += 1) yield x * 4096 + y;
      }
    }
    take(box) {
      for (const key of this.over(box)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
      }
    }
    free(box) {
      for (const key of this.over(box)) {
        for (const other of this.cells.get(key) ?? []) {
          if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
        }
      }
      return true;
    }
  }

  const weight = new Map(data.nodes.map((node) => [node.id, linesOf.get(node.id).length]));
  const byWeight = [...data.nodes].sort((a, b) => weight.get(b.id) - weight.get(a.id) || (a.id < b.id ? -1 : 1));
  let placed = [];

  function boxed(x, y, width, height, extra = {}) {
    return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2, x, y, ...extra };
  }

  function write(context, lines, box, size, colour, bold) {
    context.font = `${bold ? 650 : 400} ${size}px ${ink.face}`;
    context.strokeStyle = ink.ground;
    context.fillStyle = colour;
    lines.forEach((line, i) => {
      const y = box.y + (i - (lines.length - 1) / 2) * size * 1.18;
      context.strokeText(line, box.x, y);
      context.fillText(line, box.x, y);
    });
  }

  function drawLabels(context) {
    const scale = network.getScale();
    const ratio = context.canvas.width / context.canvas.clientWidth;
    const width = context.canvas.clientWidth;
    const height = context.canvas.clientHeight;
    const at = network.getPositions();
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    const onScreen = ({ x, y }) => ({ x: origin.x + x * scale, y: origin.y + y * scale });
    const nodesHere = [];
    const marks = new Room();
    const texts = new Room();
    placed = [];
    for (const node of byWeight) {
      if (!at[node.id]) continue;
      const { x, y } = onScreen(at[node.id]);
      if (x < -80 || y < -40 || x > width + 80 || y > height + 40) continue;
      const radius = sizes.get(node.id) * scale + 2;
      nodesHere.push({ node, x, y, radius });
      marks.take(boxed(x, y, 2 * radius, 2 * radius));
    }
    texts.take({ left: 0, right: $("zoom").offsetWidth + 20, top: height - $("zoom").offsetHeight - 20, bottom: height });
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
    if (chosen !== null) {
      const rank = ({ node }) => (node.id === chosen ? 0 : near(node.id) ? 1 : 2);
      nodesHere.sort((a, b) => rank(a) - rank(b));
    }
    nodesHere.forEach(({ node, x, y, radius }, order) => {
      const here = node.id === chosen;
      if (chosen !== null && !here && !near(node.id)) return;
      const lines = node.label.split("\n");
      const size = here ? 15 : Math.min(Math.max(11.5, node.letters * scale), 16);
      const wide = Math.max(...lines.map((line) => widthOf(context, line, here))) * size + 6;
      const tall = lines.length * size * 1.18 + 2;
      const weighty = here || chosen !== null || (order < 16 && weight.get(node.id) >= 8);
      const beside = radius + wide / 2 + 1;
      const over = radius + tall / 2 + 1;
      const ways = [[0, over], [beside, 0], [-beside, 0], [0, -over], [0.75, 0.75], [-0.75, 0.75], [0.75, -0.75], [-0.75, -0.75]]
        .map(([right, down], i) => boxed(x + (i < 4 ? right : right * beside), y + (i < 4 ? down : down * over), wide, tall, { id: node.id }));
      const inside = ways.filter((way) => way.left > 0 && way.right < width && way.top > 0 && way.bottom < height && texts.free(way));
      const box = inside.find((way) => marks.free(way)) ?? (weighty ? inside[0] : undefined) ?? (here ? ways[0] : undefined);
      if (!box) return;
      texts.take(box);
      placed.push(box);
      write(context, lines, box, size, ink.text, here);
    });
    for (const edge of data.edges) {
      if (!at[edge.from] || !at[edge.to] || edge.from === edge.to) continue;
      const touched = touches(edge);
      if (!touched && (chosen !== null || !labelled || scale < 0.4)) continue;
      const wide = widthOf(context, edge.name, false) * 11.5 + 6;
      for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
        const { x, y } = onScreen(along(at[edge.from], at[edge.to], edge.smooth, part));
        const box = boxed(x, y, wide, 15);
        if (!texts.free(box) || !marks.free(box)) continue;
        texts.take(box);
        write(context, [edge.name], box, 11.5, touched ? ink.text : ink.soft, false);
        break;
      }
    }
    context.restore();
  }

  /* A point of a line as vis-network bends it: a quadratic curve, clockwise by its roundness */
  function along(from, to, smooth, part) {
    const rest = 1 - part;
    if (!smooth) return { x: rest * from.x + part * to.x, y: rest * from.y + part * to.y };
    const share = smooth.roundness * 0.5 + 0.5;
    const reach = share * Math.hypot(from.x - to.x, from.y - to.y);
    const angle = Math.atan2(from.y - to.y, from.x - to.x) + share * Math.PI;
    const via = { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
    const mix = (axis) => rest * rest * from[axis] + 2 * rest * part * via[axis] + part * part * to[axis];
    return { x: mix("x"), y: mix("y") };
  }

  function labelAt({ x, y }) {
    return placed.find((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)?.id;
  }

  network.on("afterDrawing", drawLabels);

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
    const numbers = [...edge.sources].sort((a, b) => a - b).map((number) => `[${number + 1}]`).join("");
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
