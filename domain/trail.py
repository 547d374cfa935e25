"""How an issue came to its due date (截止): the same stretches, counted from its history, again.

There is one definition of a due date: the limit from the moment the clock started, then every
extension and every parking since, one after the other. A new category or new calendar data count
the same stretches anew, and 为什么是这天 shows them. Reading, accepting and reassigning are no
stretch, so they move nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from domain.deadlines import Due, Limit, LimitUnit, WorkingHours, due_at, is_guessed, later_by
from domain.errors import Fact
from domain.issues import Entry
from domain.lifecycle import Step
from domain.workdays import WorkCalendar

LimitOf = Callable[[str], Limit]
"""The limit of a sub-category, for entries that do not keep the limit they were made with."""

_REOPENS: Final = frozenset({Step.VERIFY_FAIL, Step.LOOK_BACK_FAIL})
"""These start a new clock when their facts hold the new due date (an objection was right)."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What days and hours are counted by."""

    calendar: WorkCalendar
    hours: WorkingHours
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Stretch:
    """One piece of the way to a due date.

    Attributes:
        cause: The step that added it: dispatch or what reopened it, extend, resume.
        at: When that step was taken.
        start: From when it counts: the clock's start, or the due date before; aware.
        end: The due date after it, aware, UTC.
        limit: What it counts.
        provisional: One of its days was guessed.
        parked: For a parking, the day it began; the day it ended is that of ``at``.
    """

    cause: Step
    at: datetime
    start: datetime
    end: datetime
    limit: Limit | None
    provisional: bool
    parked: date | None = None


def trail(history: Sequence[Entry], limit_of: LimitOf, by: Counting) -> tuple[Stretch, ...]:
    """Count the way to the due date anew, from the last start of the clock; empty without one.

    Args:
        history: The issue's entries, oldest first.
        limit_of: The limit of a sub-category.
        by: The calendar, working hours and zone to count by.
    """
    starts = [n for n, entry in enumerate(history) if _starts_clock(entry)]
    if not starts:
        return ()
    limit = _limit(history, starts[-1], limit_of)
    stretches = [_first(history[starts[-1]], limit, by)]
    parked: date | None = None
    for entry in history[starts[-1] + 1 :]:
        if entry.step is Step.PARK:
            parked = entry.at.astimezone(by.zone).date()
        elif entry.step is Step.EXTEND:
            stretches.append(_added(entry, stretches[-1].end, int(str(entry.facts["days"])), by))
        elif entry.step is Step.RESUME and parked is not None:
            days = parked_days(parked, entry.at, by)
            stretch = _added(entry, stretches[-1].end, days, by)
            stretches.append(replace(stretch, parked=parked))
    return tuple(stretches)


def due_of(stretches: Sequence[Stretch]) -> Due:
    """Return the date the stretches lead to; there is at least one."""
    return Due(stretches[-1].end, any(stretch.provisional for stretch in stretches))


def parked_days(since: date, until: datetime, by: Counting) -> int:
    """Count the working days parked: the day it is parked is not counted, that of resuming is."""
    return by.calendar.count_working_days(since, until.astimezone(by.zone).date())


def limit_facts(limit: Limit) -> dict[str, Fact]:
    """Return what an entry that starts a clock keeps of its limit."""
    return {"limit": limit.amount, "limit_unit": limit.unit.value}


def _starts_clock(entry: Entry) -> bool:
    return entry.step is Step.DISPATCH or (entry.step in _REOPENS and "due_at" in entry.facts)


def _limit(history: Sequence[Entry], start: int, limit_of: LimitOf) -> Limit:
    """Return the limit that holds: of the last new category, or that of the clock's start."""
    changed = [entry for entry in history[start:] if entry.step is Step.RECATEGORISE]
    source = changed[-1] if changed else history[start]
    if "limit" in source.facts:
        return Limit(int(str(source.facts["limit"])), LimitUnit(str(source.facts["limit_unit"])))
    return limit_of(_sub_category(history if changed else history[: start + 1]))


def _sub_category(history: Sequence[Entry]) -> str:
    named = [
        str(entry.facts.get("to") or entry.facts["sub_category"])
        for entry in history
        if entry.step is Step.RECATEGORISE or "sub_category" in entry.facts
    ]
    return named[-1]


def _first(entry: Entry, limit: Limit, by: Counting) -> Stretch:
    due = due_at(entry.at, limit, by.calendar, by.hours, by.zone)
    return Stretch(entry.step, entry.at, entry.at, due.at, limit, due.provisional)


def _added(entry: Entry, start: datetime, days: int, by: Counting) -> Stretch:
    end = later_by(start, days, by.calendar, by.zone)
    limit = Limit(days, LimitUnit.WORKING_DAYS) if days else None
    guessed = is_guessed(start.astimezone(by.zone), end.astimezone(by.zone), by.calendar)
    return Stretch(entry.step, entry.at, start, end, limit, guessed)
