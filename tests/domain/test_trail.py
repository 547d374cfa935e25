"""How a due date is counted from an issue's history, and counted anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import (
    Limit,
    LimitUnit,
    WorkingHours,
    due_at,
    hours_counted,
    later_by,
)
from domain.district import CHINA
from domain.errors import BadInput, NotAllowed
from domain.extensions import (
    MOST_PARKED,
    check_extension,
    check_review,
    days_left_to_extend,
    limit_in_days,
)
from domain.issues import Entry, IssueNo
from domain.lifecycle import Status, Step
from domain.people import Role
from domain.trail import Counting, due_of, limit_facts, trail
from storage.calendar import load_calendar

CALENDAR = load_calendar()
HOURS = WorkingHours()
BY = Counting(CALENDAR, HOURS, CHINA)
LIMITS = {
    "clutter": Limit(5, LimitUnit.WORKING_DAYS),
    "exposed_waste": Limit(1, LimitUnit.WORKING_DAYS),
    "dirty_road": Limit(5, LimitUnit.WORKING_HOURS),
}


moments = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2026-11-01"))


def entry(step: Step, at: str, **facts) -> Entry:
    """One line of a history, at a moment in the district."""
    moment = datetime.fromisoformat(at).replace(tzinfo=CHINA)
    no = IssueNo("HJ-20240422-0001")
    return Entry(no, 1, step, Status.HANDLING, moment, 0, Role.SYSTEM, facts=facts)


def due_day(*entries: Entry) -> date:
    """The day a history leads to."""
    due = due_of(trail(entries, LIMITS.__getitem__, BY))
    return due.at.astimezone(CHINA).date()


FILED = entry(Step.FILE, "2024-04-22T09:00", sub_category="clutter")  # a Monday
SENT = entry(Step.DISPATCH, "2024-04-22T09:00")


def test_without_a_dispatch_there_is_no_trail():
    """The clock starts at dispatch; before it there is nothing to count."""
    assert trail((FILED,), LIMITS.__getitem__, BY) == ()


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ((), "2024-04-28"),  # a Sunday that is worked
        ([(Step.ACCEPT, "2024-04-25T09:00", {})], "2024-04-28"),
        ([(Step.ASK, "2024-04-25T09:00", {"days": 3})], "2024-04-28"),
        ([(Step.REASSIGN, "2024-04-25T09:00", {})], "2024-04-28"),
        ([(Step.EXTEND, "2024-04-25T09:00", {"days": 1})], "2024-04-29"),
        ([(Step.EXTEND, "2024-04-25T09:00", {"days": 3})], "2024-05-06"),  # over Labour Day
        (  # parked Tuesday to Friday: three working days
            [
                (Step.PARK, "2024-04-23T15:00", {"review": "2024-04-25"}),
                (Step.RESUME, "2024-04-26T07:07", {}),
            ],
            "2024-05-06",
        ),
        (  # parked and taken up again the same day
            [
                (Step.PARK, "2024-04-23T09:00", {"review": "2024-04-25"}),
                (Step.RESUME, "2024-04-23T15:00", {}),
            ],
            "2024-04-28",
        ),
        ([(Step.PARK, "2024-04-23T09:00", {"review": "2024-04-25"})], "2024-04-28"),
        ([(Step.RECATEGORISE, "2024-04-23T09:00", {"to": "exposed_waste"})], "2024-04-23"),
        (  # a new category keeps the time that was given
            [
                (Step.EXTEND, "2024-04-23T08:00", {"days": 1}),
                (Step.RECATEGORISE, "2024-04-23T09:00", {"to": "exposed_waste"}),
            ],
            "2024-04-24",
        ),
        ([(Step.VERIFY_FAIL, "2024-05-06T09:00", {"rework": 1})], "2024-04-28"),
        (  # an objection was right: a new clock
            [(Step.VERIFY_FAIL, "2024-05-06T09:00", {"rework": 1, "due_at": "x"})],
            "2024-05-11",  # a Saturday that is worked
        ),
    ],
)
def test_only_what_moves_a_date_moves_it(more, due):
    """Of all steps only extension, parking, a new category and a new clock move the date."""
    entries = [entry(step, at, **facts) for step, at, facts in more]
    assert due_day(FILED, SENT, *entries) == date.fromisoformat(due)


def test_the_limit_is_that_of_the_dispatch():
    """A limit changed later in the district's files does not change issues under way."""
    kept = entry(Step.DISPATCH, "2024-04-22T09:00", **limit_facts(LIMITS["exposed_waste"]))
    assert due_day(FILED, kept) == date(2024, 4, 23)


def test_a_limit_of_hours_keeps_its_hour_when_extended():
    """Five working hours from 14:30 end next morning; a day more ends at the same hour."""
    filed = entry(Step.FILE, "2024-04-22T14:30", sub_category="dirty_road")
    sent = entry(Step.DISPATCH, "2024-04-22T14:30")
    more = entry(Step.EXTEND, "2024-04-23T09:00", days=1)
    ends = [stretch.end for stretch in trail((filed, sent, more), LIMITS.__getitem__, BY)]
    assert [f"{end.astimezone(CHINA):%m-%d %H:%M}" for end in ends] == [
        "04-23 10:30",
        "04-24 10:30",
    ]


@given(
    start=moments,
    steps=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 30)), max_size=4),
)
def test_each_stretch_goes_on_where_the_last_ended(start, steps):
    """However extended and parked, stretches join, never go back, and end on working days."""
    at = start.replace(tzinfo=CHINA)
    history = [FILED, entry(Step.DISPATCH, at.replace(tzinfo=None).isoformat())]
    for days, rest in steps:
        history.append(entry(Step.EXTEND, at.replace(tzinfo=None).isoformat(), days=days))
        history.append(entry(Step.PARK, at.replace(tzinfo=None).isoformat(), review="x"))
        at += timedelta(days=rest)
        history.append(entry(Step.RESUME, at.replace(tzinfo=None).isoformat()))
    found = trail(history, LIMITS.__getitem__, BY)
    assert all(one.end == two.start and one.end <= two.end for one, two in pairwise(found))
    assert all(CALENDAR.is_working(one.end.astimezone(CHINA).date()) for one in found)


@given(start=moments, amount=st.integers(1, 40))
def test_the_hours_listed_add_up_to_the_limit(start, amount):
    """The spans shown for a limit of hours are as long together as the limit."""
    begin = start.replace(tzinfo=CHINA)
    due = due_at(begin, Limit(amount, LimitUnit.WORKING_HOURS), CALENDAR, HOURS, CHINA)
    spans = hours_counted(begin, due.at, CALENDAR, HOURS, CHINA)
    assert sum((end - opens for opens, end in spans), timedelta()) == timedelta(hours=amount)


def test_no_days_more_leave_the_moment():
    """Moving a date by no working day leaves it where it is, even on a free day."""
    saturday = datetime(2024, 4, 27, 3, 0, tzinfo=UTC)
    assert later_by(saturday, 0, CALENDAR, CHINA) == saturday


@pytest.mark.parametrize(
    ("given", "limit", "left"),
    [
        ([], 5, 5),
        ([2], 5, 3),
        ([5], 5, 0),
        ([2, 1], 5, 0),  # twice at most
        ([1], 1, 0),
        ([4], 1, 0),  # the limit became shorter since
    ],
)
def test_extensions_are_capped(given, limit, left):
    """Twice at most, together at most the first limit."""
    history = [entry(Step.EXTEND, "2024-04-23T09:00", days=days) for days in given]
    assert days_left_to_extend(history, limit) == left


@pytest.mark.parametrize(
    ("given", "days", "refused"),
    [
        ([], 5, None),
        ([], 6, BadInput),
        ([], 0, BadInput),
        ([3], 2, None),
        ([3], 3, BadInput),
        ([1, 1], 1, NotAllowed),
        ([5], None, NotAllowed),
        ([4], None, None),
    ],
)
def test_more_than_the_cap_is_refused(given, days, refused):
    """What is over the cap is refused; with nothing left nothing can even be asked."""
    history = [entry(Step.EXTEND, "2024-04-23T09:00", days=n) for n in given]
    if refused is None:
        check_extension(history, 5, days, "HJ-1")
    else:
        with pytest.raises(refused):
            check_extension(history, 5, days, "HJ-1")


@pytest.mark.parametrize(
    ("before", "review", "refused"),
    [
        ([], "2024-04-22", "refuse-review-past"),
        ([], "2024-04-21", "refuse-review-past"),
        ([], "2024-04-23", None),
        ([], "2024-10-19", None),
        ([], "2024-10-20", "refuse-review-late"),
        ([("2024-01-01", "2024-03-31")], "2024-07-21", None),
        ([("2024-01-01", "2024-03-31")], "2024-07-22", "refuse-review-late"),
        ([("2023-01-01", "2023-06-30")], "2024-04-23", "refuse-parked-out"),
    ],
)
def test_parking_is_capped(before, review, refused):
    """The next look is after today, and all parkings together last 180 days at most."""
    assert timedelta(days=180) == MOST_PARKED
    history = []
    for since, until in before:
        history += [entry(Step.PARK, f"{since}T09:00"), entry(Step.RESUME, f"{until}T07:07")]
    today, day = date(2024, 4, 22), date.fromisoformat(review)
    if refused is None:
        check_review(history, day, today, CHINA)
        return
    with pytest.raises((BadInput, NotAllowed)) as refusal:
        check_review(history, day, today, CHINA)
    assert refusal.value.text_key == refused


@pytest.mark.parametrize(("amount", "days"), [(1, 1), (5, 1), (6, 1), (7, 2), (13, 2), (14, 3)])
def test_a_limit_of_hours_is_rounded_up_to_days(amount, days):
    """A working day has six and a half hours."""
    assert limit_in_days(Limit(amount, LimitUnit.WORKING_HOURS), HOURS) == days
