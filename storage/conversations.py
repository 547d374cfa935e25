"""Chats with the bot: where a person can be reached, and what was last spoken of there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.people import PersonId
from storage.ledger import Tx
from storage.values import stamp


@dataclass(frozen=True, slots=True)
class Conversation:
    """One chat with the bot.

    Attributes:
        key: ``channel:account:chat``.
        person: None for a group.
        issue: The issue last spoken of here, or empty.
        asked: Outbox id of the last message with buttons, 0 for none.
        blocked: The person cannot be reached here any more.
    """

    key: str
    channel: str
    chat: str
    person: PersonId | None
    issue: str = ""
    asked: int = 0
    blocked: bool = False


def heard(tx: Tx, conversation: Conversation, now: datetime) -> Conversation:
    """Note that somebody spoke here (so it is not blocked), and return what is remembered."""
    row = tx.one(
        "INSERT INTO conversations (key, channel, chat, person, heard_at)"
        " VALUES (:key, :channel, :chat, :person, :now)"
        " ON CONFLICT (key) DO UPDATE SET heard_at = excluded.heard_at, person = excluded.person,"
        " blocked_at = NULL RETURNING issue, asked",
        {
            "key": conversation.key,
            "channel": conversation.channel,
            "chat": conversation.chat,
            "person": conversation.person,
            "now": stamp(now),
        },
    )
    return replace(conversation, issue=row["issue"], asked=row["asked"])


def reachable_at(tx: Tx, person: PersonId) -> Conversation | None:
    """Return where a person last spoke and can still be reached, or None."""
    row = tx.row(
        "SELECT key, channel, chat, issue, asked FROM conversations"
        " WHERE person = :person AND blocked_at IS NULL ORDER BY heard_at DESC LIMIT 1",
        {"person": person},
    )
    if row is None:
        return None
    return Conversation(row["key"], row["channel"], row["chat"], person, row["issue"], row["asked"])


def remember(tx: Tx, key: str, *, issue: str, asked: int) -> None:
    """Note the issue spoken of, and the message with buttons; '' and 0 leave them as they are."""
    tx.execute(
        "UPDATE conversations SET issue = CASE :issue WHEN '' THEN issue ELSE :issue END,"
        " asked = CASE :asked WHEN 0 THEN asked ELSE :asked END WHERE key = :key",
        {"key": key, "issue": issue, "asked": asked},
    )


def block(tx: Tx, key: str, now: datetime) -> PersonId | None:
    """Note that nobody can be reached here, and return who it was."""
    row = tx.row(
        "UPDATE conversations SET blocked_at = :now WHERE key = :key RETURNING person",
        {"key": key, "now": stamp(now)},
    )
    return row["person"] if row else None


def blocked(tx: Tx) -> tuple[PersonId, ...]:
    """Return the people who can be reached nowhere any more."""
    rows = tx.rows(
        "SELECT person FROM conversations WHERE person IS NOT NULL GROUP BY person"
        " HAVING COUNT(blocked_at) = COUNT(*) ORDER BY person"
    )
    return tuple(row["person"] for row in rows)


def move_chat(tx: Tx, key: str, chat: str) -> None:
    """Note a conversation's new chat; its key stays, and so does what waits for it."""
    tx.execute("UPDATE conversations SET chat = :chat WHERE key = :key", {"key": key, "chat": chat})


def find(tx: Tx, key: str) -> Conversation | None:
    """Return a conversation, or None."""
    row = tx.row(
        "SELECT key, channel, chat, person, issue, asked, blocked_at IS NOT NULL AS blocked"
        " FROM conversations WHERE key = :key",
        {"key": key},
    )
    return Conversation(**{**row, "blocked": bool(row["blocked"])}) if row else None


def unblock(tx: Tx, key: str) -> None:
    """Note that somebody can be reached here again."""
    tx.execute("UPDATE conversations SET blocked_at = NULL WHERE key = :key", {"key": key})


def move_person(tx: Tx, gone: PersonId, into: PersonId) -> None:
    """Let the conversations of one person be those of another, who turned out to be them."""
    tx.execute(
        "UPDATE conversations SET person = :into WHERE person = :gone",
        {"gone": gone, "into": into},
    )
