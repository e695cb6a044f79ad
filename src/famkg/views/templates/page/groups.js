/* A community: what is in it, and the way in */

function openGroup(number, { step = true } = {}) {
  chosen = null;
  showHint();
  show({ kind: "group", number }, { step });
}

function showGroup(group) {
  const members = data.nodes.filter((node) => node.group === group.number).map((node) => node.id);
  const kinds = new Map();
  for (const id of members) kinds.set(byId.get(id).kind, (kinds.get(byId.get(id).kind) ?? 0) + 1);
  const best = [...members].sort(byWeight).slice(0, 12);
  const list = make("ul", { class: "joined" }, ...best.map((id) => make("li", {}, jump(id))));
  const counted = [...kinds].sort(([a], [b]) => a - b).map(([kind, count]) => make("li", {}, mark(kind), `${data.kinds[kind].label} `, make("span", { class: "count" }, String(count))));
  $("details").replaceChildren(
    heading(make("bdi", {}, group.name)),
    make("p", { class: "sort" }, `A group of ${things(group.count)} joined more closely among themselves`),
    actions([["Open this group", () => openGroup(group.number)]]),
    make("ul", { class: "kinds" }, ...counted),
    make("h3", {}, "Best connected"),
    list,
  );
}
