"""Fetching pictures from Telegram: whole, within the limit, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.base import Gone, Later
from tests.standin.people import JPEG
from tests.support.telegram_bot import bot_for


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Where the picture goes."""
    return tmp_path / "picture"


@pytest.fixture
def picture(standin):
    """A picture of 300,000 bytes that somebody sent, and its name."""
    data = JPEG + bytes(300_000 - len(JPEG))
    return data, standin.keep_file(data)["file_id"]


async def test_a_picture_arrives_whole(bot, picture, into):
    """The bytes are those that were sent."""
    data, ref = picture
    await bot.fetch(ref, into, limit_bytes=300_000)
    assert into.read_bytes() == data


async def test_the_largest_size_is_what_the_update_names(bot, standin, into):
    """What is read from an update is the full picture, not its preview."""
    update = standin.person().shows(JPEG * 100)
    ref = update["message"]["photo"][-1]["file_id"]
    await bot.fetch(ref, into, limit_bytes=10_000_000)
    assert into.read_bytes() == JPEG * 100


async def test_no_more_than_the_limit(bot, picture, into):
    """A picture one byte too large is refused, and nothing is left behind."""
    with pytest.raises(Gone) as caught:
        await bot.fetch(picture[1], into, limit_bytes=299_999)
    assert (caught.value.key, into.exists()) == ("photo-too-big", False)


async def test_more_than_telegram_hands_out(bot, standin, into):
    """Telegram hands out no file above 20 MB."""
    ref = standin.keep_file(bytes(20_000_001))["file_id"]
    with pytest.raises(Gone) as caught:
        await bot.fetch(ref, into, limit_bytes=50_000_000)
    assert caught.value.key == "photo-too-big"


async def test_a_picture_that_is_unknown(bot, into):
    """A name Telegram does not know is gone for good."""
    with pytest.raises(Gone) as caught:
        await bot.fetch("nothing", into, limit_bytes=1_000)
    assert caught.value.key == "photo-gone"


@pytest.mark.parametrize(("status", "meant"), [(404, Gone), (502, Later), (429, Later)])
async def test_what_an_answer_means(bot, standin, picture, into, status, meant):
    """A file that is not there is gone; a server in trouble is asked again later."""
    standin.fails("file", "status", status=status)
    with pytest.raises(meant):
        await bot.fetch(picture[1], into, limit_bytes=300_000)
    assert not into.exists()


@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_broken_connection(bot, standin, picture, into, method):
    """A connection that breaks is tried again later, with nothing left behind."""
    standin.fails(method, "cut-before")
    with pytest.raises(Later):
        await bot.fetch(picture[1], into, limit_bytes=300_000)
    assert not into.exists()


async def test_too_many_requests(bot, standin, picture, into):
    """The wait that Telegram names is handed on."""
    standin.fails("getFile", "too-many", seconds=11)
    with pytest.raises(Later) as caught:
        await bot.fetch(picture[1], into, limit_bytes=300_000)
    assert caught.value.seconds == 11


async def test_no_server(standin, kept, into):
    """Without network it is later."""
    bot = bot_for(standin, kept, base_url="http://127.0.0.1:9/bot")
    with pytest.raises(Later):
        await bot.fetch("x", into, limit_bytes=1)
    await bot.stop()
