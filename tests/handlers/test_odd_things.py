"""What the bot does not understand: one short helpful answer each, and nothing is lost."""

from __future__ import annotations

from handlers.messages import Incoming, Oddity, Tap
from tests.support.office import Chat, Town
from tests.support.talks import WORDS, filed, issue_count, pin


async def test_what_cannot_be_used_gets_one_helpful_answer(town: Town):
    """Stickers, voice, video, files, contacts: what to send instead."""
    for oddity in set(Oddity) - {Oddity.TOO_LONG}:
        (answer,) = await town.person("resident-1").sends_oddity(oddity)
        assert "照片" in answer


async def test_a_file_is_named_by_its_kind(town: Town):
    """The ending is told, so that the person sees which file."""
    (answer,) = await town.person("resident-1").sends_oddity(Oddity.FILE, "apk")
    assert "收到的是 .apk" in answer


async def test_the_caption_of_what_cannot_be_used_is_kept(town: Town):
    """A video with a sentence begins a report with the sentence."""
    answers = await town.person("resident-1").sends_oddity(Oddity.VIDEO, WORDS)
    assert "视频" in answers[0] and "在哪里" in answers[1]


async def test_an_odd_thing_in_the_middle_loses_nothing(town: Town):
    """The report goes on after a sticker."""
    chat = town.person("resident-1")
    await chat.sends_photo(WORDS)
    await chat.sends_oddity(Oddity.STICKER)
    assert WORDS in (await pin(chat))[0]


async def test_too_long_a_text_is_cut_and_said_so(town: Town):
    """The first part is a report; a megabyte does no harm."""
    chat = town.person("resident-1")
    answers = await chat.says("垃圾" * 2000, oddity=Oddity.TOO_LONG)
    assert "文字太长" in answers[0] and "在哪里" in answers[1]
    for _ in range(3):
        answers = await chat.says("垃圾" * 2000)
    assert "超过 8,000 字" in answers[0]


async def test_scraps_are_answered_not_filed(town: Town):
    """Under four characters, or nothing one can read."""
    for scrap in ["啊", "??", "哈哈", "。。。。。。", "😀😀😀😀", "123"]:
        (answer,) = await town.person("resident-1").says(scrap)
        assert "没看懂" in answer
    assert await town.rows("SELECT 1 FROM dialogues") == []


async def test_small_talk_is_answered_not_filed(town: Town):
    """A greeting gets a greeting, with what to do."""
    for words in ["你好", "您好！", "谢谢", "好的", "Hello", "thank you", "再见"]:
        assert len(await town.person("resident-1").says(words)) == 1
    assert await town.rows("SELECT 1 FROM dialogues") == []


async def test_an_unknown_number_is_answered(town: Town):
    """The person hears what is needed to ask about somebody else's."""
    assert "回执码" in (await town.person("resident-1").says("查询 HJ-20200101-0001"))[0]


async def test_a_button_nobody_knows_is_answered(town: Town):
    """Of another chat, or of a message that is gone: what can be done now is shown."""
    await filed(town)
    chat = town.person("resident-2")
    for message in (1, 99999):
        (answer,) = await chat.says("", tap=Tap(message=message, button=0))
        assert "已经不能用了" in answer


async def test_a_label_of_a_report_that_is_over_begins_nothing(town: Town):
    """It is not taken for the words of a new report."""
    await filed(town)
    chat = town.person("resident-1")
    for label in ["没有照片", "从列表选", "改地点", "新问题", "就用这个地点"]:
        assert "已经不能用了" in (await chat.says(label))[0]
    assert await town.rows("SELECT 1 FROM dialogues") == []


async def test_a_choice_of_a_list_that_is_over_begins_nothing(town: Town):
    """A street tapped after filing is no report."""
    chat = town.person("resident-1")
    await chat.sends_photo("河北社区垃圾没人收")
    await chat.taps("改地点")
    await chat.taps("从列表选")
    await chat.taps("河浦街道")
    await chat.taps("不清楚")
    await chat.says("提交")
    assert "已经不能用了" in (await chat.taps("玉新街道"))[0]
    assert await issue_count(town) == 1


async def test_one_without_buttons_is_no_choice(town: Town):
    """A bare number out of nowhere is a scrap."""
    assert "没看懂" in (await town.person("somebody").says("1"))[0]


async def test_an_edited_message_is_answered(town: Town):
    """The person hears to send it again."""
    assert "再发一条" in (await town.person("resident-1").says("改了", edited=True))[0]


async def test_unknown_slash_commands_are_not_filed(town: Town):
    """Neither alone nor in the middle of a report."""
    chat = town.person("resident-1")
    assert "没看懂" in (await chat.says("/settings now"))[0]
    await chat.sends_photo(WORDS)
    await chat.says("/settings now")
    assert "settings" not in (await pin(chat))[0]


async def test_marks_nobody_sees_are_no_words(town: Town):
    """Zero-width and direction marks make no report of themselves."""
    (answer,) = await town.person("resident-1").says("\u200b\u202e\u2066\u200b\u200b\u200b")
    assert "没看懂" in answer


async def test_a_second_delivery_is_not_answered(town: Town):
    """The same update twice is one message."""
    chat = Chat(town, "web", "someone")
    await chat.says("您好")
    heard = await chat.heard()
    rows = await town.rows("SELECT body FROM inbox")
    await chat.deliver(Incoming.model_validate_json(rows[-1]["body"]))
    assert await chat.heard() == heard
