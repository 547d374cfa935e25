"""The worker processes in which pictures are opened: they may die, the program may not."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
import structlog

from bot.darkroom import Darkroom, Kept, Refused
from tests.support import pictures

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def darkroom() -> AsyncIterator[Darkroom]:
    """A darkroom with one worker."""
    room = Darkroom(1)
    yield room
    await room.close()


async def judge(room: Darkroom, folder: Path, data: bytes) -> Kept | Refused:
    """Have bytes checked as if they had been sent."""
    source = folder / "raw"
    source.write_bytes(data)
    return await room.check(source, folder / "photos")


def workers() -> set[int]:
    """Process ids of the workers that live."""
    return {child.pid or 0 for child in multiprocessing.active_children()}


def resident_bytes() -> int:
    """Memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def hostile() -> list[bytes]:
    """Bombs, halves and polyglots."""
    whole = pictures.photo(1600, 1200)
    bombs = [
        pictures.huge_png(50_000, 50_000),
        pictures.huge_png(1, 100_000_000),
        pictures.huge_png(8000, 5000),
        pictures.huge_gif(),
        pictures.restless_gif(),
        pictures.text_bomb(),
        b"",
    ]
    halves = [whole[: len(whole) * part // 12] for part in range(1, 12)]
    return bombs + halves + [data for _, data in pictures.polyglots()]


@cache
def largest() -> bytes:
    """A sound picture of as many pixels as are taken, with transparency."""
    return pictures.clear_png(8000, 5000)


async def test_hostile_pictures_leave_the_program_as_it_was(darkroom: Darkroom, tmp_path: Path):
    """The whole corpus is answered by one worker, and the program's memory stays flat."""
    assert isinstance(await judge(darkroom, tmp_path, pictures.photo()), Kept)
    before, worker = resident_bytes(), workers()
    for data in hostile():
        assert await judge(darkroom, tmp_path, data)
    assert resident_bytes() - before < 50 * 2**20
    assert workers() == worker


async def test_the_largest_picture_fits_a_worker(darkroom: Darkroom, tmp_path: Path):
    """40 megapixels with transparency are kept within a worker's memory and time."""
    assert isinstance(await judge(darkroom, tmp_path, largest()), Kept)


async def test_a_dead_worker_is_replaced(darkroom: Darkroom, tmp_path: Path):
    """A worker killed between two pictures costs neither of them."""
    await judge(darkroom, tmp_path, pictures.photo())
    dead = workers()
    for pid in dead:
        os.kill(pid, signal.SIGKILL)
    assert isinstance(await judge(darkroom, tmp_path, pictures.photo()), Kept)
    assert workers().isdisjoint(dead)


async def test_a_worker_that_dies_with_a_picture_is_replaced(darkroom: Darkroom, tmp_path: Path):
    """A worker killed while it has a picture: the picture is tried again and kept."""
    await judge(darkroom, tmp_path, pictures.photo())
    work = asyncio.create_task(judge(darkroom, tmp_path, pictures.photo(2000, 2000)))
    await asyncio.sleep(0)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    assert isinstance(await work, Kept)


async def test_a_picture_that_takes_too_long_is_refused(tmp_path: Path):
    """A picture that outstays the limit is refused at once, and the next one is served."""
    room = Darkroom(1, limit_s=0.4)
    with structlog.testing.capture_logs() as logs:
        slow = await judge(room, tmp_path, largest())
    quick = await judge(room, tmp_path, pictures.photo(64, 48))
    await room.close()
    assert slow == Refused("photo-damaged")
    assert len(logs) == 1
    assert isinstance(quick, Kept)


async def test_a_full_disk_is_trouble_not_a_refusal(darkroom: Darkroom, tmp_path: Path):
    """When the store cannot be written, nothing is said about the picture."""
    (tmp_path / "photos").write_text("in the way")
    with pytest.raises(OSError, match="photos"):
        await judge(darkroom, tmp_path, pictures.photo())


async def test_several_workers_share_the_work(tmp_path: Path):
    """Two workers check ten pictures; all are kept."""
    room = Darkroom(2)
    folders = [tmp_path / str(n) for n in range(10)]
    for folder in folders:
        folder.mkdir()
    data = pictures.photo()
    verdicts = await asyncio.gather(*(judge(room, folder, data) for folder in folders))
    await room.close()
    assert len(set(verdicts)) == 1
    assert not workers()


def test_workers_end_with_a_killed_program():
    """A program that is killed leaves no worker behind."""
    program = (
        "import asyncio, multiprocessing, os, signal, sys\n"
        "from pathlib import Path\n"
        "from bot.darkroom import Darkroom\n"
        "async def main():\n"
        "    await Darkroom(1).check(Path(sys.argv[1]), Path('/nowhere'))\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    # run() waits until the pipes are closed: until the last process that holds them has ended.
    done = subprocess.run(
        [sys.executable, "-c", program, os.devnull],
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=20,
    )
    assert done.returncode == -signal.SIGKILL
    assert int(done.stdout) > 0


def test_the_program_does_not_load_pillow():
    """Importing the photo loop costs no Pillow: only workers open pictures."""
    question = "import sys, bot.photos; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", question], cwd=ROOT, check=False).returncode == 0
