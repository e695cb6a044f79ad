/* Details: what is known of a thing or a line, and who says so */

const hint = $("details").firstElementChild;
function showHint() {
  $("details").replaceChildren(hint);
}

function heading(...words) {
  const close = make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => choose(null) }, "×");
  return make("div", { class: "title" }, make("h2", {}, ...words), close);
}

function actions(all) {
  const buttons = all.map(([label, act]) => (typeof act === "string"
    ? make("a", { class: "action", href: act }, label)
    : make("button", { type: "button", class: "action", onclick: act }, label)));
  return make("p", { class: "actions" }, ...buttons);
}

const few = 6;
function numbered(numbers) {
  const all = [...numbers].sort((a, b) => a - b).map((number) => `[${number + 1}]`);
  return all.slice(0, few).join("") + (all.length > few ? ` + ${all.length - few}` : "");
}

function factList(facts) {
  if (!facts.length) return null;
  const list = make("dl", { class: "facts" });
  for (const [label, value, sources = []] of facts) {
    const said = sources.length ? make("span", { class: "tags" }, ` ${numbered(sources)}`) : null;
    list.append(make("dt", {}, label), make("dd", {}, ...[make("bdi", {}, value), said].filter(Boolean)));
  }
  return list;
}

function jump(id) {
  return make("button", { type: "button", class: "jump", onclick: () => choose(id, { follow: true }) }, make("bdi", {}, byId.get(id).name));
}

function tags(edge) {
  const said = edge.facts.map(([label, value]) => `${label} ${value}`);
  if (edge.inferred) said.push("inferred");
  return make("span", { class: "tags" }, [said.join(", "), numbered(edge.sources)].filter(Boolean).join(" "));
}

function citations(lines, facts = []) {
  const numbers = [...new Set([...facts.flatMap(([, , sources]) => sources), ...lines.flatMap((edge) => edge.sources)])].sort((a, b) => a - b);
  if (!numbers.length) return [];
  const list = make("ol", { class: "cited" });
  for (const number of numbers) {
    list.append(make("li", {}, make("span", {}, `[${number + 1}]`), make("span", {}, foreign(data.sources[number]))));
  }
  return [make("h3", {}, "Who says so"), list];
}

function ways(node) {
  const found = [];
  if (node.page && !/^[a-z][a-z0-9+.-]*:/i.test(node.page)) found.push(["Its page", node.page]);
  const around = scene.kind === "around";
  if (!(around && scene.id === node.id) && weight.get(node.id)) found.push([around ? "Put in the middle" : "Surroundings", () => { show(aroundOf(node.id), { step: true }); choose(node.id); }]);
  if (around && scene.id === node.id && scene.hops === 1) found.push(["Two steps", () => { show(aroundOf(node.id, 2, scene.open), { step: true }); choose(node.id); }]);
  if (around && unshown(node.id)) found.push([`Show ${unshown(node.id)} more`, () => expand(node.id)]);
  if (weight.get(node.id)) found.push(["Path to …", () => askForEnd(node.id)]);
  return found;
}

function worksOf(node) {
  const inside = new Set(node.works);
  const names = data.shows.filter(({ place }) => inside.has(place)).map(({ place, seasons }) => {
    const numbers = seasons.filter((season) => inside.has(season) && data.works[season].number).map((season) => data.works[season].number);
    return `${data.works[place].label}${numbers.length ? `, season${numbers.length === 1 ? "" : "s"} ${numbers.join(", ")}` : ""}`;
  });
  return names.length ? make("p", { class: "works" }, `In ${names.join("; ")}`) : null;
}

function showThing(node) {
  const world = node.world < 0 ? "" : ` · ${data.worlds[node.world].label}`;
  const parts = [
    heading(make("bdi", {}, node.name)),
    make("p", { class: "sort" }, mark(node.kind), make("span", {}, data.kinds[node.kind].label + world)),
    worksOf(node),
    ways(node).length ? actions(ways(node)) : null,
    factList(node.facts),
  ];
  const joined = new Map();
  for (const edge of linesOf.get(node.id)) {
    const out = edge.from === node.id;
    const title = out && edge.arrow && edge.name === edge.back ? `${edge.name} of` : out ? edge.name : edge.back;
    if (!joined.has(title)) joined.set(title, []);
    joined.get(title).push([far(edge, node.id), edge]);
  }
  for (const [title, others] of [...joined].sort(([a], [b]) => a.localeCompare(b))) {
    const list = make("ul", { class: "joined" });
    others.sort(([a], [b]) => byName(a, b));
    for (const [other, edge] of others) list.append(make("li", {}, jump(other), " ", tags(edge)));
    parts.push(make("h3", {}, title), list);
  }
  parts.push(...citations(linesOf.get(node.id), node.facts), make("p", { class: "curie" }, node.id));
  $("details").replaceChildren(...parts.filter(Boolean));
  $("details").scrollTop = 0;
}

function showLine(edge) {
  chosen = null;
  route = null;
  light();
  lit.edges.add(edge.id);
  quietly(restyle);
  const ends = make("p", {}, jump(edge.from), ` ${edge.name} `, jump(edge.to));
  const parts = [heading(edge.name), ends, factList(edge.facts), edge.inferred ? make("p", { class: "tags" }, "inferred") : null];
  $("details").replaceChildren(...[...parts, ...citations([edge])].filter(Boolean));
  note();
}
