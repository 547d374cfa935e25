"""From the inbox to the ledger: every update is committed, then worked on in order.

The verbs of all conversations are handed to the ledger in the order the updates arrived, and the
ledger runs them in that order, many in one commit: order within a conversation needs nothing more.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import structlog

from bot.channels.base import Channel, Raw
from bot.opening import Opened
from handlers.dispatch import apologise, dispatch
from handlers.messages import Incoming
from handlers.office import Office
from storage import inbox
from storage.inbox import Received
from storage.ledger import Tx

BATCH: Final = 64
"""Rows read at once."""

IN_FLIGHT: Final = 256
"""Rows handed to the ledger and not done yet; more wait in the inbox, not in memory."""

PAUSE_S: Final = 1.0
"""Until rows are tried again after the disk or the ledger failed."""

log = structlog.get_logger(__name__)


class Intake:
    """Takes updates in, and works on them.

    Args:
        opened: The open data folder.
        on_photos: Called when photos were announced, so that they are fetched at once.
    """

    def __init__(self, opened: Opened, *, on_photos: Callable[[], None]) -> None:
        self._opened = opened
        self._on_photos = on_photos
        self._channels: Mapping[str, Channel] = {}
        self._hurry = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._after = 0
        self._trouble = False

    async def receive(self, channel: str, raw: Raw) -> bool:
        """Commit an update to the inbox; False if it was there already.

        Raises:
            sqlite3.OperationalError: It could not be written. The platform must keep it.
        """
        now = self._opened.clock()
        number = await self._opened.ledger.run(
            lambda tx: inbox.put(
                tx,
                key=raw.key,
                twin=raw.twin,
                channel=channel,
                conversation=raw.conversation,
                body=raw.body,
                now=now,
            )
        )
        self._hurry.set()
        return bool(number)

    async def run(self, channels: Mapping[str, Channel]) -> None:
        """Work on what the inbox holds, and on what comes, until cancelled."""
        self._channels = channels
        while True:
            self._hurry.clear()
            rows = await self._look()
            for row in rows:
                self._begin(row)
            if self._trouble:
                await self._pause()
            elif len(self._busy) >= IN_FLIGHT:
                await asyncio.wait(self._busy, return_when=asyncio.FIRST_COMPLETED)
            elif not rows:
                await self._hurry.wait()

    async def _look(self) -> tuple[Received, ...]:
        try:
            return await self._opened.ledger.read(partial(_waiting, self._after))
        except sqlite3.OperationalError as error:
            log.warning("intake_trouble", error=type(error).__name__)
            self._trouble = True
            return ()

    async def drain(self) -> None:
        """Wait for what is being worked on."""
        if self._busy:
            await asyncio.wait(self._busy)

    def _begin(self, row: Received) -> None:
        self._after = row.id
        if row.channel not in self._channels:
            return  # the channel is switched off; its rows wait until it is on again
        task = asyncio.create_task(self._work(row))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _work(self, row: Received) -> None:
        """Work on one row; while the ledger cannot be written it stays new, to be tried again."""
        try:
            await self._answer(row)
        except sqlite3.OperationalError as error:
            log.warning("intake_trouble", inbox=row.id, error=type(error).__name__)
            self._trouble = True
            self._hurry.set()

    async def _answer(self, row: Received) -> None:
        """Read and answer a row. Nothing is awaited before it is handed over: order is kept."""
        incoming: list[Incoming] = []
        try:
            incoming.append(self._channels[row.channel].parse(row.body))
            await self._opened.run(partial(dispatch, incoming=incoming[0], inbox_id=row.id))
        except Exception as mistake:  # dispatch: one of the four places
            if _is_trouble(mistake):
                raise
            log.exception("dispatch_mistake", inbox=row.id)
            await self._put_aside(row, incoming, type(mistake).__name__)
        if any(one.photos for one in incoming):
            self._on_photos()

    async def _put_aside(self, row: Received, incoming: list[Incoming], error: str) -> None:
        """Put the row aside, and tell its sender where it could be read that far."""

        def fail(office: Office) -> None:
            inbox.fail(office.tx, row.id, error)

        def fail_and_apologise(office: Office) -> None:
            if inbox.fail(office.tx, row.id, error):
                for one in incoming:
                    apologise(office, one)

        try:
            await self._opened.run(fail_and_apologise)
        except Exception as mistake:  # not even the apology could be written
            if _is_trouble(mistake):
                raise
            log.exception("apology_mistake", inbox=row.id)
            await self._opened.run(fail)

    async def _pause(self) -> None:
        await self.drain()
        await asyncio.sleep(PAUSE_S)
        self._trouble = False
        self._after = 0


def _is_trouble(error: Exception) -> bool:
    """Whether the world is late (disk full, locked); wrong SQL is our mistake, today and later."""
    ours = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return isinstance(error, sqlite3.OperationalError) and not ours


def _waiting(after: int, tx: Tx) -> tuple[Received, ...]:
    return inbox.waiting(tx, after, BATCH)
