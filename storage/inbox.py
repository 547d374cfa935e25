"""Updates as they arrived, committed before they are confirmed to the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.ledger import Tx
from storage.values import stamp


@dataclass(frozen=True, slots=True)
class Received:
    """One inbox row that waits to be worked on."""

    id: int
    channel: str
    conversation: str
    body: str


def put(
    tx: Tx, *, key: str, twin: str, channel: str, conversation: str, body: str, now: datetime
) -> int:
    """Keep an update; return its number, or 0 if it was here already (by key or by content)."""
    row = tx.row(
        "INSERT INTO inbox (key, twin, channel, conversation, body, received_at)"
        " VALUES (:key, :twin, :channel, :conversation, :body, :now)"
        " ON CONFLICT DO NOTHING RETURNING id",
        {
            "key": key,
            "twin": twin or None,
            "channel": channel,
            "conversation": conversation,
            "body": body,
            "now": stamp(now),
        },
    )
    return int(row["id"]) if row else 0


def waiting(tx: Tx, after: int, limit: int) -> tuple[Received, ...]:
    """Return new rows behind a number, oldest first."""
    rows = tx.rows(
        "SELECT id, channel, conversation, body FROM inbox WHERE state = 'new' AND id > :after"
        " ORDER BY id LIMIT :limit",
        {"after": after, "limit": limit},
    )
    return tuple(Received(**row) for row in rows)


def finish(tx: Tx, id_: int) -> bool:
    """Mark a row as worked on; False if it was already, and then nothing more may be done."""
    return bool(
        tx.execute("UPDATE inbox SET state = 'done' WHERE id = :id AND state = 'new'", {"id": id_})
    )


def fail(tx: Tx, id_: int, error: str) -> bool:
    """Put a row aside that our own mistake kept from being worked on; ``error`` is a class name."""
    return bool(
        tx.execute(
            "UPDATE inbox SET state = 'failed', error = :error WHERE id = :id AND state = 'new'",
            {"id": id_, "error": error},
        )
    )


def forget_words(tx: Tx, id_: int) -> None:
    """Drop what was said: chatter in a group that was not meant for us, clues about a person."""
    tx.execute("UPDATE inbox SET body = '' WHERE id = :id", {"id": id_})


def forget_old(tx: Tx, channel: str, before: datetime) -> int:
    """Drop the raw text of finished rows of a channel that keeps its own history."""
    return tx.execute(
        "UPDATE inbox SET body = '' WHERE channel = :channel AND state = 'done'"
        " AND received_at < :before AND body <> ''",
        {"channel": channel, "before": stamp(before)},
    )
