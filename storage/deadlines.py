"""Which issues the clock is about to do something to. Numbers only; ``issues`` has their state."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import orjson

from storage.ledger import Tx

OPEN_WITH_DATE = "status IN ('dispatched', 'handling', 'handled', 'parked') AND due_at IS NOT NULL"


def parked_until(tx: Tx, *, before: date) -> tuple[str, ...]:
    """Return what is parked and was to be looked at again before a day, in the order of numbers."""
    rows = tx.rows(
        "SELECT i.no AS no, e.facts AS facts FROM issues AS i"
        " JOIN entries AS e ON e.no = i.no WHERE i.status = 'parked' AND e.seq ="
        " (SELECT MAX(p.seq) FROM entries AS p WHERE p.no = i.no AND p.step = 'park')"
        " ORDER BY i.no",
        {},
    )
    reviews = ((row["no"], orjson.loads(row["facts"])["review"]) for row in rows)
    return tuple(no for no, review in reviews if date.fromisoformat(review) < before)


def provisional(tx: Tx, *, until: date, limit: int) -> tuple[str, ...]:
    """Return open issues whose provisional date lies no later than a day."""
    rows = tx.rows(
        f"SELECT no FROM issues WHERE due_provisional = 1 AND {OPEN_WITH_DATE}"  # noqa: S608
        " AND due_at < :until ORDER BY due_at, no LIMIT :limit",
        {"until": _text(until + timedelta(days=1)), "limit": limit},
    )
    return tuple(row["no"] for row in rows)


def open_from(tx: Tx, first: date, *, after: str, limit: int) -> tuple[str, ...]:
    """Return open issues due from a day on or provisional, in the order of numbers after one."""
    rows = tx.rows(
        f"SELECT no FROM issues WHERE no > :after AND {OPEN_WITH_DATE}"  # noqa: S608
        " AND (due_provisional = 1 OR due_at >= :first) ORDER BY no LIMIT :limit",
        {"after": after, "first": _text(first - timedelta(days=1)), "limit": limit},
    )
    return tuple(row["no"] for row in rows)


def _text(day: date) -> str:
    """Return the beginning of a day as stored moments are compared; zones differ by under a day."""
    return datetime.combine(day, time()).isoformat()
