/* Pictures to take away: PNG is what the screen shows, SVG the whole of what is drawn, its text as text */

function save(blob, ending) {
  const name = `${data.title}`.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 80) || "drawing";
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: `${name}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function savePng() {
  const shown = $("drawing").querySelector("canvas");
  const picture = document.createElement("canvas");
  picture.width = shown.width;
  picture.height = shown.height;
  const context = picture.getContext("2d");
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(shown, 0, 0);
  picture.toBlob((blob) => save(blob, "png"), "image/png");
}

const space = "http://www.w3.org/2000/svg";
const rounded = (number) => String(Math.round(number * 10) / 10);

function element(tag, attributes, ...children) {
  const made = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, typeof value === "number" ? rounded(value) : value);
  made.append(...children);
  return made;
}

/* Characters that XML 1.0 has no place for */
const lawful = (text) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");

function pathOf(node) {
  const group = groupById.has(node.id);
  const chip = group ? null : document.querySelector(`[data-kind="${node.kind}"] path`);
  return chip ? chip.getAttribute("d") : "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z";
}

function svgText() {
  const ids = nodes.getIds();
  const margin = 110;
  const points = ids.map((id) => stage.get(id));
  const left = Math.min(...points.map(({ x }) => x)) - margin;
  const top = Math.min(...points.map(({ y }) => y)) - margin;
  const width = Math.max(...points.map(({ x }) => x)) + margin - left;
  const height = Math.max(...points.map(({ y }) => y)) + margin - top;
  const legend = 46;
  const onScreen = ({ x, y }) => ({ x: x - left, y: y - top });
  const svg = element("svg", { xmlns: space, viewBox: `0 0 ${rounded(width)} ${rounded(height + legend)}`, width, height: height + legend, role: "img", "font-family": "system-ui, sans-serif" });
  svg.append(element("title", {}, lawful(data.title)), element("rect", { width: "100%", height: "100%", fill: ink.ground }));
  bandsNow().forEach(({ label, start, end }, i) => {
    const tall = shape === "tall";
    const from = onScreen({ x: start, y: start });
    const size = end - start;
    if (i % 2 === 0) svg.append(element("rect", tall ? { x: 0, y: from.y, width, height: size, fill: ink.band } : { x: from.x, y: 0, width: size, height, fill: ink.band }));
    svg.append(element("text", { x: tall ? 8 : from.x + size / 2, y: tall ? from.y + 16 : 20, "text-anchor": tall ? "start" : "middle", "font-size": 13, fill: ink.soft }, label));
  });
  const lines = element("g", { fill: "none" });
  for (const edge of ties) if (worn.has(edge.id)) lines.append(...lineOf(edge, onScreen));
  const marks = element("g", { "stroke-linejoin": "round" });
  const worn20 = new Map(ids.map((id) => [id, nodeStyle(thingOrGroup(id))]));
  for (const id of ids) {
    const { x, y } = onScreen(stage.get(id));
    const { size, color, opacity } = worn20.get(id);
    const hollow = color.background === ink.ground;
    marks.append(element("path", {
      d: pathOf(thingOrGroup(id)), transform: `translate(${rounded(x)} ${rounded(y)}) scale(${(size / 8).toFixed(3)}) translate(-10 -10)`,
      fill: color.background, stroke: color.border, "stroke-width": hollow ? 2 : id === chosen ? 3 : 0, opacity: String(opacity),
    }));
  }
  const texts = element("g", { "text-anchor": "middle", "paint-order": "stroke", stroke: ink.ground, "stroke-width": 4, "stroke-linejoin": "round" });
  for (const { lines: written, box, size, colour, bold } of lay({ scale: 1, onScreen, width, height, taken: [] })) {
    written.forEach((line, i) => {
      const y = box.y + (i - (written.length - 1) / 2) * size * 1.18 + size * 0.35;
      texts.append(element("text", { x: box.x, y, "font-size": size, fill: colour, ...(bold ? { "font-weight": "650" } : {}) }, lawful(line)));
    });
  }
  svg.append(lines, marks, texts, ...legendOf(height + 30));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

function lineOf(edge, onScreen) {
  const { color, width } = edgeStyle(edge);
  const [from, to] = [onScreen(stage.get(edge.from)), onScreen(stage.get(edge.to))];
  if (edge.from === edge.to) return [element("circle", { cx: from.x, cy: from.y - 18, r: 14, stroke: color.color, "stroke-width": width / unit, opacity: String(color.opacity) })];
  const middle = edge.bend ? via(from, to, edge.bend) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const style = { stroke: color.color, "stroke-width": Math.max(1, width / Math.max(unit, 1)), opacity: String(color.opacity) };
  if (Object.hasOwn(data.dashes, edge.name)) style["stroke-dasharray"] = data.dashes[edge.name].join(" ");
  const found = [element("path", { d: `M${rounded(from.x)} ${rounded(from.y)}Q${rounded(middle.x)} ${rounded(middle.y)} ${rounded(to.x)} ${rounded(to.y)}`, ...style })];
  if (edge.arrow) {
    const angle = Math.atan2(to.y - middle.y, to.x - middle.x);
    const tip = { x: to.x - Math.cos(angle) * sizes.get(edge.to), y: to.y - Math.sin(angle) * sizes.get(edge.to) };
    const wing = (turn) => `${rounded(tip.x - 9 * Math.cos(angle + turn))} ${rounded(tip.y - 9 * Math.sin(angle + turn))}`;
    found.push(element("path", { d: `M${wing(0.4)}L${rounded(tip.x)} ${rounded(tip.y)}L${wing(-0.4)}z`, fill: color.color, opacity: String(color.opacity) }));
  }
  return found;
}

function legendOf(y) {
  if (scene.kind === "map") return [];
  const kinds = [...new Set(nodes.getIds().map((id) => byId.get(id).kind))].sort((a, b) => a - b);
  let x = 24;
  return kinds.flatMap((kind) => {
    const text = lawful(data.kinds[kind].label);
    const found = [
      element("path", { d: document.querySelector(`[data-kind="${kind}"] path`).getAttribute("d"), transform: `translate(${rounded(x)} ${rounded(y - 12)}) scale(0.75)`, fill: ink.kinds[kind] }),
      element("text", { x: x + 20, y, "font-size": 13, fill: ink.text }, text),
    ];
    x += 44 + widthOf(text, false) * 13;
    return found;
  });
}

$("png").addEventListener("click", savePng);
$("svg").addEventListener("click", () => save(new Blob([svgText()], { type: "image/svg+xml" }), "svg"));
$("link").addEventListener("click", copyLink);
