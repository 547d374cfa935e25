"""What every verb is handed: the open transaction, the moment, and what the district knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol, TypeVar

from domain.categories import Catalogue
from domain.district import District
from domain.routing import AreaMap
from domain.workdays import WorkCalendar
from handlers.words import Words
from storage.ledger import Tx

T = TypeVar("T")


class Chance(Protocol):
    """Where codes and draws come from: ``random.SystemRandom``, or a seeded one."""

    def randrange(self, stop: int, /) -> int:
        """Return a number from 0 to ``stop - 1``."""
        ...

    def choice(self, seq: Sequence[T], /) -> T:
        """Return one of these."""
        ...


@dataclass(frozen=True, slots=True)
class Links:
    """Where people enter.

    Attributes:
        telegram_bot: Username of the bot without ``@``, or empty.
        web: Address of the web chat without a slash at the end.
    """

    telegram_bot: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """One verb's view of the world. ``tx`` is open as long as the verb runs, no longer."""

    tx: Tx
    now: datetime
    district: District
    areas: AreaMap
    calendar: WorkCalendar
    words: Words
    chance: Chance
    links: Links = Links()

    @property
    def zone(self) -> tzinfo:
        """The district's time zone."""
        return self.district.zone

    @property
    def today(self) -> date:
        """The day it is in the district."""
        return self.now.astimezone(self.zone).date()

    @property
    def catalogue(self) -> Catalogue:
        """The district's categories."""
        return self.district.catalogue
