"""Working days: which count, where n of them lead, and the receipt of a date."""

from datetime import date

import pytest

from domain.workdays import Holiday, Why, WorkCalendar
from storage.calendar import load_calendar

CHINA = load_calendar()

VECTORS = [
    # start, working days, due; source: the inspectorates' rules, counted by hand
    ("2021-03-31", 10, "2021-04-15"),  # Wednesday; 清明 on Monday 5 April
    ("2023-01-18", 5, "2023-01-30"),
    ("2023-01-18", 10, "2023-02-06"),  # Wednesday; 春节, make-up 28 and 29 January
    ("2024-02-02", 10, "2024-02-21"),  # Friday; 春节, make-up 4 and 18 February
    ("2024-04-01", 5, "2024-04-09"),
    ("2024-04-01", 10, "2024-04-16"),
    ("2024-04-22", 5, "2024-04-28"),  # Monday; due on a Sunday that is worked
    ("2024-04-22", 10, "2024-05-08"),
    ("2024-09-27", 5, "2024-10-10"),
    ("2024-09-27", 10, "2024-10-16"),  # Friday; make-up 29 September and 12 October
    ("2025-09-26", 10, "2025-10-16"),
    ("2026-02-10", 10, "2026-03-02"),
]


@pytest.mark.parametrize(("start", "n", "due"), VECTORS)
def test_working_days_follow_the_yearly_notice(start, n, due):
    """Holidays are skipped, make-up days counted, and the day of start is not."""
    assert CHINA.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due)


@pytest.mark.parametrize(("start", "n", "due"), VECTORS)
def test_a_receipt_has_as_many_counted_days_as_the_limit(start, n, due):
    """The receipt runs from start to due day without a gap and counts exactly n days."""
    lines = CHINA.receipt(date.fromisoformat(start), n)
    assert sum(line.counted for line in lines) == n
    assert [lines[0].day, lines[-1].day] == [date.fromisoformat(start), date.fromisoformat(due)]
    assert len({line.day for line in lines}) == (lines[-1].day - lines[0].day).days + 1


def test_counting_working_days_undoes_adding_them():
    """As many working days lie between start and due day as were added."""
    for start, n, due in VECTORS:
        after, until = date.fromisoformat(start), date.fromisoformat(due)
        assert CHINA.count_working_days(after, until) == n
        assert CHINA.count_working_days(until, after) == 0


def test_no_working_days_added_is_the_day_itself():
    """Zero working days after a Saturday is that Saturday."""
    assert CHINA.add_working_days(date(2024, 3, 16), 0) == date(2024, 3, 16)


def test_a_receipt_says_why_a_day_counts():
    """The start, a holiday by name, a worked weekend and a free one are told apart."""
    lines = {line.day: line for line in CHINA.receipt(date(2024, 9, 27), 5)}
    assert lines[date(2024, 9, 27)].why is Why.START
    assert lines[date(2024, 9, 28)].why is Why.WEEKEND
    assert lines[date(2024, 9, 29)].why is Why.MAKEUP
    assert lines[date(2024, 9, 30)].why is Why.WEEKDAY
    assert lines[date(2024, 10, 1)].why is Why.HOLIDAY
    assert lines[date(2024, 10, 1)].holiday == Holiday("国庆节", "National Day")
    assert not any(line.provisional for line in lines.values())


def test_days_beyond_the_published_years_are_provisional():
    """After the last notice Monday to Friday are worked, and each such day says it is a guess."""
    beyond = date(CHINA.last_year + 1, 1, 1)
    lines = CHINA.receipt(date(CHINA.last_year, 12, 31), 3)
    assert CHINA.is_working(beyond) == (beyond.weekday() < 5)
    assert [line.provisional for line in lines] == [line.day >= beyond for line in lines]


def test_a_day_that_was_given_is_no_guess():
    """In an unpublished year only the days somebody listed are certain."""
    calendar = WorkCalendar({date(2027, 1, 1): Holiday()}, {}, first_year=2004, last_year=2026)
    assert not calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_provisional(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2023-11-30", 3, "2024-02-29"),  # no 30 February
        ("2024-07-07", 3, "2024-10-08"),  # 7 October is a holiday
        ("2024-10-31", 13, "2025-12-01"),  # 30 November 2025 is a Sunday
        ("2024-12-15", 0, "2024-12-16"),
    ],
)
def test_months_end_on_a_working_day(start, months, due):
    """A limit in months ends on the same day, the month's last, or the next working day."""
    assert CHINA.add_months(date.fromisoformat(start), months) == date.fromisoformat(due)


def test_a_worked_day_is_its_own_first_working_day():
    """Sunday 28 April 2024 is worked; Wednesday 1 May is not, nor any day before the 6th."""
    assert CHINA.first_working_day(date(2024, 4, 28)) == date(2024, 4, 28)
    assert CHINA.first_working_day(date(2024, 5, 1)) == date(2024, 5, 6)
