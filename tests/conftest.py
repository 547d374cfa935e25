"""Fixtures every test may use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.office import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """The sample district on a ledger of its own, on Tuesday 2024-03-12, 09:30."""
    opened = await Town.open(tmp_path)
    yield opened
    await opened.ledger.close()
