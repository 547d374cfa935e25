"""Pictures made to hurt, sent to the whole program: refused or cut with words, in flat memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.standin.people import Someone
from tests.standin.telegram import StandIn
from tests.support import pictures
from tests.torture.accounts import open_books
from tests.torture.program import Program

pytestmark = pytest.mark.torture

GROWTH_MIB = 50
"""How much more memory the program may hold for it. Source: the project's reliability page."""

REFUSED = ("打不开", "不是照片", "尺寸太大", "收不下", "空的")
"""What a refusal says, one of these."""


def _bombs() -> Iterator[bytes]:
    """Yield files that must not be kept."""
    whole = pictures.photo(640, 480)
    yield pictures.huge_png(60_000, 60_000)
    yield pictures.huge_png(1, 100_000_000)
    yield pictures.huge_gif()
    yield pictures.text_bomb()
    yield pictures.heic_start()
    yield whole[: len(whole) // 2]
    yield whole[:200]
    yield bytes(21_000_000)
    yield from (data for _, data in pictures.no_pictures())


def _kept(program: Program) -> list[Path]:
    return list((program.folder / "photos").rglob("*.jpg"))


async def _until_kept(program: Program, photos: int) -> None:
    """Wait until the ledger has so many photos kept, and none that waits."""
    while True:
        with closing(open_books(program.folder)) as books:
            states = [state for (state,) in books.execute("SELECT state FROM photos")]
        if states == ["kept"] * photos:
            return
        await asyncio.sleep(0.05)


async def _settled(program: Program, telegram: StandIn) -> float:
    """Let the program do everything once, and return what memory it holds then."""
    someone = telegram.person(4000)
    someone.shows(pictures.photo(64, 48), "村口垃圾堆了三天没人收")
    await telegram.until(lambda: bool(someone.seen))
    await _until_kept(program, 1)
    return program.memory_mib()


def _was_refused(someone: Someone) -> bool:
    return any(words in said for said in someone.seen for words in REFUSED)


async def test_bombs_are_refused_with_words(telegram: StandIn, program: Program):
    """Whoever sends a bomb, half a file or no picture hears why, and nothing of it is kept."""
    async with asyncio.timeout(100):
        before = await _settled(program, telegram)
        people = []
        for number, data in enumerate(_bombs()):
            people.append(telegram.person(5000 + number))
            people[-1].shows(data, "村口垃圾堆了三天没人收")
        await telegram.until(lambda: all(map(_was_refused, people)))
    assert len(_kept(program)) == 2
    assert program.memory_mib("VmHWM") - before < GROWTH_MIB


async def test_polyglots_lose_their_other_half(telegram: StandIn, program: Program):
    """A picture that is also a page or an archive is kept as a picture alone."""
    async with asyncio.timeout(60):
        await _settled(program, telegram)
        for number, (_, data) in enumerate(pictures.polyglots(), start=1):
            telegram.person(5000 + number).sends_file(data, "x.jpg", "image/jpeg")
        await _until_kept(program, 1 + number)
    for path in _kept(program):
        data = path.read_bytes()
        assert data.startswith(b"\xff\xd8")
        assert data.endswith(b"\xff\xd9")
        assert not any(trace in data for trace in (b"canary", b"<script", b"PK\x03\x04", b"<?php"))


@pytest.mark.parametrize("size", [1000])
async def test_an_album_of_a_thousand_is_cut(telegram: StandIn, program: Program, size: int):
    """Of 1,000 photos sent as one album nine are kept, the rest is said, and memory stays flat."""
    someone = telegram.person(5001)
    async with asyncio.timeout(100):
        before = await _settled(program, telegram)
        small = [pictures.photo(64 + n % 8, 48, seed=n % 8) for n in range(8)]
        album = [small[n % 8] + str(n).encode() for n in range(size)]
        someone.shows_album(*album, caption="村口垃圾堆了三天没人收")
        await telegram.until(lambda: f"另外 {size - 9} 张" in "".join(someone.seen))
    assert program.memory_mib("VmHWM") - before < GROWTH_MIB
    assert len(someone.seen) <= 3
