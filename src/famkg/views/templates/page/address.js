/* The address: a CURIE alone opens the details of a thing; else what is shown, as name=value */

const plainly = (text) => encodeURIComponent(text).replace(/%(3A|2F|2C|20)/g, (code) => ({ "%3A": ":", "%2F": "/", "%2C": ",", "%20": "+" })[code]);
const facets = {
  kind: (number) => data.kinds[number].label,
  world: (number) => data.worlds[number].label,
  show: (number) => data.works[number].id,
  season: (number) => data.works[number].id,
};
const counts = { kind: data.kinds.length, world: data.worlds.length, show: data.works.length, season: data.works.length };

function address() {
  const said = [];
  if (scene.kind === "group") said.push(["group", scene.number + 1]);
  if (scene.kind === "around") {
    said.push(["around", scene.id]);
    if (scene.hops > 1) said.push(["hops", scene.hops]);
    for (const id of scene.open) said.push(["open", id]);
  }
  if (route) said.push(["path", route[0].from], ["path", route[route.length - 1].to]);
  for (const [facet, numbers] of Object.entries(hidden)) {
    for (const number of [...numbers].sort((a, b) => a - b)) said.push([`no-${facet}`, facets[facet](number)]);
  }
  if (chosen !== null && byId.has(chosen) && !(scene.kind === "around" && scene.id === chosen)) said.push(["at", chosen]);
  if (moved) {
    const { x, y } = network.getViewPosition();
    said.push(["view", [x.toFixed(1), y.toFixed(1), network.getScale().toPrecision(4), shape].join(",")]);
  }
  if (said.length === 1 && said[0][0] === "at") return `#${plainly(chosen)}`;
  return said.length ? `#${said.map(([name, value]) => `${name}=${plainly(String(value))}`).join("&")}` : "";
}

function parsed(hash) {
  let text = hash.slice(1);
  try { text = decodeURIComponent(text); } catch { /* as it is written */ }
  const shown = { scene: home, hidden: { kind: [], world: [], show: [], season: [] }, at: null, path: null, view: null, source: null };
  if (byId.has(text)) return { ...shown, at: text, ...(data.mode === "explore" ? { scene: aroundOf(text) } : {}) };
  if (/^source-\d+$/.test(text)) return { ...shown, source: text };
  const said = new URLSearchParams(hash.slice(1));
  const group = groups[Number(said.get("group")) - 1];
  if (group) shown.scene = { kind: "group", number: group.number };
  if (byId.has(said.get("around"))) {
    const open = said.getAll("open").filter((id) => byId.has(id));
    shown.scene = aroundOf(said.get("around"), said.get("hops") === "2" ? 2 : 1, open);
  }
  const ends = said.getAll("path").filter((id) => byId.has(id));
  if (ends.length === 2) shown.path = ends;
  for (const facet of Object.keys(facets)) {
    const labels = new Set(said.getAll(`no-${facet}`));
    for (let number = 0; number < counts[facet]; number += 1) {
      if (labels.has(facets[facet](number))) shown.hidden[facet].push(number);
    }
  }
  if (byId.has(said.get("at"))) shown.at = said.get("at");
  else if (shown.scene.kind === "around") shown.at = shown.scene.id;
  const [x, y, scale, as] = (said.get("view") ?? "").split(",");
  if (as && [x, y, scale].every((number) => Number.isFinite(Number(number))) && Number(scale) > 0) {
    shown.view = { x: Number(x), y: Number(y), scale: Math.min(Math.max(Number(scale), 0.01), 8), shape: as };
  }
  return shown;
}

/* The address follows what is shown; another drawing is a step that the browser goes back from */
let due = 0;
function note(step = false) {
  clearTimeout(due);
  if (step) return write(true);
  due = setTimeout(() => write(false), 200);
  return undefined;
}

function write(step) {
  clearTimeout(due);
  const now = address();
  if (now === location.hash) return;
  try {
    history[step ? "pushState" : "replaceState"](null, "", now || location.pathname + location.search);
  } catch { /* a page that may not name its own address still works */ }
}

async function copyLink() {
  write(false);
  try {
    await navigator.clipboard.writeText(location.href);
    say("Link copied");
  } catch {
    const field = make("input", { type: "text", readonly: "", class: "address", "aria-label": "Link to what is shown" });
    field.value = location.href;
    $("details").replaceChildren(heading("Link to what is shown"), field);
    field.select();
  }
}
