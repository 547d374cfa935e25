"""Checking a fix (核查): who goes and looks, and what follows from what they saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from domain.errors import Fact, NotAllowed
from domain.issues import Issue, Shown
from domain.lifecycle import Step
from domain.people import Person, Role
from domain.permissions import OBJECTIONS_TO_SUPERVISOR, may_check
from domain.routing import AreaKind
from domain.trail import limit_facts
from handlers import notices
from handlers.actions.desk import fresh_clock
from handlers.actions.evidence import demand_own_photo
from handlers.actions.step import may, past_of, take
from handlers.office import Office
from storage import conversations, follows, issues, people
from storage.values import stamp


def choose_verifier(office: Office, issue: Issue) -> Issue:
    """Give the task to check to the first who may and can be reached; None: it lies in the tray.

    Looked for in this order: the grid's worker, other grids of the community, the street's
    supervisor, the district's.
    """
    chosen = next(_candidates(office, issue), None)
    after = replace(issue, verifier=chosen.id if chosen else None)
    issues.set_verifier(office.tx, after)
    return after


def _candidates(office: Office, issue: Issue) -> Iterator[Person]:
    for role, areas in _order(office, issue):
        for person in people.with_role(office.tx, role, areas):
            try:
                may_check(person, issue, past_of(office, issue, person))
            except NotAllowed:
                continue
            if conversations.reachable_at(office.tx, person.id):
                yield person


def _order(office: Office, issue: Issue) -> Iterator[tuple[Role, tuple[str, ...]]]:
    path = office.areas.path(issue.area)
    if issue.objections < OBJECTIONS_TO_SUPERVISOR:
        yield Role.GRID_WORKER, (issue.area,)
        for community in (area for area in path if area.kind is AreaKind.COMMUNITY):
            grids = (grid.code for grid in office.areas.children(community.code))
            yield Role.GRID_WORKER, (community.code, *grids)
    for area in reversed(path):
        yield Role.SUPERVISOR, (area.code,)


def hand_on_checks(office: Office, person: Person) -> None:
    """Give the checks somebody may not make any more, for they joined the unit, to others."""
    for issue in issues.listed(office.tx, "to_check", person=person.id):
        try:
            may_check(person, issue, past_of(office, issue, person))
        except NotAllowed:
            notices.check_handed_on(office, choose_verifier(office, issue))


def verify_pass(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Strike the issue off (销号): somebody of another unit saw the fix, and shows it.

    Raises:
        NotAllowed: Their own fix, unit, objection, or they passed it before; or the photo is not
            theirs, was shown before, or is older than what has to be checked.
        ProofMissing: No photo.
    """
    may(office, person, issue, Step.VERIFY_PASS)
    since = past_of(office, issue, person).unproven_since
    demand_own_photo(office, person, issue, Step.VERIFY_PASS, shown, since=since)
    follows.forget_told(office.tx, issue.no)
    after = take(
        office, person, issue, Step.VERIFY_PASS, shown, closed_at=office.now, verifier=None
    )
    notices.struck_off(office, after)
    return after


def verify_fail(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Send the issue back to the unit (返工), with what is not right.

    After an objection that reopens it, and a new clock starts.
    """
    rework = issue.rework + 1
    clock = fresh_clock(office, issue) if _was_struck_off(office, issue) else {}
    facts = {"rework": rework} | (_clock_facts(office, issue, clock) if clock else {})
    after = take(
        office,
        person,
        issue,
        Step.VERIFY_FAIL,
        shown,
        facts=facts,
        rework=rework,
        verifier=None,
        **clock,
    )
    notices.sent_back(office, after, shown)
    return after


def _clock_facts(office: Office, issue: Issue, clock: Mapping[str, Any]) -> dict[str, Fact]:
    """Return what is kept of a new clock: when it ends, and the limit it counts."""
    limit = office.catalogue.get(issue.sub_category).limit
    return {"due_at": stamp(clock["due_at"]), **limit_facts(limit)}


def _was_struck_off(office: Office, issue: Issue) -> bool:
    """Whether the last reported fix had passed a check before."""
    for entry in reversed(issues.history(office.tx, issue.no)):
        if entry.step in {Step.VERIFY_PASS, Step.REPORT_FIX, Step.FILE_FIXED}:
            return entry.step is Step.VERIFY_PASS
    return False


def object_(office: Office, person: Person, issue: Issue) -> Issue:
    """Bring another verifier: the reporter or a follower says it is not fixed (仍未解决)."""
    objections = issue.objections + 1
    after = take(
        office,
        person,
        issue,
        Step.OBJECT,
        Shown(),
        facts={"objections": objections},
        objections=objections,
        closed_at=None,
    )
    after = choose_verifier(office, after)
    notices.objected(office, after, person)
    return after
