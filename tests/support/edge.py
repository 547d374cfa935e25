"""The world's edge, scripted: a channel that answers each letter as it was told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from bot.channels.base import Letter
from bot.relay import Relay
from handlers.messages import Incoming, Outgoing
from handlers.office import Office
from storage import conversations, outbox, people
from storage.conversations import Conversation
from storage.outbox import Lane
from tests.support.office import Town


class Edge:
    """A channel whose sending follows a script: an exception is raised, a name returned.

    When the script is over everything arrives.
    """

    name: ClassVar[str] = "web"
    fills_photos_later: bool = False

    def __init__(self, *script: Exception | str) -> None:
        self.script = list(script)
        self.sent: list[str] = []
        self.letters: list[Letter] = []
        self.used = asyncio.Event()

    async def send(self, letter: Letter) -> str:
        """Do what the script says next."""
        self.letters.append(letter)
        self.sent.append(letter.body.text)
        self.used.set()
        await asyncio.sleep(0)
        outcome = self.script.pop(0) if self.script else "m"
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def parse(self, raw: str) -> Incoming:
        """Read what ``Incoming`` wrote."""
        return Incoming.model_validate_json(raw)

    async def fetch(self, ref: str, into: Path, *, limit_bytes: int) -> None:
        """Fetch nothing."""

    async def start(self) -> None:
        """Receive nothing."""

    async def stop(self) -> None:
        """Receive nothing."""


@dataclass
class Post:
    """The relay at work on a town's outbox, over scripted channels."""

    town: Town
    store: Path
    edge: Edge = field(default_factory=Edge)
    task: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self, **channels: Any) -> None:
        """Start sending; the scripted edge is the web chat unless channels are given."""
        self.relay = Relay(self.town, self.store)  # type: ignore[arg-type]
        self.town.ledger.on_commit = self._committed
        self.task = asyncio.create_task(self.relay.run(channels or {"web": self.edge}))

    def _committed(self) -> None:
        self.relay.wake()
        self.changed.set()

    async def kill(self) -> None:
        """End the sending as a kill does, in the middle of whatever it does."""
        if self.task is not None:
            self.task.cancel()
            for busy in self.relay._busy.values():
                for task in busy.values():
                    task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def post(
        self,
        text: str,
        to: str = "resident-1",
        *,
        lane: Lane = Lane.ANSWER,
        key: str = "",
        minutes: float = 0,
        tells: str = "",
        photos: tuple[int, ...] = (),
    ) -> int:
        """Put a message into the outbox, due in so many minutes."""

        def verb(office: Office) -> int:
            found = people.at_address(office.tx, "web", f"demo-{to}")
            assert found is not None
            where = Conversation(f"web::demo-{to}", "web", f"demo-{to}", found.id)
            conversations.heard(office.tx, where, office.now)
            return outbox.post(
                office.tx,
                key=key or text,
                conversation=where.key,
                channel="web",
                person=found.id,
                lane=lane,
                body=Outgoing(text=text, photos=photos).model_dump_json(exclude_defaults=True),
                now=office.now,
                not_before=office.now + timedelta(minutes=minutes),
                tells=tells,
            )

        return await self.town.run(verb)

    async def row(self, number: int) -> dict[str, Any]:
        """Return a message's row."""
        sql = "SELECT * FROM outbox WHERE id = :id"
        return await self.town.ledger.read(lambda tx: tx.one(sql, {"id": number}))

    async def states(self) -> list[str]:
        """Return the states of all messages, oldest first."""
        return [
            row["state"] for row in await self.town.rows("SELECT state FROM outbox ORDER BY id")
        ]

    async def until(self, number: int, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until a message's row is so."""
        async with asyncio.timeout(5):
            while True:
                self.changed.clear()
                row = await self.row(number)
                if is_so(row):
                    return row
                await self.changed.wait()

    async def until_state(self, number: int, state: str) -> dict[str, Any]:
        """Wait until a message is in a state."""
        return await self.until(number, lambda row: row["state"] == state)

    def pass_time(self, **parts: float) -> None:
        """Let time pass, and the relay look."""
        self.town.clock.move(**parts)
        self.relay.wake()
