"""The loop that fetches photos which were announced, has them checked, and keeps them.

It runs beside the talk: an answer never waits for a photo. What waits is a row, so a restart goes
on where the program stopped. A try is put off in the ledger *before* it begins: whatever happens to
it, also a kill or a mistake of ours, the next one comes later and not at once.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog

from bot.channels.base import Channel, Gone, Later
from bot.darkroom import Darkroom, Kept, Refused
from domain.geo import Point
from storage import photos
from storage.ledger import Ledger, Tx
from storage.photos import Photo

LIMIT_BYTES: Final = 20 * 2**20
"""Source: what the Telegram cloud lets a bot download."""

PARALLEL: Final = 4
"""Photos on their way at once; most of the time they wait for the network."""

PAUSES_S: Final = (1, 5, 30, 120, 600, 1800, 3600)
"""Between two tries; the last one again and again. Source: the project's reliability page."""

GIVE_UP_AFTER: Final = timedelta(hours=23)
"""Source: the platforms keep a file reachable for about a day."""

FETCH_LIMIT_S: Final = 180
"""Source: 20 MB over a line of 1 Mbit/s."""

TELL_AT_TRY: Final = 3
"""The person hears of a late photo once, when a third try failed; most delays are over sooner."""

LEDGER_PAUSE_S: Final = 10
"""Until the ledger is asked again after it could not be written."""

_PREFIX: Final = "photo-"

log = structlog.get_logger()


def _say_nothing(_tx: Tx, _photo: int, _why: str) -> None:
    """Stand in for a callback that is not given."""


@dataclass(slots=True)
class PhotoLoop:
    """Fetches, checks and keeps photos until it is cancelled.

    Attributes:
        ledger: Where photos wait.
        channels: By name, as in a photo's row.
        store: Folder of kept photos, see ``bot.photo_store``.
        tmp: Folder for unfinished files, on the same file system.
        darkroom: Where pictures are opened. Not closed here.
        clock: Gives the present moment, aware.
        on_kept: Called with the photo's number in the transaction that keeps it.
        on_refused: Called with number and why (see ``storage.photos.refuse``) in the transaction
            that refuses it.
        on_late: Called once with number and text key (``photo-late``, ``photo-no-room``) when a
            photo is long in coming and will be fetched again.
    """

    ledger: Ledger
    channels: Mapping[str, Channel]
    store: Path
    tmp: Path
    darkroom: Darkroom
    clock: Callable[[], datetime]
    on_kept: Callable[[Tx, int], None]
    on_refused: Callable[[Tx, int, str], None]
    on_late: Callable[[Tx, int, str], None] = _say_nothing
    _hurry: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _busy: dict[int, asyncio.Task[None]] = field(init=False, default_factory=dict)

    def wake(self) -> None:
        """Look for due photos now; called after photos were announced."""
        self._hurry.set()

    async def run(self) -> None:
        """Work until cancelled. What is on its way then is dropped and fetched again later."""
        self._clear_leftovers()
        try:
            while True:
                self._hurry.clear()
                await self._wait_until(await self._begin_due_or_wait())
        finally:
            tasks = list(self._busy.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _clear_leftovers(self) -> None:
        """Remove what an earlier run that was killed had not finished."""
        self.tmp.mkdir(parents=True, exist_ok=True)
        for folder in self.tmp.glob(f"{_PREFIX}*"):
            shutil.rmtree(folder)

    async def _begin_due_or_wait(self) -> datetime | None:
        """Begin due photos; while the ledger cannot be written (disk full), try again soon."""
        try:
            return await self._begin_due()
        except sqlite3.OperationalError as trouble:
            log.error("photo_ledger_trouble", error=trouble.sqlite_errorname)  # noqa: TRY400
            return self.clock() + timedelta(seconds=LEDGER_PAUSE_S)

    async def _begin_due(self) -> datetime | None:
        """Begin as many due photos as there is room for; return when the next one is due."""
        busy, now = frozenset(self._busy), self.clock()
        taken, next_due = await self.ledger.run(lambda tx: _take(tx, now, busy))
        for photo in taken:
            task = asyncio.create_task(self._develop(photo), name=f"photo {photo.id}")
            self._busy[photo.id] = task
            task.add_done_callback(partial(self._finish, photo.id))
        return next_due

    def _finish(self, photo: int, task: asyncio.Task[None]) -> None:
        """Make room for the next photo. A mistake is logged; its photo was put off before."""
        del self._busy[photo]
        self._hurry.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("photo_mistake", photo=photo, exc_info=task.exception())

    async def _wait_until(self, moment: datetime | None) -> None:
        """Wait for the moment, for room, or for ``wake``."""
        pause_s = None if moment is None else (moment - self.clock()).total_seconds()
        with suppress(TimeoutError):
            async with asyncio.timeout(pause_s):  # wait_for can lose a cancellation in 3.11
                await self._hurry.wait()

    async def _develop(self, photo: Photo) -> None:
        """Fetch and check one photo and write down what came of it."""
        try:
            verdict = await self._look(photo)
        except Gone as gone:
            verdict = Refused(gone.key)
        except Later as late:
            await self._put_off(photo, late)
            return
        except (TimeoutError, ConnectionError):
            await self._put_off(photo, Later())
            return
        except OSError as trouble:
            log.error("photo_disk_trouble", photo=photo.id, errno=trouble.errno)  # noqa: TRY400
            await self.ledger.run(partial(self._tell_late, photo, "photo-no-room"))
            return
        if verdict == Refused("photo-damaged") and photo.tries == 0:
            return  # Perhaps cut off on its way: the second try is set already.
        await self.ledger.run(partial(self._decide, photo, verdict))
        await self._forget(photo)

    async def _forget(self, photo: Photo) -> None:
        """Let the channel drop what it kept of the picture until the verdict."""
        channel = self.channels.get(photo.channel)
        if channel is not None:
            await channel.forget(photo.ref)

    async def _look(self, photo: Photo) -> Kept | Refused:
        channel = self.channels.get(photo.channel)
        if channel is None:
            raise Later
        with TemporaryDirectory(prefix=_PREFIX, dir=self.tmp) as folder:
            raw = Path(folder) / "raw"
            async with asyncio.timeout(FETCH_LIMIT_S):
                await channel.fetch(photo.ref, raw, limit_bytes=LIMIT_BYTES)
            return await self.darkroom.check(raw, self.store)

    async def _put_off(self, photo: Photo, late: Later) -> None:
        """Leave the photo to its next try, or give it up when it has been tried for a day."""
        now = self.clock()
        if now - photo.sent_at >= GIVE_UP_AFTER:
            await self.ledger.run(partial(self._decide, photo, Refused("photo-gone")))
            await self._forget(photo)
        else:
            await self.ledger.run(partial(self._wait_on, photo, late, now))

    def _wait_on(self, photo: Photo, late: Later, now: datetime, tx: Tx) -> None:
        _hold(tx, photo, late, now)
        self._tell_late(photo, "photo-late", tx)

    def _tell_late(self, photo: Photo, why: str, tx: Tx) -> None:
        """Let the person hear that the photo is late, once."""
        if photo.tries + 1 == TELL_AT_TRY:
            self.on_late(tx, photo.id, why)

    def _decide(self, photo: Photo, verdict: Kept | Refused, tx: Tx) -> None:
        """Write the verdict down and let the person hear of it, in one transaction."""
        if isinstance(verdict, Kept):
            if _keep(tx, photo.id, verdict):
                self.on_kept(tx, photo.id)
            return
        why = verdict.key if verdict.kind == "other" else f"{verdict.key}:{verdict.kind}"
        if photos.refuse(tx, photo.id, why):
            self.on_refused(tx, photo.id, why)


def _take(tx: Tx, now: datetime, busy: frozenset[int]) -> tuple[tuple[Photo, ...], datetime | None]:
    """Choose due photos that are not on their way, and put each off by its pause."""
    found = photos.due(tx, now, PARALLEL + len(busy))
    taken = tuple(photo for photo in found if photo.id not in busy)[: PARALLEL - len(busy)]
    for photo in taken:
        pause_s = PAUSES_S[min(photo.tries, len(PAUSES_S) - 1)]
        photos.later(tx, photo.id, now + timedelta(seconds=pause_s))
    return taken, photos.next_due(tx, now)


def _keep(tx: Tx, photo: int, kept: Kept) -> bool:
    lon, lat = kept.taken_lon, kept.taken_lat
    taken = None if lon is None or lat is None else Point(lon, lat)
    return photos.keep(
        tx, photo, sha256=kept.sha256, width=kept.width, height=kept.height, taken=taken
    )


def _hold(tx: Tx, photo: Photo, late: Later, now: datetime) -> None:
    """Leave the platform alone for as long as it asked; our own pause may be longer."""
    if late.seconds is None:
        return
    until = now + timedelta(seconds=late.seconds)
    if late.everybody:
        photos.hold_channel(tx, photo.channel, until)
    else:
        photos.hold(tx, photo.id, until)
