/* The drawing: vis-network shows what is on the stage, still from the first frame */

readColours();
const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const network = new vis.Network($("drawing"), { nodes, edges }, JSON.parse(data.options));
$("drawing").querySelector(".vis-network").tabIndex = -1; // the drawing around it takes the keys, and has a name

/* Whatever an act changes is drawn once, when it is done */
let acting = 0;
function quietly(act) {
  acting += 1;
  network.body.emitter.emit("_blockRedraw");
  try {
    act();
  } finally {
    acting -= 1;
    if (!acting) {
      network.body.emitter.emit("_allowRedraw");
      network.redraw();
    }
  }
}

$("note").hidden = data.nodes.length > 0;
$("zoom").hidden = data.nodes.length === 0;
$("take").hidden = data.nodes.length === 0;

/* How much of the drawing the details cover from below, on a phone */
function covered() {
  if (!narrow.matches || !$("details").querySelector(".title")) return 0;
  return Math.max(0, $("drawing").getBoundingClientRect().bottom - $("details").getBoundingClientRect().top);
}

/* The place and scale at which these things fill the drawing; of a long axis of years, those at which its first fill it */
function framing(ids = [...stage.keys()].filter((id) => visible.has(id)), opening = false) {
  if (!ids.length) return { position: { x: 0, y: 0 }, scale: 1 };
  const { clientWidth: width, clientHeight: height } = $("drawing");
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const id of ids) {
    const { x, y } = stage.get(id);
    const size = thingOrGroup(id).size;
    left = Math.min(left, x - size);
    right = Math.max(right, x + size);
    top = Math.min(top, y - size);
    bottom = Math.max(bottom, y + size);
  }
  const years = bandsNow().length > 0;
  const edge = { left: years && shape === "tall" ? gutter() + 8 : 24, right: 24, top: $("where").hidden ? (years && shape === "wide" ? 52 : 24) : 72, bottom: Math.max(78, covered() + 16) };
  const labels = Math.min(70, width / 12); // a label is wider than its mark
  const scale = Math.min(
    (width - edge.left - edge.right - labels) / Math.max(right - left, 1),
    Math.max(height - edge.top - edge.bottom, 80) / Math.max(bottom - top, 1),
    1.25,
  );
  const used = Math.max(scale, 0.01);
  const first = years && opening ? beginning({ left, right, top, bottom }, edge, used) : null;
  if (first && used < 0.8 * first.scale) return first;
  const position = {
    x: (left + right) / 2 - (edge.left - edge.right) / 2 / used,
    y: (top + bottom) / 2 + (edge.bottom - edge.top) / 2 / used,
  };
  return { position, scale: used };
}

function beginning({ left, right, top, bottom }, edge, least) {
  const { clientWidth: width, clientHeight: height } = $("drawing");
  if (shape === "wide") {
    const scale = Math.max(least, Math.min((height - edge.top - edge.bottom) / Math.max(bottom - top, 1), 0.9));
    return { position: { x: left - (edge.left + 60) / scale + width / 2 / scale, y: (top + bottom) / 2 + (edge.bottom - edge.top) / 2 / scale }, scale };
  }
  const scale = Math.max(least, Math.min((width - edge.left - edge.right - 30) / Math.max(right - left, 1), 1.25));
  return { position: { x: (left + right) / 2 - (edge.left - edge.right) / 2 / scale, y: top - edge.top / scale + height / 2 / scale }, scale };
}

function fit(animation = false, ids = undefined) {
  network.moveTo({ ...framing(ids), animation });
  rescale();
}

function rescale() {
  const now = 1 / network.getScale();
  if (Math.abs(Math.log(now / unit)) < 0.01) return;
  unit = now;
  quietly(restyle);
}

function wander() {
  moved = true;
  note();
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: motion() });
  rescale();
  wander();
}

/* Choosing */

function choose(id, options) {
  quietly(() => chooseNow(id, options));
}

function chooseNow(id, { follow = false } = {}) {
  if (id !== null && byId.has(id) && pathFrom !== null && id !== pathFrom) {
    findPath(pathFrom, id);
    return;
  }
  route = null;
  chosen = id;
  if (id === null) {
    pathFrom = null;
    network.unselectAll();
    showHint();
  } else if (groupById.has(id)) {
    showGroup(groupById.get(id));
  } else {
    const node = byId.get(id);
    if (!stage.has(id)) bringOn(id);
    admit(node);
    chosen = id;
    showThing(node);
    if (follow) focus(id);
  }
  light();
  restyle();
  note();
}

/* What is not on the stage comes with its community, or its surroundings */
function bringOn(id) {
  if (data.mode === "groups") show({ kind: "group", number: byId.get(id).group }, { step: true });
  else if (data.mode === "explore") show(aroundOf(id), { step: true });
  else show(home, { step: true });
}

function focus(id) {
  const offset = { x: 0, y: -covered() / 2 };
  network.focus(id, { scale: Math.max(network.getScale(), 0.85), offset, animation: motion() });
  rescale();
}

network.on("click", ({ nodes: hit, edges: lines, pointer }) => {
  const under = hit.length ? hit[0] : labelAt(pointer.DOM);
  if (groupById.has(under)) openGroup(groupById.get(under).number);
  else if (under) choose(under);
  else if (lines.length && scene.kind !== "map") showLine(data.edges.find((edge) => edge.id === lines[0]));
  else if (chosen !== null || $("details").querySelector(".title")) choose(null);
});
network.on("doubleClick", ({ nodes: hit, pointer }) => {
  const under = hit.length ? hit[0] : labelAt(pointer.DOM);
  if (under && byId.has(under) && unshown(under)) expand(under);
});
let pause = 0;
network.on("zoom", () => { clearTimeout(pause); pause = setTimeout(() => { rescale(); wander(); }, 120); });
network.on("dragEnd", wander);
network.on("animationFinished", () => { rescale(); note(); });
network.on("hoverNode", () => { $("drawing").style.cursor = "pointer"; });
network.on("blurNode", () => { $("drawing").style.cursor = ""; });
network.on("beforeDrawing", drawBands);
network.on("afterDrawing", (context) => { drawLabels(context); performance.mark("drawn"); });
