"""People who report: what they send, over how many connections, and how long they wait."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, Final, Self

from bench.telegram import PATH, SECRET, Telegram
from tests.standin.people import Someone

Json = dict[str, Any]

WORDS: Final = "这里有问题，请来看看"
"""Names no category, so that the bot has to ask for it."""

CATEGORY: Final = "环卫保洁"
SUBMIT: Final = "提交"

_updates = count(800_000_000)
_taps = count(5_500_000_000)


class Connection:
    """One connection that Telegram keeps to the program."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def post(self, update: Json) -> float:
        """Push one update and return how many seconds its answer took.

        Raises:
            RuntimeError: It was not taken.
        """
        body = json.dumps(update).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        began = time.monotonic()
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        took = time.monotonic() - began
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer.partition(b"\r\n")[0].decode())
        return took


class Resident:
    """Somebody who files one report: photo with a few words, pin, category, 提交."""

    def __init__(self, telegram: Telegram, number: int, point: Sequence[float]) -> None:
        self.chat = number
        self._telegram = telegram
        self._self = Someone(telegram, number)
        self._point = {"longitude": point[0], "latitude": point[1]}

    def shows(self) -> Json:
        """Send a photo with a caption that names neither place nor category."""
        shot = self._telegram.pictures[self.chat % len(self._telegram.pictures)]
        sizes = [shot | {"width": 320, "height": 240}, shot | {"width": 1280, "height": 960}]
        return self._message(photo=sizes, caption=WORDS)

    def pins(self) -> Json:
        """Send the place."""
        return self._message(location=self._point)

    def types(self, words: str) -> Json:
        """Write a label instead of tapping it."""
        return self._message(text=words)

    def taps(self, label: str) -> Json:
        """Tap a button of the last message that has some."""
        shown = self._self.keyboard()
        buttons = [b for row in shown["reply_markup"]["inline_keyboard"] for b in row]
        data = next(button["callback_data"] for button in buttons if button["text"] == label)
        tap = str(next(_taps))
        self._telegram.taps.add(tap)
        query = {"id": tap, "from": self._self.user, "message": shown, "chat_instance": "1"}
        return {"update_id": next(_updates), "callback_query": query | {"data": data}}

    def _message(self, **content: Any) -> Json:
        return {"update_id": next(_updates), "message": self._self.message(**content)}

    @property
    def tapping(self) -> tuple[Callable[[], Json], ...]:
        """The four updates of a report, each made when the one before was answered."""
        return (self.shows, self.pins, lambda: self.taps(CATEGORY), lambda: self.taps(SUBMIT))

    @property
    def typing(self) -> tuple[Json, ...]:
        """The same four without waiting for answers: the buttons typed as their labels."""
        return (self.shows(), self.pins(), self.types(CATEGORY), self.types(SUBMIT))


class Waits:
    """How long things took, in seconds: the answer to a push, and the bot's answer.

    Attributes:
        posts: From the push to its 200.
        answers: From the push to the arrival of the message that answers it.
    """

    def __init__(self) -> None:
        self.posts: list[float] = []
        self.answers: list[float] = []


async def report(
    connections: asyncio.Queue[Connection], telegram: Telegram, resident: Resident, waits: Waits
) -> None:
    """File one report, waiting for each answer.

    Raises:
        RuntimeError: The last answer names no issue: what was measured is no filed report.
    """
    for number, make in enumerate(resident.tapping, start=1):
        update = make()
        began = time.monotonic()
        connection = await connections.get()
        waits.posts.append(await connection.post(update))
        connections.put_nowait(connection)
        waits.answers.append(await telegram.heard(resident.chat, number) - began)
    if "HJ-" not in telegram.chats[resident.chat].shown[-1]["text"]:
        raise RuntimeError("not filed: " + telegram.chats[resident.chat].shown[-1]["text"])


async def push_all(port: int, updates: Sequence[Sequence[Json]]) -> list[float]:
    """Push each list of updates over a connection of its own; return how long each push took."""

    async def push(mine: Sequence[Json]) -> list[float]:
        async with Connection(port) as connection:
            return [await connection.post(update) for update in mine]

    return [took for part in await asyncio.gather(*map(push, updates)) for took in part]


def residents(telegram: Telegram, points: Sequence[Sequence[float]]) -> Iterator[Resident]:
    """Yield people nobody has heard of, each at another place."""
    for number in count(10_000):
        yield Resident(telegram, number, points[number % len(points)])
