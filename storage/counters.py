"""What is counted and otherwise not kept: wrong receipt codes, texts that were not filed."""

from __future__ import annotations

from datetime import datetime

from domain.people import PersonId
from storage.ledger import Tx
from storage.values import stamp


def note_wrong_try(tx: Tx, person: PersonId, now: datetime) -> None:
    """Remember a wrong receipt code."""
    tx.execute(
        "INSERT INTO wrong_tries (person, at) VALUES (:person, :now)",
        {"person": person, "now": stamp(now)},
    )


def wrong_tries(tx: Tx, person: PersonId, since: datetime) -> int:
    """Count wrong receipt codes of a person since then."""
    row = tx.row(
        "SELECT COUNT(*) AS n FROM wrong_tries WHERE person = :person AND at >= :since",
        {"person": person, "since": stamp(since)},
    )
    return int(row["n"]) if row else 0


def count(tx: Tx, name: str, day: str) -> None:
    """Add one to a counter of a day (ISO date); nothing else about it is kept."""
    tx.execute(
        "INSERT INTO counters (name, day, n) VALUES (:name, :day, 1)"
        " ON CONFLICT (name, day) DO UPDATE SET n = counters.n + 1",
        {"name": name, "day": day},
    )
