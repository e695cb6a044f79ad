/* From the address to the drawing, and on */

function openTables(source) {
  if (!$("tables")) { // they come after this script, so that the picture comes first
    addEventListener("DOMContentLoaded", () => openTables(source));
    return;
  }
  $("tables").open = true;
  $(source)?.scrollIntoView();
}

function restore() {
  const shown = parsed(location.hash);
  for (const facet of Object.keys(hidden)) hidden[facet] = new Set(shown.hidden[facet]);
  route = null;
  pathFrom = null;
  chosen = null;
  if (shown.source) openTables(shown.source);
  let first = shown.scene;
  if (first.kind === "around" && first.id === null) {
    first = aroundOf(data.around ?? [...byId.keys()].sort(byWeight)[0]);
    shown.at ??= first.id;
  }
  if (first.kind === "around" && narrow.matches && shown.at === first.id) { // there the details would cover what they are about
    shown.at = null;
  }
  if (shown.at !== null && first.kind === "map") first = { kind: "group", number: byId.get(shown.at).group };
  show(first, { view: shown.view });
  if (shown.path) findPath(...shown.path, { step: false });
  else if (shown.at !== null) choose(shown.at, { follow: !shown.view && first.kind !== "around" });
  else showHint();
  if (shown.view?.shape === shape) {
    network.moveTo({ position: shown.view, scale: shown.view.scale, animation: false });
    rescale();
    moved = true;
  }
  clearTimeout(due);
}

$("closer").addEventListener("click", () => zoom(1.35));
$("farther").addEventListener("click", () => zoom(1 / 1.35));
$("whole").addEventListener("click", () => { fit(motion()); moved = false; note(); });
$("back").addEventListener("click", goBack);
dark.addEventListener("change", () => { readColours(); worn.clear(); show(scene); });
addEventListener("hashchange", () => {
  if (/^#source-\d+$/.test(location.hash)) {
    openTables(location.hash.slice(1));
  } else if (location.hash !== address()) quietly(restore);
});

if (data.nodes.length) quietly(restore);
let size = "";
new ResizeObserver(([entry]) => {
  const now = `${Math.round(entry.contentRect.width)}x${Math.round(entry.contentRect.height)}`;
  if (size && now !== size && data.nodes.length) {
    requestAnimationFrame(() => { if (shape !== shapeNow()) show(scene); else if (!moved) { network.moveTo(framing(undefined, true)); rescale(); } });
  }
  size = now;
}).observe($("drawing"));
document.documentElement.dataset.ready = "yes";
