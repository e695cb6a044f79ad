"""What the leak tests share."""

from __future__ import annotations

import pytest

from .figures import Figures


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a test notes what it searched."""
    return Figures(request.node.user_properties)
