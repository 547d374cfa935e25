"""Reporting by talking: any order, few taps, only what is missing, nothing lost."""

from __future__ import annotations

from itertools import permutations

import pytest

from domain.geo import Point
from domain.lifecycle import Status
from handlers.messages import PhotoRef, Tap
from tests.support.office import Chat, Town
from tests.support.talks import UNIT, WORDS, filed, issue_count, pin, spot


async def _send(chat: Chat, part: str) -> None:
    if part == "photo":
        await chat.sends_photo()
    elif part == "words":
        await chat.says(WORDS)
    else:
        await pin(chat)


@pytest.mark.parametrize("order", list(permutations(("photo", "words", "place"))), ids="-".join)
async def test_photo_words_and_place_come_in_any_order(town: Town, order: tuple[str, ...]):
    """Whatever comes first, the report is the same one, and one tap files it."""
    chat = town.person("resident-1")
    for part in order:
        await _send(chat, part)
    answer = (await chat.taps("提交"))[0]
    issue = await town.issue("HJ-20240312-0001")
    first = (await town.history(issue.no))[0]
    assert (first.words, len(first.photos)) == (WORDS, 1)
    assert (issue.area, issue.sub_category) == ("440512006001003", "exposed_waste")
    assert issue.no in answer


async def test_a_photo_with_caption_and_a_pin_takes_one_tap(town: Town):
    """Where the words say what it is, 提交 is the only tap."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    assert "已受理" in (await chat.taps("提交"))[0]


async def test_a_caption_that_says_nothing_known_takes_two_taps(town: Town):
    """One tap chooses the category, one files it."""
    chat = town.person("resident-1")
    await chat.sends_photo("你们快来看看这里")
    await pin(chat)
    await chat.taps("水系治理")
    assert "已受理" in (await chat.taps("提交"))[0]


async def test_with_open_tasks_a_photo_with_caption_and_pin_takes_no_more_taps(town: Town):
    """The pin answers whether it is a new problem."""
    await filed(town)
    chat = town.person(UNIT)
    await chat.sends_photo("你们快来看看这里")
    await pin(chat)
    await chat.taps("水系治理")
    assert "已受理" in (await chat.taps("提交"))[0]


async def test_the_summary_shows_what_will_be_filed(town: Town):
    """Words, category with its reason, area and photos stand in the summary."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    (summary,) = await pin(chat)
    for part in (WORDS, "环卫保洁 › 暴露垃圾（提到“垃圾”", "河北社区 · 第 3 网格", "1 张"):
        assert part in summary


async def test_the_receipt_says_all_that_was_promised(town: Town):
    """Number, receipt code, area, unit and due date stand in the answer to 提交."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    (answer,) = await chat.says("提交")
    rows = await town.rows("SELECT code FROM receipts")
    for part in ("HJ-20240312-0001", rows[0]["code"], "第 3 网格", "环卫站", "3 月 13 日（周三）"):
        assert part in answer
    assert len(rows[0]["code"]) == 6


async def test_only_what_is_missing_is_asked(town: Town):
    """A place in the words is not asked for again; a photo is."""
    (answer,) = await town.person("resident-1").says("河北社区的公厕没水")
    assert "照片" in answer and "在哪里" not in answer


async def test_an_album_is_one_report_and_one_answer(town: Town):
    """The parts of an album end in one message that counts them all."""
    answers = await town.person("resident-1").sends_photo("墙边垃圾", n=3, album="a")
    assert len(answers) == 1
    assert "收到 3 张照片" in answers[0]


async def test_a_photo_after_the_summary_is_added_and_the_summary_shown_again(town: Town):
    """A further photo is no new report."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    assert "照片　2 张" in (await chat.sends_photo())[0]


async def test_photos_beyond_nine_are_told_of(town: Town):
    """Nine photos are taken, and the person hears that the tenth was not."""
    chat = town.person("resident-1")
    (answer,) = await chat.sends_photo(n=10, album="a")
    assert "一次最多 9 张" in answer or "另外 1 张没有收" in answer


@pytest.mark.parametrize(
    ("sent", "dropped"),
    [
        (("words",), "文字"),
        (("photo",), "照片"),
        (("place",), "位置"),
        (("photo", "words"), "照片和文字"),
        (("photo", "words", "place"), "照片、文字和位置"),
    ],
    ids=str,
)
async def test_cancel_says_what_was_dropped(town: Town, sent: tuple[str, ...], dropped: str):
    """取消 names what is gone, and nothing was filed."""
    chat = town.person("resident-1")
    for part in sent:
        await _send(chat, part)
    assert f"刚才的{dropped}没有保存" in (await chat.says("取消"))[0]
    assert await issue_count(town) == 0


async def test_a_draft_goes_on_on_another_device(town: Town):
    """A photo sent on the phone and words typed in the web chat are one report."""
    web, phone = town.person("resident-1"), Chat(town, "telegram", "77")
    await web.sends_photo()
    link = (await web.says("绑定"))[0].split("start=")[-1]
    await phone.says("/start", start=link)
    await phone.taps("绑定")
    await phone.says(WORDS)
    await pin(phone)
    assert "已受理" in (await phone.says("提交"))[0]
    assert len((await town.history("HJ-20240312-0001"))[0].photos) == 1


async def test_the_answer_goes_where_the_person_speaks(town: Town):
    """The web chat hears nothing of what is answered on the phone."""
    web, phone = town.person("resident-1"), Chat(town, "telegram", "77")
    link = (await web.says("绑定"))[0].split("start=")[-1]
    await phone.says("/start", start=link)
    await phone.taps("绑定")
    heard = await web.heard()
    await phone.says("公厕没水没人管")
    assert await web.heard() == heard


@pytest.mark.parametrize(
    "typed", ["1", "１", "1.", "提交", "提交。", "Submit", "submit", "确认提交"]
)
async def test_a_button_works_typed(town: Town, typed: str):
    """A label in either language, or the button's number in any width, is the button."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    assert "已受理" in (await chat.says(typed))[0]


async def test_every_button_of_the_summary_has_its_number(town: Town):
    """Numbers count the buttons row by row, from 1."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    assert "哪一类" in (await chat.says("2"))[0]
    await chat.says("取消")


async def test_a_number_that_is_no_choice_is_no_part_of_the_report(town: Town):
    """A slip of the finger does not end up in the words."""
    chat = town.person("resident-1")
    await chat.says(WORDS)
    assert "没有第 9 个" in (await chat.says("9"))[0]
    await chat.says("河北社区")
    assert "9" not in (await chat.says("没有"))[0].split("\n")[1]


async def test_a_short_word_inside_a_draft_belongs_to_it(town: Town):
    """Three characters are a scrap on their own, but part of a report in the making."""
    chat = town.person("resident-1")
    await chat.sends_photo()
    await pin(chat)
    assert "很臭" in (await chat.says("很臭"))[0] or "类" in (await chat.last()).text
    await chat.taps("环卫保洁")
    assert "很臭" in (await chat.last()).text


@pytest.mark.parametrize("typed", ["您好", "谢谢", "Hello"])
async def test_small_talk_inside_a_draft_is_answered_but_not_added(town: Town, typed: str):
    """A greeting is greeted, and the question asked again."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await chat.says(typed)
    assert typed not in (await pin(chat))[0]


@pytest.mark.parametrize("typed", ["好的", "可以", "是的", "ok"])
async def test_yes_to_the_summary_names_the_button(town: Town, typed: str):
    """Only 提交 files; a yes is told so."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    assert "请点“提交”" in (await chat.says(typed))[0]
    assert await issue_count(town) == 0


async def test_anything_can_be_changed_before_submitting(town: Town):
    """Category and place are chosen anew; the old place in the words does not come back."""
    chat = town.person("resident-1")
    await chat.sends_photo("河北社区垃圾没人收")
    await chat.taps("改类别")
    await chat.taps("厕所革命")
    await chat.taps("公厕管护")
    await chat.taps("改地点")
    (summary,) = await chat.says("河南社区")
    assert "厕所革命 › 公厕管护" in summary and "河南社区\n" in summary


async def test_submitting_with_the_category_list_open_keeps_the_category(town: Town):
    """Looking at the list changes nothing."""
    chat = town.person("resident-1")
    await chat.sends_photo("河北社区垃圾没人收")
    await chat.taps("改类别")
    assert "已受理" in (await chat.says("提交"))[0]


async def test_submitting_too_early_asks_for_what_is_missing(town: Town):
    """提交 without a place names the place, and files nothing."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    (answer,) = await chat.says("提交")
    assert "还差一点" in answer and "在哪里" in answer
    assert await issue_count(town) == 0


async def test_reporting_anew_with_a_draft_shows_the_draft(town: Town):
    """上报问题 in the middle of a report loses nothing of it."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    assert "接着来" in (await chat.says("上报问题"))[0]
    assert "照片　1 张" in (await pin(chat))[0]


async def test_words_after_the_slash_command_begin_the_report(town: Town):
    """/report with a sentence keeps the sentence."""
    chat = town.person("resident-1")
    assert "在哪里" in (await chat.says(f"/report {WORDS}"))[0]
    await pin(chat)
    assert WORDS in (await chat.says("没有照片"))[0]


async def test_a_photo_s_own_place_is_offered_once(town: Town):
    """The place of the first photo is offered, that of the second is not."""
    chat = town.person("resident-1")
    for _ in range(2):
        await chat.says("", photos=(_announced(chat),))
    waiting = await town.rows("SELECT id FROM photos ORDER BY id")
    for row in waiting:
        await town.keep(row["id"], taken=spot(town))
    offers = [text for text in await chat.heard() if "拍摄地点" in text]
    assert len(offers) == 1
    await chat.taps("就用这个地点")
    assert "河北社区" in (await chat.says("垃圾没人收"))[0]


def _announced(chat: Chat) -> PhotoRef:
    number = next(chat.town._keys)
    return PhotoRef(ref=f"r{number}", key=f"k{number}")


async def test_a_place_outside_the_district_is_filed_and_goes_to_the_tray(town: Town):
    """The reporter hears why, and that somebody decides."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await chat.pins(113.3, 23.1)
    assert "已请督查分派" in (await chat.says("提交"))[0]
    assert (await town.issue("HJ-20240312-0001")).status is Status.SUBMITTED


async def test_a_place_is_found_by_a_word_in_any_street(town: Town):
    """A community can be looked for without knowing its street."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await chat.taps("从列表选")
    await chat.says("浦")
    labels = await chat.labels()
    assert "河浦街道" in labels and "河浦街道 · 珠浦社区" in labels


async def test_what_the_list_does_not_hold_is_told(town: Town):
    """A word that fits nothing is neither swallowed nor taken for the place."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await chat.taps("从列表选")
    assert "没找到“某某”" in (await chat.says("某某"))[0]


async def test_a_choice_of_an_older_list_changes_nothing_else(town: Town):
    """A street tapped while categories are shown is still that street."""
    chat = town.person("resident-1")
    await chat.sends_photo("你们快来看看这里")
    await chat.taps("从列表选")
    await chat.taps("河浦街道")
    await chat.taps("河北社区")
    await chat.taps("玉新街道")
    assert "玉新街道的哪个社区" in (await chat.last()).text


async def test_an_old_summary_does_not_submit_another_report(town: Town):
    """提交 of the last report's summary is not 提交 of this one."""
    await filed(town)
    chat = town.person("resident-1")
    await chat.sends_photo("河北社区公厕没水")
    await chat.says("改类别")
    first = next(n for n, m in await chat._messages() if "提交" in [b.label for b in m.buttons])
    (answer,) = await chat.says("", tap=Tap(message=first, button=0))
    assert "另一件上报" in answer
    assert await issue_count(town) == 1


async def test_a_second_tap_on_submit_files_nothing_twice(town: Town):
    """The second tap is told the number of what is filed already."""
    await filed(town)
    assert "HJ-20240312-0001 已经受理了" in (await town.person("resident-1").taps("提交"))[0]
    assert await issue_count(town) == 1


async def test_bare_withdraw_in_a_draft_takes_the_draft_back(town: Town):
    """It is not the issue filed before that is withdrawn."""
    no = await filed(town)
    chat = town.person("resident-1")
    await chat.says("河北社区公厕没水")
    assert "没有保存" in (await chat.says("撤回"))[0]
    assert (await town.issue(no)).status is Status.DISPATCHED


async def test_what_comes_right_after_filing_may_belong_to_it(town: Town):
    """It begins a new report, but one tap makes it an addition to the one just filed."""
    no = await filed(town)
    chat = town.person("resident-1")
    await chat.sends_photo()
    await chat.taps(f"这是 {no} 的补充")
    assert (await town.history(no))[-1].step == "add"
    assert await issue_count(town) == 1


async def test_later_nothing_is_offered_to_belong_to_an_old_report(town: Town):
    """After ten minutes a photo is simply a new problem."""
    await filed(town)
    town.clock.move(minutes=11)
    chat = town.person("resident-1")
    await chat.sends_photo()
    assert await chat.labels() == ["从列表选", "取消"]


async def test_a_refused_photo_leaves_the_report_without_it(town: Town):
    """What turned out to be no photo is not filed with the report."""
    chat = town.person("resident-1")
    await chat.says(WORDS, photos=(_announced(chat),))
    rows = await town.rows("SELECT id FROM photos")
    await town.refuse_photo(rows[0]["id"], "photo-not-a-picture:.apk")
    assert "照片吗" in (await pin(chat))[0]


async def test_a_text_about_misconduct_is_neither_filed_nor_kept(town: Town):
    """The lawful channel is named; in a draft nothing of it is added."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    assert "12388" in (await chat.says("村书记收红包，包庇违建"))[0]
    assert "红包" not in (await pin(chat))[0]


async def test_a_language_switch_in_the_middle_loses_nothing(town: Town):
    """The question is asked again in the new language, and old buttons still work."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await pin(chat)
    answers = await chat.says("/language en")
    assert "Please look it over" in answers[-1]
    assert "is filed" in (await chat.says("提交"))[0]


async def test_gcj_points_are_brought_to_wgs(town: Town):
    """A pin of a Chinese map lies where the person stood, not 500 m away."""
    chat, there = town.person("resident-1"), Point(116.6, 23.3)
    await chat.says(WORDS)
    await chat.pins(there.lon, there.lat, datum="gcj02")
    (row,) = await town.rows("SELECT data FROM dialogues")
    assert '"lon":116.6,' not in row["data"]
