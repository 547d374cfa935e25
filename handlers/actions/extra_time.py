"""More time: asking for it, giving it (延期, 挂账), resuming, and counting dates anew.

Only a supervisor's answer moves a date; asking, reading and accepting do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import Fact, NotAllowed, ProofMissing
from domain.extensions import check_extension, check_review
from domain.issues import Issue, Request, Shown
from domain.lifecycle import Status, Step
from domain.people import Person, Role
from domain.trail import due_of, parked_days
from handlers import time_notices
from handlers.actions.desk import THE_SYSTEM
from handlers.actions.step import may, take, write
from handlers.clock import counting, limit_days, moving, trail_of
from handlers.office import Office
from storage import deadlines, issues
from storage.values import stamp


@dataclass(frozen=True, slots=True)
class Asked:
    """What a unit asked for and nobody answered yet: working days, or parking until a day."""

    days: int | None
    review: date | None
    words: str


def asked(office: Office, issue: Issue) -> Asked | None:
    """Return the open request of an issue for more time, or None."""
    if issue.request is not Request.ASK:
        return None
    history = issues.history(office.tx, issue.no)
    entry = next(entry for entry in reversed(history) if entry.step is Step.ASK)
    days, review = entry.facts.get("days"), entry.facts.get("review")
    return Asked(
        int(str(days)) if days else None,
        date.fromisoformat(str(review)) if review else None,
        entry.words,
    )


def check_asked(office: Office, issue: Issue, shown: Shown) -> None:
    """Raise if what is asked for could not be given; without days or day, if nothing could.

    Raises:
        NotAllowed: A request is open, or the most was given already.
        BadInput: Too many days, or a day that cannot be.
    """
    if issue.request is not Request.NONE:
        raise NotAllowed("refuse-request-open", no=issue.no)
    check_given(office, issue, shown)


def check_given(office: Office, issue: Issue, shown: Shown) -> None:
    """Raise if this much time may not be given; see ``check_asked``."""
    history = issues.history(office.tx, issue.no)
    if shown.review is None:
        check_extension(history, limit_days(office, issue), shown.days, issue.no)
        return
    if issue.status is not Status.HANDLING:
        raise NotAllowed("refuse-park-accept-first", no=issue.no)
    check_review(history, shown.review, office.today, office.zone)


def ask(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Ask the supervisor for working days more, or to park the issue until a day.

    Raises:
        Refusal: See ``check_asked``.
    """
    may(office, person, issue, Step.ASK)
    check_asked(office, issue, shown)
    facts: dict[str, Fact] = (
        {"review": shown.review.isoformat()} if shown.review else {"days": shown.days or 0}
    )
    after = take(office, person, issue, Step.ASK, shown, facts=facts, request=Request.ASK)
    time_notices.asked_for(office, after, shown)
    return after


def extend(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Move the due date by working days (延期), twice at most, together at most the first limit.

    Raises:
        NotAllowed: The most was given already.
        BadInput: More than may still be given.
    """
    may(office, person, issue, Step.EXTEND)
    if shown.days is None:
        raise ProofMissing(missing="due_date")
    check_given(office, issue, shown)
    moved = moving(office, issue, Step.EXTEND, {"days": shown.days})
    after = take(
        office, person, issue, Step.EXTEND, shown, request=_answered(issue.request), **moved
    )
    time_notices.extended(office, after, shown)
    return after


def park(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Stop the clock until a day when it is looked at again (挂账).

    Raises:
        NotAllowed, BadInput: It may not be parked until then.
    """
    may(office, person, issue, Step.PARK)
    if shown.review is None:
        raise ProofMissing(missing="review_date")
    check_given(office, issue, shown)
    facts: dict[str, Fact] = {"review": shown.review.isoformat()}
    request = _answered(issue.request)
    after = take(office, person, issue, Step.PARK, shown, facts=facts, request=request)
    time_notices.parked(office, after, shown)
    return after


def _answered(request: Request) -> Request:
    """Return what is left to answer: giving time answers a request for time, nothing else."""
    return Request.NONE if request is Request.ASK else request


def resume(office: Office, person: Person, issue: Issue) -> Issue:
    """Take a parked issue up again (恢复); the due date moves by the working days parked."""
    role = may(office, person, issue, Step.RESUME)
    return _resume(office, person, role, issue)


def _resume(office: Office, person: Person, role: Role, issue: Issue) -> Issue:
    history = issues.history(office.tx, issue.no)
    since = next(entry.at for entry in reversed(history) if entry.step is Step.PARK)
    day = since.astimezone(office.zone).date()
    facts: dict[str, Fact] = {"days": parked_days(day, office.now, counting(office))}
    moved = moving(office, issue, Step.RESUME, facts)
    after = write(office, person, role, issue, Step.RESUME, Shown(), **moved)
    time_notices.resumed(office, after, person)
    return after


def resume_due(office: Office) -> None:
    """Take up what was parked until before today, on a working day; again changes nothing."""
    if not office.calendar.is_working(office.today):
        return
    for no in deadlines.parked_until(office.tx, before=office.today):
        _resume(office, THE_SYSTEM, Role.SYSTEM, issues.get(office.tx, no))


def recompute(office: Office, no: str) -> Issue | None:
    """Count an open issue's date anew; None if neither the date nor its mark changed.

    Otherwise the history gets an entry, and the unit is told.
    """
    issue = issues.get(office.tx, no)
    stretches = trail_of(office, issue) if issue.is_open else ()
    if not stretches:
        return None
    due = due_of(stretches)
    if (due.at, due.provisional) == (issue.due_at, issue.due_provisional):
        return None
    facts: dict[str, Fact] = {
        "due_from": stamp(issue.due_at) or "",
        "due_at": stamp(due.at),
        "provisional": int(due.provisional),
    }
    after = write(
        office,
        THE_SYSTEM,
        Role.SYSTEM,
        issue,
        Step.RECOMPUTE,
        Shown(),
        facts=facts,
        due_at=due.at,
        due_provisional=due.provisional,
    )
    time_notices.recomputed(office, issue, after)
    return after


A_PORTION = 200
"""Issues counted anew in one transaction, so that answers wait for none of it noticeably."""


def recompute_known(office: Office) -> None:
    """Count anew provisional dates whose year has become known, with a program or a file.

    A portion each time it runs.
    """
    last = office.calendar.last_year
    for no in deadlines.provisional(office.tx, until=date(last, 12, 31), limit=A_PORTION):
        recompute(office, no)


def recompute_since(office: Office, first: date, after: str) -> tuple[str, int]:
    """Count anew a portion of what is open and due from a day on, or provisional.

    Args:
        office: The verb's view of the world.
        first: The earliest day that changed.
        after: Number of the last issue of the portion before, or empty.

    Returns:
        The number of this portion's last issue, empty at the end, and how many dates changed.
    """
    portion = deadlines.open_from(office.tx, first, after=after, limit=A_PORTION)
    changed = [no for no in portion if recompute(office, no) is not None]
    return (portion[-1] if len(portion) == A_PORTION else ""), len(changed)
