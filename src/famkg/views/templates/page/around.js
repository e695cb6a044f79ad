/* The surroundings of a thing: rings about it, what belongs together side by side; a neighbour opened shows its own */

const most = 48;
const ring = 215;

function aroundOf(id, hops = 1, open = []) {
  return { kind: "around", id, hops, open: new Set(open) };
}

/* Of many neighbours the best connected come first, the rest when they are asked for */
function nextTo(id, now) {
  const all = [...neighboursOf(id)].filter(allowed).sort(byWeight);
  return now.open.has(id) ? all : all.slice(0, id === now.id ? most : 8);
}

function family(now) {
  const parent = new Map([[now.id, null]]);
  let edge = [now.id];
  for (let depth = 0; edge.length; depth += 1) {
    const next = [];
    for (const id of edge) {
      if (depth >= now.hops && !now.open.has(id)) continue;
      for (const other of nextTo(id, now)) {
        if (parent.has(other)) continue;
        parent.set(other, id);
        next.push(other);
      }
    }
    edge = next;
  }
  return parent;
}

/* A crowded ring stands in several rows, the outer the fuller, so that each thing has room for its name */
const aside = 140;
function rowsOf(count) {
  const turns = count > 26 ? [2, 1, 2, 0, 2, 1] : count > 12 ? [1, 0, 1] : [0];
  return { turns, most: Math.max(...turns) };
}

function surroundings(now) {
  const parent = family(now);
  const children = new Map([...parent.keys()].map((id) => [id, []]));
  for (const [id, above] of parent) if (above !== null) children.get(above).push(id);
  const kindOf = (id) => byId.get(id).kind;
  for (const list of children.values()) list.sort((a, b) => kindOf(a) - kindOf(b) || byName(a, b));
  const leaves = new Map();
  for (const id of [...parent.keys()].reverse()) {
    leaves.set(id, Math.max(1, children.get(id).reduce((sum, child) => sum + leaves.get(child), 0)));
  }
  const depthOf = new Map();
  const counts = [];
  for (const [id, above] of parent) {
    depthOf.set(id, above === null ? 0 : depthOf.get(above) + 1);
    counts[depthOf.get(id)] = (counts[depthOf.get(id)] ?? 0) + 1;
  }
  const radii = [0];
  for (let depth = 1; depth < counts.length; depth += 1) {
    radii[depth] = Math.max(radii[depth - 1] + ring + aside * (rowsOf(counts[depth - 1]).most), (counts[depth] * 26) / (2 * Math.PI));
  }
  const places = new Map();
  const [wide, tall] = shape === "tall" ? [0.8, 1.25] : [1.3, 0.9];
  const settle = (id, from, to, turn) => {
    const depth = depthOf.get(id);
    const angle = (from + to) / 2;
    const { turns } = rowsOf(counts[depth]);
    const radius = depth ? radii[depth] + aside * turns[turn % turns.length] : 0;
    places.set(id, { x: wide * radius * Math.cos(angle), y: tall * radius * Math.sin(angle) });
    let start = from;
    children.get(id).forEach((child, i) => {
      const end = start + ((to - from) * leaves.get(child)) / leaves.get(id);
      settle(child, start, end, i);
      start = end;
    });
  };
  settle(now.id, -Math.PI / 2, 1.5 * Math.PI, 0);
  return places;
}

function inLine(ids) {
  const middle = (ids.length - 1) / 2;
  return new Map(ids.map((id, i) => {
    const along = (i - middle) * (shape === "tall" ? 150 : 240);
    const aside = (i % 2 ? 1 : -1) * 45;
    return [id, shape === "tall" ? { x: aside, y: along } : { x: along, y: aside }];
  }));
}

/* How many neighbours of a thing are not on the stage, though the filters would show them */
function unshown(id) {
  if (scene.kind !== "around" && scene.kind !== "group" && scene.kind !== "path") return 0;
  let count = 0;
  for (const other of neighboursOf(id)) if (!stage.has(other) && allowed(other)) count += 1;
  return count;
}

function expand(id) {
  const now = scene.kind === "around" ? aroundOf(scene.id, scene.hops, [...scene.open, id]) : aroundOf(id);
  show(now, { step: true });
  choose(id);
}
