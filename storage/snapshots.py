"""A whole ledger at once, for backup, restore and doctor: copied, counted, checked.

These run on connections of their own, in another process than the program perhaps. All but
``hold_outbox`` read only, so that they may run while the program writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from storage.ledger import Tx
from storage.sqlite import as_tx
from storage.values import moment

_BUSY_SECONDS: Final = 10.0


@contextmanager
def reading(ledger: Path) -> Iterator[Tx]:
    """Open a ledger for reading only; nothing but ``Tx.rows`` and ``Tx.row`` works on it.

    Raises:
        sqlite3.OperationalError: There is no such file.
    """
    connection = _open(ledger, "ro")
    try:
        yield as_tx(connection)
    finally:
        connection.close()


def snapshot(ledger: Path, target: Path) -> None:
    """Write what is committed now to a new file, in one consistent state, while others write.

    ``VACUUM INTO`` and not the backup API: both work on a reading connection beside a busy writer
    (measured: 0.1 s for 30 MB), and this leaves no erased page and no WAL in the copy.

    Raises:
        sqlite3.Error: The ledger is damaged, or the disk is full; the target is to be thrown away.
    """
    connection = _open(ledger, "ro")
    try:
        connection.execute("VACUUM INTO :target", {"target": str(target)})
    finally:
        connection.close()


def hold_outbox(ledger: Path) -> int:
    """Hold back every message that was about to be sent, and return how many; see ``outbox``.

    Only for a restored ledger that no program has opened: they may have been sent already.
    """
    connection = _open(ledger, "rw")
    try:
        connection.execute("PRAGMA synchronous = FULL")
        return connection.execute(
            "UPDATE outbox SET state = 'held' WHERE state IN ('waiting', 'claimed')"
        ).rowcount
    finally:
        connection.close()


def faults(tx: Tx) -> tuple[str, ...]:
    """Return what is wrong inside the file, with every page and reference read; empty: nothing."""
    pages = [row["integrity_check"] for row in tx.rows("PRAGMA integrity_check")]
    references = [row["table"] for row in tx.rows("PRAGMA foreign_key_check")]
    return (*(page for page in pages if page != "ok"), *dict.fromkeys(references))


def quick_faults(tx: Tx) -> tuple[str, ...]:
    """Return what is wrong inside the file, without comparing indexes to tables."""
    found = [row["quick_check"] for row in tx.rows("PRAGMA quick_check")]
    return tuple(fault for fault in found if fault != "ok")


def version(tx: Tx) -> int:
    """Return the number of the newest migration the ledger has; 0 for a file that is no ledger."""
    if not tx.rows("SELECT name FROM sqlite_master WHERE name = 'migrations'"):
        return 0
    return int(tx.one("SELECT COALESCE(MAX(number), 0) AS number FROM migrations")["number"])


def counts(tx: Tx) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {
        row["name"]: int(tx.one(f'SELECT COUNT(*) AS n FROM "{row["name"]}"')["n"])  # noqa: S608
        for row in tables
        if not row["name"].startswith("sqlite_")
    }


def kept_photos(tx: Tx) -> tuple[str, ...]:
    """Return the SHA-256 of every photo that was kept, each once."""
    rows = tx.rows("SELECT DISTINCT sha256 FROM photos WHERE state = 'kept' ORDER BY sha256")
    return tuple(row["sha256"] for row in rows)


def outbox_states(tx: Tx) -> dict[str, int]:
    """Return how many messages of the outbox are in each state."""
    rows = tx.rows("SELECT state, COUNT(*) AS n FROM outbox GROUP BY state")
    return {row["state"]: int(row["n"]) for row in rows}


def newest_entry(tx: Tx) -> datetime | None:
    """Return when the newest entry of any issue was made, or None in an empty ledger."""
    return moment(tx.one("SELECT MAX(at) AS at FROM entries")["at"])


def _open(ledger: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{ledger.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
    )
