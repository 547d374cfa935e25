"""What an error of the Bot API means for a message: the one table of the relay's answers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import httpx
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import Blocked, Later, Moved, Unknown, Unsendable

os.environ.setdefault("PTB_TIMEDELTA", "1")
# Without it python-telegram-bot 22 warns of a future change each time Telegram answers 429.

log = structlog.get_logger(__name__)

TOKEN_WAIT_SECONDS: Final = 60.0
"""How long nothing is sent after the token was refused; somebody has to mend the settings."""

_PERHAPS_SENT: Final = (
    httpx.ReadError,
    httpx.ReadTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.CloseError,
    httpx.RemoteProtocolError,
    httpx.DecodingError,
)
"""Failures after the first byte left. All others (no connection, no free connection) are before."""

_UNREACHABLE: Final = re.compile(
    r"chat not found|user not found|peer_id_invalid|user_deactivated|user is deactivated"
    r"|chat_write_forbidden|not enough rights|no rights to send|have no write access"
    r"|message thread not found|topic_closed|topic_deleted|bot was kicked|bot was blocked",
    re.IGNORECASE,
)
"""Descriptions of 400 that mean the chat, not the message. Source: tdlib/telegram-bot-api."""

Outcome = Blocked | Moved | Later | Unknown | Unsendable


def meaning(error: TelegramError) -> Outcome:
    """Translate an error of a sending call into what the relay has to do.

    A refusal by the server (429, 4xx, 5xx) means that nothing was sent. ``Unknown`` is left for
    a connection that broke after the call went out, and for an answer that cannot be read.
    """
    for kind, translate in _MEANINGS:
        if isinstance(error, kind):
            return translate(error)
    if isinstance(error.__cause__, _PERHAPS_SENT) or type(error) is TelegramError:
        return Unknown()
    return Later()


def wait_of(error: RetryAfter) -> float:
    """Return the seconds that Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def reason(error: TelegramError) -> str:
    """Return the class, and Telegram's own words without what they quote of our message."""
    if not isinstance(error, BadRequest):
        return type(error).__name__
    words = re.split(r"[\"'“:]", error.message.removeprefix("Bad Request: "))[0]
    return f"BadRequest: {re.sub(r'[^A-Za-z_ ]', '', words)[:60].strip()}"


def _token_refused(_: InvalidToken) -> Later:
    log.critical("telegram.token_refused", while_doing="send")
    return Later(TOKEN_WAIT_SECONDS, everybody=True)


def _bad_request(error: BadRequest) -> Blocked | Unsendable:
    return Blocked() if _UNREACHABLE.search(error.message) else Unsendable(reason(error))


_MEANINGS: Final[tuple[tuple[type[TelegramError], Callable[[Any], Outcome]], ...]] = (
    (RetryAfter, lambda error: Later(wait_of(error))),
    (ChatMigrated, lambda error: Moved(str(error.new_chat_id))),
    (Forbidden, lambda _: Blocked()),
    (InvalidToken, _token_refused),
    (BadRequest, _bad_request),
)
