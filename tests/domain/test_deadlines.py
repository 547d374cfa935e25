"""Deadlines: when a limit ends, what is left, what is overdue."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from domain.deadlines import (
    Due,
    Limit,
    LimitUnit,
    WorkingHours,
    due_at,
    overdue_by,
    working_days_left,
)
from domain.errors import BadData
from storage.calendar import load_calendar

CHINA = load_calendar()
ZONE = timezone(timedelta(hours=8))
HOURS = WorkingHours()


def local(text):
    """A moment in the district's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def days(n):
    """A limit of n working days."""
    return Limit(n, LimitUnit.WORKING_DAYS)


def hours(n):
    """A limit of n working hours."""
    return Limit(n, LimitUnit.WORKING_HOURS)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2024-03-12T10:00", days(1), "2024-03-13T23:59:59"),  # Tuesday to Wednesday
        ("2024-03-12T00:10", days(1), "2024-03-13T23:59:59"),  # still the 11th in UTC
        ("2024-03-15T23:50", days(1), "2024-03-18T23:59:59"),  # Friday to Monday
        ("2024-04-22T09:00", days(5), "2024-04-28T23:59:59"),  # a Sunday that is worked
        ("2024-03-12T09:00", hours(5), "2024-03-12T16:30"),  # over the noon break
        ("2024-03-12T07:00", hours(3), "2024-03-12T11:30"),  # before opening
        ("2024-03-12T12:30", hours(3), "2024-03-12T17:30"),  # until closing
        ("2024-03-12T16:30", hours(5), "2024-03-13T15:00"),  # over night
        ("2024-03-15T17:30", hours(1), "2024-03-18T09:30"),  # at closing on a Friday
        ("2024-04-27T10:00", hours(1), "2024-04-28T09:30"),  # free Saturday, worked Sunday
        ("2024-09-30T17:00", hours(2), "2024-10-08T10:00"),  # over the National Day week
    ],
)
def test_a_limit_ends_in_the_districts_own_time(start, limit, due):
    """Days end with the day, hours run in working hours only, and the answer is UTC."""
    assert due_at(local(start), limit, CHINA, HOURS, ZONE) == Due(
        local(due).astimezone(UTC), provisional=False
    )


def test_a_start_in_utc_is_counted_in_the_districts_zone():
    """17:00 UTC on Tuesday is Wednesday in the district, so one working day ends on Thursday."""
    due = due_at(datetime(2024, 3, 12, 17, 0, tzinfo=UTC), days(1), CHINA, HOURS, ZONE)
    assert due.at == local("2024-03-14T23:59:59")
    assert due.at.utcoffset() == timedelta()


def test_a_date_beyond_the_published_years_is_provisional():
    """A limit that runs into a year without a notice says so, whether in days or hours."""
    start = local(f"{CHINA.last_year}-12-31T17:00")
    assert due_at(start, days(1), CHINA, HOURS, ZONE).provisional
    assert due_at(start, hours(2), CHINA, HOURS, ZONE).provisional
    assert not due_at(start - timedelta(days=30), days(1), CHINA, HOURS, ZONE).provisional


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        ("2024-04-29T09:00", 0),  # before the due day is over
        ("2024-04-30T12:00", 0),  # due yesterday, today is not over
        ("2024-05-01T00:00", 1),  # Tuesday is over
        ("2024-05-05T23:00", 1),  # five days of holiday do not count
        ("2024-05-07T08:00", 2),
        ("2024-05-12T08:00", 7),  # 11 May, a Saturday, is worked
    ],
)
def test_overdue_counts_completed_working_days(now, overdue):
    """A fix due on Monday 29 April 2024 is overdue by the working days that are over since."""
    assert overdue_by(local(now), local("2024-04-29T23:59:59"), CHINA, ZONE) == overdue


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2024-03-12T09:00", 1),
        ("2024-03-13T09:00", 0),
        ("2024-03-15T09:00", 0),
        ("2024-03-08T20:00", 3),
    ],
)
def test_days_left_do_not_count_today(now, left):
    """Before Wednesday 13 March 2024 one working day is left on Tuesday, none on the day itself."""
    assert working_days_left(local(now), local("2024-03-13T23:59:59"), CHINA, ZONE) == left


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(12), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
        ((time(14), time(17)), (time(8), time(12))),
    ],
)
def test_hours_that_contradict_themselves_are_refused(spans):
    """No hours, hours that end before they begin, overlapping or unordered ones cannot be used."""
    with pytest.raises(BadData):
        WorkingHours(spans)


def test_the_closing_time_is_no_working_time():
    """08:30 is inside the hours; noon and 17:30 are not."""
    assert [HOURS.contains(at) for at in (time(8, 30), time(12), time(14, 30), time(17, 30))] == [
        True,
        False,
        True,
        False,
    ]


def test_a_limit_of_nothing_is_refused():
    """A limit has at least one day or hour."""
    with pytest.raises(BadData):
        days(0)
