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


def last_report(tx: Tx, person: PersonId, since: datetime) -> str:
    """Return the number of the newest issue a person reported since then, or ''."""
    row = tx.row(
        "SELECT no FROM follows WHERE person = :person AND reporter = 1 AND since >= :since"
        " ORDER BY since DESC, no DESC LIMIT 1",
        {"person": person, "since": stamp(since)},
    )
    return str(row["no"]) if row else ""


def move(tx: Tx, gone: PersonId, into: PersonId) -> None:
    """Let one person follow what another did, who turned out to be them; a reporter stays one."""
    both = {"gone": gone, "into": into}
    tx.execute(
        "UPDATE follows SET reporter = 1 WHERE person = :into AND no IN"
        " (SELECT no FROM follows WHERE person = :gone AND reporter = 1)",
        both,
    )
    tx.execute("UPDATE OR IGNORE follows SET person = :into WHERE person = :gone", both)
    tx.execute("DELETE FROM follows WHERE person = :gone", both)
