"""What is counted and otherwise not kept: wrong receipt codes, texts that were not filed."""

from __future__ import annotations

from datetime import datetime

from domain.people import PersonId
from storage.ledger import Tx
from storage.values import stamp


def note_wrong_try(tx: Tx, person: PersonId, no: str, now: datetime) -> None:
    """Remember a wrong receipt code."""
    tx.execute(
        "INSERT INTO wrong_tries (person, no, at) VALUES (:person, :no, :now)",
        {"person": person, "no": no, "now": stamp(now)},
    )


def wrong_tries(tx: Tx, person: PersonId, since: datetime) -> int:
    """Count wrong receipt codes of a person since then."""
    row = tx.row(
        "SELECT COUNT(*) AS n FROM wrong_tries WHERE person = :person AND at >= :since",
        {"person": person, "since": stamp(since)},
    )
    return int(row["n"]) if row else 0


def wrong_tries_on(tx: Tx, no: str, since: datetime) -> int:
    """Count wrong receipt codes anybody tried on a number since then."""
    row = tx.one(
        "SELECT COUNT(*) AS n FROM wrong_tries WHERE no = :no AND at >= :since",
        {"no": no, "since": stamp(since)},
    )
    return int(row["n"])


def forget_wrong_tries(tx: Tx, before: datetime) -> int:
    """Forget wrong receipt codes from before then; return how many."""
    return tx.execute("DELETE FROM wrong_tries WHERE at < :before", {"before": stamp(before)})


def count(tx: Tx, name: str, day: str) -> None:
    """Add one to a counter of a day (ISO date); nothing else about it is kept."""
    tx.execute(
        "INSERT INTO counters (name, day, n) VALUES (:name, :day, 1)"
        " ON CONFLICT (name, day) DO UPDATE SET n = counters.n + 1",
        {"name": name, "day": day},
    )
