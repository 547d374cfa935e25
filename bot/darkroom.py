"""The worker processes in which strangers' pictures are opened.

Pillow is imported in the workers only: the program neither pays for it at the start nor opens a
picture itself. A worker may use one gibibyte and ``LIMIT_S`` seconds for a picture; one that dies
is replaced. Each worker has an executor of its own, so that a picture which kills its worker takes
no other picture with it.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

LIMIT_S: Final = 20.0
"""Source: a 40-megapixel PNG with transparency takes 2 seconds on one core."""

LIMIT_MEMORY_BYTES: Final = 2**30
"""Source: 40 megapixels with an alpha channel, decoded and copied twice, stay under it."""

_TRIES: Final = 2

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Kept:
    """A sound picture: made anew, in the store, durable.

    Attributes:
        sha256: Of the new bytes; names the file, see ``bot.photo_store``.
        width: Pixels, upright.
        height: Pixels, upright.
        taken_lon: Where it was taken by its camera's notes, degrees east in WGS-84, or None.
        taken_lat: Likewise degrees north; None together with ``taken_lon``.
    """

    sha256: str
    width: int
    height: int
    taken_lon: float | None
    taken_lat: float | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A picture that is not kept.

    Attributes:
        key: Name of the text that says why and what to send instead.
        kind: What the file seems to be (``.apk``), for texts that name it; else ``other``.
    """

    key: str
    kind: str = "other"


class Darkroom:
    """Checks pictures, a few at a time, each in a process that may fail.

    The processes are started when the first picture comes and live until ``close``; they end by
    themselves when the program is killed.
    """

    def __init__(self, workers: int | None = None, *, limit_s: float = LIMIT_S) -> None:
        """Prepare without starting anything.

        Args:
            workers: How many pictures at once; by default 1 on two cores or fewer, else 2.
            limit_s: Seconds one picture may take, waiting not counted.
        """
        count = workers or (1 if (os.cpu_count() or 1) <= 2 else 2)
        self._benches = [_Bench(limit_s) for _ in range(count)]
        self._free: asyncio.LifoQueue[_Bench] = asyncio.LifoQueue()
        for bench in self._benches:
            self._free.put_nowait(bench)

    async def check(self, source: Path, into: Path) -> Kept | Refused:
        """Check the file ``source`` and keep it in the store ``into``; see ``bot.pictures``.

        ``source`` is read, never changed; unfinished files appear beside it, so give it a folder
        of its own. A picture that kills its worker twice, or outstays the limit, is refused.

        Raises:
            OSError: The disk is full or failing, or no process can be started.
        """
        bench = await self._free.get()
        try:
            return await bench.check(source, into)
        finally:
            self._free.put_nowait(bench)

    async def close(self) -> None:
        """End the workers; a picture being checked is finished first, within its limit."""
        await asyncio.gather(*(bench.close() for bench in self._benches))


class _Bench:
    """One worker process, started when needed and replaced when it dies."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._executor: ProcessPoolExecutor | None = None

    async def check(self, source: Path, into: Path) -> Kept | Refused:
        for _ in range(_TRIES):
            began = time.monotonic()
            try:
                return await self._try(source, into)
            except BrokenExecutor:
                spent_s = time.monotonic() - began
                log.warning("photo_worker_died", spent_s=round(spent_s, 1))
                await self.close()
            if spent_s >= self._limit_s:
                break
        return Refused("photo-damaged")

    async def _try(self, source: Path, into: Path) -> Kept | Refused:
        self._executor = self._executor or ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_settle_in,
        )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _check, source, into, self._limit_s)

    async def close(self) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(executor.shutdown, cancel_futures=True)


def _settle_in() -> None:
    """Run once in a new worker: give up what it must not have, and end with the program."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_MEMORY_BYTES, LIMIT_MEMORY_BYTES))
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this process when the program is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _check(source: Path, into: Path, limit_s: float) -> Kept | Refused:
    """Check one picture in the worker; the alarm kills the process, also inside a decoder."""
    from bot import pictures  # noqa: PLC0415 (Pillow belongs into the worker, not the program)

    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        return pictures.check(source, into)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
