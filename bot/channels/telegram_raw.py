"""A Telegram update as it is kept: its envelope, its keys, and the few facts read without types.

An update is stored in an envelope that says which bot received it, under which name, and when.
So the stored text alone decides what is read from it, also after a restart without network.
Nothing here trusts the update: what is missing or of a wrong type reads as not there.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeGuard
from zlib import crc32

from bot.channels.base import Raw

NAME: Final = "telegram"

Json = dict[str, Any]

_SURROGATE: Final = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
"""What must be looked at more closely: emoji, halves of emoji, and NUL, as JSON escapes."""


@dataclass(frozen=True, slots=True)
class Account:
    """The bot an update was sent to.

    Attributes:
        id: The number before the colon of its token.
        username: Its name without ``@``.
    """

    id: int
    username: str


def raw_of(account: Account, update: Json, *, text: str, at: datetime) -> Raw:
    """Put an update into its envelope, with the keys of its delivery and content.

    Args:
        account: The bot that received it.
        update: The update; nothing but ``update_id`` is sure to be there.
        text: The same update as JSON text.
        at: When it was received; the only time a tap has.
    """
    head = json.dumps({"bot": account.id, "username": account.username, "at": at.isoformat()})
    holder = _holder(update)
    return Raw(
        key=f"tg:{account.id}:{update['update_id']}",
        conversation=f"{NAME}:{account.id}:{_chat(holder)}",
        body=f'{head[:-1]}, "update": {text}}}',
        twin=_twin(account, update, holder),
    )


@dataclass(frozen=True)
class Envelope:
    """An envelope, opened."""

    account: Account
    at: datetime
    update: Json

    @classmethod
    def open(cls, body: str) -> Envelope:
        """Open the body of a ``Raw``.

        Raises:
            ValueError, LookupError, TypeError, RecursionError: It is none.
        """
        data = json.loads(body, object_hook=_clean if _SURROGATE.search(body) else None)
        account = Account(data["bot"], data["username"])
        return cls(account, datetime.fromisoformat(data["at"]), dict(data["update"]))

    @property
    def key(self) -> str:
        """Key of the delivery."""
        number = self.update.get("update_id")
        return f"tg:{self.account.id}:{number if type(number) is int else ''}"

    @property
    def holder(self) -> Json:
        """The part that has the chat: a message, or the message under a tap; else empty."""
        return _holder(self.update)

    @property
    def chat(self) -> str:
        """The conversation as the channel names it; empty when there is none."""
        return _chat(self.holder)

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person; ids of groups and channels are negative."""
        return not self.chat.startswith("-")

    @property
    def sender(self) -> Json:
        """Who sent the message or tapped; empty when unknown."""
        query = self.update.get("callback_query")
        sender = (query if isinstance(query, dict) else self.holder).get("from")
        return sender if isinstance(sender, dict) else {}


def _clean(part: Json) -> Json:
    """Replace halves of surrogate pairs and drop NUL: neither can be stored as UTF-8 text."""
    return {
        name: _whole(value) if isinstance(value, str) else value for name, value in part.items()
    }


def _whole(text: str) -> str:
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "")


def _holder(update: Json) -> Json:
    """Return the part of an update that has the chat: a message, a tap's message; or ``{}``."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        holder = part if "chat" in part else part.get("message")
        if isinstance(holder, dict) and _chat(holder):
            return holder
    return {}


def _chat(holder: Json) -> str:
    """Return ``<chat>`` or, in a topic of a group, ``<chat>/<topic>``; empty when there is none."""
    chat = holder.get("chat")
    number = chat.get("id") if isinstance(chat, dict) else None
    if not is_id(number):
        return ""
    topic = holder.get("message_thread_id")
    if number < 0 and holder.get("is_topic_message") is True and is_id(topic):
        return f"{number}/{topic}"
    return str(number)


def _twin(account: Account, update: Json, holder: Json) -> str:
    message, chat = holder.get("message_id"), _chat(holder)
    if "callback_query" in update or not chat or not is_id(message):
        return ""
    twin = f"tg:{account.id}:{chat}:{message}"
    if "edited_message" not in update:
        return twin
    # Two edits of one second share their edit_date: the words tell them apart.
    words = json.dumps([holder.get("text"), holder.get("caption")])
    return f"{twin}:e{holder.get('edit_date')}:{crc32(words.encode()):08x}"


def is_id(value: object) -> TypeGuard[int]:
    """Whether a value can be an id: a whole number of up to 63 bits other than 0."""
    return type(value) is int and value != 0 and abs(value) < 2**63
