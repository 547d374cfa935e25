"""Where working days come from: the library, checked against another one, and a local file."""

from datetime import date, timedelta

import holidays
import pytest

from domain.errors import BadData
from domain.workdays import Why
from storage.calendar import FIRST_YEAR, LAST_YEAR, load_calendar


def test_two_libraries_agree_on_every_day():
    """From 2007 to 2026 every day is worked or free in both libraries, make-up days included."""
    ours, oracle = load_calendar(), holidays.country_holidays("CN", years=range(2006, 2027))
    every = [
        date(2007, 1, 1) + timedelta(days=n)
        for n in range((date(2027, 1, 1) - date(2007, 1, 1)).days)
    ]
    assert [day for day in every if ours.is_working(day) != oracle.is_working_day(day)] == []


def test_the_years_known_are_those_of_the_library():
    """Without a local file, days of the library's years are certain and later ones are not."""
    calendar = load_calendar()
    assert (calendar.first_year, calendar.last_year) == (FIRST_YEAR, LAST_YEAR)
    assert not calendar.is_provisional(date(LAST_YEAR, 12, 31))
    assert calendar.is_provisional(date(LAST_YEAR + 1, 1, 4))


def test_a_missing_local_file_changes_nothing(tmp_path):
    """The local file need not exist."""
    calendar = load_calendar(tmp_path / "calendar.toml")
    assert calendar.add_working_days(date(2024, 2, 2), 10) == date(2024, 2, 21)


def test_a_local_day_off_moves_the_date(tmp_path):
    """Friday 9 February 2024 (除夕) is legally worked; a district that is off says so."""
    file = tmp_path / "calendar.toml"
    file.write_text('[days]\noff = ["2024-02-09", 2024-02-04]\n', encoding="utf-8")
    calendar = load_calendar(file)
    assert calendar.add_working_days(date(2024, 2, 2), 10) == date(2024, 2, 23)
    assert calendar.receipt(date(2024, 2, 8), 1)[1].why is Why.HOLIDAY


def test_a_local_working_day_overrides_a_holiday(tmp_path):
    """A day the file lists as worked is worked, holiday or Saturday."""
    file = tmp_path / "calendar.toml"
    file.write_text('[days]\non = ["2024-10-01", "2024-03-16"]\n', encoding="utf-8")
    calendar = load_calendar(file)
    assert calendar.is_working(date(2024, 10, 1))
    assert calendar.is_working(date(2024, 3, 16))


def test_a_local_year_is_certain(tmp_path):
    """A file that completes a year ends the guessing for it, and only for it."""
    file = tmp_path / "calendar.toml"
    file.write_text(
        f"[days]\noff = [{LAST_YEAR + 1}-01-01]\nuntil = {LAST_YEAR + 1}\n", encoding="utf-8"
    )
    calendar = load_calendar(file)
    assert not calendar.is_provisional(date(LAST_YEAR + 1, 6, 1))
    assert calendar.is_provisional(date(LAST_YEAR + 2, 6, 1))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[days", "data-syntax"),
        ("days = 3", "data-field"),
        ("[day]\noff = []", "data-unknown-field"),
        ("[days]\nof = []", "data-unknown-field"),
        ('[days]\noff = "2024-02-09"', "data-calendar-day"),
        ('[days]\noff = ["2024-02-30"]', "data-calendar-day"),
        ("[days]\non = [20240209]", "data-calendar-day"),
        ("[days]\non = [2024-02-09T08:00:00]", "data-calendar-day"),
        ('[days]\noff = ["2024-02-09"]\non = [2024-02-09]', "data-calendar-twice"),
        ("[days]\nuntil = 20270", "data-calendar-year"),
        ("[days]\nuntil = true", "data-calendar-year"),
    ],
)
def test_a_bad_local_file_is_named(tmp_path, text, key):
    """What is wrong in the file is refused with the name of the file."""
    file = tmp_path / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadData) as refusal:
        load_calendar(file)
    assert (refusal.value.text_key, refusal.value.facts["file"]) == (key, "calendar.toml")
