"""A whole ledger, copied, counted and checked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storage import snapshots
from storage.migrate import known, migrate
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY


@pytest.fixture
async def path(tmp_path: Path):
    """A ledger with all tables that a program has open."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    await migrate(opened, TUESDAY)
    yield tmp_path / "ledger.sqlite3"
    await opened.close()


async def test_reading_cannot_write(path):
    """What reads a ledger beside the program cannot write to it."""
    with snapshots.reading(path) as tx, pytest.raises(sqlite3.OperationalError, match="readonly"):
        tx.execute("DELETE FROM people")


async def test_a_sound_ledger_has_no_faults(path):
    """A fresh ledger is sound, of this program's version, and empty."""
    with snapshots.reading(path) as tx:
        assert (snapshots.faults(tx), snapshots.quick_faults(tx)) == ((), ())
        assert snapshots.version(tx) == known()[-1].number
        assert snapshots.newest_entry(tx) is None
        assert snapshots.counts(tx)["issues"] == 0


def test_a_file_without_tables_has_version_none(tmp_path):
    """An empty file is a ledger of version 0; a file that is not there is an error."""
    (tmp_path / "empty.sqlite3").touch()
    with snapshots.reading(tmp_path / "empty.sqlite3") as tx:
        assert snapshots.version(tx) == 0
    with pytest.raises(sqlite3.OperationalError), snapshots.reading(tmp_path / "none.sqlite3"):
        pass


async def test_a_lost_reference_is_a_fault(path, tmp_path):
    """A row that points to nothing is found by the table it is in."""
    snapshots.snapshot(path, tmp_path / "copy.sqlite3")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as broken:
        broken.execute("INSERT INTO receipts (no, code) VALUES ('HJ-20240312-0001', '482913')")
    broken.close()
    with snapshots.reading(tmp_path / "copy.sqlite3") as tx:
        assert snapshots.faults(tx) == ("receipts",)
