"""The supervisor's desk: dispatching, answering a declined issue, voiding, recategorising."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.deadlines import due_at
from domain.errors import BadInput, NotAllowed
from domain.issues import Issue, Request, Shown
from domain.lifecycle import Status, Step
from domain.people import SYSTEM, Person, Role
from domain.trail import limit_facts
from handlers import notices, time_notices
from handlers.actions.step import take, write
from handlers.clock import moving
from handlers.office import Office
from storage import issues
from storage.values import stamp

THE_SYSTEM = Person(SYSTEM, title="")


def _clock(office: Office, start: datetime, sub_category: str) -> dict[str, Any]:
    """Return what a clock that starts then sets."""
    limit = office.catalogue.get(sub_category).limit
    due = due_at(start, limit, office.calendar, office.district.hours, office.zone)
    return {"due_at": due.at, "due_provisional": due.provisional}


def fresh_clock(office: Office, issue: Issue) -> dict[str, Any]:
    """Return what changes when the clock of a reopened issue starts anew."""
    return _clock(office, office.now, issue.sub_category)


def _sending(office: Office, issue: Issue, unit: str) -> dict[str, Any]:
    """Return what changes, and what is kept of it, when an issue goes to a unit."""
    start = issue.dispatched_at or office.now
    clock = _clock(office, start, issue.sub_category)
    limit = limit_facts(office.catalogue.get(issue.sub_category).limit)
    facts = {"unit": unit, "due_at": stamp(clock["due_at"]), **limit}
    return {"facts": facts, "unit": unit, "unrouted": "", "dispatched_at": start, **clock}


def dispatch_by_rule(office: Office, issue: Issue, unit: str) -> Issue:
    """Send a new issue to the unit its place and category lead to; the clock starts."""
    shown, sending = Shown(unit=unit), _sending(office, issue, unit)
    after = write(office, THE_SYSTEM, Role.SYSTEM, issue, Step.DISPATCH, shown, **sending)
    notices.sent_to_unit(office, after)
    return after


def note_unrouted(office: Office, issue: Issue, why: str) -> Issue:
    """Leave a new issue in the tray, with the reason."""
    waiting = replace(issue, unrouted=why)
    issues.set_unrouted(office.tx, waiting)
    notices.waits_in_tray(office, waiting)
    return waiting


def dispatch(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Send an issue that could not be routed to a unit of the supervisor's choice."""
    sending = _sending(office, issue, _unit(office, shown))
    after = take(office, person, issue, Step.DISPATCH, shown, **sending)
    notices.dispatched(office, after)
    return after


def _unit(office: Office, shown: Shown) -> str:
    if shown.unit is None:
        raise BadInput("ask-unit")
    return office.areas.unit(shown.unit).code


def reassign(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Give an issue to another unit; the due date stays.

    Raises:
        BadInput: The unit has it already.
    """
    unit = _unit(office, shown)
    if unit == issue.unit:
        raise BadInput("refuse-same-unit", no=issue.no)
    facts = {"unit": unit, "from": issue.unit or ""}
    after = take(
        office,
        person,
        issue,
        Step.REASSIGN,
        shown,
        facts=facts,
        unit=unit,
        request=Request.NONE,
    )
    notices.reassigned(office, issue, after, shown.words)
    return after


def refuse(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Say no to what a unit asked for; the unit keeps the duty.

    Raises:
        NotAllowed: Nothing was asked for.
    """
    if issue.request is Request.NONE and issue.status in {Status.DISPATCHED, Status.HANDLING}:
        raise NotAllowed("refuse-nothing-asked", no=issue.no)
    facts = {"request": issue.request}
    after = take(office, person, issue, Step.REFUSE, shown, facts=facts, request=Request.NONE)
    if issue.request is Request.ASK:
        time_notices.refused(office, after, shown.words)
    else:
        notices.refused(office, after, shown.words)
    return after


def void(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Close an issue as not to be dealt with (不予受理); the reporter is told why."""
    after = take(
        office,
        person,
        issue,
        Step.VOID,
        shown,
        request=Request.NONE,
        closed_at=office.now,
    )
    notices.voided(office, issue, after, shown.words)
    return after


def recategorise(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Move an issue to another category; the due date is counted anew from the clock's start.

    Time given since (extensions, parking) counts on top of the new limit.

    Raises:
        BadInput: It has that category already, or there is no such one.
    """
    sub = office.catalogue.get(shown.sub_category or "")
    if sub.code == issue.sub_category:
        raise BadInput("refuse-same-category", no=issue.no)
    facts = {"from": issue.sub_category, "to": sub.code, **limit_facts(sub.limit)}
    after = take(
        office,
        person,
        issue,
        Step.RECATEGORISE,
        shown,
        category=sub.category,
        sub_category=sub.code,
        **moving(office, issue, Step.RECATEGORISE, facts),
    )
    notices.recategorised(office, after)
    return after
