"""A network as a still picture: SVG that runs nothing, loads nothing, and can stand in any page.

There is no script, style sheet or link in it, and names and texts are written by an XML writer: whatever they hold
is shown. Every thing and connection has a title, which browsers show when pointed at.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, tostring

import networkx

from famkg.export.painted import Dot, Edge, Node, Painted, paint
from famkg.export.values import for_xml
from famkg.plain import plain
from famkg.views.palette import COLOURS, GROUND

__all__ = ["sketch", "to_svg"]

_SVG = "http://www.w3.org/2000/svg"
_INK = "#1c232c"
_LINE = COLOURS["slate"][0]
_MARGIN = 60.0
_ALL_NAMED = 80
_LETTERS = 22
_MOST_DRAWN = 1_500
_WIDE = 720
_SIGNS = {"dot": "●", "square": "■", "diamond": "◆", "triangle": "▲", "triangleDown": "▼", "hexagon": "⬢", "star": "★"}
_FONT = "system-ui, sans-serif"


def to_svg(network: networkx.MultiDiGraph[str]) -> bytes:
    """The network as an SVG document, as the views place and colour it. Of many things the best joined are named."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _drawn(paint(network)).encode() + b"\n"


def sketch(network: networkx.MultiDiGraph[str]) -> str:
    """The network as HTML for a notebook: the picture in a figure, what it is of, and how many things it has.

    Of more things than can be told apart (1,500) there is no picture.
    """
    things, lines = len(network), network.number_of_edges()
    said = [plain(str(network.graph.get(name) or "")) for name in ("name", "summary")]
    caption = f"{things:,} {'thing' if things == 1 else 'things'}, {lines:,} {'connection' if lines == 1 else 'connections'}"
    caption = f"<b>{escape(said[0] or 'Network')}</b>{': ' if said[1] else ''}{escape(said[1])} ({caption})"
    if not things or things > _MOST_DRAWN:
        return f"<p>{caption}{'; too many to draw here' if things else ''}</p>"
    painted = paint(network)
    picture = _drawn(painted, width=_WIDE)
    return f'<figure style="margin:0">{picture}<figcaption>{caption}<br>{_legend(painted)}</figcaption></figure>'


def _legend(painted: Painted) -> str:
    """Which colour and sign is which kind, the most frequent first."""
    counted = Counter((str(node.attributes.get("kind") or "thing"), node.dot.colour, node.dot.shape) for node in painted.nodes)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(
        f'<span style="white-space:nowrap"><span style="color:{colour}">{_SIGNS.get(shape, "●")}</span> '
        f"{escape(plain(kind))} {count}</span>"
        for (kind, colour, shape), count in ordered
    )


def _drawn(painted: Painted, *, width: int | None = None) -> str:
    left, top, right, low = _frame(painted.nodes)
    box = {"viewBox": f"{left:.1f} {top:.1f} {right - left:.1f} {low - top:.1f}"}
    if width is not None:
        box |= {"width": str(width), "style": "max-width:100%;max-height:36em;height:auto"}
    title = plain(painted.summary or painted.name) or "network"
    root = Element("svg", {"xmlns": _SVG, "role": "img", "aria-label": for_xml(title), **box})
    SubElement(root, "rect", x=f"{left:.1f}", y=f"{top:.1f}", width="100%", height="100%", fill=GROUND[0])
    places = {node.id: node for node in painted.nodes}
    lines = SubElement(root, "g", {"stroke": _LINE, "stroke-opacity": "0.6", "stroke-width": "1.4"})
    for edge in painted.edges:
        _draw_edge(lines, edge, places)
    dots = SubElement(root, "g", {"stroke": GROUND[0], "stroke-width": "1.5"})
    for node in painted.nodes:
        _draw_node(dots, node)
    scale = min(1.6, max(1.0, (right - left) / 900))
    names = SubElement(root, "g", {"fill": _INK, "font-family": _FONT, "text-anchor": "middle"})
    names.attrib |= {"stroke": GROUND[0], "stroke-width": f"{3 * scale:.1f}", "paint-order": "stroke"}
    for node in _named(painted.nodes):
        _write_name(names, node, scale)
    return tostring(root, encoding="unicode")


def _frame(nodes: Iterable[Node]) -> tuple[float, float, float, float]:
    dots = [node.dot for node in nodes] or [Dot(0, 0, 10, _LINE, "dot")]
    return (
        min(dot.x - dot.size for dot in dots) - 1.6 * _MARGIN,
        min(dot.y - dot.size for dot in dots) - _MARGIN,
        max(dot.x + dot.size for dot in dots) + 1.6 * _MARGIN,
        max(dot.y + dot.size for dot in dots) + 1.4 * _MARGIN,
    )


def _named(nodes: tuple[Node, ...]) -> Iterable[Node]:
    """The things that are named: all of few, the best joined of many, which are the largest."""
    best = sorted(nodes, key=lambda node: (-node.dot.size, node.id))[:_ALL_NAMED]
    return sorted(best, key=lambda node: node.id)


def _titled(element: Element, text: str) -> None:
    SubElement(element, "title").text = for_xml(plain(text))


def _draw_edge(parent: Element, edge: Edge, places: Mapping[str, Node]) -> None:
    start, end = places[edge.source].dot, places[edge.target].dot
    points = {"x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y}
    line = SubElement(parent, "line", {name: f"{value:.1f}" for name, value in points.items()})
    if edge.attributes.get("inferred"):
        line.set("stroke-dasharray", "6 5")
    _titled(line, f"{places[edge.source].label} — {edge.label} — {places[edge.target].label}")


def _draw_node(parent: Element, node: Node) -> None:
    dot = node.dot
    if dot.shape == "dot":
        mark = SubElement(parent, "circle", cx=f"{dot.x:.1f}", cy=f"{dot.y:.1f}", r=f"{dot.size:.1f}", fill=dot.colour)
    else:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _corners(dot))
        mark = SubElement(parent, "polygon", points=points, fill=dot.colour)
    kind = str(node.attributes.get("kind") or "")
    world = str(node.attributes.get("world") or "")
    _titled(mark, f"{node.label} ({', '.join(filter(None, (kind, world)))})" if kind else node.label)


def _corners(dot: Dot) -> Iterable[tuple[float, float]]:
    """The corners of a shape, the first at this angle from straight up."""
    count, turn = {"square": (4, 45), "diamond": (4, 0), "triangle": (3, 0), "triangleDown": (3, 180), "hexagon": (6, 30)}.get(
        dot.shape, (10, 0)
    )
    for corner in range(count):
        angle = math.radians(turn + corner * 360 / count)
        reach = dot.size * (0.45 if count == 10 and corner % 2 else 1.15)
        yield dot.x + reach * math.sin(angle), dot.y - reach * math.cos(angle)


def _write_name(parent: Element, node: Node, scale: float) -> None:
    size = 13 * scale
    lines = wrap(for_xml(plain(node.label[:200])), _LETTERS, max_lines=3, placeholder=" …")
    text = SubElement(parent, "text", {"font-size": f"{size:.1f}"})
    for place, line in enumerate(lines):
        y = node.dot.y + node.dot.size + size * (1.15 + 1.15 * place)
        SubElement(text, "tspan", x=f"{node.dot.x:.1f}", y=f"{y:.1f}").text = line
