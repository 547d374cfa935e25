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
            rows = await self._opened.ledger.read(partial(_waiting, self._after))
            for row in rows:
                self._begin(row)
            if self._trouble:
                await self._pause()
            elif len(self._busy) >= IN_FLIGHT:
                await asyncio.wait(self._busy, return_when=asyncio.FIRST_COMPLETED)
            elif not rows:
                await self._hurry.wait()

    async def drain(self) -> None:
        """Wait for what is being worked on."""
        if self._busy:
            await asyncio.wait(self._busy)

    def _begin(self, row: Received) -> None:
        self._after = row.id
        channel = self._channels.get(row.channel)
        if channel is None:
            return  # the channel is switched off; its rows wait until it is on again
        incoming = channel.parse(row.body)
        task = asyncio.create_task(self._work(row, incoming))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _work(self, row: Received, incoming: Incoming) -> None:
        try:
            await self._opened.run(lambda office: dispatch(office, incoming, row.id))
        except sqlite3.OperationalError as error:  # disk full, busy: the row stays new
            log.warning("intake_trouble", inbox=row.id, error=type(error).__name__)
            self._trouble = True
            return
        except Exception as mistake:  # noqa: BLE001 (dispatch: one of the four places)
            await self._apologise(row, incoming, mistake)
        if incoming.photos:
            self._on_photos()

    async def _apologise(self, row: Received, incoming: Incoming, mistake: Exception) -> None:
        name = type(mistake).__name__
        log.error("dispatch_mistake", inbox=row.id, error=name, exc_info=mistake)
        await self._opened.run(lambda office: apologise(office, incoming, row.id, name))

    async def _pause(self) -> None:
        await self.drain()
        await asyncio.sleep(PAUSE_S)
        self._trouble = False
        self._after = 0


def _waiting(after: int, tx: Tx) -> tuple[Received, ...]:
    return inbox.waiting(tx, after, BATCH)
