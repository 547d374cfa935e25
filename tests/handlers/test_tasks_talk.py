"""我的任务 and 我的上报: lists that page, are searched, and lead on by number."""

from __future__ import annotations

from tests.support.office import Town
from tests.support.talks import CHECKER, STREET, UNIT, filed, fixed


async def test_what_one_reported_is_listed_newest_first(town: Town):
    """Each line begins with its number on the page and names the issue and its status."""
    await filed(town)
    await filed(town, words="又一处垃圾没人收")
    (answer,) = await town.person("resident-1").says("我的上报")
    lines = answer.splitlines()
    assert lines[1].startswith("1　HJ-20240312-0002") and "已派单" in lines[1]


async def test_a_number_opens_the_issue_of_that_line(town: Town):
    """Typing 2 shows the second."""
    await filed(town)
    await filed(town, words="又一处垃圾没人收")
    chat = town.person("resident-1")
    await chat.says("我的上报")
    assert (await chat.says("2"))[0].startswith("HJ-20240312-0001")


async def test_a_long_list_pages_there_and_back(town: Town):
    """Eight stand on a page; the buttons turn it, in either language."""
    for n in range(9):
        await filed(town, words=f"第{n}处垃圾没人收")
    chat = town.person("resident-1")
    assert "第 1/2 页" in (await chat.says("我的上报"))[0]
    assert "第 2/2 页" in (await chat.taps("下一页"))[0]
    assert "第 1/2 页" in (await chat.says("上一页"))[0]
    assert "第 2/2 页" in (await chat.says("my reports page 2"))[0]


async def test_a_list_is_searched_by_a_word(town: Town):
    """A word after the label narrows it, and paging keeps the word."""
    for n in range(9):
        await filed(town, words=f"第{n}处垃圾没人收")
    await filed(town, words="公厕没水")
    chat = town.person("resident-1")
    assert "您上报的 1 件" in (await chat.says("我的上报 公厕"))[0]
    assert "没有找到“码头”" in (await chat.says("我的上报 码头"))[0]
    await chat.says("我的上报 垃圾")
    assert "您上报的 9 件" in (await chat.taps("下一页"))[0]


async def test_each_role_sees_its_own_tasks(town: Town):
    """The unit what it owes, the grid worker what to check, the supervisor the tray."""
    no = await filed(town)
    assert no in (await town.person(UNIT).says("我的任务"))[0]
    assert "没有您要办的" in (await town.person(CHECKER).says("我的任务"))[0]
    await town.person(UNIT).says(f"退单 {no} 不归我们")
    assert "申请退单" in (await town.person(STREET).says("我的任务"))[0]
    await fixed(town, no)
    assert no in (await town.person(CHECKER).says("/tasks"))[0]


async def test_undelivered_messages_do_not_take_the_numbers_of_the_tasks(town: Town):
    """A supervisor's list comes last, so that 1 means its first line."""
    no = await filed(town)
    await town.person(UNIT).says(f"退单 {no} 不归我们")
    await town.ledger.run(lambda tx: tx.execute("UPDATE outbox SET state = 'failed' WHERE id = 1"))
    desk = town.person(STREET)
    answers = await desk.says("我的任务")
    assert "没送到" in answers[0] and no in answers[1]
    assert (await desk.says("1"))[0].startswith(no)


async def test_undelivered_messages_are_listed_without_their_words(town: Town):
    """A supervisor sees when, about which issue and why, never what was said."""
    no = await filed(town)
    failed = "UPDATE outbox SET state = 'failed', error = 'blocked'"
    await town.ledger.run(lambda tx: tx.execute(failed))
    (answer,) = await town.person(STREET).says("没送到的消息")
    assert no in answer and "停用了机器人" in answer and "垃圾" not in answer
    assert "没看懂" in (await town.person("resident-1").says("没送到的消息"))[0]


async def test_nobody_has_nothing_said_of_it(town: Town):
    """An empty list is a sentence, with what to do."""
    assert "您还没有上报过" in (await town.person("resident-2").says("/my"))[0]
    assert "我的上报" in (await town.person("resident-2").says("我的任务"))[0]
