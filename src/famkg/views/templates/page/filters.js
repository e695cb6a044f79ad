/* Filters: what a thing is, which world it is of, in which shows and seasons it occurs */

const isShow = new Set([...document.querySelectorAll("[data-show]")].map((chip) => Number(chip.dataset.show)));
let visible = new Set();

/* yes, no, or for what a filter in use has no say of, perhaps: that is shown beside what is */
function verdict(node) {
  if (hidden.kind.has(node.kind)) return "no";
  let sure = true;
  const weigh = (numbers, off) => {
    if (!off.size) return true;
    if (!numbers.length) { sure = false; return true; }
    return numbers.some((number) => !off.has(number));
  };
  if (!weigh(node.world < 0 ? [] : [node.world], hidden.world)) return "no";
  if (!weigh(node.works.filter((work) => isShow.has(work)), hidden.show)) return "no";
  if (!weigh(node.works.filter((work) => !isShow.has(work)), hidden.season)) return "no";
  return sure ? "yes" : "perhaps";
}

const filtering = () => Object.values(hidden).some((set) => set.size);
const allowed = (id) => !filtering() || visible.has(id);

function sift() {
  if (!filtering()) {
    visible = new Set([...stage.keys(), ...byId.keys()]);
    return;
  }
  const verdicts = new Map(data.nodes.map((node) => [node.id, verdict(node)]));
  visible = new Set(groups.map((group) => group.id));
  for (const [id, said] of verdicts) {
    if (said === "yes" || (said === "perhaps" && linesOf.get(id).some((edge) => verdicts.get(far(edge, id)) === "yes"))) visible.add(id);
  }
  if (scene.kind === "map") {
    const alive = new Set(data.nodes.filter((node) => visible.has(node.id)).map((node) => `group ${node.group}`));
    for (const group of groups) if (!alive.has(group.id)) visible.delete(group.id);
  }
}

function tell() {
  const all = scene.kind === "map" ? [...byId.keys()] : [...stage.keys()];
  const count = all.filter((id) => visible.has(id)).length;
  $("shown").textContent = count === all.length ? "" : `${count.toLocaleString("en")} of ${all.length.toLocaleString("en")} shown`;
  for (const chip of document.querySelectorAll(".chip")) {
    const [[facet, number]] = Object.entries(chip.dataset);
    chip.setAttribute("aria-pressed", String(!hidden[facet].has(Number(number))));
  }
  for (const button of document.querySelectorAll(".all")) {
    const off = facetsOf(button).some((facet) => hidden[facet].size);
    button.textContent = off ? "Show all" : "Hide all";
    button.setAttribute("aria-label", `${button.textContent}: ${button.parentNode.firstChild.textContent.trim()}`);
  }
}

const facetsOf = (button) => (button.dataset.all === "show" ? ["season", "show"] : [button.dataset.all]);

function filter() {
  quietly(() => {
    sift();
    if (chosen !== null && !visible.has(chosen)) choose(null);
    if (scene.kind === "around") show(scene);
    else sync();
  });
  note();
}

for (const chip of document.querySelectorAll(".chip")) {
  chip.addEventListener("click", () => {
    const [[facet, number]] = Object.entries(chip.dataset);
    if (!hidden[facet].delete(Number(number))) hidden[facet].add(Number(number));
    filter();
  });
}

for (const button of document.querySelectorAll(".all")) {
  button.addEventListener("click", () => {
    const off = facetsOf(button).some((facet) => hidden[facet].size);
    for (const facet of facetsOf(button)) hidden[facet].clear();
    if (!off) {
      const facet = facetsOf(button)[0];
      const chips = document.querySelectorAll(`.chip[data-${facet}]`);
      for (const chip of chips.length ? chips : document.querySelectorAll(".chip[data-show]")) {
        const [[name, number]] = Object.entries(chip.dataset);
        hidden[name].add(Number(number));
      }
    }
    filter();
  });
}

/* What is chosen is shown, whatever the filters said */
function admit(node) {
  if (visible.has(node.id)) return;
  hidden.kind.delete(node.kind);
  hidden.world.delete(node.world);
  for (const work of node.works) { hidden.show.delete(work); hidden.season.delete(work); }
  sift();
  if (!visible.has(node.id)) {
    for (const set of Object.values(hidden)) set.clear();
    sift();
  }
  sync();
}
