/* The page of a view: draws what #data holds. Text reaches the page by textContent alone. */

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const byId = new Map(data.nodes.map((node) => [node.id, node]));
const linesOf = new Map(data.nodes.map((node) => [node.id, []]));
for (const edge of data.edges) {
  linesOf.get(edge.from).push(edge);
  if (edge.to !== edge.from) linesOf.get(edge.to).push(edge);
}
const far = (edge, id) => (edge.from === id ? edge.to : edge.from);
const neighboursOf = (id) => new Set(linesOf.get(id).map((edge) => far(edge, id)).filter((other) => other !== id));
const weight = new Map(data.nodes.map((node) => [node.id, neighboursOf(node.id).size]));
const byName = (a, b) => byId.get(a).name.localeCompare(byId.get(b).name) || (a < b ? -1 : 1);
const byWeight = (a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1);

/* Communities are drawn as things too; the space in their names is in no CURIE or IRI */
const groups = data.groups.map((group, number) => ({ ...group, id: `group ${number}`, number, letters: 16 }));
const groupById = new Map(groups.map((group) => [group.id, group]));
const thingOrGroup = (id) => byId.get(id) ?? groupById.get(id);

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 860px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/* What is shown: the address of the page tells all of it */
const home = { groups: { kind: "map" }, explore: { kind: "around", id: null, hops: 1, open: new Set() }, whole: { kind: "whole" } }[data.mode];
const hidden = { kind: new Set(), world: new Set(), show: new Set(), season: new Set() };
let scene = home;
let chosen = null;
let route = null; /* the steps of a path: [{ from, to, edges }] */
let pathFrom = null;
let moved = false; /* whether the reader chose the place and zoom */

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
  return document.querySelector(`[data-kind="${kind}"] svg`).cloneNode(true);
}

function foreign(source) {
  if (!/^https?:\/\//.test(source.url)) return source.text;
  return make("a", { href: source.url, rel: "noopener noreferrer" }, source.text);
}

let hush = 0;
function say(words) {
  clearTimeout(hush);
  $("said").textContent = words;
  hush = setTimeout(() => { $("said").textContent = ""; }, 4000);
}

const things = (count) => `${count.toLocaleString("en")} thing${count === 1 ? "" : "s"}`;
