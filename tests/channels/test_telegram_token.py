"""The token is nowhere but in the addresses that are called."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import io
import logging
import traceback

import pytest
import structlog

from bot.channels.base import Gone, Later, Unknown, Unsendable
from bot.channels.telegram import Telegram
from tests.support.telegram_bot import LABELS, MENU, SECRET, Waits, bot_for, letter, settings_for

KINDS = ("too-many", "status", "page", "refused-token", "bad-request", "cut-before", "cut-after")
TROUBLES = (Later, Unknown, Unsendable, Gone)


@pytest.fixture
def said():
    """Everything that is logged, at every level, by us or by a library, without any filter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
    yield stream
    structlog.reset_defaults()
    root.setLevel(level)
    root.removeHandler(handler)


async def everything(bot, standin, tmp_path) -> list[BaseException]:
    """Let a bot receive, send and fetch, well and in every kind of trouble."""
    raised: list[BaseException] = []
    ref = standin.keep_file(b"picture")["file_id"]
    for kind in ("", *KINDS):
        if kind:
            standin.fails("sendMessage", kind)
            standin.fails("getFile", kind)
        for work in (
            bot.send(letter(id_=len(raised))),
            bot.fetch(ref, tmp_path / "p", limit_bytes=9),
        ):
            try:
                await work
            except TROUBLES as trouble:
                raised.append(trouble)
    return raised


async def test_no_log_has_it(standin, kept, said, tmp_path):
    """With every logger at DEBUG no line has the token, the secret, or what people wrote."""
    for kind in ("conflict", "status", "page", "cut-before", "cut-after", "too-many"):
        standin.fails("getUpdates", kind)
        standin.fails("getMe", kind)
    someone = standin.person()
    update = someone.says("我家门口的话")
    bot = bot_for(standin, kept, sleep=Waits())
    await bot.start()
    await standin.until_confirmed(update)
    raised = await everything(bot, standin, tmp_path)
    standin.fails("getUpdates", "refused-token", times=9)
    someone.taps_data("1.0", someone.message(text="选"))
    await standin.until(
        lambda: any(f.kind == "refused-token" and f.times == 8 for f in standin.faults)
    )
    await bot.stop()
    assert len(raised) >= 12
    lines = said.getvalue()
    assert "telegram.not_receiving" in lines
    assert standin.token not in lines
    assert standin.token.partition(":")[2] not in lines
    assert "我家门口的话" not in lines


async def test_no_exception_has_it(standin, bot, tmp_path):
    """What is raised, with all its causes, says nothing of the token."""
    standin.person().says("你好")
    for trouble in await everything(bot, standin, tmp_path):
        told = "".join(traceback.format_exception(trouble)) + repr(trouble.__context__)
        assert standin.token.partition(":")[2] not in told


async def test_no_repr_has_it(standin, kept, bot):
    """The channel shows its bot's number only."""
    assert repr(bot) == "Telegram(bot=123456789)"
    hooked = bot_for(standin, kept, webhook_secret=SECRET)
    assert SECRET not in repr(hooked)
    await hooked.stop()


async def test_a_token_that_is_none_is_not_repeated(standin, kept):
    """A setting that is no token is refused with words that do not repeat it."""
    settings = settings_for(standin).model_copy(
        update={"token": type(settings_for(standin).token)("secret-without-number")}
    )
    with pytest.raises(ValueError, match="telegram") as caught:
        Telegram(settings, kept, MENU, place_labels=LABELS)
    assert "secret-without" not in str(caught.value)


async def test_nothing_is_left_to_be_told(standin, kept, said):
    """No task of the channel ends unnoticed, to be told of by asyncio with its exception."""
    standin.fails("*", "refused-token", times=99)
    bot = bot_for(standin, kept)
    await bot.start()
    await standin.until(lambda: len(standin.calls) > 0)
    for _ in range(20):
        await asyncio.sleep(0)
    with contextlib.suppress(asyncio.CancelledError):
        await bot.stop()
    del bot
    gc.collect()
    assert "never retrieved" not in said.getvalue()
