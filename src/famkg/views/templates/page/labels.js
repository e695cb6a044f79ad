/* Labels: as many as fit without covering one another, the weightiest first, always of a size to read */

const widths = new Map();
const ruler = document.createElement("canvas").getContext("2d");
function widthOf(text, bold) {
  const key = `${bold} ${text}`;
  if (!widths.has(key)) {
    ruler.font = `${bold ? 650 : 400} 20px ${ink.face}`;
    widths.set(key, ruler.measureText(text).width / 20);
  }
  return widths.get(key);
}

const cell = 64;
class Room {
  constructor() { this.cells = new Map(); }
  * over(box) {
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x += 1) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y += 1) yield x * 4096 + y;
    }
  }
  take(box) {
    for (const key of this.over(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
  free(box) {
    for (const key of this.over(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
      }
    }
    return true;
  }
}

function boxed(x, y, width, height, extra = {}) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2, x, y, ...extra };
}

let labelled = false; /* whether lines bear their names even when nothing is chosen */

/* Where the labels of a picture of this size go: { lines, box, size, colour, bold }, the box naming its thing */
function lay({ scale, onScreen, width, height, taken }) {
  const here = [];
  const marks = new Room();
  const texts = new Room();
  const found = [];
  for (const id of nodes.getIds()) {
    const { x, y } = onScreen(stage.get(id));
    if (x < -80 || y < -40 || x > width + 80 || y > height + 40) continue;
    const radius = sizes.get(id) * scale + 2;
    here.push({ item: thingOrGroup(id), x, y, radius });
    marks.take(boxed(x, y, 2 * radius, 2 * radius));
  }
  for (const box of taken) texts.take(box);
  const rank = ({ item }) => (item.id === chosen ? 0 : lit.nodes === null || lit.nodes.has(item.id) ? 1 : 2);
  const heavy = ({ item }) => item.count ?? weight.get(item.id);
  here.sort((a, b) => rank(a) - rank(b) || heavy(b) - heavy(a) || (a.item.id < b.item.id ? -1 : 1));
  here.forEach((node) => {
    const { item, x, y, radius } = node;
    const first = item.id === chosen;
    if (rank(node) === 2) return;
    const lines = item.label.split("\n");
    const more = unshown(item.id);
    if (more) lines.push(`+ ${more}`);
    const size = first ? 15 : Math.min(Math.max(11.5, item.letters * scale), 16);
    const wide = Math.max(...lines.map((line) => widthOf(line, first))) * size + 6;
    const tall = lines.length * size * 1.18 + 2;
    const beside = radius + wide / 2 + 1;
    const over = radius + tall / 2 + 1;
    const ways = [[0, over], [beside, 0], [-beside, 0], [0, -over], [0.75, 0.75], [-0.75, 0.75], [0.75, -0.75], [-0.75, -0.75]]
      .map(([right, down], i) => boxed(x + (i < 4 ? right : right * beside), y + (i < 4 ? down : down * over), wide, tall, { id: item.id }));
    const inside = ways.filter((way) => way.left > 0 && way.right < width && way.top > 0 && way.bottom < height && texts.free(way));
    const box = inside.find((way) => marks.free(way)) ?? (first ? inside[0] ?? ways[0] : undefined);
    if (!box) return;
    texts.take(box);
    found.push({ lines, box, size, colour: ink.text, bold: first, soft: more ? 1 : 0 });
  });
  for (const edge of ties) {
    if (!worn.has(edge.id) || edge.from === edge.to || !edge.name) continue;
    const bright = lit.edges.has(edge.id);
    if (!bright && (lit.nodes !== null || !labelled || scale < 0.4)) continue;
    const wide = widthOf(edge.name, false) * 11.5 + 6;
    for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const { x, y } = onScreen(along(stage.get(edge.from), stage.get(edge.to), edge.bend, part));
      const box = boxed(x, y, wide, 15);
      if (!texts.free(box) || !marks.free(box)) continue;
      texts.take(box);
      found.push({ lines: [edge.name], box, size: 11.5, colour: bright ? ink.text : ink.soft, bold: false, soft: 0 });
      break;
    }
  }
  return found;
}

/* The middle point of a line as vis-network bends it: a quadratic curve, clockwise by its roundness */
function via(from, to, bend) {
  const share = bend * 0.5 + 0.5;
  const reach = share * Math.hypot(from.x - to.x, from.y - to.y);
  const angle = Math.atan2(from.y - to.y, from.x - to.x) + share * Math.PI;
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

function along(from, to, bend, part) {
  const rest = 1 - part;
  if (!bend) return { x: rest * from.x + part * to.x, y: rest * from.y + part * to.y };
  const middle = via(from, to, bend);
  const mix = (axis) => rest * rest * from[axis] + 2 * rest * part * middle[axis] + part * part * to[axis];
  return { x: mix("x"), y: mix("y") };
}

let placed = [];
function labelAt({ x, y }) {
  return placed.find((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)?.id;
}

function corner(id, side) {
  const bar = $(id);
  if (bar.hidden) return [];
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = bar;
  return [{ left: left - side, right: left + width + side, top: top - side, bottom: top + height + side }];
}

function onCanvas(context, draw) {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw({
    scale,
    width: context.canvas.clientWidth,
    height: context.canvas.clientHeight,
    onScreen: ({ x, y }) => ({ x: origin.x + x * scale, y: origin.y + y * scale }),
  });
  context.restore();
}

function drawLabels(context) {
  onCanvas(context, (picture) => {
    const taken = [...corner("zoom", 4), ...corner("take", 4), ...corner("where", 4)];
    const years = yearsOn(picture);
    if (years.length) taken.push(shape === "wide" ? { left: 0, right: picture.width, top: 0, bottom: years.some(({ y }) => y > 15) ? 43 : 26 } : { left: 0, right: gutter(), top: 0, bottom: picture.height });
    Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
    placed = [];
    for (const { lines, box, size, colour, bold, soft } of lay({ ...picture, taken })) {
      if (box.id) placed.push(box);
      context.font = `${bold ? 650 : 400} ${size}px ${ink.face}`;
      context.strokeStyle = ink.ground;
      lines.forEach((line, i) => {
        const y = box.y + (i - (lines.length - 1) / 2) * size * 1.18;
        context.fillStyle = i >= lines.length - soft ? ink.soft : colour;
        context.strokeText(line, box.x, y);
        context.fillText(line, box.x, y);
      });
    }
    Object.assign(context, { font: `600 12.5px ${ink.face}`, fillStyle: ink.soft, strokeStyle: ink.ground });
    for (const { label, x, y } of years) {
      context.strokeText(label, x, y);
      context.fillText(label, x, y);
    }
  });
}

/* Years: stripes behind the drawing, their names at its edge, however far one is zoomed in */

const gutter = () => Math.max(0, ...bandsNow().map(({ label }) => widthOf(label, true) * 12.5 + 12));
const bandsNow = () => (scene.kind === "whole" ? data.bands[shape === "tall" ? 1 : 0] : []);

function drawBands(context) {
  const bands = bandsNow();
  if (!bands.length) return;
  onCanvas(context, ({ onScreen, width, height }) => {
    context.fillStyle = ink.band;
    bands.forEach(({ start, end, dated }, i) => {
      const from = onScreen({ x: start, y: start });
      const to = onScreen({ x: end, y: end });
      if (!dated) apart(context, from, to, width, height);
      if (!dated || i % 2) return;
      if (shape === "wide") context.fillRect(from.x, 0, to.x - from.x, height);
      else context.fillRect(0, from.y, width, to.y - from.y);
    });
  });
}

/* What has no date is parted from the years by a line, and on plain ground */
function apart(context, from, to, width, height) {
  context.save();
  Object.assign(context, { strokeStyle: ink.line, lineWidth: 1.5 });
  context.setLineDash([6, 5]);
  context.beginPath();
  if (shape === "wide") { context.moveTo(from.x - 8, 0); context.lineTo(from.x - 8, height); } else { context.moveTo(0, from.y - 8); context.lineTo(width, from.y - 8); }
  context.stroke();
  context.restore();
}

function yearsOn({ onScreen, width, height }) {
  const found = [];
  let last = -Infinity;
  const ends = [-Infinity, -Infinity]; // names too wide for their years stand on two lines, by turns
  for (const { label, start, end } of bandsNow()) {
    const room = widthOf(label, true) * 12.5 + 10;
    if (shape === "wide") {
      const from = Math.max(onScreen({ x: start, y: 0 }).x, 0);
      const to = Math.min(onScreen({ x: end, y: 0 }).x, width);
      const x = (from + to) / 2;
      const line = ends.findIndex((end) => x - room / 2 >= end);
      if (to < 0 || from > width || to <= from || line < 0 || (to - from < room && x - room / 2 < 0)) continue;
      ends[line] = x + room / 2;
      found.push({ label, x, y: 15 + 17 * line });
    } else {
      const from = Math.max(onScreen({ x: 0, y: start }).y, 0);
      const to = Math.min(onScreen({ x: 0, y: end }).y, height);
      const y = from + Math.min(12, (to - from) / 2);
      if (to <= from || y - 8 < last) continue;
      last = y + 8;
      found.push({ label, x: room / 2 + 2, y });
    }
  }
  return found;
}
