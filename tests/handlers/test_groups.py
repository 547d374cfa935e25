"""In a group nothing private is said, and only what is meant for the bot is answered."""

from __future__ import annotations

import pytest

from tests.support.office import Chat, Town
from tests.support.talks import WORDS, filed


@pytest.mark.parametrize("text", ["/status HJ-20240312-0001", "/my", WORDS, "签收", "提交"])
async def test_a_group_hears_only_to_write_privately(town: Town, text: str):
    """Neither a number nor a status nor anybody's words are repeated there."""
    await filed(town)
    group = Chat(town, "telegram", "-100")
    (answer,) = await group.says(text, private=False, addressed=True)
    assert answer == "群里不方便说，请私聊我。"
    assert (await group.last()).private is False


async def test_what_is_not_meant_for_the_bot_is_not_answered(town: Town):
    """Talk among people is left alone, and not kept."""
    group = Chat(town, "telegram", "-100")
    assert await group.says(WORDS, private=False, addressed=False) == []
    assert WORDS not in str(await town.rows("SELECT body FROM inbox"))


async def test_the_button_leads_to_the_private_chat(town: Town):
    """It opens a link, and says nothing in the group."""
    group = Chat(town, "telegram", "-100")
    await group.says("/help", private=False)
    (button,) = (await group.last()).buttons
    assert button.url == "https://t.me/xiaohao_bot"


async def test_nobody_becomes_a_person_by_being_in_a_group(town: Town):
    """A group makes no account and begins no report."""
    before = await town.rows("SELECT id FROM people")
    await Chat(town, "telegram", "-100").says("/report", private=False)
    assert await town.rows("SELECT id FROM people") == before


async def test_news_never_goes_to_a_group(town: Town):
    """A reporter who also spoke in a group hears of the report privately."""
    no = await filed(town)
    group = Chat(town, "web", "group-1")
    await group.says("/status", private=False)
    await town.person("unit-hepu-sanitation").says(f"签收 {no}")
    assert len(await group.heard()) == 1
