"""Taking steps by talking: what is asked, what is kept, and what no tap may do by accident."""

from __future__ import annotations

import pytest

from domain.lifecycle import Status
from handlers.messages import PhotoRef, Tap
from tests.support.office import Chat, Town
from tests.support.talks import CHECKER, NEIGHBOUR, STREET, UNIT, filed, fixed, pin, struck_off


async def _tap(chat: Chat, label: str, no: str) -> list[str]:
    """Tap a label of the newest message about one issue."""
    for number, message in reversed(await chat._messages()):
        for place, button in enumerate(message.buttons):
            if button.label == label and message.issue == no:
                return await chat.says("", tap=Tap(message=number, button=place))
    raise AssertionError(f"no button {label} about {no}")


async def test_a_fix_without_a_photo_is_refused_kindly(town: Town):
    """Words alone do not report a fix; they are kept, and the photo is asked for."""
    no = await filed(town)
    unit = town.person(UNIT)
    assert "请发一张现在的现场照片" in (await unit.says(f"整改完成 {no}"))[0]
    assert (await unit.says("已经清走了"))[0].startswith("记下了")
    await unit.sends_photo()
    assert (await town.history(no))[-1].words == "已经清走了"


async def test_a_label_without_number_means_the_issue_last_spoken_of(town: Town):
    """The bot says which one it took."""
    await filed(town)
    no = await filed(town, "resident-2", "又一处垃圾没人收")
    assert no in (await town.person(UNIT).says("签收"))[0]


@pytest.mark.parametrize(
    "line",
    [
        "签收 {no}",
        "签收{no}",
        "{no} 签收",
        "签收：{no}",
        "签收 hj 20240312 1",
        "签收 ＨＪ－２０２４０３１２－０００１",
        "签收 20240312-0001",
        "Accept {no}",
        "accept hj202403120001",
    ],
)
async def test_a_label_may_be_followed_by_a_number_in_any_form(town: Town, line: str):
    """Case, width, spacing and place of the number do not matter."""
    no = await filed(town)
    await filed(town, "resident-2", "又一处垃圾没人收")
    await town.person(UNIT).says(line.format(no=no))
    assert (await town.issue(no)).status is Status.HANDLING


async def test_words_after_the_label_are_the_reason(town: Town):
    """One line declines, with its punctuation as written."""
    no = await filed(town)
    await town.person(UNIT).says(f"退单 {no} 不归我们管，是街道办的")
    assert (await town.history(no))[-1].words == "不归我们管，是街道办的"


async def test_the_label_as_caption_takes_the_step_with_the_photo(town: Town):
    """A checker sends the photo with 核查通过 under it, and that is all."""
    no = await filed(town)
    await fixed(town, no)
    await town.person(CHECKER).sends_photo("核查通过")
    assert (await town.issue(no)).status is Status.STRUCK_OFF


@pytest.mark.parametrize("word", ["没解决", "仍未解决", "撤回"])
async def test_a_reason_that_reads_like_a_label_is_a_reason(town: Town, word: str):
    """What is no step for them here is what they say."""
    no = await filed(town)
    await fixed(town, no)
    checker = town.person(CHECKER)
    await checker.says(f"核查不通过 {no}")
    await checker.says(word)
    assert (await town.issue(no)).rework == 1
    assert (await town.history(no))[-1].words == word


async def test_thanks_are_no_reason(town: Town):
    """Asked for a reason, 好的 is none."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says(f"退单 {no}")
    assert "为什么" in (await unit.says("好的"))[0]
    assert len(await town.history(no)) == 2


async def test_another_issue_s_button_leaves_the_first_step_undone_and_says_so(town: Town):
    """Nothing that was begun disappears without a word."""
    one, other = await filed(town), await filed(town, "resident-2", "又一处垃圾没人收")
    unit = town.person(UNIT)
    await _tap(unit, "退单", one)
    (answer,) = await _tap(unit, "整改完成", other)
    assert f"{one} 的“退单”先不办了" in answer and other in answer


async def test_a_choice_from_another_issue_s_list_does_not_count(town: Town):
    """A unit tapped in the list of one issue is not given to another."""
    one, other = await filed(town), await filed(town, "resident-2", "又一处垃圾没人收")
    desk = town.person(STREET)
    await desk.says(f"改派 {one}")
    await desk.says(f"改派 {other}")
    (answer,) = await _tap(desk, "区水务局", one)
    assert f"那个选项是 {one} 的" in answer
    assert (await town.issue(other)).unit == "hepu-sanitation"


async def test_a_report_in_the_making_survives_a_step(town: Town):
    """The draft is taken up again after the step, with everything in it."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says("河南社区有人乱搭棚子")
    await unit.taps("退单")
    answers = await unit.says("不归我们管")
    assert no in answers[0] and "接着来" in answers[1]
    assert "乱搭" in (await unit.says("没有"))[0]


async def test_cancelling_a_step_keeps_the_report_below_it(town: Town):
    """取消 ends the step, not the report that waits."""
    await filed(town)
    unit = town.person(UNIT)
    await unit.says("河南社区有人乱搭棚子")
    await unit.taps("退单")
    answers = await unit.says("取消")
    assert "先不办了" in answers[0] and "接着来" in answers[1]


async def test_news_in_between_does_not_change_what_a_number_means(town: Town):
    """A supervisor counts the units they see, though another issue arrives meanwhile."""
    no = await filed(town)
    desk = town.person(STREET)
    await desk.says(f"改派 {no}")
    wanted = (await desk.labels())[1]
    await town.person(UNIT).says(f"退单 {no} 不归我们")
    await desk.says("2")
    assert "为什么改派" in (await desk.last()).text
    await desk.says("应该的")
    unit = (await town.issue(no)).unit
    assert town.areas.unit(unit or "").name == wanted


async def test_reassigning_does_not_offer_the_same_unit(town: Town):
    """What has it already is not in the list."""
    no = await filed(town)
    desk = town.person(STREET)
    await desk.says(f"改派 {no}")
    assert "没找到" in (await desk.says("河浦街道环卫站"))[0]


async def test_a_step_that_became_impossible_lets_the_person_go(town: Town):
    """After the refusal the next message is a new one, not refused again."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says(f"退单 {no}")
    await town.person("resident-1").says(f"撤回 {no}")
    assert "撤回" in (await unit.says("不归我们管"))[0]
    assert "您好" in (await unit.says("你好"))[0]


async def test_a_fixer_hears_why_somebody_else_must_check(town: Town):
    """The words say who looks instead."""
    no = await filed(town)
    await fixed(town, no)
    assert "别的单位的人到现场核查" in (await town.person(UNIT).says("核查通过"))[0]


async def test_a_photo_sent_before_is_asked_for_anew(town: Town):
    """The picture of the report is no picture of the fix, and the step goes on waiting."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.sends_photo(f"补充 {no}")
    ref = (await town.rows("SELECT ref, key FROM photos ORDER BY id DESC LIMIT 1"))[0]
    await unit.says(f"整改完成 {no}")
    await unit.says("", photos=(PhotoRef(ref=ref["ref"], key=ref["key"]),))
    assert "已经有这张照片了" in (await unit.last()).text
    await unit.sends_photo()
    assert (await town.issue(no)).status is Status.HANDLED


async def test_words_while_a_photo_is_on_its_way_are_answered(town: Town):
    """Nobody waits in silence."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says(f"整改完成 {no}")
    await unit.says("", photos=(PhotoRef(ref="x", key="x"),))
    assert "照片收到了" in (await unit.says("清走了"))[0]
    await town.develop()
    assert (await town.issue(no)).status is Status.HANDLED


async def test_not_solved_brings_another_checker(town: Town):
    """The one who passed it is not asked again, and hears nothing of a task."""
    no = await filed(town)
    await struck_off(town, no)
    heard = len(await town.person(CHECKER).heard())
    await town.person("resident-1").says("仍未解决")
    assert "重新核查" in (await town.person(NEIGHBOUR).heard())[-1]
    assert len(await town.person(CHECKER).heard()) == heard


async def test_what_follows_not_solved_is_added_to_the_issue(town: Town):
    """A photo sent then is an addition; a pin half an hour later is a new report."""
    no = await filed(town)
    await struck_off(town, no)
    chat = town.person("resident-1")
    await chat.says("仍未解决")
    await chat.sends_photo("桶后面")
    assert (await town.history(no))[-1].words == "桶后面"


async def test_the_invitation_to_add_ends_by_itself(town: Town):
    """Half an hour after 仍未解决 a photo is a new problem."""
    no = await filed(town)
    await struck_off(town, no)
    chat = town.person("resident-1")
    await chat.says("仍未解决")
    town.clock.move(minutes=31)
    assert "在哪里" in (await chat.sends_photo())[0]


async def test_a_double_tap_is_told_that_it_is_done(town: Town):
    """The second 签收 says so, and offers what comes next."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.taps("签收")
    assert "您已经办过“签收”了" in (await _tap(unit, "签收", no))[0]
    assert "整改完成" in await unit.labels()


async def test_a_button_of_last_month_says_what_became_of_it(town: Town):
    """The day of its message and the present status are named."""
    no = await filed(town)
    await struck_off(town, no)
    town.clock.move(days=30)
    (answer,) = await _tap(town.person(UNIT), "退单", no)
    assert "3 月 12 日" in answer and "已销号" in answer


async def test_recategorising_in_a_draft_is_the_draft_s(town: Town):
    """A supervisor in the middle of a report changes that one; with a number, the issue."""
    no = await filed(town)
    desk = town.person(STREET)
    await desk.says(f"查询 {no}")
    await desk.says("河北社区公厕没水")
    assert "哪一类问题" in (await desk.says("改类别"))[0]
    assert f"{no} 改成哪一类" in (await desk.says(f"改类别 {no}"))[0]


async def test_a_loose_photo_with_tasks_is_asked_about(town: Town):
    """One tap says which task it belongs to."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.sends_photo()
    assert await unit.labels() == ["新问题", f"{no} 暴露垃圾", "取消"]
    await unit.taps(f"{no} 暴露垃圾")
    assert (await town.issue(no)).status is Status.HANDLED


async def test_many_tasks_page_and_are_searched(town: Town):
    """A photo finds its task among many by a word."""
    for n in range(9):
        await filed(town, f"visitor-{n}", f"第{n}处垃圾没人收")
    await filed(town, "visitor-x", "公厕没水")
    unit = town.person(UNIT)
    await unit.sends_photo()
    assert "下一页" in await unit.labels()
    await unit.says("公厕")
    assert (await unit.labels())[1:-1] == ["HJ-20240312-0010 公厕管护"]


async def test_a_resident_who_is_also_staff_may_report(town: Town):
    """新问题 begins a report with the photo and its caption."""
    await filed(town)
    unit = town.person(UNIT)
    await unit.sends_photo("水沟堵了")
    await unit.says("新问题")
    await pin(unit)
    assert "HJ-20240312-0002 已受理" in (await unit.says("提交"))[0]
