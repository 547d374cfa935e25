"""The real program on a data folder of its own, talking to a stand-in of Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.standin.telegram import StandIn
from tests.torture.program import Program


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    """A Bot API server with nobody on it yet."""
    async with StandIn() as running:
        yield running


@pytest.fixture
async def program(tmp_path: Path, telegram: StandIn) -> AsyncIterator[Program]:
    """The program, begun; everything it says at any level goes to its log."""
    async with Program(tmp_path / "data", telegram, XIAOHAO_LOG__LEVEL="DEBUG") as begun:
        await begun.begin()
        yield begun
