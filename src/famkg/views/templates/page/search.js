/* Search: by any name, whatever the accents and case */

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let names = null;
const search = $("search");
const matches = $("matches");
let active = -1;

function named() {
  names ??= data.nodes.map((node) => [fold([node.name, ...node.facts.filter(([label]) => label === "also called").map((fact) => fact[1])].join(" ")), node]);
  return names;
}

function find() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  matches.replaceChildren();
  active = -1;
  if (words.length) {
    const found = named().filter(([name]) => words.every((word) => name.includes(word)));
    found.sort(([a, x], [b, y]) => !a.startsWith(words[0]) - !b.startsWith(words[0]) || byName(x.id, y.id));
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
search.addEventListener("focus", () => { if (search.value) search.select(); });
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
