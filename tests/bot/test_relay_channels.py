"""The relay: one channel does not hold up another, and it ends when it is told to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.channels.base import Later
from bot.channels.base import Letter as Ready
from bot.relay import AT_ONCE, Relay
from handlers.office import Office
from storage import conversations, outbox
from storage.conversations import Conversation
from storage.outbox import Lane
from tests.support.office import Town


class Line:
    """A channel that does with every letter what it was told to do."""

    fills_photos_later = True

    def __init__(self, trouble: Later | None = None, *, is_open: bool = True) -> None:
        self.tried: list[str] = []
        self.changed = asyncio.Event()
        self._trouble = trouble
        self._open = asyncio.Event()
        if is_open:
            self._open.set()

    async def send(self, letter: Ready) -> str:
        """Take a letter."""
        self.tried.append(letter.chat)
        self.changed.set()
        await self._open.wait()
        if self._trouble:
            raise self._trouble
        return "sent"

    async def until_tried(self, count: int) -> None:
        """Wait until so many letters were handed over."""
        while len(self.tried) < count:
            self.changed.clear()
            await self.changed.wait()


def write(channel: str, people: int) -> object:
    """Make a verb that puts an answer for each of so many people into the outbox."""

    def verb(office: Office) -> None:
        for number in range(people):
            where = Conversation(f"{channel}::{number}", channel, str(number), None)
            conversations.heard(office.tx, where, office.now)
            outbox.post(
                office.tx,
                key=where.key,
                conversation=where.key,
                channel=channel,
                person=None,
                lane=Lane.ANSWER,
                body='{"text": "收到"}',
                now=office.now,
                not_before=office.now,
            )

    return verb


async def begin(town: Town, folder: Path, **lines: Line) -> tuple[Relay, asyncio.Task[None]]:
    """Begin to send on these channels."""
    relay = Relay(town, folder)  # type: ignore[arg-type]
    town.ledger.on_commit = relay.wake
    return relay, asyncio.create_task(relay.run(lines))  # type: ignore[arg-type]


async def end(sending: asyncio.Task[None]) -> None:
    """Stop sending."""
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def test_a_channel_that_hangs_holds_up_no_other(town: Town, tmp_path: Path):
    """While Telegram hangs with all it may hold, an answer in the web chat leaves."""
    telegram, web = Line(is_open=False), Line()
    await town.run(write("telegram", 3 * AT_ONCE))
    _, sending = await begin(town, tmp_path, telegram=telegram, web=web)
    await telegram.until_tried(AT_ONCE)
    await town.run(write("web", 1))
    await web.until_tried(1)
    assert len(telegram.tried) == AT_ONCE
    await end(sending)


async def test_a_channel_that_is_paused_holds_up_no_other(town: Town, tmp_path: Path):
    """While Telegram wants to be left alone, with much waiting, the web chat's answers leave."""
    telegram, web = Line(Later(60, everybody=True)), Line()
    await town.run(write("telegram", 3 * AT_ONCE))
    relay, sending = await begin(town, tmp_path, telegram=telegram, web=web)
    await telegram.until_tried(1)
    await relay.drain()
    tried = len(telegram.tried)
    await town.run(write("web", 1))
    await web.until_tried(1)
    assert len(telegram.tried) == tried
    town.clock.now += timedelta(seconds=61)
    relay.wake()
    await telegram.until_tried(tried + 1)
    await end(sending)


async def test_a_relay_ends_whatever_it_is_doing_when_it_is_stopped(town: Town, tmp_path: Path):
    """A program that is told to stop ends, also in the moment in which a message was posted."""
    for steps in range(6):
        relay, sending = await begin(town, tmp_path, web=Line())
        for _ in range(steps):
            await town.run(lambda office: None)
        relay.wake()
        sending.cancel()
        ended, _ = await asyncio.wait({sending}, timeout=3)
        assert ended
