"""为什么是这天, provisional dates, and dates counted anew with new calendar data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.lifecycle import Status, Step
from handlers.actions import extra_time
from handlers.year_end import tell_missing_days
from storage.calendar import LAST_YEAR, load_calendar
from tests.support.desk import CHECKER, DISTRICT, RESIDENT, STREET, Desk

UNIT = "unit-hepu-office"
OTHER = "unit-majiao-office"


@pytest.mark.parametrize("key", [UNIT, STREET, DISTRICT, RESIDENT, CHECKER])
async def test_everybody_who_sees_it_gets_the_list(desk: Desk, key):
    """From Monday 22 April five working days lead over a free Saturday to a worked Sunday."""
    desk.town.clock.now = datetime(2024, 4, 22, 1, 30, tzinfo=UTC)
    issue = await desk.file(sub_category="clutter")
    (said,) = await desk.town.person(key).says(f"为什么是这天 {issue.no}")
    assert said.splitlines()[1:] == [
        "4 月 22 日（周一）派单，时限 5 个工作日，派单当天不算：",
        "-　4 月 22 日（周一）　起算日，不算",
        "1　4 月 23 日（周二）",
        "2　4 月 24 日（周三）",
        "3　4 月 25 日（周四）",
        "4　4 月 26 日（周五）",
        "-　4 月 27 日（周六）　周末",
        "5　4 月 28 日（周日）　劳动节调休上班",
    ]


async def test_others_get_nothing(desk: Desk):
    """Not there and not theirs answer alike."""
    issue = await desk.file(sub_category="clutter")
    (said,) = await desk.town.person("resident-2").says(f"为什么是这天 {issue.no}")
    assert "没有查到" in said


async def test_in_english_with_hours(desk: Desk):
    """A limit of working hours lists the hours; the button speaks the person's language."""
    issue = await desk.file(sub_category="dirty_road")
    chat = desk.town.person(RESIDENT)
    await chat.says("/language en")
    (said,) = await chat.says(f"Why this day {issue.no}")
    assert said.splitlines()[1:] == [
        "Dispatched Tuesday 12 March 09:30; the limit is 5 working hours:",
        "Tuesday 12 March  09:30–12:00",
        "Tuesday 12 March  14:30–17:00",
    ]


async def test_a_moved_date_is_explained(desk: Desk):
    """Extension, parking and category stand in the list, each with its days."""
    issue = await desk.step(UNIT, Step.ACCEPT, await desk.file(sub_category="clutter"))
    await desk.step(STREET, Step.EXTEND, issue, days=1, words="雨")
    await desk.step(STREET, Step.PARK, issue, review=date(2024, 3, 14), words="搬")
    desk.town.clock.move(days=3)
    await desk.town.run(extra_time.resume_due)
    (said,) = await desk.town.person(UNIT).says(f"为什么是这天 {issue.no}")
    assert "3 月 12 日（周二）同意延期 1 个工作日" in said
    assert "3 月 12 日（周二）挂账，3 月 15 日（周五）恢复，停了 3 个工作日" in said
    assert said.splitlines()[-1].startswith("3　3 月 25 日（周一）")


async def test_without_a_date_it_says_so(desk: Desk):
    """What waits for dispatch has no date yet."""
    issue = await desk.file(area="440512", sub_category="clutter")
    if issue.status is Status.SUBMITTED:
        (said,) = await desk.town.person(RESIDENT).says(f"为什么是这天 {issue.no}")
        assert "还没有派单" in said


DECEMBER = datetime(LAST_YEAR, 12, 30, 1, 30, tzinfo=UTC)


@pytest.fixture
def next_year(tmp_path):
    """The calendar with the year after the published ones, New Year's Monday included."""
    file = tmp_path / "next.toml"
    year = LAST_YEAR + 1
    off = f'["{year}-01-01", "{year}-01-04", "{year}-01-05"]'
    file.write_text(f"[days]\noff = {off}\nuntil = {year}\n", encoding="utf-8")
    return load_calendar(file)


async def test_a_provisional_date_is_marked_wherever_it_is_shown(desk: Desk):
    """The unit's task, the status and the list all say 暂定."""
    desk.town.clock.now = DECEMBER
    issue = await desk.file(sub_category="clutter")
    assert issue.due_provisional
    assert "（暂定）" in await desk.last(UNIT)
    unit = desk.town.person(UNIT)
    assert "（暂定）" in (await unit.says(f"查询 {issue.no}"))[0]
    assert "（暂定）" in (await unit.says(f"为什么是这天 {issue.no}"))[0]
    await unit.says("/language en")
    assert "(provisional)" in (await unit.says(f"Status {issue.no}"))[0]


async def test_new_days_move_open_dates_once(desk: Desk, next_year):
    """With the year's days the date moves, the mark ends, history and unit know; once."""
    desk.town.clock.now = DECEMBER
    issue = await desk.file(sub_category="clutter")
    for _ in range(2):
        await desk.town.run(
            lambda office: extra_time.recompute_known(replace(office, calendar=next_year))
        )
    after, last = await desk.town.issue(issue.no), (await desk.town.history(issue.no))[-1]
    assert (last.step, last.seq, last.role) == (Step.RECOMPUTE, issue.seq + 1, "system")
    assert not after.due_provisional
    assert after.due_at > issue.due_at
    assert last.facts["due_at"] > last.facts["due_from"]
    assert "按新公布的工作日" in await desk.last(UNIT)


async def test_only_what_is_open_is_counted_anew(desk: Desk, next_year):
    """What was struck off keeps its date; a date that is the same and certain is left alone."""
    desk.town.clock.now = DECEMBER
    closed = await desk.passed()
    plain = await desk.file(sub_category="exposed_waste")
    last, changed = await desk.town.run(
        lambda office: extra_time.recompute_since(
            replace(office, calendar=next_year), date(LAST_YEAR, 12, 1), ""
        )
    )
    assert (last, changed) == ("", 0)
    assert (await desk.town.issue(closed.no)).seq == closed.seq
    assert (await desk.town.issue(plain.no)).seq == plain.seq


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(LAST_YEAR, 11, 30, 3, tzinfo=UTC), 0),
        (datetime(LAST_YEAR, 12, 1, 3, tzinfo=UTC), 1),
        (datetime(LAST_YEAR - 1, 12, 1, 3, tzinfo=UTC), 0),
    ],
)
async def test_the_admin_is_told_from_december_on(desk: Desk, now, told):
    """Once in a week, however often the job runs, and only when the days are missing."""
    desk.town.clock.now = now
    before = len(await desk.news("admin"))
    for _ in range(3):
        await desk.town.run(tell_missing_days)
    assert len(await desk.news("admin")) - before == told
    desk.town.clock.move(days=7)
    await desk.town.run(tell_missing_days)
    again = desk.town.clock().month == 12 and desk.town.clock().year == LAST_YEAR
    assert len(await desk.news("admin")) - before == told + again
