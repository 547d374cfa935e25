"""How much more time a unit may be given: extensions (延期) and parking (挂账), capped in total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from typing import Final

from domain.deadlines import Limit, LimitUnit, WorkingHours
from domain.errors import BadInput, NotAllowed
from domain.issues import Entry
from domain.lifecycle import Step

MOST_EXTENSIONS: Final = 2
"""Extensions of one issue. Source: the lifecycle."""

MOST_PARKED: Final = timedelta(days=180)
"""Time one issue may be parked, all its parkings together. Source: the office's rule."""


def limit_in_days(limit: Limit, hours: WorkingHours) -> int:
    """Return a limit in working days; hours are rounded up to whole days."""
    if limit.unit is LimitUnit.WORKING_DAYS:
        return limit.amount
    return -(-timedelta(hours=limit.amount) // hours.a_day)


def days_left_to_extend(history: Sequence[Entry], limit_days: int) -> int:
    """Return how many working days an issue may still be extended by; 0 when all are used.

    Twice at most, together at most the first limit, over the issue's whole life.

    Source: the lifecycle.
    """
    given = [int(str(entry.facts["days"])) for entry in history if entry.step is Step.EXTEND]
    return 0 if len(given) >= MOST_EXTENSIONS else max(0, limit_days - sum(given))


def check_extension(history: Sequence[Entry], limit_days: int, days: int | None, no: str) -> None:
    """Raise if an issue may not be extended by so many working days; None asks for any at all.

    Raises:
        NotAllowed: None may be given any more; ``refuse-extended-out`` says what can be done.
        BadInput: More than may still be given; ``most`` says how many may be.
    """
    most = days_left_to_extend(history, limit_days)
    if most < 1:
        raise NotAllowed("refuse-extended-out", no=no)
    if days is not None and not 1 <= days <= most:
        raise BadInput("refuse-extension-days", no=no, most=most)


def check_review(history: Sequence[Entry], review: date, today: date, zone: tzinfo) -> None:
    """Raise if an issue may not be parked until it is looked at again on this day.

    Raises:
        BadInput: The day is not in the future, or all parkings together would last too long;
            ``last`` is the latest day that may be.
        NotAllowed: No time is left to park it at all.
    """
    last = today + MOST_PARKED - parked_before(history, zone)
    if last <= today:
        raise NotAllowed("refuse-parked-out", days=MOST_PARKED.days)
    if review <= today:
        raise BadInput("refuse-review-past")
    if review > last:
        raise BadInput("refuse-review-late", last=last)


def parked_before(history: Sequence[Entry], zone: tzinfo) -> timedelta:
    """Return how long an issue was parked in all, over its whole life."""
    total, since = timedelta(), None
    for entry in history:
        day = entry.at.astimezone(zone).date()
        if entry.step is Step.PARK:
            since = day
        elif entry.step is Step.RESUME and since is not None:
            total, since = total + (day - since), None
    return total
