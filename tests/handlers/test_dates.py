"""Numbers of days and days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import read_day, read_days

TODAY = date(2024, 3, 12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", (3, "")),
        ("３", (3, "")),
        ("3天", (3, "")),
        ("3 天", (3, "")),
        ("3 个工作日", (3, "")),
        ("三天", (3, "")),
        ("两天，等挖机", (2, "等挖机")),
        ("延期 3 天 等材料", (3, "等材料")),
        ("3 days", (3, "")),
        ("1 day, rain", (1, "rain")),
        ("2 working days", (2, "")),
        ("10日", (10, "")),
        ("3个人", None),
        ("4月10日", None),
        ("等三天", None),
        ("", None),
        ("2024-04-10", None),
    ],
)
def test_days_are_read(text, found):
    """A number, alone or with its unit, at the beginning; the rest is the reason."""
    assert read_days(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-04-10", (date(2024, 4, 10), "")),
        ("2024/4/10", (date(2024, 4, 10), "")),
        ("2024年4月10日", (date(2024, 4, 10), "")),
        ("4月10日", (date(2024, 4, 10), "")),
        ("4 月 10 号，等搬迁", (date(2024, 4, 10), "等搬迁")),
        ("挂到4月10日", (date(2024, 4, 10), "挂到")),
        ("4-10", (date(2024, 4, 10), "")),
        ("4.10", (date(2024, 4, 10), "")),
        ("10 April", (date(2024, 4, 10), "")),
        ("April 10, 2025", (date(2025, 4, 10), "")),
        ("3月12日", (date(2024, 3, 12), "")),
        ("3月11日", (date(2025, 3, 11), "")),  # past, so next year's
        ("2月29日", (date(2028, 2, 29), "")),  # the next one there is
        ("2月30日", None),
        ("2024-13-01", None),
        ("下个月", None),
        ("3", None),
        ("", None),
    ],
)
def test_a_day_is_read(text, found):
    """A day in any usual form; without a year it is the next such day."""
    assert read_day(text, TODAY) == found


@given(day=st.dates(TODAY, date(2025, 3, 11)), form=st.sampled_from(["{m}月{d}日", "{m}-{d}"]))
def test_a_day_without_a_year_is_the_next(day, form):
    """Whatever day of the coming year is written, that day is meant."""
    found = read_day(form.format(m=day.month, d=day.day), TODAY)
    assert found == (day, "")


@given(st.text())
def test_any_text_is_read_or_not(text):
    """No text is a mistake; what is found is a number or a day of today or later, or named."""
    days, day = read_days(text), read_day(text, TODAY)
    assert days is None or days[0] >= 0
    assert day is None or isinstance(day[0], date)
