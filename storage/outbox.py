"""Everything we say, before it is said: rows with a dedupe key, claimed before they are sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from domain.people import PersonId
from storage.ledger import Row, Tx
from storage.values import moment, stamp


class Lane(IntEnum):
    """Who goes first. Order is kept within a conversation and a lane."""

    ANSWER = 0
    NEWS = 1
    BULK = 2


@dataclass(frozen=True, slots=True)
class Letter:
    """One message that waits, or was said.

    Attributes:
        body: ``handlers.messages.Outgoing`` as JSON.
        tells: Number of the issue whose strike-off it tells, or empty.
        tries: How often sending was tried before.
    """

    id: int
    channel: str
    conversation: str
    chat: str
    person: PersonId | None
    lane: Lane
    body: str
    state: str
    tries: int
    made_at: datetime
    error: str = ""
    tells: str = ""


def post(
    tx: Tx,
    *,
    key: str,
    conversation: str,
    channel: str,
    person: PersonId | None,
    lane: Lane,
    body: str,
    now: datetime,
    not_before: datetime,
    tells: str = "",
) -> int:
    """Put a message into the outbox; return its number, or 0 if the same was posted before.

    A message under the same key that is still waiting is replaced: an album's parts end in one
    answer.
    """
    row = tx.row(
        "INSERT INTO outbox (key, conversation, channel, person, lane, body, made_at, not_before,"
        " tells) VALUES (:key, :conversation, :channel, :person, :lane, :body, :now, :not_before,"
        " :tells) ON CONFLICT (key) DO UPDATE SET body = excluded.body,"
        " not_before = excluded.not_before WHERE outbox.state = 'waiting' RETURNING id",
        {
            "key": key,
            "conversation": conversation,
            "channel": channel,
            "person": person,
            "lane": lane,
            "body": body,
            "now": stamp(now),
            "not_before": stamp(not_before),
            "tells": tells,
        },
    )
    return int(row["id"]) if row else 0


def newest(tx: Tx) -> int:
    """Return the number of the newest message of all; 0 when there is none."""
    return int(tx.one("SELECT COALESCE(MAX(id), 0) AS id FROM outbox")["id"])


_COLUMNS = (
    "o.id, o.channel, o.conversation, c.chat, o.person, o.lane, o.body, o.state, o.tries,"
    " o.made_at, o.error, o.tells"
)


def _letter(row: Row) -> Letter:
    return Letter(**{**row, "lane": Lane(row["lane"]), "made_at": moment(row["made_at"])})


def find(tx: Tx, id_: int) -> Letter | None:
    """Return a message by its number, or None."""
    row = tx.row(
        f"SELECT {_COLUMNS} FROM outbox AS o JOIN conversations AS c ON c.key = o.conversation"  # noqa: S608
        " WHERE o.id = :id",
        {"id": id_},
    )
    return _letter(row) if row else None


def due(
    tx: Tx, channel: str, now: datetime, limit: int, busy: Collection[str] = ()
) -> tuple[Letter, ...]:
    """Return what may be sent now on a channel, answers first, at most one message a conversation.

    Within a conversation and lane a message waits for the earlier ones.

    Args:
        tx: A transaction; nothing is written.
        channel: Name of the channel. Another one, slow or paused, holds up nothing here.
        now: What is not due before then is left.
        limit: Most messages to return.
        busy: Conversations that must wait, because one of theirs is being sent.
    """
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM outbox AS o JOIN conversations AS c ON c.key = o.conversation"  # noqa: S608
        " WHERE o.channel = :channel AND o.state = 'waiting' AND o.not_before <= :now"
        " AND NOT EXISTS ("
        "SELECT 1 FROM outbox AS b WHERE b.conversation = o.conversation AND b.lane = o.lane"
        " AND b.id < o.id AND b.state IN ('waiting', 'claimed'))"
        " ORDER BY o.lane, o.id LIMIT :limit",
        {"channel": channel, "now": stamp(now), "limit": limit + len(busy)},
    )
    found: dict[str, Letter] = {}
    for row in rows:
        if row["conversation"] not in busy:
            found.setdefault(row["conversation"], _letter(row))
    return tuple(found.values())[:limit]


def claim(tx: Tx, letters: Collection[Letter]) -> tuple[Letter, ...]:
    """Claim letters before they are sent, and return those that were still waiting."""
    return tuple(
        letter
        for letter in letters
        if tx.execute(
            "UPDATE outbox SET state = 'claimed', tries = tries + 1"
            " WHERE id = :id AND state = 'waiting' AND body = :body",
            {"id": letter.id, "body": letter.body},
        )
    )


def sent(tx: Tx, id_: int, sent_as: str, now: datetime) -> None:
    """Note that a claimed message arrived, and the platform's name for it."""
    tx.execute(
        "UPDATE outbox SET state = 'sent', sent_as = :sent_as, sent_at = :now"
        " WHERE id = :id AND state = 'claimed'",
        {"id": id_, "sent_as": sent_as, "now": stamp(now)},
    )


def again(tx: Tx, id_: int, not_before: datetime, *, body: str | None = None) -> None:
    """Put a claimed message back, to be sent later; with other words where they say 补发."""
    tx.execute(
        "UPDATE outbox SET state = 'waiting', not_before = :not_before,"
        " body = COALESCE(:body, body) WHERE id = :id AND state = 'claimed'",
        {"id": id_, "not_before": stamp(not_before), "body": body},
    )


def put_back(tx: Tx, id_: int, not_before: datetime) -> None:
    """Put a claimed message back that was not tried yet; counts no try."""
    tx.execute(
        "UPDATE outbox SET state = 'waiting', not_before = :not_before, tries = tries - 1"
        " WHERE id = :id AND state = 'claimed'",
        {"id": id_, "not_before": stamp(not_before)},
    )


def give_up(tx: Tx, id_: int, state: str, error: str) -> None:
    """Put a claimed message aside as ``failed`` or ``unknown``, with the reason's name."""
    tx.execute(
        "UPDATE outbox SET state = :state, error = :error WHERE id = :id AND state = 'claimed'",
        {"id": id_, "state": state, "error": error},
    )


def claimed(tx: Tx) -> tuple[Letter, ...]:
    """Return messages that were being sent when the program ended: perhaps sent, perhaps not."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM outbox AS o JOIN conversations AS c ON c.key = o.conversation"  # noqa: S608
        " WHERE o.state = 'claimed' ORDER BY o.id"
    )
    return tuple(_letter(row) for row in rows)


def dead(tx: Tx, limit: int) -> tuple[Letter, ...]:
    """Return messages that did not arrive or may not have, newest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM outbox AS o JOIN conversations AS c ON c.key = o.conversation"  # noqa: S608
        " WHERE o.state IN ('failed', 'unknown') ORDER BY o.id DESC LIMIT :limit",
        {"limit": limit},
    )
    return tuple(_letter(row) for row in rows)


def waiting_for(tx: Tx, person: PersonId) -> tuple[Letter, ...]:
    """Return what is to be said to a person and was not yet, oldest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM outbox AS o JOIN conversations AS c ON c.key = o.conversation"  # noqa: S608
        " WHERE o.person = :person AND o.state IN ('waiting', 'held') ORDER BY o.id",
        {"person": person},
    )
    return tuple(_letter(row) for row in rows)


def drop(tx: Tx, id_: int) -> None:
    """Take back a message that was not said yet and must not be any more."""
    tx.execute("DELETE FROM outbox WHERE id = :id AND state IN ('waiting', 'held')", {"id": id_})


def release(tx: Tx) -> int:
    """Let the messages held by a restore be sent; return how many."""
    return tx.execute("UPDATE outbox SET state = 'waiting' WHERE state = 'held'")


def drop_held(tx: Tx) -> int:
    """Give up the messages held by a restore; return how many."""
    return tx.execute(
        "UPDATE outbox SET state = 'failed', error = 'dropped-after-restore' WHERE state = 'held'"
    )


def count_dead(tx: Tx) -> int:
    """Count messages that did not arrive or may not have."""
    row = tx.one("SELECT COUNT(*) AS n FROM outbox WHERE state IN ('failed', 'unknown')")
    return int(row["n"])


def forget_old(tx: Tx, channel: str, before: datetime) -> int:
    """Drop the words of messages sent before then, on a channel that keeps its own history."""
    return tx.execute(
        "UPDATE outbox SET body = '' WHERE channel = :channel AND state = 'sent'"
        " AND sent_at < :before AND body <> ''",
        {"channel": channel, "before": stamp(before)},
    )
