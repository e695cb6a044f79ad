/* Colours follow the reader's scheme */

let ink = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  ink = {
    face: value("--sans"), ground: value("--ground"), paper: value("--paper"), text: value("--ink"), soft: value("--soft"),
    line: value("--rule"), band: value("--band"), accent: value("--accent"), kinds: data.kinds.map((_, i) => value(`--kind-${i}`)),
  };
}

/* What stands out: the chosen thing and its neighbours, or the steps of a path */
let lit = { nodes: null, edges: new Set() };
function light() {
  if (route) {
    lit = { nodes: new Set(route.flatMap(({ from, to }) => [from, to])), edges: new Set(route.flatMap(({ edges: ids }) => ids)) };
  } else if (chosen !== null && byId.has(chosen)) {
    lit = { nodes: neighboursOf(chosen).add(chosen), edges: new Set(linesOf.get(chosen).map((edge) => edge.id)) };
  } else {
    lit = { nodes: null, edges: new Set() };
  }
}

/* Lines and marks keep a least size on the screen: unit is one pixel of it in the drawing's measure */

let unit = 1;
const sizes = new Map();
const worn = new Map();
const shapes = data.kinds.map((kind) => kind.shape);

function nodeStyle(node) {
  const group = groupById.has(node.id);
  const colour = group ? ink.accent : ink.kinds[node.kind];
  const here = node.id === chosen;
  const told = group || node.world < 0 || data.worlds[node.world].told;
  const background = told ? colour : ink.ground;
  const border = here ? ink.text : colour;
  const least = stage.size > 600 ? 3 : 4.5;
  const size = Math.min(Math.max(told ? node.size : 0.9 * node.size, least * unit), 3 * node.size);
  sizes.set(node.id, size);
  const width = ((here ? 0.3 : told ? 0.05 : 0.24) * size) / unit; // vis-network counts borders in pixels of the screen
  const faint = lit.nodes !== null && !lit.nodes.has(node.id);
  return {
    id: node.id,
    shape: group ? "dot" : shapes[node.kind],
    size,
    borderWidth: width,
    borderWidthSelected: width,
    color: { background, border, highlight: { background, border }, hover: { background, border: ink.text } },
    opacity: faint ? 0.2 : 1,
  };
}

function edgeStyle(edge) {
  const bright = lit.edges.has(edge.id);
  const colour = bright ? ink.accent : ink.line;
  const times = edge.count ? Math.min(1 + Math.log2(edge.count) / 2, 5) : 1;
  return {
    id: edge.id,
    width: (bright ? 2 : Object.hasOwn(data.dashes, edge.name) ? 1.6 : 1) * times * Math.min(Math.max(1, 0.75 * unit), 5),
    color: { color: colour, highlight: colour, hover: ink.accent, opacity: bright ? 1 : lit.nodes !== null ? 0.15 : edge.count ? 0.3 : 0.65 },
    arrows: edge.arrow ? "to" : "",
    dashes: Object.hasOwn(data.dashes, edge.name) ? data.dashes[edge.name].map((length) => length * Math.max(1, unit)) : false,
    smooth: edge.bend ? { enabled: true, type: "curvedCW", roundness: edge.bend } : false,
  };
}

/* Only what looks otherwise than before is handed on */
function changed(items, style) {
  const found = [];
  for (const item of items) {
    const now = style(item);
    const key = JSON.stringify(now);
    if (worn.get(item.id) !== key) {
      worn.set(item.id, key);
      found.push(now);
    }
  }
  return found;
}
