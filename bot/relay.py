"""From the outbox to people: claimed before it is sent, tried again when the world is late.

Within a conversation and lane messages leave in order; answers go before news. What may have been
sent when a connection broke or the program was killed is sent once more, marked 补发.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from bot import photo_store
from bot.channels.base import (
    Blocked,
    Channel,
    Later,
    Moved,
    Unknown,
    Unsendable,
)
from bot.channels.base import Letter as Ready
from bot.opening import Opened
from handlers.mail import marked_again
from handlers.messages import Outgoing
from handlers.office import Office
from storage import conversations, follows, outbox, photos
from storage.ledger import Tx
from storage.outbox import Letter
from storage.photos import PhotoState

AT_ONCE: Final = 30
"""Messages being sent at the same time on a channel, each to another conversation. As many as
Telegram takes in a second: more would only wait in memory instead of in the ledger."""

PAUSES_S: Final = (1, 5, 30, 120, 600)
"""Between two tries; the last one again and again. Source: README *Promises*."""

GIVE_UP_AFTER: Final = timedelta(hours=24)
AGAIN_AFTER: Final = timedelta(seconds=60)
"""How long a message that may have arrived waits before it is sent once more."""

PHOTO_WAIT: Final = timedelta(seconds=20)
"""How long a message waits for photos still on their way, where they cannot appear later."""

PHOTO_LOOK: Final = timedelta(seconds=0.5)
LOOK_S: Final = 1.0
"""Longest time between two looks at the outbox; commits bring it forward."""

log = structlog.get_logger(__name__)


class Relay:
    """Sends what the outbox holds, until cancelled.

    Args:
        opened: The open data folder.
        store: Folder of the kept photos.
    """

    def __init__(self, opened: Opened, store: Path) -> None:
        self._opened = opened
        self._store = store
        self._channels: Mapping[str, Channel] = {}
        self._hurry = asyncio.Event()
        self._busy: dict[str, dict[str, asyncio.Task[None]]] = {}
        self._paused: dict[str, datetime] = {}
        self._ending = False

    def wake(self) -> None:
        """Look at the outbox now; called after every commit."""
        self._hurry.set()

    async def run(self, channels: Mapping[str, Channel]) -> None:
        """Send what is due, and what becomes due, until cancelled."""
        self._channels = channels
        self._busy = {name: {} for name in channels}
        await self._settle(self._recover)
        while True:
            self._hurry.clear()
            try:
                await self._send_due()
            except sqlite3.OperationalError as error:
                log.warning("relay_trouble", error=type(error).__name__)
                await asyncio.sleep(LOOK_S)
            await self._wait()

    async def drain(self) -> None:
        """Wait for what is being sent; what cannot be noted now is found at the next start."""
        self._ending = True
        sending = [task for busy in self._busy.values() for task in busy.values()]
        if sending:
            await asyncio.wait(sending)

    def _recover(self, office: Office) -> None:
        """Send again what was being sent when the program ended, however often it ended so.

        Better twice, marked, than never: our own end says nothing of what the platform did.
        """
        for letter in outbox.claimed(office.tx):
            channel = self._channels.get(letter.channel)
            same = channel is not None and channel.fills_photos_later
            body = letter.body if same else marked_again(office, letter.person, letter.body)
            outbox.again(office.tx, letter.id, office.now, body=body)

    async def _settle(self, verb: Callable[[Office], None]) -> None:
        """Write down what became of a message, however long the ledger cannot be written.

        Raises:
            sqlite3.OperationalError: It still cannot, and the program ends.
        """
        while True:
            try:
                await self._opened.run(verb)
            except sqlite3.OperationalError as error:
                if self._ending:
                    raise
                log.warning("relay_trouble", error=type(error).__name__)
                await asyncio.sleep(LOOK_S)
            else:
                return

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):  # wait_for can lose a cancellation in 3.11
                await self._hurry.wait()

    async def _send_due(self) -> None:
        now = self._opened.clock()
        room = {
            name: frozenset(busy)
            for name, busy in self._busy.items()
            if len(busy) < AT_ONCE and now >= self._paused.get(name, now)
        }
        due = await self._opened.ledger.read(partial(_due, room, now))
        if not due:
            return
        for letter in await self._opened.ledger.run(lambda tx: outbox.claim(tx, due)):
            task = asyncio.create_task(self._send(letter))
            self._busy[letter.channel][letter.conversation] = task
            task.add_done_callback(partial(self._done, letter))

    def _done(self, letter: Letter, task: asyncio.Task[None]) -> None:
        del self._busy[letter.channel][letter.conversation]
        self.wake()
        if not task.cancelled() and task.exception() is not None:
            log.error("message_not_noted", outbox=letter.id, exc_info=task.exception())

    async def _send(self, letter: Letter) -> None:
        """Send, and note what became of it; one branch for each thing a channel can say."""
        try:
            sent_as = await self._hand_over(letter)
        except Blocked:
            await self._settle(partial(_block, letter))
        except Moved as moved:
            await self._settle(partial(_move, letter, moved.chat))
        except Later as later:
            await self._later(letter, later)
        except Unknown:
            await self._settle(
                lambda office: _send_once_more(office, letter, office.now + AGAIN_AFTER)
            )
        except Unsendable as error:
            await self._give_up(letter, str(error) or "unsendable")
        except Exception as mistake:  # relay: one of the four places
            log.exception("relay_mistake", outbox=letter.id)
            await self._give_up(letter, type(mistake).__name__)
        else:
            await self._settle(partial(_note_sent, letter, sent_as))

    async def _hand_over(self, letter: Letter) -> str | None:
        """Give the message to its channel; None if it waits for a photo first."""
        channel = self._channels[letter.channel]
        message = Outgoing.model_validate_json(letter.body)
        try:
            files, on_their_way = await self._files(message.photos)
        except sqlite3.OperationalError as error:
            raise Later from error
        age = self._opened.clock() - letter.made_at
        if on_their_way and not channel.fills_photos_later and age < PHOTO_WAIT:
            return None
        return await channel.send(Ready(letter.id, letter.chat, message, files))

    async def _files(self, wanted: tuple[int, ...]) -> tuple[dict[int, Path], bool]:
        """Return the files of the photos that are kept, and whether one is still on its way."""
        if not wanted:
            return {}, False
        found = await self._opened.ledger.read(lambda tx: photos.many(tx, wanted))
        kept = {one.id: photo_store.file_of(self._store, one.sha256) for one in found if one.sha256}
        return kept, any(one.state is PhotoState.WAITING for one in found)

    async def _later(self, letter: Letter, later: Later) -> None:
        now = self._opened.clock()
        tried_enough = now - letter.made_at > GIVE_UP_AFTER and letter.tries >= len(PAUSES_S)
        if tried_enough and not later.everybody:
            await self._give_up(letter, "too-late")
            return
        own = PAUSES_S[min(letter.tries, len(PAUSES_S) - 1)]
        wait = timedelta(seconds=own if later.seconds is None else later.seconds)
        if later.everybody:
            self._paused[letter.channel] = now + wait
        await self._settle(lambda office: outbox.again(office.tx, letter.id, now + wait))

    async def _give_up(self, letter: Letter, error: str) -> None:
        log.warning("message_not_sent", outbox=letter.id)
        await self._settle(lambda office: outbox.give_up(office.tx, letter.id, "failed", error))


def _due(room: Mapping[str, frozenset[str]], now: datetime, tx: Tx) -> list[Letter]:
    """Return what is due on each channel, given its conversations that are being sent to."""
    return [
        letter
        for channel, busy in room.items()
        for letter in outbox.due(tx, channel, now, AT_ONCE - len(busy), busy)
    ]


def _send_once_more(office: Office, letter: Letter, at: datetime) -> None:
    """Send once more, marked, what may have arrived; a second doubt ends it."""
    again = marked_again(office, letter.person, letter.body)
    if again == letter.body:
        outbox.give_up(office.tx, letter.id, "unknown", "no-answer-twice")
    else:
        outbox.again(office.tx, letter.id, at, body=again)


def _block(letter: Letter, office: Office) -> None:
    conversations.block(office.tx, letter.conversation, office.now)
    outbox.give_up(office.tx, letter.id, "failed", "blocked")


def _move(letter: Letter, chat: str, office: Office) -> None:
    conversations.move_chat(office.tx, letter.conversation, chat)
    outbox.again(office.tx, letter.id, office.now)


def _note_sent(letter: Letter, sent_as: str | None, office: Office) -> None:
    if sent_as is None:
        outbox.put_back(office.tx, letter.id, office.now + PHOTO_LOOK)
        return
    outbox.sent(office.tx, letter.id, sent_as, office.now)
    if letter.tells and letter.person is not None:
        follows.mark_told(office.tx, letter.tells, letter.person, office.now)
