"""Working days (工作日): which days count, and the receipt of a date.

Where the days come from is not here: ``storage.calendar`` reads them. Beyond the years of which
the State Council's yearly notice is known, Monday to Friday are taken for working days and every
such day is provisional, so that nobody mistakes a guess for a date.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


class Why(StrEnum):
    """Why a day was counted or skipped. Names of texts, never renamed."""

    START = "start"  # the day something starts is not counted
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"  # 调休上班日: a Saturday or Sunday that is worked


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday; both names are empty for a day off that nobody named."""

    name: str = ""
    name_en: str = ""


UNNAMED: Final = Holiday()


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the receipt of a date.

    Attributes:
        day: The day, in the district's zone.
        counted: Whether it is one of the working days of the limit.
        why: Why it is counted or skipped.
        holiday: The holiday it belongs to, also for the make-up day worked in exchange; unnamed
            where none is known.
        provisional: The notice for its year is not known yet.
    """

    day: date
    counted: bool
    why: Why
    holiday: Holiday
    provisional: bool


class WorkCalendar:
    """Working days from explicit data: days off, make-up days, and the years they cover.

    Args:
        off: Days off besides ordinary weekends, each with its holiday.
        makeup: Saturdays and Sundays that are worked, each with the holiday they make up for.
        first_year: First year whose days are known.
        last_year: Last year whose days are known, inclusive.
    """

    def __init__(
        self,
        off: Mapping[date, Holiday],
        makeup: Mapping[date, Holiday],
        *,
        first_year: int,
        last_year: int,
    ) -> None:
        self._off = dict(off)
        self._makeup = dict(makeup)
        self.first_year = first_year
        self.last_year = last_year

    def is_working(self, day: date) -> bool:
        """Whether people work on this day; for a provisional day whether it is Monday to Friday."""
        return day in self._makeup or (day.weekday() < SATURDAY and day not in self._off)

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for this day is a guess: neither its year nor the day is known."""
        known_year = self.first_year <= day.year <= self.last_year
        return not known_year and day not in self._off and day not in self._makeup

    def add_working_days(self, start: date, n: int) -> date:
        """Return the ``n``-th working day after ``start``, which is itself not counted.

        ``n`` is 0 or more; 0 gives ``start``, working or not.
        """
        days = (day for day in _days_after(start) if self.is_working(day))
        return next(islice(days, n - 1, None)) if n else start

    def add_months(self, start: date, n: int) -> date:
        """Return the corresponding day ``n`` months later, moved on to a working day.

        A month too short for the day ends on its last day.

        Source: Civil Code of China, articles 201 to 203.
        """
        return self.first_working_day(_same_day(start, n))

    def first_working_day(self, day: date) -> date:
        """Return ``day`` itself where it is worked, otherwise the first working day after it."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def count_working_days(self, after: date, until: date) -> int:
        """Count the working days later than ``after`` and no later than ``until``; 0 if none."""
        span = (after + ONE_DAY * step for step in range(1, (until - after).days + 1))
        return sum(map(self.is_working, span))

    def receipt(self, start: date, n: int) -> tuple[CountedDay, ...]:
        """List every day from ``start`` to its ``n``-th working day, counted or skipped."""
        end = self.add_working_days(start, n)
        days = (start + ONE_DAY * step for step in range(1, (end - start).days + 1))
        first = CountedDay(start, False, Why.START, UNNAMED, self.is_provisional(start))  # noqa: FBT003
        return (first, *map(self._line, days))

    def months_receipt(self, start: date, n: int) -> tuple[CountedDay, ...]:
        """List the start, the corresponding day, and the days skipped from there to the end."""
        same, end = _same_day(start, n), self.add_months(start, n)
        days = (same + ONE_DAY * step for step in range((end - same).days + 1))
        first = CountedDay(start, False, Why.START, UNNAMED, self.is_provisional(start))  # noqa: FBT003
        return (first, *map(self._line, days))

    def _line(self, day: date) -> CountedDay:
        holiday = self._off.get(day) or self._makeup.get(day) or UNNAMED
        return CountedDay(
            day, self.is_working(day), self._why(day), holiday, self.is_provisional(day)
        )

    def _why(self, day: date) -> Why:
        if day in self._off:
            return Why.HOLIDAY
        if day.weekday() < SATURDAY:
            return Why.WEEKDAY
        return Why.MAKEUP if day in self._makeup else Why.WEEKEND


def _same_day(start: date, months: int) -> date:
    """Return the corresponding day so many months later, or the last day of a shorter month."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += ONE_DAY
        yield day
