"""The clock of an issue: what its due date is counted by, and what a step that moves it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.errors import Fact
from domain.extensions import days_left_to_extend, limit_in_days
from domain.issues import Entry, Issue
from domain.lifecycle import Step
from domain.people import SYSTEM, Role
from domain.trail import Counting, Stretch, due_of, trail
from handlers.office import Office
from storage import issues
from storage.values import stamp


def counting(office: Office) -> Counting:
    """Return what the district counts its days and hours by."""
    return Counting(office.calendar, office.district.hours, office.zone)


def trail_of(office: Office, issue: Issue, *more: Entry) -> tuple[Stretch, ...]:
    """Count the way to an issue's due date anew, with entries that are about to be written."""
    history = (*issues.history(office.tx, issue.no), *more)
    return trail(history, lambda code: office.catalogue.get(code).limit, counting(office))


def moving(office: Office, issue: Issue, step: Step, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return what changes when a step moves the due date, and what is kept of it.

    Nothing but ``facts`` when the clock has not started.
    """
    coming = Entry(
        no=issue.no,
        seq=issue.seq + 1,
        step=step,
        status=issue.status,
        at=office.now,
        actor=SYSTEM,
        role=Role.SYSTEM,
        facts=dict(facts),
    )
    stretches = trail_of(office, issue, coming)
    if not stretches:
        return {"facts": dict(facts)}
    due = due_of(stretches)
    moved = {"due_from": stamp(issue.due_at) or "", "due_at": stamp(due.at)}
    return {"facts": {**facts, **moved}, "due_at": due.at, "due_provisional": due.provisional}


def limit_days(office: Office, issue: Issue) -> int:
    """Return the limit an issue was first given, in working days."""
    stretches = trail_of(office, issue)
    limit = stretches[0].limit if stretches else None
    return limit_in_days(
        limit or office.catalogue.get(issue.sub_category).limit, office.district.hours
    )


def extension_left(office: Office, issue: Issue) -> int:
    """Return how many working days an issue may still be extended by."""
    history = issues.history(office.tx, issue.no)
    return days_left_to_extend(history, limit_days(office, issue))
