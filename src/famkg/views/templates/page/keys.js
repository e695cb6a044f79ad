/* By keyboard: arrows go to the nearest thing that way */

const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function next([right, down]) {
  const ids = nodes.getIds();
  if (!ids.length) return null;
  const heaviest = [...ids].sort((a, b) => (thingOrGroup(b).count ?? weight.get(b)) - (thingOrGroup(a).count ?? weight.get(a)) || (a < b ? -1 : 1))[0];
  if (chosen === null || !stage.has(chosen)) return heaviest;
  const from = stage.get(chosen);
  let best = null;
  let least = Infinity;
  for (const id of ids) {
    const { x, y } = stage.get(id);
    const ahead = (x - from.x) * right + (y - from.y) * down;
    const aside = Math.abs((x - from.x) * down) + Math.abs((y - from.y) * right);
    if (id === chosen || ahead <= 0 || aside > 2 * ahead) continue;
    const distance = ahead + 2 * aside;
    if (distance < least) { least = distance; best = id; }
  }
  return best;
}

$("drawing").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const acts = {
    "+": () => zoom(1.35),
    "-": () => zoom(1 / 1.35),
    0: () => { moved = false; fit(motion()); note(); },
    Enter: () => {
      if (chosen === null) return;
      if (groupById.has(chosen)) openGroup(groupById.get(chosen).number);
      else $("details").focus();
    },
  };
  const act = directions[event.key] ? () => {
    const id = next(directions[event.key]);
    if (id !== null) choose(id);
    if (id !== null) keepInSight(id);
  } : acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

function keepInSight(id) {
  const { x, y } = network.canvasToDOM(stage.get(id));
  const { clientWidth: width, clientHeight: height } = $("drawing");
  if (x > 40 && y > 40 && x < width - 40 && y < height - 60) return;
  network.moveTo({ position: stage.get(id), animation: motion() });
  moved = true;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.activeElement === search) return;
  if ($("details").querySelector(".title")) {
    const inside = $("details").contains(document.activeElement);
    choose(null);
    if (inside) $("drawing").focus();
  }
});
