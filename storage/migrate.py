"""Brings a ledger's tables to the version this program knows, one numbered step at a time.

A migration is ``migrations/NNNN_name.sql`` or ``.py`` (with a function ``migrate(tx)``), forward
only, never edited once merged. Each runs in one transaction together with its row in the table
``migrations``: a failure leaves the ledger as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Final

from domain.errors import BadData
from storage.ledger import Ledger, Tx

_FOLDER: Final = Path(__file__).parent / "migrations"

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    at TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, counted from 1, its file's name, and the file."""

    number: int
    name: str
    path: Path


def known(folder: Path = _FOLDER) -> tuple[Migration, ...]:
    """Return the migrations this program carries, in order."""
    files = sorted(
        p for p in folder.iterdir() if p.suffix in {".sql", ".py"} and p.stem[0].isdigit()
    )
    return tuple(Migration(int(path.stem.split("_")[0]), path.stem, path) for path in files)


def statements(script: str) -> Iterator[str]:
    """Split a script into statements; a trigger's body stays whole.

    Raises:
        BadData: The last statement does not end with a semicolon; it would be left out.
    """
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if any(line.strip() and not line.strip().startswith("--") for line in pending.splitlines()):
        raise BadData("data-migration", statement=pending.strip()[:80])


def version(tx: Tx) -> int:
    """Return the number of the newest migration the ledger has; 0 for an empty file."""
    tx.execute(_TABLE)
    row = tx.row("SELECT MAX(number) AS number FROM migrations")
    return int(row["number"] or 0) if row else 0


def _apply(tx: Tx, migration: Migration, now: datetime) -> None:
    if migration.path.suffix == ".sql":
        for statement in statements(migration.path.read_text(encoding="utf-8")):
            tx.execute(statement)
    else:
        import_module(f"storage.migrations.{migration.name}").migrate(tx)
    tx.execute(
        "INSERT INTO migrations (number, name, at) VALUES (:number, :name, :at)",
        {"number": migration.number, "name": migration.name, "at": now.isoformat()},
    )


async def migrate(
    ledger: Ledger, now: datetime, migrations: Sequence[Migration] | None = None
) -> int:
    """Run what is missing and return how many steps were taken.

    Raises:
        BadData: The ledger is newer than this program (start the newer program, or restore the
            backup made before it was upgraded), or a step is not written to its end.
    """
    steps = known() if migrations is None else tuple(migrations)
    newest = steps[-1].number
    present = await ledger.run(version)
    if present > newest:
        raise BadData("data-newer-ledger", ledger=present, program=newest)
    missing = [step for step in steps if step.number > present]
    for step in missing:
        await ledger.run(lambda tx, step=step: _apply(tx, step, now))  # type: ignore[misc]
    return len(missing)
