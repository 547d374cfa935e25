"""A served room, and somebody who sits in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.web.room import Room, new_room, served
from tests.web.visitor import Visitor, enter


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of the tests that need a browser."""
    config.addinivalue_line("markers", "browser: drives the page with chromium")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room that is served and not a demonstration."""
    async with new_room(tmp_path) as made, served(made):
        yield made


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Room]:
    """A room that is served as a demonstration."""
    async with new_room(tmp_path) as made, served(made, demo=True):
        yield made


@pytest.fixture
async def visitor(room: Room) -> AsyncIterator[Visitor]:
    """A resident who has entered."""
    async with httpx.AsyncClient(base_url=room.url) as client:
        yield await enter(client, room)
