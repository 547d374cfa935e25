"""Who may see and do what, on which issue: the one place where that is decided.

The lifecycle table says which roles a step belongs to; here it is decided whether this person
holds such a role over this issue, and what stands against it (their own unit, their own fix).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from domain.errors import NoSuchIssue, NotAllowed, RoleNotAllowed, StepNotAllowed
from domain.issues import Issue, Past
from domain.lifecycle import Step, find_move
from domain.people import Person, Role
from domain.routing import AreaKind, AreaMap

OBJECTION_DAYS: Final = 7
"""Days after being told of the strike-off in which one may object. Source: the lifecycle."""

OBJECTIONS_TO_SUPERVISOR: Final = 2
"""From this objection on a supervisor checks. Source: the lifecycle."""

CHECKS: Final = frozenset(
    {Step.VERIFY_PASS, Step.VERIFY_FAIL, Step.LOOK_BACK_PASS, Step.LOOK_BACK_FAIL}
)


def may_see(person: Person, issue: Issue, past: Past, areas: AreaMap) -> bool:
    """Whether somebody may read an issue without its receipt code.

    The reporter and followers, the responsible unit, grid workers of its community, supervisors
    of its area; an administrator sees no issue by being one.
    """
    return (
        person.id in past.followers
        or issue.unit in person.units
        or person.id == issue.verifier
        or _covers(person, Role.SUPERVISOR, issue, areas)
        or _near(person, issue, areas)
    )


def _covers(person: Person, role: Role, issue: Issue, areas: AreaMap) -> bool:
    return any(areas.is_within(issue.area, area) for area in person.areas_as(role))


def _near(person: Person, issue: Issue, areas: AreaMap) -> bool:
    """Whether a grid worker's own community holds the issue."""
    return any(
        areas.is_within(issue.area, _community(area, areas))
        for area in person.areas_as(Role.GRID_WORKER)
    )


def _community(code: str, areas: AreaMap) -> str:
    path = areas.path(code)
    return next((area.code for area in path if area.kind is AreaKind.COMMUNITY), code)


def _holds(person: Person, role: Role, issue: Issue, past: Past, areas: AreaMap) -> bool:
    if role is Role.UNIT_STAFF:
        return issue.unit in person.units
    if role is Role.SUPERVISOR:
        return _covers(person, role, issue, areas)
    if role is Role.GRID_WORKER:
        return _near(person, issue, areas)
    return role is Role.RESIDENT and person.id in past.followers


def may_check(person: Person, issue: Issue, past: Past) -> None:
    """Raise if something stands against this person checking this fix.

    Raises:
        NotAllowed: A fixer, anyone of the fixing unit since dispatch, who objected, or who
            passed this issue before; ``text_key`` says which.
    """
    if person.id in past.fixers | past.unit_people or issue.unit in person.units:
        raise NotAllowed("refuse-own-fix", no=issue.no)
    if person.id in past.objectors:
        raise NotAllowed("refuse-own-objection", no=issue.no)
    if person.id in past.passers:
        raise NotAllowed("refuse-passed-before", no=issue.no)


def role_for(
    person: Person,
    step: Step,
    issue: Issue,
    past: Past,
    *,
    areas: AreaMap,
    now: datetime,
    zone: tzinfo,
) -> Role:
    """Return the role in which a person may take a step on an issue.

    Raises:
        NoSuchIssue: They may not even see it.
        StepNotAllowed: The issue's status has no such step; ``no`` is in the facts.
        RoleNotAllowed: Nothing they are lets them take it.
        NotAllowed: They could, were it not their own unit, fix, objection or too late.
    """
    if not may_see(person, issue, past, areas):
        raise NoSuchIssue
    by = _roles_of(step, issue)
    roles = [role for role in Role if role in by and _holds(person, role, issue, past, areas)]
    if step in CHECKS and issue.unit in person.units:
        raise NotAllowed("refuse-own-fix", no=issue.no)
    if not roles:
        raise RoleNotAllowed(_who_instead(step, issue), no=issue.no, step=step)
    if step in CHECKS:
        may_check(person, issue, past)
    if roles[0] is Role.SUPERVISOR and issue.unit in person.units:
        raise NotAllowed("refuse-own-unit", no=issue.no)
    _check_relation(person, step, issue, past, now=now, zone=zone)
    return roles[0]


def _roles_of(step: Step, issue: Issue) -> frozenset[Role]:
    """Return which roles may take the step; after a second objection only a supervisor checks."""
    try:
        by = find_move(issue.status, step).by
    except StepNotAllowed:
        raise StepNotAllowed(no=issue.no, status=issue.status, step=step) from None
    if step in CHECKS and issue.objections >= OBJECTIONS_TO_SUPERVISOR:
        return by & {Role.SUPERVISOR}
    return by


def _who_instead(step: Step, issue: Issue) -> str:
    if step in CHECKS and issue.objections >= OBJECTIONS_TO_SUPERVISOR:
        return "refuse-supervisor-checks"
    return _WHO_INSTEAD.get(step, "refuse-role")


_WHO_INSTEAD: Final = {
    Step.VERIFY_PASS: "refuse-not-checker",
    Step.VERIFY_FAIL: "refuse-not-checker",
    Step.ACCEPT: "refuse-not-unit",
    Step.DECLINE: "refuse-not-unit",
    Step.REPORT_FIX: "refuse-not-unit",
    Step.WITHDRAW: "refuse-not-reporter",
    Step.OBJECT: "refuse-not-reporter",
}


def _check_relation(
    person: Person, step: Step, issue: Issue, past: Past, *, now: datetime, zone: tzinfo
) -> None:
    if step is Step.WITHDRAW and person.id != past.reporter:
        raise NotAllowed("refuse-not-reporter", no=issue.no)
    if step is Step.WITHDRAW and past.followers != {past.reporter}:
        raise NotAllowed("refuse-others-follow", no=issue.no)
    if step is Step.DECLINE and issue.unit in past.declined_by:
        raise NotAllowed("refuse-second-decline", no=issue.no)
    if step is Step.OBJECT and past.told_at and now >= objection_ends(past.told_at, zone):
        raise NotAllowed("refuse-objection-late", no=issue.no)


def objection_ends(told_at: datetime, zone: tzinfo) -> datetime:
    """When the time to object is over: the end of the seventh day after being told."""
    day = told_at.astimezone(zone).date() + timedelta(days=OBJECTION_DAYS + 1)
    return datetime.combine(day, time(), zone)
