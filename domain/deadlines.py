"""Limits (时限) and the dates they lead to (截止).

The clock starts at dispatch. Which limit holds for an issue is data of its category; when an
issue's date moves is decided where the step is taken, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import count, pairwise, takewhile
from typing import Final

from domain.errors import BadData
from domain.workdays import ONE_DAY, WorkCalendar

END_OF_DAY: Final = time(23, 59, 59)
"""A limit of working days ends with the day. Source: Civil Code of China, article 203."""


class LimitUnit(StrEnum):
    """What a limit counts. Stored values, never renamed."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a fix may take: ``amount``, 1 or more, of ``unit``."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise BadData("data-limit", amount=self.amount)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of a working day, in the district's zone.

    Attributes:
        spans: Opening and closing time of each span, in order, none touching the next.
    """

    spans: tuple[tuple[time, time], ...] = (
        (time(8, 30), time(12, 0)),
        (time(14, 30), time(17, 30)),
    )

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(earlier >= later for earlier, later in pairwise(edges)):
            raise BadData("data-hours")

    @property
    def a_day(self) -> timedelta:
        """How long a working day is, without the breaks."""
        return sum((_length(*span) for span in self.spans), timedelta())

    def contains(self, at: time) -> bool:
        """Whether ``at`` falls into a span; the closing time itself does not."""
        return any(opens <= at < closes for opens, closes in self.spans)


def _length(opens: time, closes: time) -> timedelta:
    return datetime.combine(date.min, closes) - datetime.combine(date.min, opens)


@dataclass(frozen=True, slots=True)
class Due:
    """When something must be done.

    Attributes:
        at: The last moment, aware, UTC.
        provisional: A day on the way was guessed, because the notice for its year is not known.
    """

    at: datetime
    provisional: bool


def due_at(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: WorkingHours, zone: tzinfo
) -> Due:
    """Return when a limit that starts at ``start`` ends.

    Working days: the end of the last day, the day of ``start`` not counted. Working hours: counted
    inside ``hours`` of working days, from ``start`` on.
    """
    local = start.astimezone(zone)
    if limit.unit is LimitUnit.WORKING_DAYS:
        day = calendar.add_working_days(local.date(), limit.amount)
        end = datetime.combine(day, END_OF_DAY, zone)
    else:
        end = _add_hours(local, timedelta(hours=limit.amount), calendar, hours)
    return Due(end.astimezone(UTC), is_guessed(local, end, calendar))


def later_by(due_at: datetime, days: int, calendar: WorkCalendar, zone: tzinfo) -> datetime:
    """Return a due moment moved on by working days, at the same time of day, aware, UTC.

    0 days leave it where it is.
    """
    local = due_at.astimezone(zone)
    day = calendar.add_working_days(local.date(), days)
    return datetime.combine(day, local.timetz()).astimezone(UTC)


def hours_counted(
    start: datetime, end: datetime, calendar: WorkCalendar, hours: WorkingHours, zone: tzinfo
) -> tuple[tuple[datetime, datetime], ...]:
    """List the spans of working time between two moments, in the district's zone, in order."""
    local, last = start.astimezone(zone), end.astimezone(zone)
    spans = takewhile(lambda span: span[0] < last, _spans_from(local, calendar, hours))
    return tuple(
        (max(local, opens), min(last, closes)) for opens, closes in spans if closes > local
    )


def overdue_by(now: datetime, due_at: datetime, calendar: WorkCalendar, zone: tzinfo) -> int:
    """Count the working days that began after the due day and are over.

    0 both before the due moment and on the first working day after it; compare ``now`` with
    ``due_at`` to know whether an issue is overdue at all.
    """
    yesterday = now.astimezone(zone).date() - ONE_DAY
    return calendar.count_working_days(due_at.astimezone(zone).date(), yesterday)


def working_days_left(now: datetime, due: datetime, calendar: WorkCalendar, zone: tzinfo) -> int:
    """Count the working days after today up to the due day; 0 on the due day and later."""
    return calendar.count_working_days(now.astimezone(zone).date(), due.astimezone(zone).date())


def _add_hours(
    start: datetime, left: timedelta, calendar: WorkCalendar, hours: WorkingHours
) -> datetime:
    for opens, closes in _spans_from(start, calendar, hours):
        begin = max(start, opens)
        if closes > begin and closes - begin >= left:
            return begin + left
        left -= max(closes - begin, timedelta())
    raise AssertionError("a calendar always has another working day")


def _spans_from(
    start: datetime, calendar: WorkCalendar, hours: WorkingHours
) -> Iterator[tuple[datetime, datetime]]:
    for step in count():
        day = start.date() + ONE_DAY * step
        if calendar.is_working(day):
            for opens, closes in hours.spans:
                yield (
                    datetime.combine(day, opens, start.tzinfo),
                    datetime.combine(day, closes, start.tzinfo),
                )


def is_guessed(start: datetime, end: datetime, calendar: WorkCalendar) -> bool:
    """Whether a day on the way, both ends included, is provisional; in the district's zone."""
    span = (end.date() - start.date()).days
    return any(calendar.is_provisional(start.date() + ONE_DAY * step) for step in range(span + 1))
