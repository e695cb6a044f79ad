"""What the leak tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from .figures import Figures


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a test notes what it searched."""
    return Figures(request.node.user_properties)


@pytest.fixture(autouse=True)
def no_search_for_cycles() -> Iterator[None]:
    """Millions of terms are made here, and no cycles: looking for some would take a third of the time."""
    gc.disable()
    yield
    gc.enable()
