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
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from famkg.views.drawing import Kind, Source, World, arrange, plain
from famkg.views.palette import COLOURS, GROUND

__all__ = ["draw"]

_TEMPLATE = "famkg-view.html.j2"
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 1_000_000, "multiselect": False},
    "edges": {"arrows": {"to": {"scaleFactor": 0.55}}, "selectionWidth": 0, "hoverWidth": 0},
}
_MARKS = {
    "dot": "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z",
    "square": "M4 4h12v12H4z",
    "diamond": "M10 2l7 8l-7 8l-7-8z",
    "triangle": "M10 3l8 14H2z",
    "triangleDown": "M10 17l8-14H2z",
    "hexagon": "M6 3h8l4 7l-4 7H6l-4-7z",
    "star": "M10 1.5l2.5 5.8l6.2.5l-4.7 4.1l1.4 6.1l-5.4-3.2l-5.4 3.2l1.4-6.1L1.3 7.8l6.200-.5z",
}


def draw(network: networkx.MultiDiGraph[str], *, title: str | None = None, seen: str | None = None) -> str:
    """The page of a network as ``read_network`` gives it: HTML that loads nothing from anywhere.

    ``title`` heads it (by default the view's name and the values of its slots); ``seen`` is the viewer's progress as
    ``--seen`` writes it, stated under the title where known. The same network gives the same text.
    """
    drawing = arrange(network)
    net = Network(directed=True)
    net.options = dict(_OPTIONS)
    for thing in drawing.things:
        kind = drawing.kinds[thing.kind]
        net.add_node(
            thing.id,
            label=thing.label or " ",
            shape=kind.shape,
            x=thing.x,
            y=thing.y,
            size=thing.size,
            name=thing.name,
            kind=thing.kind,
            world=thing.world,
            facts=thing.facts,
            iri=thing.iri,
            letters=thing.letters,
        )
    for line in drawing.lines:
        net.add_edge(
            line.start,
            line.end,
            id=line.id,
            name=line.name,
            sources=line.sources,
            facts=line.facts,
            inferred=line.inferred,
            arrows="to" if line.arrow else "",
            smooth={"enabled": True, "type": "curvedCW", "roundness": line.bend} if line.bend else False,
        )
    env = _environment()
    script, vis, style = _text("page.js"), _vis(env), _style(drawing.kinds)
    env.globals.update(
        drawing=drawing,
        legend={"kinds": _dicts(drawing.kinds), "worlds": _dicts(drawing.worlds), "sources": _dicts(drawing.sources)},
        names={thing.id: thing.name for thing in drawing.things},
        title=plain(title or _title(network)),
        summary=plain(network.graph.get("summary", "")),
        caption=plain(_caption(seen)),
        marks=_MARKS,
        script=Markup(script),
        vis=Markup(vis),
        style=Markup(style),
        policy=_policy(scripts=(vis, script), style=style),
    )
    net.templateEnv = env
    net.path = _TEMPLATE
    page: str = net.generate_html()
    return page


def _dicts(shown: Iterable[Kind | World | Source]) -> list[dict[str, Any]]:
    return [asdict(each) for each in shown]


def _environment() -> Environment:
    loader = ChoiceLoader([PackageLoader("famkg.views", "templates"), PackageLoader("pyvis", "templates")])
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    return env


@cache
def _text(name: str) -> str:
    return (files("famkg.views") / "templates" / name).read_text(encoding="utf-8").strip()


def _vis(env: Environment) -> str:
    """vis-network from pyvis's wheel, with the line ends that a browser makes of it before it checks the hash."""
    assert env.loader is not None
    source, _, _ = env.loader.get_source(env, _VIS)
    text = re.sub(r"\r\n?", "\n", source)
    assert not re.search(r"</script|<!--", text, re.IGNORECASE)
    return text


def _style(kinds: tuple[Kind, ...]) -> str:
    def colours(ground: int) -> str:
        named = [f"--ground: {GROUND[ground]}"]
        named += [f"--kind-{i}: {COLOURS[kind.colour][ground]}" for i, kind in enumerate(kinds)]
        return ":root { " + "; ".join(named) + "; }"

    rules = "\n".join(f".kind-{i} {{ color: var(--kind-{i}); }}" for i in range(len(kinds)))
    return f"{colours(0)}\n@media (prefers-color-scheme: dark) {{ {colours(1)} }}\n{_text('page.css')}\n{rules}\n"


def _policy(*, scripts: tuple[str, ...], style: str) -> str:
    """The Content-Security-Policy (level 3) under which nothing runs or loads but these very texts."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _title(network: networkx.MultiDiGraph[str]) -> str:
    name = str(network.graph.get("name") or "graph").replace("-", " ")
    values = ", ".join(network.graph.get("values", {}).values())
    return name[:1].upper() + name[1:] + (f": {values}" if values else "")


def _caption(seen: str | None) -> str:
    words = (seen or "").strip().lower()
    known = {"": "", "all": "For those who have seen everything", "none": "Safe for those who have seen nothing"}
    return known.get(words, f"Safe for those who have seen {words.replace('=', ' ').replace(',', ', ')}")
