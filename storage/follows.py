"""Who reported or follows an issue, apart from the issues, and the code that lets others ask."""

from __future__ import annotations

from datetime import datetime

from domain.people import PersonId
from storage.ledger import Tx
from storage.values import stamp


def receipt(tx: Tx, no: str) -> str:
    """Return the 6-digit code that lets somebody else ask about an issue; '' if there is none."""
    row = tx.row("SELECT code FROM receipts WHERE no = :no", {"no": no})
    return str(row["code"]) if row else ""


def followers(tx: Tx, no: str) -> tuple[PersonId, ...]:
    """Return who reported or follows an issue, the reporter first."""
    rows = tx.rows(
        "SELECT person FROM follows WHERE no = :no ORDER BY reporter DESC, person", {"no": no}
    )
    return tuple(row["person"] for row in rows)


def mark_told(tx: Tx, no: str, person: PersonId, now: datetime) -> None:
    """Note when a follower heard of the strike-off; only the first time counts."""
    tx.execute(
        "UPDATE follows SET told_at = :now WHERE no = :no AND person = :person AND told_at IS NULL",
        {"no": no, "person": person, "now": stamp(now)},
    )


def forget_told(tx: Tx, no: str) -> None:
    """Let the time to object begin anew with the next strike-off."""
    tx.execute("UPDATE follows SET told_at = NULL WHERE no = :no", {"no": no})
