"""Taking a step: permission, the table of moves, and one entry in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.errors import Fact
from domain.issues import Entry, Issue, Past, Shown
from domain.lifecycle import Step, next_status
from domain.people import Person, Role
from domain.permissions import role_for
from handlers.office import Office
from storage import issues, past


def past_of(office: Office, issue: Issue, person: Person) -> Past:
    """Gather who did what on an issue, as it matters to this person."""
    return past.past_of(office.tx, issue, person.id)


def may(office: Office, person: Person, issue: Issue, step: Step) -> Role:
    """Return the role in which a person may take a step on an issue now.

    Raises:
        Refusal: They may not, or the issue's status has no such step; its text says why.
    """
    return role_for(
        person,
        step,
        issue,
        past_of(office, issue, person),
        areas=office.areas,
        now=office.now,
        zone=office.zone,
    )


def take(
    office: Office,
    person: Person,
    issue: Issue,
    step: Step,
    shown: Shown,
    *,
    facts: Mapping[str, Fact] | None = None,
    **changes: Any,
) -> Issue:
    """Take a step on an issue as a person, and return the issue after it.

    Args:
        office: The verb's view of the world.
        person: Who takes it; they must be allowed to.
        issue: As it was read in this transaction.
        step: What is to happen.
        shown: What the person brings.
        facts: Codes, dates and counts to keep in the history; nothing personal.
        changes: Fields of the issue that change besides its status.

    Raises:
        Refusal: Not allowed, or something the step must show is missing.
        StaleIssue: Somebody moved the issue first.
    """
    role = may(office, person, issue, step)
    return write(office, person, role, issue, step, shown, facts=facts, **changes)


def write(
    office: Office,
    person: Person,
    role: Role,
    issue: Issue,
    step: Step,
    shown: Shown,
    *,
    facts: Mapping[str, Fact] | None = None,
    **changes: Any,
) -> Issue:
    """Write a step that this role may take; for the system, which asks nobody."""
    status = next_status(issue.status, step, role=role, shown=shown.proofs)
    after = replace(issue, seq=issue.seq + 1, status=status, **changes)
    entry = Entry(
        no=after.no,
        seq=after.seq,
        step=step,
        status=status,
        at=office.now,
        actor=person.id,
        role=role,
        unit=after.unit,
        facts=dict(facts or {}),
        words=shown.words,
        photos=shown.photos,
    )
    issues.append(office.tx, after, entry)
    return after
