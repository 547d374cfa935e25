"""Asking for more time, giving it, parking and resuming: the rules, and how they are said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.errors import Refusal
from domain.issues import Issue, Request
from domain.lifecycle import Status, Step
from domain.people import SYSTEM, Role
from handlers.actions import extra_time
from tests.support.desk import CHECKER, DISTRICT, RESIDENT, STREET, Desk, staff_of

UNIT = "unit-hepu-office"
OTHER = "unit-hepu-sanitation"


@pytest.fixture
async def issue(desk: Desk) -> Issue:
    """Clutter, dispatched on Tuesday 2024-03-12, due on Tuesday 2024-03-19."""
    return await desk.file(sub_category="clutter")


@pytest.fixture
async def handling(desk: Desk, issue: Issue) -> Issue:
    """The same, accepted."""
    return await desk.step(UNIT, Step.ACCEPT, issue)


def day(issue: Issue) -> date:
    """The due day in the district."""
    assert issue.due_at is not None
    return datetime.fromtimestamp(issue.due_at.timestamp() + 8 * 3600, UTC).date()


async def refusal(work) -> str:
    """The name of the text a step is refused with."""
    with pytest.raises(Refusal) as refused:
        await work
    return refused.value.text_key


async def test_asking_moves_no_date(desk, issue):
    """An open request waits for the supervisor; date and status stay, accepting included."""
    asked = await desk.step(UNIT, Step.ASK, issue, days=2, words="等挖机")
    assert (asked.request, asked.due_at) == (Request.ASK, issue.due_at)
    accepted = await desk.step(UNIT, Step.ACCEPT, asked)
    assert (accepted.request, accepted.due_at) == (Request.ASK, issue.due_at)


async def test_one_request_at_a_time(desk, handling):
    """While something waits for an answer nothing more is asked for."""
    asked = await desk.step(UNIT, Step.ASK, handling, days=1, words="雨")
    again = desk.step(UNIT, Step.ASK, asked, review=date(2024, 4, 10), words="搬迁")
    assert await refusal(again) == "refuse-request-open"


async def test_an_extension_moves_the_date_by_working_days(desk, handling):
    """Three working days after Tuesday the 19th are Friday the 22nd; the request is answered."""
    asked = await desk.step(UNIT, Step.ASK, handling, days=3, words="雨")
    given = await desk.step(STREET, Step.EXTEND, asked, days=3, words="情况属实")
    assert (day(given), given.request) == (date(2024, 3, 22), Request.NONE)
    entry = (await desk.town.history(handling.no))[-1]
    assert (entry.facts["days"], entry.words) == (3, "情况属实")


@pytest.mark.parametrize(
    ("given", "more", "key"),
    [
        ((), 6, "refuse-extension-days"),
        ((3,), 3, "refuse-extension-days"),
        ((5,), 1, "refuse-extended-out"),
        ((1, 1), 1, "refuse-extended-out"),
    ],
)
async def test_no_more_than_the_cap(desk, handling, given, more, key):
    """Twice at most, together at most the first limit: asking and giving alike."""
    for days in given:
        await desk.step(STREET, Step.EXTEND, handling, days=days, words="雨")
    assert await refusal(desk.step(UNIT, Step.ASK, handling, days=more, words="雨")) == key
    assert await refusal(desk.step(STREET, Step.EXTEND, handling, days=more, words="雨")) == key


async def test_who_may_not(desk, handling):
    """The unit does not give itself time, another unit asks for nothing, a resident sees on."""
    assert await refusal(desk.step(UNIT, Step.EXTEND, handling, days=1, words="雨"))
    assert await refusal(desk.step(OTHER, Step.ASK, handling, days=1, words="雨"))
    assert await refusal(desk.step(RESIDENT, Step.ASK, handling, days=1, words="雨"))
    await desk.hire(STREET, staff_of("hepu-office"))
    assert await refusal(desk.step(STREET, Step.EXTEND, handling, days=1, words="雨")) == (
        "refuse-own-unit"
    )


async def test_a_reason_is_needed(desk, handling):
    """Neither asking nor giving goes without words."""
    assert await refusal(desk.step(UNIT, Step.ASK, handling, days=1)) == "refuse-proof"
    assert await refusal(desk.step(STREET, Step.EXTEND, handling, days=1)) == "refuse-proof"
    park = desk.step(STREET, Step.PARK, handling, review=date(2024, 4, 10))
    assert await refusal(park) == "refuse-proof"


async def test_a_refused_request_leaves_the_date(desk, handling):
    """The unit is told why, and may ask again."""
    asked = await desk.step(UNIT, Step.ASK, handling, days=1, words="雨")
    refused = await desk.step(STREET, Step.REFUSE, asked, words="没有下雨")
    assert (refused.request, refused.due_at) == (Request.NONE, handling.due_at)
    assert "没有同意：没有下雨" in await desk.last(UNIT)
    assert (await desk.step(UNIT, Step.ASK, refused, days=1, words="雨")).request is Request.ASK


async def test_parking_needs_acceptance(desk, issue):
    """What nobody accepted is not parked; the words say to accept first."""
    asked = desk.step(UNIT, Step.ASK, issue, review=date(2024, 4, 10), words="搬迁")
    assert await refusal(asked) == "refuse-park-accept-first"


async def parked(desk: Desk, handling: Issue, review: date) -> Issue:
    """Let the unit ask to park it and the supervisor agree."""
    asked = await desk.step(UNIT, Step.ASK, handling, review=review, words="搬迁")
    return await desk.step(STREET, Step.PARK, asked, review=review, words="情况属实")


async def test_parked_until_the_first_working_day_after_the_review(desk, handling):
    """Reviewed on Wednesday 3 April before the holiday: resumed on Sunday 7 April, once."""
    issue = await parked(desk, handling, date(2024, 4, 3))
    assert (issue.status, issue.due_at) == (Status.PARKED, handling.due_at)
    for _ in range(30):
        desk.town.clock.move(days=1)
        await desk.town.run(extra_time.resume_due)
        await desk.town.run(extra_time.resume_due)
    entries = [e for e in await desk.town.history(issue.no) if e.step is Step.RESUME]
    assert [(e.at.date(), e.actor, e.role) for e in entries] == [
        (date(2024, 4, 7), SYSTEM, Role.SYSTEM)
    ]
    assert entries[0].facts["days"] == 17  # from 13 March to 7 April
    assert day(await desk.town.issue(issue.no)) == date(2024, 4, 12)  # 17 after 19 March
    assert "恢复整改" in await desk.last(UNIT)


async def test_a_supervisor_resumes_early(desk, handling):
    """Two working days parked move the date by two."""
    issue = await parked(desk, handling, date(2024, 4, 3))
    desk.town.clock.move(days=2)
    resumed = await desk.step(DISTRICT, Step.RESUME, issue)
    assert (resumed.status, day(resumed)) == (Status.HANDLING, date(2024, 3, 21))


async def test_a_new_category_keeps_time_given(desk, handling):
    """Recategorised, the limit is counted anew from the dispatch, the extension on top."""
    await desk.step(STREET, Step.EXTEND, handling, days=2, words="雨")
    changed = await desk.step(STREET, Step.RECATEGORISE, handling, sub_category="exposed_waste")
    assert day(changed) == date(2024, 3, 15)


async def test_asked_by_talk_and_given_with_one_tap_and_a_reason(desk, handling):
    """The unit types days and why; the supervisor taps and taps; everybody hears of it."""
    unit, boss, resident = (desk.town.person(key) for key in (UNIT, STREET, RESIDENT))
    await unit.says(f"申请延期 {handling.no}")
    assert (await unit.last()).wants == "number"
    assert "写 1 到 5" in (await unit.says("9"))[0]
    assert "没看懂要延几天" in (await unit.says("多几天"))[0]
    await unit.says("2")
    assert "督查 1 个工作日内答复" in (await unit.says("等挖机"))[0]
    assert (await boss.labels())[:2] == ["同意延期", "不同意"]
    assert "等挖机" in (await boss.taps("同意延期"))[0]
    assert "3 月 21 日" in (await boss.taps("情况属实"))[0]
    assert "3 月 21 日" in (await unit.heard())[-1]
    assert "3 月 21 日" in (await resident.heard())[-1]


async def test_days_and_reason_in_one_line(desk, handling):
    """``申请延期 2 天，等挖机`` asks at once; an English date parks."""
    unit, boss = desk.town.person(UNIT), desk.town.person(STREET)
    assert "已申请" in (await unit.says("申请延期 2 天，等挖机"))[0]
    await boss.taps("不同意")
    await boss.says("不用")
    await unit.says("Ask to park it")
    assert "已申请" in (await unit.says("10 April, they move out"))[0]
    assert "4 月 10 日" in (await desk.last(STREET))
    await boss.taps("同意挂账")
    await boss.says("可以挂")
    assert (await desk.town.issue(handling.no)).status is Status.PARKED
    assert "4 月 10 日" in (await desk.town.person(RESIDENT).heard())[-1]


async def test_a_review_in_the_past_is_asked_for_again(desk, handling):
    """A day that cannot be is said so, and the question stands."""
    unit = desk.town.person(UNIT)
    await unit.says(f"申请挂账 {handling.no}")
    assert "最晚到" in (await unit.says("2024-12-31"))[0]
    assert "没看懂是哪一天" in (await unit.says("以后"))[0]
    assert "为什么" in (await unit.taps("3 月 26 日（周二）"))[0]


@pytest.mark.parametrize(
    ("key", "before", "asked"),
    [
        (UNIT, {"申请延期", "申请挂账", "为什么是这天"}, {"为什么是这天"}),
        (STREET, {"为什么是这天"}, {"同意延期", "不同意", "为什么是这天"}),
        (RESIDENT, {"为什么是这天"}, {"为什么是这天"}),
        (CHECKER, {"为什么是这天"}, {"为什么是这天"}),
    ],
)
async def test_buttons_appear_where_they_work(desk, handling, key, before, asked):
    """Time is asked for while nothing is open, given when it was asked for."""
    all_ = {"申请延期", "申请挂账", "同意延期", "同意挂账", "不同意", "恢复", "为什么是这天"}
    chat = desk.town.person(key)
    await chat.says(f"查询 {handling.no}")
    assert set(await chat.labels()) & all_ == before
    await desk.step(UNIT, Step.ASK, handling, days=1, words="雨")
    await chat.says(f"查询 {handling.no}")
    assert set(await chat.labels()) & all_ == asked


async def test_a_parked_issue_offers_to_resume(desk, handling):
    """The supervisor sees until when it rests, and a button."""
    issue = await parked(desk, handling, date(2024, 4, 3))
    boss = desk.town.person(STREET)
    assert "挂账到4 月 3 日" in (await boss.says(f"查询 {issue.no}"))[0]
    assert "恢复" in await boss.labels()
    assert "已恢复整改" in (await boss.taps("恢复"))[0]
