"""Labels: exact words, in both languages, without two that mean the same to the reader."""

from __future__ import annotations

from itertools import product

import pytest

from handlers.commands import COMMANDS, SLASH
from handlers.words import LANGUAGES, folded
from tests.support.office import Town
from tests.support.talks import filed

LABELS = {
    "report": "上报问题",
    "submit": "提交",
    "cancel": "取消",
    "my": "我的上报",
    "tasks": "我的任务",
    "help": "帮助",
    "accept": "签收",
    "decline": "退单",
    "report-fix": "整改完成",
    "verify-pass": "核查通过",
    "verify-fail": "核查不通过",
    "object": "仍未解决",
    "withdraw": "撤回",
    "add": "补充",
    "dispatch": "派单",
    "reassign": "改派",
    "refuse": "不同意",
    "void": "不予受理",
    "recategorise": "改类别",
}


async def test_the_labels_are_exactly_these(town: Town):
    """Each is a command, and its button shows these very characters."""
    words = await town.run(lambda office: office.words)
    assert set(LABELS) <= set(COMMANDS)
    assert {name: words.say("zh-CN", f"label-{name}") for name in LABELS} == LABELS


async def test_no_two_commands_share_a_spelling(town: Town):
    """What somebody types means one thing, in both languages together."""
    words = await town.run(lambda office: office.words)
    seen: dict[str, str] = {}
    for name in COMMANDS:
        for spelling in words.spellings(name):
            assert seen.setdefault(spelling, name) == name


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_label_works_typed_in_either_language(town: Town, language: str):
    """Nobody hears 没看懂, nothing is filed, whatever language they are answered in."""
    words, chat = await town.run(lambda office: office.words), town.person("resident-1")
    for name, answered_in in product(LABELS, ("en", "zh")):
        await chat.says(f"/language {answered_in}")
        (answer, *_) = await chat.says(words.say(language, f"label-{name}"))
        assert "没看懂" not in answer and "did not understand" not in answer
        await chat.says("/cancel")
    assert await town.rows("SELECT 1 FROM issues") == []


async def test_each_slash_command_is_answered(town: Town):
    """On Telegram also with the bot's name behind it."""
    for name in SLASH:
        for line in (f"/{name}", f"/{name}@xiaohao_bot", f"/{name.upper()}"):
            answers = await town.person("resident-1").says(line)
            assert answers and "没看懂" not in answers[0]


@pytest.mark.parametrize(
    ("line", "language"),
    [("English", "en"), ("中文", "zh-CN"), ("/language en", "en"), ("/language 中文", "zh-CN")],
)
async def test_a_language_named_is_the_language_set(town: Town, line: str, language: str):
    """Naming the one already spoken changes nothing."""
    chat = town.person("resident-1")
    for _ in range(2):
        await chat.says(line)
        assert (await town.who("resident-1")).language == language


async def test_chinese_labels_work_in_english(town: Town):
    """A button's Chinese label is understood from somebody answered in English."""
    chat = town.person("resident-1")
    await chat.says("/language en")
    no = await filed(town)
    assert "withdrawn" in (await chat.says(f"撤回 {no}"))[0]


async def test_cancel_is_heard_everywhere(town: Town):
    """With nothing begun, in a report, in a list and in a step, 取消 is answered."""
    chat = town.person("resident-1")
    assert "没有要取消" in (await chat.says("取消"))[0]
    no = await filed(town)
    await chat.says(f"补充 {no}")
    assert "先不办了" in (await chat.says("Cancel"))[0]
    await chat.says("上报问题")
    assert "先不报了" in (await chat.says("/cancel"))[0]


def test_labels_fit_a_button():
    """Folding changes nothing about the Chinese labels."""
    assert all(folded(label) == label for label in LABELS.values())
