"""Who may see and do what, over roles, steps and places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest

from domain.district import CHINA
from domain.errors import NoSuchIssue, NotAllowed, Refusal, RoleNotAllowed, StepNotAllowed
from domain.issues import Issue, IssueNo, Past, Source
from domain.lifecycle import MOVES, Status, Step
from domain.people import Grant, Person, Role
from domain.permissions import CHECKS, may_see, objection_ends, role_for
from domain.routing import Area, AreaKind, AreaMap, Unit

NOW = datetime(2024, 3, 12, 1, 30, tzinfo=UTC)
AREAS = AreaMap(
    [
        Area("d", AreaKind.DISTRICT, None, "区", "District"),
        Area("s1", AreaKind.STREET, "d", "一街", "Street 1"),
        Area("s2", AreaKind.STREET, "d", "二街", "Street 2"),
        Area("c11", AreaKind.COMMUNITY, "s1", "一社区", "Community 1"),
        Area("c12", AreaKind.COMMUNITY, "s1", "二社区", "Community 2"),
        Area("g111", AreaKind.GRID, "c11", "一格", "Grid 1"),
        Area("g112", AreaKind.GRID, "c11", "二格", "Grid 2"),
        Area("g121", AreaKind.GRID, "c12", "三格", "Grid 3"),
    ],
    {},
    [Unit("own", "s1", "本单位", "Own"), Unit("other", "s1", "别的单位", "Other")],
    [],
)

REPORTER = Person(1)
PEOPLE = {
    "reporter": REPORTER,
    "stranger": Person(2),
    "grid": Person(3, grants=(Grant(Role.GRID_WORKER, area="g111"),)),
    "grid next door": Person(4, grants=(Grant(Role.GRID_WORKER, area="g112"),)),
    "grid elsewhere": Person(5, grants=(Grant(Role.GRID_WORKER, area="g121"),)),
    "unit": Person(6, grants=(Grant(Role.UNIT_STAFF, unit="own"),)),
    "other unit": Person(7, grants=(Grant(Role.UNIT_STAFF, unit="other"),)),
    "street": Person(8, grants=(Grant(Role.SUPERVISOR, area="s1"),)),
    "other street": Person(9, grants=(Grant(Role.SUPERVISOR, area="s2"),)),
    "district": Person(10, grants=(Grant(Role.SUPERVISOR, area="d"),)),
    "admin": Person(11, grants=(Grant(Role.ADMIN),)),
    "street of the unit": Person(
        12, grants=(Grant(Role.SUPERVISOR, area="s1"), Grant(Role.UNIT_STAFF, unit="own"))
    ),
    "grid of the unit": Person(
        13, grants=(Grant(Role.GRID_WORKER, area="g111"), Grant(Role.UNIT_STAFF, unit="own"))
    ),
}
SEES = {
    *("reporter", "grid", "grid next door", "unit", "street", "district"),
    *("street of the unit", "grid of the unit"),
}
BY_ROLE = {
    Role.RESIDENT: {"reporter"},
    Role.GRID_WORKER: {"grid", "grid next door", "grid of the unit"},
    Role.UNIT_STAFF: {"unit", "street of the unit", "grid of the unit"},
    Role.SUPERVISOR: {"street", "district", "street of the unit"},
    Role.ADMIN: set(),
    Role.SYSTEM: set(),
}


def issue(status: Status = Status.HANDLED, **parts) -> Issue:
    """An issue in the first grid, with the unit ``own``."""
    known = {"area": "g111", "unit": "own"} | parts
    return Issue(
        IssueNo("HJ-20240312-0001"), 3, status, Source.RESIDENT, "sanitation", "clutter",
        filed_at=NOW, **known,
    )  # fmt: skip


def past(**parts) -> Past:
    """A past with one reporter and nobody else."""
    return Past(**({"reporter": 1, "followers": frozenset({1})} | parts))


def role(who: str, step: Step, of: Issue, before: Past | None = None, *, now=NOW) -> Role:
    """The role in which one of the people may take a step."""
    return role_for(PEOPLE[who], step, of, before or past(), areas=AREAS, now=now, zone=CHINA)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_an_issue(who: str):
    """The reporter, the unit, the community's grid workers and the area's supervisors; no admin."""
    assert may_see(PEOPLE[who], issue(), past(), AREAS) == (who in SEES)


@pytest.mark.parametrize(("who", "step"), [*product(sorted(set(PEOPLE) - SEES), Step)])
def test_who_may_not_see_is_told_that_there_is_nothing(who: str, step: Step):
    """Whoever may not see an issue gets the same answer to every step: there is none."""
    for status in Status:
        with pytest.raises(NoSuchIssue) as refused:
            role(who, step, issue(status))
        assert refused.value.facts == {}


@pytest.mark.parametrize("move", [m for m in MOVES if m.start], ids=lambda m: f"{m.start}-{m.step}")
def test_the_matrix_of_people_and_steps(move):
    """A step is for who holds one of its roles over this issue, here and not elsewhere."""
    able = set().union(*(BY_ROLE[one] for one in move.by))
    if move.step in CHECKS:
        able -= {"street of the unit", "grid of the unit"}
    elif move.by <= {Role.SUPERVISOR, Role.SYSTEM}:
        able -= {"street of the unit"}
    found = set()
    for who in PEOPLE:
        try:
            assert role(who, move.step, issue(move.start)) in move.by
            found.add(who)
        except Refusal:
            continue
    assert found == able


def test_a_step_the_status_does_not_have_names_the_issue():
    """A refused step says of which issue, so that the answer is about the right one."""
    with pytest.raises(StepNotAllowed) as refused:
        role("unit", Step.DECLINE, issue(Status.HANDLING))
    assert refused.value.facts["no"] == "HJ-20240312-0001"


def test_a_verifier_from_elsewhere_sees_the_issue():
    """Whoever has the task to check sees the issue, wherever they work."""
    assert may_see(PEOPLE["grid elsewhere"], issue(verifier=5), past(), AREAS)


def test_an_admin_sees_what_they_reported_themselves():
    """An administrator is a resident too, of their own reports."""
    assert may_see(PEOPLE["admin"], issue(), past(followers=frozenset({1, 11})), AREAS)


def test_an_issue_without_a_unit_is_nobodys():
    """Staff of no unit own an issue that has none yet; its supervisor dispatches it."""
    waiting = issue(Status.SUBMITTED, unit=None, area="d")
    assert not may_see(PEOPLE["unit"], waiting, past(), AREAS)
    assert not may_see(PEOPLE["street"], waiting, past(), AREAS)
    assert role("district", Step.DISPATCH, waiting) is Role.SUPERVISOR


def test_nobody_decides_on_an_issue_of_their_own_unit():
    """A supervisor who works for the unit decides nothing on its issues, another one does."""
    for status, step in [
        (Status.DISPATCHED, Step.REASSIGN),
        (Status.DISPATCHED, Step.REFUSE),
        (Status.HANDLING, Step.VOID),
        (Status.HANDLING, Step.RECATEGORISE),
    ]:
        with pytest.raises(NotAllowed) as refused:
            role("street of the unit", step, issue(status))
        assert refused.value.text_key == "refuse-own-unit"
        assert role("street", step, issue(status)) is Role.SUPERVISOR


@pytest.mark.parametrize(
    ("before", "key"),
    [
        ({"fixers": frozenset({3})}, "refuse-own-fix"),
        ({"unit_people": frozenset({3})}, "refuse-own-fix"),
        ({"objectors": frozenset({3})}, "refuse-own-objection"),
        ({"passers": frozenset({3})}, "refuse-passed-before"),
    ],
)
@pytest.mark.parametrize("step", [Step.VERIFY_PASS, Step.VERIFY_FAIL])
def test_who_may_not_check(before: dict, key: str, step: Step):
    """No fixer, nobody of a fixing unit since dispatch, no objector, no earlier passer checks."""
    with pytest.raises(NotAllowed) as refused:
        role("grid", step, issue(), past(**before))
    assert refused.value.text_key == key
    assert role("grid next door", step, issue(), past(**before)) is Role.GRID_WORKER


@pytest.mark.parametrize("step", [Step.VERIFY_PASS, Step.VERIFY_FAIL])
def test_after_a_second_objection_only_a_supervisor_checks(step: Step):
    """One objection brings another grid worker, the second a supervisor."""
    assert role("grid", step, issue(objections=1)) is Role.GRID_WORKER
    with pytest.raises(RoleNotAllowed) as refused:
        role("grid", step, issue(objections=2))
    assert refused.value.text_key == "refuse-supervisor-checks"
    assert role("street", step, issue(objections=2)) is Role.SUPERVISOR


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.DISPATCHED])
def test_only_the_reporter_withdraws_and_only_alone(status: Status):
    """A follower may not withdraw, nor the reporter while somebody else follows."""
    assert role("reporter", Step.WITHDRAW, issue(status)) is Role.RESIDENT
    followed = past(followers=frozenset({1, 2}))
    for who, key in [("stranger", "refuse-not-reporter"), ("reporter", "refuse-others-follow")]:
        with pytest.raises(NotAllowed) as refused:
            role(who, Step.WITHDRAW, issue(status), followed)
        assert refused.value.text_key == key


def test_a_unit_declines_once():
    """A unit that declined an issue may not decline it again; another unit may."""
    with pytest.raises(NotAllowed) as refused:
        role("unit", Step.DECLINE, issue(Status.DISPATCHED), past(declined_by=frozenset({"own"})))
    assert refused.value.text_key == "refuse-second-decline"
    before = past(declined_by=frozenset({"other"}))
    assert role("unit", Step.DECLINE, issue(Status.DISPATCHED), before) is Role.UNIT_STAFF


TOLD_LATE = datetime(2024, 3, 12, 23, 50, tzinfo=CHINA)  # Tuesday
LAST = datetime(2024, 3, 19, 23, 59, 59, tzinfo=CHINA)  # the seventh day after: Tuesday


def test_the_time_to_object_ends_with_the_seventh_day_in_the_districts_zone():
    """Told on Tuesday 12 March, one may object until the end of Tuesday 19 March."""
    before = past(told_at=TOLD_LATE.astimezone(UTC))
    struck = issue(Status.STRUCK_OFF)
    assert role("reporter", Step.OBJECT, struck, before, now=LAST.astimezone(UTC)) is Role.RESIDENT
    with pytest.raises(NotAllowed) as refused:
        role("reporter", Step.OBJECT, struck, before, now=LAST + timedelta(seconds=1))
    assert refused.value.text_key == "refuse-objection-late"


def test_the_day_of_being_told_is_the_districts_day():
    """The same moment is another day elsewhere; the district's day counts."""
    moment = datetime(2024, 3, 12, 20, 0, tzinfo=UTC)  # Wednesday 13 March, 04:00 in the district
    assert objection_ends(moment, CHINA) == datetime(2024, 3, 21, tzinfo=CHINA)
    assert objection_ends(moment, timezone.utc) == datetime(2024, 3, 20, tzinfo=UTC)  # noqa: UP017


def test_who_was_not_told_yet_may_object():
    """The time to object does not begin before the news arrived."""
    late = NOW + timedelta(days=400)
    assert role("reporter", Step.OBJECT, issue(Status.STRUCK_OFF), now=late) is Role.RESIDENT


def test_a_grid_worker_of_a_street_reaches_all_of_it():
    """A grid worker whose area is not in a community reaches their own area, not more."""
    worker = Person(20, grants=(Grant(Role.GRID_WORKER, area="s1"),))
    assert may_see(worker, issue(area="g121"), past(), AREAS)
    assert not may_see(worker, issue(area="s2"), past(), AREAS)
    assert not may_see(PEOPLE["grid"], issue(area="s1"), past(), AREAS)
