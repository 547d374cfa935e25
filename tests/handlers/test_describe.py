"""An issue in words: areas, categories, dates and how long there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from domain.district import CHINA
from domain.lifecycle import Step
from domain.routing import AreaKind
from handlers import describe
from handlers.describe import QUOTE_LIMIT, quoted
from tests.support.desk import STREET, UNIT, Desk
from tests.support.office import GRID, Town


async def said(town: Town, name: str, *args: Any, language: str = "zh-CN", **more: Any) -> str:
    """Say something about an issue in a language."""
    return await town.run(lambda office: getattr(describe, name)(office, language, *args, **more))


async def test_an_area_is_named_with_those_above(town: Town):
    """The district is left out, for everybody is in it; alone it is named."""
    assert await said(town, "area_line", GRID) == "河浦街道 · 河北社区 · 第 3 网格"
    assert await said(town, "area_line", GRID, below=AreaKind.COMMUNITY) == "河浦街道 · 河北社区"
    assert await said(town, "area_line", "440512006") == "河浦街道"
    assert await said(town, "area_line", "440512") == "濠江区"
    english = await said(town, "area_line", GRID, language="en")
    assert english == "Hepu Street · Hebei Community · Grid 3"


async def test_a_category_is_named_with_its_kind(town: Town):
    """The category stands before its sub-category."""
    assert await said(town, "category_line", "exposed_waste") == "环卫保洁 › 暴露垃圾"


async def test_no_unit_has_a_name_too(town: Town):
    """What nobody has yet is said to be nobody's yet."""
    assert await said(town, "unit_name", None) == "还没有定的单位"
    assert await said(town, "unit_name", "water") == "区水务局"


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2024, 2, 7, 9, 0, tzinfo=CHINA), "还有 3 个工作日"),  # Wednesday; due Sunday 18th
        (datetime(2024, 2, 9, 9, 0, tzinfo=CHINA), "还有 1 个工作日"),  # the day before the feast
        (datetime(2024, 2, 18, 9, 0, tzinfo=CHINA), "今天到期"),  # Sunday, a make-up day
        (datetime(2024, 2, 18, 23, 59, 59, tzinfo=CHINA), "今天到期"),
        (datetime(2024, 2, 19, 0, 0, tzinfo=CHINA), "刚过期限"),  # Monday
        (datetime(2024, 2, 20, 0, 0, tzinfo=CHINA), "超期 1 个工作日"),
        (datetime(2024, 2, 26, 9, 0, tzinfo=CHINA), "超期 5 个工作日"),  # Monday
    ],
)
async def test_how_long_there_is(town: Town, now: datetime, left: str):
    """Working days are counted, over the spring festival and a make-up Sunday."""
    town.clock.now = now
    due = datetime(2024, 2, 18, 23, 59, 59, tzinfo=CHINA)
    assert await said(town, "time_left", due) == left


async def test_without_a_date_there_is_nothing_to_say(town: Town):
    """What waits for dispatch has no date and no time left."""
    assert await said(town, "time_left", None) == ""


async def test_a_due_date_in_words(desk: Desk):
    """A limit of days names the day, one of hours the hour too; a guessed one says so."""
    issue = await desk.file()
    assert await said(desk.town, "due_text", issue) == "3 月 13 日（周三）"
    road = await desk.file(sub_category="dirty_road")
    assert "17:00" in await said(desk.town, "due_text", road)  # lunch is none of 5 hours
    guessed = replace(issue, due_provisional=True)
    assert await said(desk.town, "due_text", guessed) == "3 月 13 日（周三）（暂定）"
    assert await said(desk.town, "due_text", replace(issue, due_at=None)) == ""


async def test_the_facts_of_an_issue_fit_every_language(desk: Desk):
    """The same variables in both languages, and none of them a code people cannot read."""
    issue = await desk.step(UNIT, Step.ACCEPT, await desk.file())
    chinese, english = [
        await desk.town.run(lambda office, to=language: describe.facts(office, to, issue))
        for language in ("zh-CN", "en")
    ]
    assert chinese.keys() == english.keys()
    assert (chinese["unit"], english["unit"]) == ("河浦街道环卫站", "Hepu Street sanitation")
    assert await desk.who(STREET)


@pytest.mark.parametrize("length", [QUOTE_LIMIT, QUOTE_LIMIT + 1, 8000])
def test_quotes_are_short(length: int):
    """Words are cut to what fits a phone, on one line, and marked as cut."""
    shown = quoted("话" * length)
    assert len(shown) == QUOTE_LIMIT
    assert shown.endswith("…") == (length > QUOTE_LIMIT)
    assert quoted("一\n二\t三  四") == "一 二 三 四"
