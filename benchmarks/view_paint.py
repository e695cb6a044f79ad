"""How soon the page of a view shows a still picture, and how long it ever keeps the browser from answering.

Synthetic networks of 200, 1,500 and 10,000 things are drawn as pages and opened in headless Chromium from disk: the
time from navigation to the first still picture (the last frame drawn before nothing more is drawn), the longest task
of the page until all of it is read, and how long the next three acts keep it busy: choosing a thing, zooming, and of a
large network opening a community. Usage: python benchmarks/view_paint.py [RUNS]
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import networkx
from playwright.sync_api import Browser, Page, sync_playwright

from famkg.views.page import draw

KINDS = ("character", "person", "event", "mission", "organization", "place", "craft", "season")
LIMITS = {200: 0.3, 1_500: 1.0, 10_000: 1.0}
QUIET = """() => {
  const last = performance.getEntriesByName("drawn").at(-1);
  return last && performance.now() - last.startTime > 1000;
}"""
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.tasks.push(each.duration); })
  .observe({ type: "longtask", buffered: true });
"""


def synthetic(count: int, *, seed: int = 1) -> networkx.MultiDiGraph[str]:
    """A network with hubs and clusters, about two connections a thing, facts and citations as a real one has them."""
    chance = random.Random(seed)
    shows = [
        ("show:one", "show:one", "", "One"),
        *((f"season:one-{n}", "show:one", str(n), f"One season {n}") for n in range(1, 6)),
    ]
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        name="synthetic", summary="made up", told=("Told",), works=shows
    )
    sources = [
        f"Publisher {n}, “Title of the article number {n}”, 2020-01-01, press <https://example.org/{n}>" for n in range(300)
    ]
    for i in range(count):
        kind = KINDS[i % len(KINDS)]
        network.add_node(
            f"{kind}:{i}",
            iri=f"https://example.org/{kind}/{i}",
            label=f"{kind.title()} of some length {i}",
            kind=kind,
            world="Told" if i % 3 else "Real",
            facts=[("when", str(1960 + i % 50)), ("kind", f"sort {i % 7}")],
            cited=[(sources[i % 300],), ()],
            works=("show:one", f"season:one-{1 + i % 5}"),
            spans=((f"{1960 + i % 50}-01-01", ""),),
        )
    nodes = list(network)
    for i, node in enumerate(nodes[1:], 1):
        cluster = 60 * (i // 60)
        for _ in range(2):
            other = (
                nodes[chance.randrange(cluster, i)]
                if i > cluster and chance.random() < 0.9
                else nodes[int(i * chance.random() ** 2)]
            )
            if other != node:
                said = tuple(chance.sample(sources, 2))
                network.add_edge(
                    node, other, predicate="p", label="joined to", sources=said, facts=[], inferred=False, symmetric=False
                )
    return network


def still(page: Page) -> float:
    """Milliseconds from navigation to the last frame drawn before a second of quiet."""
    page.wait_for_function(QUIET, timeout=60_000)
    found: float = page.evaluate("() => performance.getEntriesByName('drawn').at(-1).startTime")
    return found


def busiest(page: Page) -> float:
    found: float = page.evaluate("() => { const all = window.tasks; window.tasks = []; return Math.max(0, ...all); }")
    return found


def measure(browser: Browser, address: str) -> tuple[float, float, float]:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.add_init_script(WATCH)
    page.goto(address)
    first = still(page)
    loading = busiest(page)
    page.focus("#drawing")
    for key in ("ArrowRight", "Enter", "+", "ArrowRight"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    page.wait_for_timeout(300)
    acting = busiest(page)
    page.close()
    return first, loading, acting


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    program = shutil.which("chromium") or shutil.which("google-chrome")
    heads = (("things", 7), ("lines", 7), ("make s", 7), ("MB", 5), ("still ms", 9), ("limit ms", 9), ("longest task ms", 16))
    print(" ".join(f"{head:>{width}}" for head, width in (*heads, ("acting ms", 10))))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for count, limit in LIMITS.items():
            network = synthetic(count)
            started = time.perf_counter()
            text = draw(network)
            made = time.perf_counter() - started
            file = Path(folder) / f"{count}.html"
            file.write_text(text, encoding="utf-8")
            measure(browser, file.as_uri())  # once for the disk
            found = [
                statistics.median(each) for each in zip(*(measure(browser, file.as_uri()) for _ in range(runs)), strict=True)
            ]
            print(
                f"{count:>7} {network.number_of_edges():>7} {made:>7.2f} {len(text.encode()) / 1e6:>5.1f} {found[0]:>9.0f} "
                f"{limit * 1000:>9.0f} {found[1]:>16.0f} {found[2]:>10.0f}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
