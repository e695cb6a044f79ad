"""A drawing as one HTML file: pyvis carries nodes, edges and vis-network, the template and its policy are ours.

pyvis's own template runs labels as scripts and asks a CDN for Bootstrap; only its data and its copy of vis-network
are used. vis-network's stylesheet dresses buttons that this page has not, so it stays out.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

import networkx
from jinja2 import Environment
from markupsafe import Markup
from pyvis.network import Network

from famkg.query.seen import audience
from famkg.views.drawing import Drawing, Line, Thing, arrange
from famkg.views.frame import ALONE, Frame, frame_style
from famkg.views.legend import Kind
from famkg.views.palette import COLOURS, GROUND, MARKS
from famkg.views.templating import environment
from famkg.views.text import plain

__all__ = ["draw", "draw_explorer", "title_of"]

_TEMPLATE = "famkg-view.html.j2"
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS = (
    *("base", "address", "styles", "scenes", "around", "groups", "labels", "drawing"),
    *("filters", "details", "paths", "search", "picture", "keys", "start"),
)
"""The parts of the page's script, in order: one function, so that they share names and leave none behind."""

_OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 1_000_000, "multiselect": False, "keyboard": {"enabled": False}},
    "edges": {"arrows": {"to": {"scaleFactor": 0.55}}, "selectionWidth": 0, "hoverWidth": 0},
}


def draw(
    network: networkx.MultiDiGraph[str],
    *,
    drawing: Drawing | None = None,
    title: str | None = None,
    seen: str | None = None,
    pages: Mapping[str, str] | None = None,
    home: str = "",
    frame: Frame = ALONE,
) -> str:
    """The page of a network as ``read_network`` gives it: HTML that loads nothing from anywhere.

    ``drawing`` is the network arranged, where that was done before, ``pages`` known to it. ``title`` heads the page (by
    default the view's name and the values of its slots); ``seen`` is the viewer's progress in words
    (``famkg.query.seen``) or as ``--seen`` takes it, stated where known; ``pages`` gives for the IRI of a thing the
    address of the page about it, relative to this one, ``home`` that of the list of drawings, if any, and ``frame`` is
    the site around it. More than ``MANY`` things are drawn by communities. The same network gives the same text.
    """
    drawing = arrange(network, pages=pages) if drawing is None else drawing
    return _page(network, drawing, title=title or title_of(network), seen=seen, home=home, frame=frame, mode="whole")


def draw_explorer(
    network: networkx.MultiDiGraph[str],
    *,
    around: str | None = None,
    title: str | None = None,
    seen: str | None = None,
    pages: Mapping[str, str] | None = None,
    home: str = "",
    frame: Frame = ALONE,
) -> str:
    """A page that shows of a network the neighbourhood of one thing, and on demand that of its neighbours.

    The thing is named by the address (``#around=`` and its CURIE), else it is ``around``, else the best connected.
    """
    drawing = arrange(network, pages=pages, placed=False)
    known = around if around in network else None
    return _page(network, drawing, title=title or "Explore", seen=seen, home=home, frame=frame, mode="explore", around=known)


def _page(
    network: networkx.MultiDiGraph[str],
    drawing: Drawing,
    *,
    title: str,
    seen: str | None,
    home: str,
    frame: Frame,
    mode: str,
    around: str | None = None,
) -> str:
    net = Network(directed=True)
    net.options = dict(_OPTIONS)
    net.nodes = [_node(thing) for thing in drawing.things]  # add_node and add_edge look every name up in a list
    net.edges = [_edge(line) for line in drawing.lines]
    env = _environment()
    script, vis, style = _script(), _vis(env), _style(drawing.kinds)
    env.globals.update(
        drawing=drawing,
        data={
            "kinds": _dicts(drawing.kinds),
            "worlds": _dicts(drawing.worlds),
            "works": _dicts(drawing.works),
            "shows": _dicts(drawing.shows),
            "sources": _dicts(drawing.sources),
            "bands": [_dicts(bands) for bands in drawing.bands],
            "dashes": {stroke.name: stroke.dashes for stroke in drawing.strokes if stroke.dashes},
            "groups": _dicts(drawing.groups),
            "ties": _dicts(drawing.ties),
            "mode": "groups" if drawing.groups else mode,
            "around": around,
            "title": plain(title),
        },
        things={thing.id: thing for thing in drawing.things},
        title=plain(title),
        home=home,
        frame=frame,
        summary=plain(network.graph.get("summary", "")),
        caption=plain(audience(seen or "")),
        marks=MARKS,
        script=Markup(script),
        vis=Markup(vis),
        style=Markup(style),
        policy=_policy(scripts=(vis, script), style=style, images=frame.images),
    )
    net.templateEnv = env
    net.path = _TEMPLATE
    page: str = net.generate_html()
    return page


def _node(thing: Thing) -> dict[str, Any]:
    return {
        "id": thing.id,
        "label": thing.label or " ",
        "name": thing.name,
        "page": thing.page,
        "kind": thing.kind,
        "world": thing.world,
        "works": thing.works,
        "group": thing.group,
        "facts": [(fact.about, fact.text, fact.sources) for fact in thing.facts],
        "wide": thing.wide,
        "tall": thing.tall,
        "size": thing.size,
        "letters": thing.letters,
    }


def _edge(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "from": line.start,
        "to": line.end,
        "name": line.name,
        "back": line.back,
        "sources": line.sources,
        "facts": line.facts,
        "inferred": line.inferred,
        "arrow": line.arrow,
        "bend": line.bend,
    }


def _dicts(shown: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(each) for each in shown]


def _environment() -> Environment:
    env = environment("famkg.views", "pyvis")
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    return env


@cache
def _text(name: str) -> str:
    return (files("famkg.views") / "templates" / name).read_text(encoding="utf-8").strip()


@cache
def _script() -> str:
    parts = "\n\n".join(_text(f"page/{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _vis(env: Environment) -> str:
    """vis-network from pyvis's wheel, with the line ends that a browser makes of it before it checks the hash.

    Its one control character that HTML forbids (U+0085, in what JavaScript counts as white space) is written as an escape.
    """
    assert env.loader is not None
    source, _, _ = env.loader.get_source(env, _VIS)
    text = re.sub(r"\r\n?", "\n", source).replace("\x85", "\\x85")
    assert not re.search(r"</script|<!--", text, re.IGNORECASE)
    return text


def _style(kinds: tuple[Kind, ...]) -> str:
    def colours(ground: int) -> str:
        named = [f"--ground: {GROUND[ground]}"]
        named += [f"--kind-{i}: {COLOURS[kind.colour][ground]}" for i, kind in enumerate(kinds)]
        return ":root { " + "; ".join(named) + "; }"

    rules = "\n".join(f".kind-{i} {{ color: var(--kind-{i}); }}" for i in range(len(kinds)))
    return (
        f"{colours(0)}\n@media (prefers-color-scheme: dark) {{ {colours(1)} }}\n{frame_style()}\n{_text('page.css')}\n{rules}\n"
    )


def _policy(*, scripts: tuple[str, ...], style: str, images: str) -> str:
    """The Content-Security-Policy (level 3) under which nothing runs or loads but these very texts."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def title_of(network: networkx.MultiDiGraph[str]) -> str:
    """What heads the page of a view: its name, and the values of its slots."""
    name = str(network.graph.get("name") or "graph").replace("-", " ")
    values = ", ".join(network.graph.get("values", {}).values())
    return name[:1].upper() + name[1:] + (f": {values}" if values else "")
