"""Fixtures of the tests of storage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from storage.ledger import Tx
from storage.migrate import known, statements
from storage.sqlite import as_tx


@pytest.fixture
def tx() -> Iterator[Tx]:
    """An empty ledger in memory, with all tables, in an open transaction."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    for migration in known():
        for statement in statements(migration.path.read_text(encoding="utf-8")):
            db.execute(statement)
    db.execute("BEGIN")
    yield as_tx(db)
    db.close()
