"""A Telegram channel on the stand-in, and an inbox that tests can look into and hold up."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.channels.base import Letter, Raw
from bot.channels.telegram import Telegram
from bot.channels.telegram_send import Pace
from bot.setting_sections import TelegramSettings
from handlers.messages import Button, Incoming, Outgoing
from tests.standin.telegram import StandIn
from tests.support.clock import StillClock

LABELS = {"zh-CN": "📍 发送我的位置", "en": "📍 Send my location"}
MENU = {
    "zh-CN": (("start", "开始"), ("help", "帮助"), ("status", "查询")),
    "en": (("start", "Start"), ("help", "Help"), ("status", "Status")),
}
SECRET = "a-secret_of-ours"


class Kept:
    """An inbox in memory: what was committed, in order; it can be closed or fail."""

    def __init__(self) -> None:
        self.raws: list[Raw] = []
        self.open = asyncio.Event()
        self.open.set()
        self.changed = asyncio.Event()
        self.failures = 0
        self.asked = 0

    async def __call__(self, raw: Raw) -> bool:
        """Commit one update; False for one that is there."""
        self.asked += 1
        self.changed.set()
        await self.open.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        if any(raw.key == kept.key for kept in self.raws):
            return False
        self.raws.append(raw)
        self.changed.set()
        return True

    async def until(self, count: int) -> list[Raw]:
        """Wait until so many updates are committed."""
        while len(self.raws) < count:
            self.changed.clear()
            await self.changed.wait()
        return self.raws

    async def until_asked(self, count: int) -> None:
        """Wait until so many updates were handed over, committed or not."""
        while self.asked < count:
            self.changed.clear()
            await self.changed.wait()

    def incoming(self, bot: Telegram) -> list[Incoming]:
        """What the committed updates say."""
        return [bot.parse(raw.body) for raw in self.raws]


class Waits:
    """Waits without waiting, and remembers how long they would have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Let others run, and come back."""
        self.seconds.append(seconds)
        await asyncio.sleep(0)


def settings_for(standin: StandIn, **more: Any) -> TelegramSettings:
    """Settings that name the stand-in."""
    values = {
        "token": standin.token,
        "base_url": standin.base_url,
        "base_file_url": standin.base_file_url,
        "poll_seconds": 5,
    }
    return TelegramSettings.model_validate(values | more)


def bot_for(standin: StandIn, kept: Kept, *, sleep: Waits | None = None, **more: Any) -> Telegram:
    """Make a bot for the stand-in; ``more`` are settings."""
    return Telegram(
        settings_for(standin, **more),
        kept,
        MENU,
        place_labels=LABELS,
        clock=StillClock(),
        pace=Pace(per_second=0),
        sleep=sleep or Waits(),
        patience_seconds=0.5,
    )


def letter(
    text: str = "已收到", *labels: str, chat: int | str = 5001, id_: int = 77, **more: Any
) -> Letter:
    """A letter with one button a row; ``files`` in ``more`` are shown as its photos."""
    files: list[Path] = more.pop("files", [])
    rows = more.pop("rows", tuple((Button(label=label),) for label in labels))
    numbered = dict(enumerate(files, 1))
    body = Outgoing(text=text, rows=rows, photos=tuple(numbered), **more)
    return Letter(id=id_, chat=str(chat), body=body, files=numbered)
