"""Asking how far an issue is: who sees what, and guessing slows down."""

from __future__ import annotations

import pytest

from tests.support.office import Town
from tests.support.talks import CHECKER, STREET, UNIT, WORDS, filed


async def _receipt(town: Town, no: str) -> str:
    rows = await town.rows("SELECT code FROM receipts WHERE no = :no", no=no)
    return str(rows[0]["code"])


@pytest.mark.parametrize(
    "line",
    [
        "查询 HJ-20240312-0001",
        "/status HJ-20240312-0001",
        "查询 hj 20240312 1",
        "Status hj202403120001",
        "HJ-20240312-0001",
        "20240312-0001",
    ],
)
async def test_every_way_of_asking_answers_the_status(town: Town, line: str):
    """Label, slash or the number alone, in any case, width and spacing."""
    await filed(town)
    answer = (await town.person("resident-1").says(line))[0]
    assert answer.startswith("HJ-20240312-0001") and "已派单" in answer


@pytest.mark.parametrize("key", ["resident-1", UNIT, CHECKER, STREET])
async def test_those_concerned_see_it_in_full(town: Town, key: str):
    """The reporter, the unit, the grid worker and the supervisor read the words."""
    no = await filed(town)
    assert WORDS in (await town.person(key).says(f"查询 {no}"))[0]


@pytest.mark.parametrize("key", ["resident-2", "unit-water", "grid-henan-1", "admin"])
async def test_others_need_the_receipt_code(town: Town, key: str):
    """Staff of elsewhere and administrators are others, too."""
    no = await filed(town)
    chat = town.person(key)
    assert "回执码" in (await chat.says(f"查询 {no}"))[0]
    answer = (await chat.says(f"查询 {no} {await _receipt(town, no)}"))[0]
    assert "已派单" in answer and WORDS not in answer


async def test_not_yours_and_not_there_answer_alike(town: Town):
    """Nobody learns by asking which numbers exist."""
    no = await filed(town)
    chat = town.person("resident-2")
    for line in ("查询 {}", "查询 {} 123456", "签收 {}", "补充 {}"):
        mine = (await chat.says(line.format(no)))[0].replace(no, "N")
        nobody_s = (await chat.says(line.format("HJ-20240312-0999")))[0]
        assert mine == nobody_s.replace("HJ-20240312-0999", "N")


async def test_five_wrong_tries_slow_down(town: Town):
    """The sixth is not looked at, even if it is right, until a quarter of an hour passed."""
    no = await filed(town)
    chat, right = town.person("resident-2"), await _receipt(town, no)
    for wrong in range(5):
        await chat.says(f"查询 {no} {wrong:06d}")
    assert "请过 15 分钟再试" in (await chat.says(f"查询 {no} {right}"))[0]
    town.clock.move(minutes=16)
    assert "已派单" in (await chat.says(f"查询 {no} {right}"))[0]


async def test_one_s_own_is_never_slowed_down(town: Town):
    """Wrong tries on others do not keep anybody from their own report."""
    no = await filed(town)
    chat = town.person("resident-1")
    for wrong in range(5):
        await chat.says(f"查询 HJ-20240312-0009 {wrong:06d}")
    assert "已派单" in (await chat.says(f"查询 {no}"))[0]


async def test_without_a_number_it_is_the_issue_last_spoken_of(town: Town):
    """查询 alone after filing means that report."""
    no = await filed(town)
    assert no in (await town.person("resident-1").says("查询"))[0]


async def test_without_anything_to_mean_the_number_is_asked_for(town: Town):
    """Somebody new hears how to write it."""
    assert "查询 编号" in (await town.person("resident-2").says("查询"))[0]


async def test_what_may_be_done_now_is_offered(town: Town):
    """Each reader gets the buttons of their own next steps."""
    no = await filed(town)
    unit, reporter = town.person(UNIT), town.person("resident-1")
    await unit.says(f"查询 {no}")
    await reporter.says(f"查询 {no}")
    own = ["签收", "退单", "整改完成", "申请延期", "补充", "为什么是这天"]
    assert await unit.labels() == own
    assert await reporter.labels() == ["撤回", "补充", "为什么是这天"]


async def test_a_receipt_does_not_make_the_issue_one_s_own(town: Town):
    """After looking at somebody else's, 补充 does not speak of it."""
    no = await filed(town)
    chat = town.person("resident-2")
    await chat.says(f"查询 {no} {await _receipt(town, no)}")
    assert "是哪一件" in (await chat.says("补充"))[0]
