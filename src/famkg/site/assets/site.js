// The search of the site: a combobox (WAI-ARIA Authoring Practices, editable with list autocomplete) in every page, and the
// page of results. The index is a script of data, since a page opened from disk may not fetch; it is loaded when first needed.
// Whatever names hold is text: nothing here parses HTML.
"use strict";
(() => {
  const SHOWN = 8;
  const LISTED = 200;
  const FEW = 4; // so many good matches, and misspellings are not looked for
  const NEAR = 4; // from this score on, a name is only like what was typed
  const FIRST = ["character", "person"]; // of equally good matches, people come before what is named after them
  const root = document.body.dataset.root;

  // --- Names: folded, compared, ranked -------------------------------------------------------------------------------

  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{M}'’]/gu, "")
      .toLowerCase()
      .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  // How many edits a word of this length may be away, and still be meant. Numbers and codes are not misspelt, but others.
  const allowed = (word) => (word.length < 4 || /\p{N}/u.test(word) ? 0 : word.length < 8 ? 1 : 2);

  // The edits (Damerau, optimal string alignment) from a typed word to a word, or to its beginning; more than `most` is Infinity.
  const distance = (typed, word, most) => {
    const n = typed.length;
    const m = Math.min(word.length, n + most);
    if (m < n - most) return Infinity;
    let before = [];
    let last = Array.from({ length: m + 1 }, (_, j) => j);
    for (let i = 1; i <= n; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= m; j += 1) {
        const same = typed[i - 1] === word[j - 1];
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return Infinity;
      before = last;
      last = row;
    }
    const whole = word.length === m ? last[m] : Infinity;
    const start = Math.min(...last) + 0.5; // a beginning that is nearly typed counts for less than a whole word
    const found = Math.min(whole, start);
    return found > most + 0.5 ? Infinity : found;
  };

  // The index made ready: things in order of weight, each with its names; every distinct word once.
  const prepare = (index) => {
    const words = new Map();
    const names = [];
    const entries = index.entries.map(([name, kind, world, folder, slug, about, others, hidden], rank) => {
      [name, ...(others || []), ...(hidden || [])].forEach((text, i) => {
        const folded = fold(text);
        if (!folded) return;
        const ids = folded.split(" ").map((word) => {
          if (!words.has(word)) words.set(word, words.size);
          return words.get(word);
        });
        const shown = i > 0 && i <= (others || []).length ? text : "";
        names.push({ rank, folded, joined: folded.replaceAll(" ", ""), ids, other: shown, first: i === 0 });
      });
      return { name, isFirst: FIRST.includes(index.kinds[kind]), kind: index.kinds[kind], world: index.worlds[world] || "", path: index.folders[folder] + slug, about };
    });
    return { entries, names, words: [...words.keys()] };
  };

  // A name that begins with what was typed is as good as one of which a later word does: so a surname finds its bearer.
  const quality = ({ score }) => (score >= 1 && score < 3 ? 1 : Math.floor(score * 4) / 4);

  // What was meant, best first: equal names, names that begin so, names whose words begin so, names that hold it, names nearly so.
  const search = (ready, typed) => {
    const wanted = fold(typed);
    if (!wanted) return [];
    const joined = wanted.replaceAll(" ", "");
    const parts = wanted.split(" ");
    const best = new Map();
    const keep = (name, score) => {
      const known = best.get(name.rank);
      if (!known || score < known.score) best.set(name.rank, { rank: name.rank, score, other: name.other });
    };
    const costs = parts.map((part) => ready.words.map((word) => (word === part ? 0 : word.startsWith(part) ? 0.1 : Infinity)));
    const total = (name, table) => table.reduce((sum, row) => sum + Math.min(...name.ids.map((id) => row[id])), 0);
    for (const name of ready.names) {
      const aside = name.first ? 0 : 0.2;
      if (name.folded === wanted) keep(name, aside);
      else if (name.folded.startsWith(wanted)) keep(name, 1 + aside);
      else if (total(name, costs) < Infinity) keep(name, 2 + aside);
      else if (joined.length > 2 && name.joined.includes(joined)) keep(name, 3 + aside);
    }
    if (best.size < FEW) {
      const near = parts.map((part, i) =>
        ready.words.map((word, id) => (costs[i][id] < 1 ? costs[i][id] : allowed(part) ? 1 + distance(part, word, allowed(part)) : Infinity)),
      );
      const most = allowed(joined);
      for (const name of ready.names) {
        const cost = Math.min(total(name, near), most ? 1 + distance(joined, name.joined, most) : Infinity);
        const unasked = Math.max(0, name.ids.length - parts.length);
        if (cost < Infinity) keep(name, NEAR + cost + 0.15 * unasked + (name.first ? 0 : 0.2));
      }
    }
    return [...best.values()]
      .map((match) => ({ ...match, ...ready.entries[match.rank], isNear: match.score >= NEAR }))
      .sort((a, b) => quality(a) - quality(b) || b.isFirst - a.isFirst || a.score - b.score || a.rank - b.rank);
  };

  // --- The index, loaded once ----------------------------------------------------------------------------------------

  let loading = null;
  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root}assets/search.js`;
      script.addEventListener("load", () => resolve(prepare(window.famkgIndex)));
      script.addEventListener("error", () => reject(new Error("the search index cannot be loaded")));
      document.head.append(script);
    });
    return loading;
  };

  // --- What is shown -------------------------------------------------------------------------------------------------

  const element = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const named = (found, tag, attributes = {}) =>
    element(tag, { class: `thing kind-${found.kind.replaceAll(" ", "-")}`, ...attributes }, element("bdi", {}, found.name));
  const described = (found) => {
    const parts = [found.kind, found.world, found.about].filter(Boolean);
    if (found.other && !parts.some((part) => part.includes(found.other))) parts.push(`also called ${found.other}`);
    return element("span", { class: "about" }, parts.join(" · "));
  };
  const limit = document.body.dataset.limit || "";
  const counted = (matches, shown) => {
    const near = matches.filter((match) => match.isNear).length;
    const found = matches.length - near;
    if (!matches.length) return `Nothing has a name like it in this copy.${limit && ` ${limit}`}`;
    const more = matches.length > shown ? `, ${shown} shown` : "";
    return found ? `${found} found${near ? `, ${near} like it` : ""}${more}.` : `Nothing is called that; ${near} like it${more}.`;
  };
  const resultsFor = (typed) => `${root}search.html?q=${encodeURIComponent(typed)}`;

  // --- The combobox --------------------------------------------------------------------------------------------------

  const equip = (slot, number) => {
    const id = `search-${number}`;
    const field = element("input", {
      type: "search", id, role: "combobox", "aria-label": "Search everything by name", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-keyshortcuts": "/", placeholder: "Search",
      autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search",
    });
    const list = element("ul", { id: `${id}-list`, role: "listbox", "aria-label": "Matches", hidden: "" });
    const status = element("p", { role: "status", class: "visually-hidden" });
    const form = element("form", { role: "search" }, field);
    let found = [];
    let active = -1;

    const close = () => {
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const activate = (index) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      if (!option) {
        field.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };
    const show = (matches) => {
      found = matches.slice(0, SHOWN);
      const options = found.map((match, i) =>
        element("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false" }, named(match, "span"), described(match)),
      );
      const near = options.findIndex((_, i) => found[i].isNear);
      if (near >= 0) options[near].classList.add("near-first"); // the style sheet writes "Names like it" above it
      list.replaceChildren(...options);
      active = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = found.length === 0;
      field.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = counted(matches, found.length);
    };
    const update = async () => {
      if (!fold(field.value)) {
        close();
        status.textContent = "";
        return;
      }
      const typed = field.value;
      try {
        const ready = await load();
        if (typed === field.value && document.activeElement === field) show(search(ready, typed));
      } catch (fault) {
        status.textContent = `${fault.message}.`;
      }
    };

    field.addEventListener("focus", () => load().catch(() => {}));
    field.addEventListener("input", update);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) {
          update();
          return;
        }
        const step = event.key === "ArrowDown" ? 1 : -1;
        const places = found.length + 1; // past either end no option is active, and the text is searched for
        activate(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (list.hidden) {
          field.value = "";
          status.textContent = "";
        } else close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(root + found[active].path);
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const match = found[[...list.children].indexOf(event.target.closest("[role=option]"))];
      if (!match) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) window.open(root + match.path, "_blank", "noopener");
      else location.assign(root + match.path);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (fold(field.value)) location.assign(resultsFor(field.value.trim()));
    });
    slot.replaceChildren(form, list, status);
    return field;
  };

  const fields = [...document.querySelectorAll("[data-search]")].map(equip);

  const hint = document.querySelector(".search-hint");
  if (hint) hint.hidden = false; // there is nothing to press it for without this script

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || !fields.length) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    fields[0].focus();
    fields[0].select();
  });

  // Where the navigation is wider than the screen, the part that one is in is seen.
  const parts = document.querySelector("header.site > nav ul");
  const here = parts?.querySelector("[aria-current]");
  if (here) parts.scrollLeft = Math.max(0, here.offsetLeft + here.offsetWidth / 2 - parts.offsetLeft - parts.clientWidth / 2);

  // --- The page of results -------------------------------------------------------------------------------------------

  const results = document.querySelector("[data-results]");
  const asked = (new URLSearchParams(location.search).get("q") || "").trim();
  if (results) fields[0].focus();
  if (results && asked) {
    fields[0].value = asked;
    document.title = `${asked} · ${document.title}`;
    const status = element("p", { role: "status", class: "meta" }, "Searching…");
    results.replaceChildren(status);
    load().then(
      (ready) => {
        const matches = search(ready, asked);
        const shown = matches.slice(0, LISTED);
        status.textContent = `${asked}: ${counted(matches, shown.length)}`;
        const listed = (some) =>
          element("ol", { class: "results" }, ...some.map((match) => element("li", {}, named(match, "a", { href: root + match.path }), described(match))));
        const [good, near] = [false, true].map((isNear) => shown.filter((match) => match.isNear === isNear));
        if (good.length) results.append(listed(good));
        if (near.length) results.append(element("h2", {}, "Names like it"), listed(near));
      },
      (fault) => {
        status.textContent = `${fault.message}.`;
      },
    );
  }
})();
