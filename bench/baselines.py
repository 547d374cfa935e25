"""What the numbers are held against: bare storage, and bare parsing and dispatch."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from telegram import Update

from bench.bare import application
from bench.telegram import Telegram

TABLES: Final = (
    "inbox",
    "outbox",
    "people",
    "identities",
    "conversations",
    "photos",
    "issues",
    "receipts",
    "follows",
    "entries",
    "entry_words",
    "entry_photos",
)
"""Where the rows of reports stand."""


def plain_sqlite(ledger: Path, copy: Path) -> float:
    """Write the rows of a ledger into a new file, one commit an update; return updates a second.

    Each commit holds one row of the inbox and its share of the rows of the other tables, in the
    order in which they were made. No statement is prepared twice and nothing is read.
    """
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as source:
        made = source.execute(
            "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql <> ''"
            " AND name NOT GLOB 'sqlite_*' ORDER BY type DESC"
        ).fetchall()
        rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}  # noqa: S608
    updates = len(rows["inbox"])
    commits: list[list[tuple[str, tuple[Any, ...]]]] = [[] for _ in range(updates)]
    for name, of_table in rows.items():
        marks = ", ".join("?" * len(of_table[0]))
        sql = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608
        for index, row in enumerate(of_table):
            commits[index * updates // len(of_table)].append((sql, row))
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = FULL")
        for (sql,) in made:
            target.execute(sql)
        began = time.monotonic()
        for statements in commits:
            target.execute("BEGIN IMMEDIATE")
            for sql, row in statements:
                target.execute(sql, row)
            target.execute("COMMIT")
        return updates / (time.monotonic() - began)


async def bare_ptb(telegram: Telegram, bodies: Sequence[str]) -> float:
    """Parse and dispatch the same updates with python-telegram-bot alone; updates a second.

    Nothing is received, stored or sent. ``bench.bare`` is the same behind a web server.
    """
    async with application(telegram.token, telegram.base_url) as bare:
        began = time.monotonic()
        for body in bodies:
            await bare.process_update(Update.de_json(json.loads(body), bare.bot))
        return len(bodies) / (time.monotonic() - began)
