"""What the stand-in knows: chats, messages, updates that wait, and all that was called."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

Json = dict[str, Any]

TOKEN = "123456789:TEST_token-aaaaaaaaaaaaaaaaaaaaaaaaa"

DATE = 1_710_205_200
"""Tuesday, 12 March 2024, 09:00 in Shantou: the first message's date; each is a second later."""


@dataclass
class Chat:
    """A chat, as the bot may see it."""

    id: int
    blocked: bool = False
    moved_to: int = 0
    topics: set[int] = field(default_factory=set)
    messages: list[Json] = field(default_factory=list)
    shown: list[Json] = field(default_factory=list)

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person."""
        return self.id > 0


@dataclass
class Fault:
    """Something that goes wrong, so many times, with calls of one method."""

    method: str
    kind: str
    times: int = 1
    seconds: int = 1
    status: int = 500


@dataclass(frozen=True)
class Call:
    """A call that was made."""

    method: str
    params: Json
    files: tuple[str, ...] = ()


class BotState:
    """One bot's Telegram.

    Attributes:
        pending: Updates that are not confirmed, by id, in order.
        confirmed: Ids in the order in which they were confirmed.
        delivered: How often each update was handed out.
        calls: Every call, also those that were refused.
        refusals: Method and words of each refusal.
        answered: Ids of the taps that were answered.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.bot = int(token.partition(":")[0])
        self.username = "XiaohaoTestBot"
        self.pending: dict[int, Json] = {}
        self.confirmed: list[int] = []
        self.delivered: Counter[int] = Counter()
        self.calls: list[Call] = []
        self.refusals: list[tuple[str, str]] = []
        self.answered: list[str] = []
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, bytes] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.faults: list[Fault] = []
        self.webhook: Json = {}
        self.taps: set[str] = set()
        self.news = asyncio.Event()
        self.changed = asyncio.Event()
        self.kinds: list[str] = []
        self._last_update = 700_000_000
        self._last_message = 0

    @property
    def me(self) -> Json:
        """The bot, as a user."""
        return {
            "id": self.bot,
            "is_bot": True,
            "first_name": "销号",
            "username": self.username,
        }

    def chat(self, number: int) -> Chat:
        """Return a chat, new or known."""
        return self.chats.setdefault(number, Chat(number))

    def push(self, **parts: Any) -> Json:
        """Add an update; one of a kind that was not asked for is dropped, as Telegram does."""
        self._last_update += 1
        update = {"update_id": self._last_update, **parts}
        kind = next(iter(parts), "")
        if not self.kinds or kind in self.kinds:
            self.pending[self._last_update] = update
            self.news.set()
        return update

    def next_message(self) -> tuple[int, int]:
        """Return the next message id and date."""
        self._last_message += 1
        return self._last_message, DATE + self._last_message

    def keep_file(self, data: bytes) -> Json:
        """Keep bytes and return what a message says about them."""
        name = f"AgAC-{len(self.files)}-{sha256(data).hexdigest()[:12]}"
        self.files[name] = data
        unique = f"AQAD{sha256(data).hexdigest()[:12]}"
        return {"file_id": name, "file_unique_id": unique, "file_size": len(data)}

    def confirm(self, update: int) -> None:
        """Note that an update will not be delivered again."""
        if self.pending.pop(update, None) is not None:
            self.confirmed.append(update)
            self.changed.set()
