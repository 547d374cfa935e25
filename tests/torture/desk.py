"""The way from a delivery to the ledger, without sockets: real inbox, intake, dispatch and ledger.

What the platforms deliver is handed over as ``Raw``; photos are kept or refused by hand, because
nothing is fetched.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from bot.channels.base import Channel, Raw
from bot.channels.telegram_parse import parse
from bot.channels.telegram_raw import Account, raw_of
from bot.channels.webchat import Posted, WebChat
from bot.intake import Intake
from bot.opening import Opened, opened, prepare
from bot.seats import seat_sample_people
from bot.settings import Settings
from handlers import photos as photo_talk
from handlers.office import Office
from storage import photos
from tests.standin.state import Json
from tests.support.clock import TUESDAY, StillClock

BOT = Account(123456789, "XiaohaoTestBot")


def from_telegram(update: Json) -> tuple[str, Raw]:
    """Return an update as the receiver hands it over."""
    return "telegram", raw_of(BOT, update, text=json.dumps(update), at=TUESDAY)


def from_web(posted: Posted) -> tuple[str, Raw]:
    """Return what a page posted, as the web hands it over."""
    return "web", posted.raw()


class Desk:
    """An open district with its intake at work."""

    def __init__(self, data: Opened, intake: Intake) -> None:
        self.data = data
        self._intake = intake

    async def takes(self, *deliveries: tuple[str, Raw]) -> None:
        """Receive these at the same time; they reach the inbox in this order."""
        await asyncio.gather(*(self._intake.receive(name, raw) for name, raw in deliveries))

    async def rests(self) -> None:
        """Wait until everything received was worked on."""
        moved = asyncio.Event()
        self.data.ledger.on_commit = moved.set
        while await self.rows("SELECT 1 AS n FROM inbox WHERE state = 'new' LIMIT 1"):
            await moved.wait()
            moved.clear()

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        """Read rows."""
        return await self.data.ledger.run(lambda tx: tx.rows(sql))

    async def develops(self) -> None:
        """Keep and refuse photos that wait, by turns, as the photo loop does."""
        moment = self.data.clock()
        waiting = await self.data.ledger.run(lambda tx: photos.due(tx, moment, 10_000))
        for photo in waiting:
            await self.data.run(partial(_keep if photo.id % 2 else _refuse, photo.id))


def _keep(photo: int, office: Office) -> None:
    if photos.keep(office.tx, photo, sha256=f"{photo:064x}", width=640, height=480, taken=None):
        photo_talk.kept(office, photo)


def _refuse(photo: int, office: Office) -> None:
    if photos.refuse(office.tx, photo, "photo-damaged"):
        photo_talk.refused(office, photo)


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[Desk]:
    """Open the sample district, with its sample people, in a folder."""
    prepare(folder)
    channels: dict[str, Any] = {
        "telegram": SimpleNamespace(parse=parse),
        "web": SimpleNamespace(parse=partial(WebChat.parse, cast("WebChat", None))),
    }
    async with opened(Settings(data_dir=folder), clock=StillClock()) as data:
        await data.ledger.run(lambda tx: seat_sample_people(tx, data.files.people, TUESDAY))
        intake = Intake(data, on_photos=lambda: None)
        working = asyncio.create_task(intake.run(cast("dict[str, Channel]", channels)))
        yield Desk(data, intake)
        await intake.drain()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
