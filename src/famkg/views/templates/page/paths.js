/* Paths: the fewest steps between two things, of these the way through what is joined to least else */

function askForEnd(id) {
  choose(id);
  pathFrom = id;
  $("details").replaceChildren(
    heading("Path from ", make("bdi", {}, byId.get(id).name)),
    make("p", { class: "hint" }, "Choose the other end in the drawing, or find it by name."),
  );
  if (!narrow.matches) search.focus();
}

function shortest(start, end) {
  const steps = new Map([[start, { cost: 0, before: null }]]);
  let edge = [start];
  while (edge.length && !steps.has(end)) {
    const next = new Map();
    for (const id of edge) {
      const cost = steps.get(id).cost + Math.log(1 + weight.get(id));
      for (const other of neighboursOf(id)) {
        if (steps.has(other) || (!allowed(other) && other !== end)) continue;
        const known = next.get(other);
        if (!known || cost < known.cost || (cost === known.cost && id < known.before)) next.set(other, { cost, before: id });
      }
    }
    for (const [id, step] of next) steps.set(id, step);
    edge = [...next.keys()].sort();
  }
  if (!steps.has(end)) return null;
  const ids = [end];
  while (ids[0] !== start) ids.unshift(steps.get(ids[0]).before);
  return ids;
}

function findPath(start, end, options) {
  quietly(() => findPathNow(start, end, options));
}

function findPathNow(start, end, { step = true } = {}) {
  pathFrom = null;
  const ids = shortest(start, end);
  if (!ids) {
    chosen = null;
    light();
    restyle();
    const none = filtering() ? "Nothing that is shown joins them; the filters hide the rest." : "Nothing in this view joins them.";
    $("details").replaceChildren(heading(make("bdi", {}, byId.get(start).name), " → ", make("bdi", {}, byId.get(end).name)), make("p", { class: "hint" }, none));
    return;
  }
  chosen = null;
  route = ids.slice(1).map((to, i) => {
    const lines = linesOf.get(to).filter((edge) => far(edge, to) === ids[i]);
    return { from: ids[i], to, lines, edges: lines.map((edge) => edge.id) };
  });
  if (ids.some((id) => !stage.has(id))) show({ kind: "path", ids });
  for (const id of ids) admit(byId.get(id));
  light();
  restyle();
  showRoute();
  fit(motion(), ids);
  moved = false;
  note(step);
}

function showRoute() {
  const [first, last] = [route[0].from, route[route.length - 1].to];
  const list = make("ol", { class: "steps" });
  list.append(make("li", {}, jump(first)));
  for (const { to, lines } of route) {
    const said = lines.map((edge) => make("span", { class: "step" }, edge.to === to || !edge.arrow ? `${edge.name} ` : `← ${edge.name} `, tags(edge)));
    list.append(make("li", {}, ...said, jump(to)));
  }
  const count = route.length;
  $("details").replaceChildren(
    heading(make("bdi", {}, byId.get(first).name), " → ", make("bdi", {}, byId.get(last).name)),
    make("p", { class: "sort" }, `The shortest path: ${count} step${count === 1 ? "" : "s"}`),
    list,
    ...citations(route.flatMap(({ lines }) => lines)),
  );
  $("details").scrollTop = 0;
}
