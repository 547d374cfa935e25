"""A browser, and a page of the chat in it, in one event loop for a whole file of tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.pictures import photo
from tests.web.page.surfer import chromium, polite, surfer
from tests.web.room import Room, new_room, served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests; each opens tabs of its own that share nothing."""
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room that is served, in the browser's event loop."""
    async with new_room(tmp_path) as made, served(made):
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def demo(tmp_path: Path) -> AsyncIterator[Room]:
    """The same as a demonstration."""
    async with new_room(tmp_path) as made, served(made, demo=True):
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, room: Room) -> AsyncIterator[Page]:
    """A phone on which a resident has just entered."""
    room.answer = polite
    async with surfer(browser, permissions=["geolocation"]) as opened:
        await opened.goto(room.url)
        await opened.get_by_role("button", name="知道了，开始").click()
        await expect(opened.get_by_text("您好")).to_be_visible()
        yield opened


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Three small photos on the disk."""
    paths = [tmp_path / f"{n}.jpg" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_bytes(photo(64, 48, n + 1))
    return paths
