/* What stands on the stage: the whole, the map of communities, one of them, the surroundings of a thing, or a path */

let shape = "wide";
let stage = new Map(); /* id → place */
let ties = []; /* the lines between what is on the stage */
const tiesOfMap = data.ties.map(({ start, end, count }, i) => ({ id: `tie ${i}`, from: `group ${start}`, to: `group ${end}`, count, arrow: false, bend: 0 }));

function shapeNow() {
  const { clientWidth, clientHeight } = $("drawing");
  return clientWidth < 0.95 * clientHeight ? "tall" : "wide";
}

const at = ([x, y]) => ({ x, y });
function placesOf(now) {
  if (now.kind === "map") return new Map(groups.map((group) => [group.id, at(group[shape])]));
  if (now.kind === "around") return surroundings(now);
  if (now.kind === "path") return inLine(now.ids);
  const members = now.kind === "group" ? data.nodes.filter((node) => node.group === now.number) : data.nodes;
  return new Map(members.map((node) => [node.id, at(node[shape])]));
}

function show(now, options) {
  quietly(() => showNow(now, options));
}

function showNow(now, { step = false, view = null } = {}) {
  scene = now;
  shape = shapeNow();
  stage = placesOf(scene);
  ties = scene.kind === "map" ? tiesOfMap : data.edges.filter((edge) => stage.has(edge.from) && stage.has(edge.to));
  labelled = ties.length <= 36;
  if (chosen !== null && !stage.has(chosen)) chosen = null;
  where();
  light();
  sift();
  const frame = view?.shape === shape ? { position: view, scale: view.scale } : framing(undefined, true);
  moved = view?.shape === shape;
  unit = 1 / frame.scale; // known before anything is dressed, so that it is dressed once
  nodes.clear();
  edges.clear();
  worn.clear();
  sync();
  network.moveTo({ ...frame, animation: false });
  if (step) note(true);
}

/* The things and lines that the filters leave, and no others, are in the drawing */
function sync() {
  const kept = [...stage.keys()].filter((id) => visible.has(id));
  const wanted = new Set(kept);
  const lines = ties.filter((edge) => wanted.has(edge.from) && wanted.has(edge.to));
  const wantedLines = new Set(lines.map((edge) => edge.id));
  const gone = nodes.getIds().filter((id) => !wanted.has(id));
  const goneLines = edges.getIds().filter((id) => !wantedLines.has(id));
  edges.remove(goneLines);
  nodes.remove(gone);
  for (const id of [...gone, ...goneLines]) worn.delete(id);
  const fresh = (all, items) => items.filter(({ id }) => all.get(id) === null);
  nodes.add(fresh(nodes, kept.map((id) => ({ id }))).map(({ id }) => dressed(thingOrGroup(id), nodeStyle, stage.get(id))));
  edges.add(fresh(edges, lines).map((edge) => dressed(edge, edgeStyle, { from: edge.from, to: edge.to })));
  $("drawing").querySelector("canvas").dataset.things = kept.length;
  tell();
}

function dressed(item, style, place) {
  const now = style(item);
  worn.set(item.id, JSON.stringify(now));
  return { ...now, ...place };
}

function restyle() {
  nodes.update(changed(nodes.getIds().map(thingOrGroup), nodeStyle));
  edges.update(changed(ties.filter((edge) => worn.has(edge.id)), edgeStyle));
}

/* Where the reader is, and the way back */
function where() {
  const words = {
    group: () => `${groups[scene.number].name} · ${things(groups[scene.number].count)}`,
    around: () => `Around ${byId.get(scene.id).name}`,
    path: () => "A path",
  }[scene.kind];
  $("where").hidden = !words;
  if (!words) return;
  const back = scene.kind === "around" && data.mode === "explore" ? null : data.mode === "groups" ? "All groups" : data.mode === "explore" ? "Back" : "Whole drawing";
  $("back").hidden = back === null;
  $("back").textContent = back === null ? "" : `← ${back}`;
  $("place").textContent = words();
}

function goBack() {
  route = null;
  pathFrom = null;
  chosen = null;
  showHint();
  show(scene.kind === "path" && data.mode === "explore" ? aroundOf(scene.ids[0]) : home, { step: true });
}
