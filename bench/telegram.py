"""Telegram, played for the measurement: it pushes updates and notes when each answer arrives.

The strict stand-in of the tests, with a clock. It shares a process with the residents who write, as
the people's side of a conversation; the program is the other process.
"""

from __future__ import annotations

import asyncio
import time
from typing import Final

from tests.standin.telegram import StandIn
from tests.standin.wire import Answer, Request
from tests.support import pictures

SECRET: Final = "bench-secret"
PATH: Final = "/telegram/webhook"

PICTURES: Final = 8
"""Different pictures that are sent, each as large as Telegram hands out: 1280 by 960."""

_SAID: Final = frozenset({"sendmessage", "sendphoto", "sendlocation", "sendmediagroup"})


class Telegram(StandIn):
    """The stand-in with a clock.

    Attributes:
        said: When the last message of a chat arrived, and how many have.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[int, tuple[int, float]] = {}
        self._awaited: dict[int, asyncio.Future[None]] = {}
        shots = [pictures.photo(1280, 960, seed) for seed in range(PICTURES)]
        self.pictures = [self.keep_file(shot) for shot in shots]

    async def call(self, method: str, request: Request) -> Answer:
        """Answer a call; note the moment if it is a message."""
        now = time.monotonic()
        answer = await super().call(method, request)
        if method.lower() in _SAID:
            chat = int(request.params["chat_id"])
            self.said[chat] = (self.said.get(chat, (0, 0.0))[0] + 1, now)
            awaited = self._awaited.pop(chat, None)
            if awaited and not awaited.done():
                awaited.set_result(None)
        return answer

    async def heard(self, chat: int, count: int) -> float:
        """Wait until a chat was sent so many messages; return when the last one arrived."""
        while self.said.get(chat, (0, 0.0))[0] < count:
            self._awaited[chat] = asyncio.get_running_loop().create_future()
            await self._awaited[chat]
        return self.said[chat][1]

    def environment(self, port: int) -> dict[str, str]:
        """Return the settings of a program that talks with this Telegram."""
        return {
            "XIAOHAO_WEB__PORT": str(port),
            "XIAOHAO_LOG__LEVEL": "WARNING",
            "XIAOHAO_TELEGRAM__TOKEN": self.token,
            "XIAOHAO_TELEGRAM__BASE_URL": self.base_url,
            "XIAOHAO_TELEGRAM__BASE_FILE_URL": self.base_file_url,
            "XIAOHAO_TELEGRAM__MODE": "webhook",
            "XIAOHAO_TELEGRAM__WEBHOOK_URL": f"http://127.0.0.1:{port}{PATH}",
            "XIAOHAO_TELEGRAM__WEBHOOK_SECRET": SECRET,
        }
