"""The sample district on a real ledger with a still clock, and people who talk in it.

``Town`` runs verbs as the program does, without sockets: what a person sends goes through the inbox
and ``dispatch``; what the bot says is read from the outbox. Photos are kept by ``Town.develop``, as
the photo loop would.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.district import DistrictFiles, copy_sample, load_district
from bot.seats import seat_sample_people
from domain.issues import Entry, Issue
from domain.people import Person
from domain.routing import AreaMap
from domain.workdays import WorkCalendar
from handlers import photos as photo_talk
from handlers.dispatch import dispatch
from handlers.messages import Incoming, Oddity, Outgoing, PhotoRef, Place, Tap
from handlers.office import Links, Office
from handlers.words import load_words
from storage import areas as area_tables
from storage import inbox, issues, people, photos
from storage.calendar import load_calendar
from storage.ledger import Tx
from storage.migrate import migrate
from storage.sqlite import SqliteLedger
from storage.values import stamp
from tests.support.clock import StillClock

T = TypeVar("T")

HEBEI_3 = (116.70, 23.26)
"""Set by ``Town.open``: a point inside 河北社区 · 第 3 网格."""

GRID = "440512006001003"


@dataclass
class Town:
    """The sample district, open."""

    ledger: SqliteLedger
    files: DistrictFiles
    areas: AreaMap
    clock: StillClock = field(default_factory=StillClock)
    _keys: Any = field(default_factory=lambda: itertools.count(1))
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    calendar: WorkCalendar = field(default_factory=load_calendar)

    @classmethod
    async def open(cls, folder: Path) -> Town:
        """Make the sample district in a folder."""
        copy_sample(folder)
        files = load_district(folder)
        clock = StillClock()
        ledger = await SqliteLedger.open(folder / "ledger.sqlite3")
        await migrate(ledger, clock())
        await ledger.run(
            lambda tx: area_tables.replace_areas(
                tx, files.areas, files.polygons, files.units, files.duties
            )
        )
        town = cls(ledger, files, await ledger.run(area_tables.load), clock)
        await town.run(lambda office: seat_sample_people(office.tx, files.people, clock()))
        return town

    def office(self, tx: Tx) -> Office:
        """Return what a verb is handed."""
        district = self.files.district
        return Office(
            tx,
            self.clock(),
            district,
            self.areas,
            self.calendar,
            load_words(district.zone),
            self.chance,
            Links("xiaohao_bot", "http://127.0.0.1:8080"),
        )

    async def run(self, verb: Callable[[Office], T]) -> T:
        """Run a verb in the office."""
        return await self.ledger.run(lambda tx: verb(self.office(tx)))

    async def issue(self, no: str) -> Issue:
        """Return an issue."""
        return await self.run(lambda office: issues.get(office.tx, no))

    async def history(self, no: str) -> tuple[Entry, ...]:
        """Return an issue's history."""
        return await self.run(lambda office: issues.history(office.tx, no))

    async def rows(self, sql: str, **params: Any) -> list[dict[str, Any]]:
        """Read rows for an assertion."""
        return await self.ledger.run(lambda tx: tx.rows(sql, params))

    def person(self, key: str) -> Chat:
        """Return the web chat of a sample person, or of anybody new (``key`` is their address)."""
        known = {p.key for p in self.files.people}
        return Chat(self, "web", f"demo-{key}" if key in known else key)

    async def who(self, key: str) -> Person:
        """Return a sample person."""
        found = await self.run(lambda office: people.at_address(office.tx, "web", f"demo-{key}"))
        assert found is not None
        return found

    async def develop(self) -> None:
        """Keep every photo that waits, each with content of its own."""
        waiting = await self.run(lambda office: photos.due(office.tx, office.now, 100))
        for photo in waiting:
            await self.keep(photo.id)

    async def keep(self, photo: int, *, taken: Any = None) -> None:
        """Keep one photo, as the photo loop does."""

        def verb(office: Office) -> None:
            sha256 = f"{photo:064x}"
            if photos.keep(office.tx, photo, sha256=sha256, width=640, height=480, taken=taken):
                photo_talk.kept(office, photo)

        await self.run(verb)

    async def refuse_photo(self, photo: int, why: str) -> None:
        """Refuse one photo, as the photo loop does."""

        def verb(office: Office) -> None:
            if photos.refuse(office.tx, photo, why):
                photo_talk.refused(office, photo)

        await self.run(verb)


@dataclass
class Chat:
    """One person's conversation with the bot."""

    town: Town
    channel: str
    address: str

    @property
    def key(self) -> str:
        """Key of the conversation."""
        return f"{self.channel}::{self.address}"

    async def says(self, text: str, **parts: Any) -> list[str]:
        """Write something, and return what the bot answered."""
        return await self._send(text=text, **parts)

    async def sends_photo(self, caption: str = "", *, n: int = 1, album: str = "") -> list[str]:
        """Send a photo (or several), let the photo loop keep them, and return the answers."""
        before = await self._last()
        for _ in range(n):
            number = next(self.town._keys)
            ref = PhotoRef(ref=f"spool-{number}", key=f"photo-{number}")
            await self._send(text=caption, photos=(ref,), album=album)
            caption = ""
        await self.town.develop()
        return await self._since(before)

    async def pins(self, lon: float, lat: float, **parts: Any) -> list[str]:
        """Send a place."""
        return await self._send(place=Place(lon=lon, lat=lat, **parts))

    async def taps(self, label: str) -> list[str]:
        """Tap the newest button that shows this label."""
        for message_id, message in reversed(await self._messages()):
            for position, button in enumerate(message.buttons):
                if button.label == label:
                    return await self._send(tap=Tap(message=message_id, button=position))
        raise AssertionError(f"no button {label!r} was shown")

    async def sends_oddity(self, oddity: Oddity, text: str = "") -> list[str]:
        """Send something the bot cannot use."""
        return await self._send(oddity=oddity, text=text)

    async def _send(self, **parts: Any) -> list[str]:
        before = await self._last()
        key = f"{self.channel}:{self.address}:{next(self.town._keys)}"
        incoming = Incoming(
            key=key,
            channel=self.channel,
            chat=self.address,
            user=self.address,
            at=self.town.clock(),
            **parts,
        )
        await self.deliver(incoming)
        return await self._since(before)

    async def deliver(self, incoming: Incoming) -> None:
        """Put something into the inbox and work on it."""

        def receive(tx: Tx) -> int:
            return inbox.put(
                tx,
                key=incoming.key,
                twin="",
                channel=incoming.channel,
                conversation=incoming.conversation,
                body=incoming.model_dump_json(),
                now=self.town.clock(),
            )

        number = await self.town.ledger.run(receive)
        if number:
            await self.town.run(lambda office: dispatch(office, incoming, number))

    async def heard(self) -> list[str]:
        """Return everything the bot has said here, oldest first."""
        return [message.text for _, message in await self._messages()]

    async def last(self) -> Outgoing:
        """Return the last thing the bot said here."""
        return (await self._messages())[-1][1]

    async def labels(self) -> list[str]:
        """Return the labels of the last message's buttons."""
        return [button.label for button in (await self.last()).buttons]

    async def _messages(self) -> list[tuple[int, Outgoing]]:
        rows = await self.town.rows(
            "SELECT id, body FROM outbox WHERE conversation = :key ORDER BY id", key=self.key
        )
        return [(row["id"], Outgoing.model_validate_json(row["body"])) for row in rows]

    async def _last(self) -> int:
        return max((number for number, _ in await self._messages()), default=0)

    async def _since(self, before: int) -> list[str]:
        return [message.text for number, message in await self._messages() if number > before]


async def hear_strike_off(chat: Chat, no: str) -> None:
    """Note that the news of the strike-off reached somebody now, as the relay does."""
    await chat.town.ledger.run(
        lambda tx: tx.execute(
            "UPDATE follows SET told_at = :now WHERE no = :no",
            {"now": stamp(chat.town.clock()), "no": no},
        )
    )
