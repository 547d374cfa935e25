"""Opening a data folder: its files, its ledger, and the office that verbs are handed.

The caller holds the folder's lock (``bot.lock``) as long as it is open.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.backup import LEDGER
from bot.console import utc_now
from bot.district import DistrictFiles, copy_sample, load_district
from bot.settings import Settings
from domain.routing import AreaMap
from domain.workdays import WorkCalendar
from handlers.office import Links, Office
from handlers.words import Words, load_words
from storage import areas
from storage.calendar import LOCAL_FILE, LocalDays, load_calendar, merged, read_local, write_local
from storage.ledger import Tx
from storage.migrate import migrate
from storage.sqlite import SqliteLedger

T = TypeVar("T")


@dataclass
class Opened:
    """An open data folder, and everything an office is made of.

    Attributes:
        links: May be replaced when the bot's name or the port becomes known.
    """

    ledger: SqliteLedger
    files: DistrictFiles
    areas: AreaMap
    calendar: WorkCalendar
    words: Words
    links: Links
    clock: Callable[[], datetime] = utc_now
    data_dir: Path = Path("data")

    def office(self, tx: Tx) -> Office:
        """Make the office of one verb."""
        return Office(
            tx=tx,
            now=self.clock(),
            district=self.files.district,
            areas=self.areas,
            calendar=self.calendar,
            words=self.words,
            chance=random.SystemRandom(),
            links=self.links,
        )

    def use_days(self, added: LocalDays) -> None:
        """Add days to the local file and count by them from now on.

        Raises:
            BadData: The local file that is there cannot be read; nothing was changed.
        """
        path = self.data_dir / LOCAL_FILE
        before = read_local(path) if path.exists() else LocalDays()
        write_local(path, merged(before, added))
        self.calendar = load_calendar(path)

    async def run(self, verb: Callable[[Office], T]) -> T:
        """Run a verb in one transaction and return what it returns, after the commit."""
        return await self.ledger.run(lambda tx: verb(self.office(tx)))


def prepare(data_dir: Path) -> tuple[Path, ...]:
    """Make the data folder, with the sample district where files are missing; return new files."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return copy_sample(data_dir)


@asynccontextmanager
async def opened(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[Opened]:
    """Open a prepared data folder; its ledger is made or brought up to date first.

    Raises:
        BadData: The district's files contradict each other, or the ledger is newer than this
            program.
    """
    files = load_district(settings.data_dir)
    calendar = load_calendar(settings.data_dir / LOCAL_FILE)
    links = Links(settings.telegram.username, settings.web.address)
    ledger = await SqliteLedger.open(settings.data_dir / LEDGER)
    try:
        await migrate(ledger, clock())
        known = await ledger.run(lambda tx: _put_areas(tx, files))
        words = load_words(files.district.zone)
        yield Opened(ledger, files, known, calendar, words, links, clock, settings.data_dir)
    finally:
        await ledger.close()


def _put_areas(tx: Tx, files: DistrictFiles) -> AreaMap:
    areas.replace_areas(tx, files.areas, files.polygons, files.units, files.duties)
    return areas.load(tx)
