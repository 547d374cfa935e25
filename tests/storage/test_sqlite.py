"""The ledger in SQLite: grouped verbs, savepoints, durability settings."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import aiosqlite
import pytest

from domain.errors import BadData
from storage.ledger import Tx
from storage.migrate import Migration, known, migrate, version
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY


@pytest.fixture
async def ledger(tmp_path: Path):
    """A ledger with one small table."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    await opened.run(lambda tx: tx.execute("CREATE TABLE t (n INTEGER UNIQUE) STRICT"))
    yield opened
    await opened.close()


def put(n: int):
    """A verb that writes one number."""
    return lambda tx: tx.execute("INSERT INTO t (n) VALUES (:n)", {"n": n})


def numbers(tx: Tx) -> list[int]:
    """All numbers written."""
    return [row["n"] for row in tx.rows("SELECT n FROM t ORDER BY n")]


def test_private_names_of_the_driver_are_there():
    """The driver still has the two private names that running a verb on its thread needs."""
    assert asyncio.iscoroutinefunction(aiosqlite.Connection._execute)
    assert isinstance(aiosqlite.Connection._conn, property)


async def test_verbs_that_wait_share_a_commit(ledger: SqliteLedger):
    """A hundred verbs handed over at once take at most two commits."""
    before = ledger.commits
    await asyncio.gather(*(ledger.run(put(n)) for n in range(1, 101)))
    assert ledger.commits - before <= 2
    assert len(await ledger.read(numbers)) == 100


async def test_a_verb_that_raises_touches_no_neighbour(ledger: SqliteLedger):
    """What a failing verb wrote is gone; its neighbours in the same commit stay."""

    def half(tx: Tx) -> None:
        put(50)(tx)
        raise BadData

    results = await asyncio.gather(
        ledger.run(put(1)), ledger.run(half), ledger.run(put(2)), return_exceptions=True
    )
    assert isinstance(results[1], BadData)
    assert await ledger.read(numbers) == [1, 2]


async def test_a_lost_group_is_run_again_one_by_one(ledger: SqliteLedger):
    """A verb that ends the whole transaction fails alone; the others are kept."""

    def ends_everything(tx: Tx) -> None:
        tx.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    results = await asyncio.gather(
        ledger.run(put(1)), ledger.run(ends_everything), ledger.run(put(2)), return_exceptions=True
    )
    assert isinstance(results[1], sqlite3.OperationalError)
    assert await ledger.read(numbers) == [1, 2]


async def test_verbs_run_in_the_order_they_were_handed_over(ledger: SqliteLedger):
    """Order of hand-over is order of running, also over several groups."""
    seen: list[int] = []
    await asyncio.gather(*(ledger.run(lambda tx, n=n: seen.append(n)) for n in range(300)))
    assert seen == list(range(300))


async def test_a_cancelled_caller_leaves_the_ledger_in_order(ledger: SqliteLedger):
    """A caller that goes away loses neither its verb nor the ledger."""
    task = asyncio.create_task(ledger.run(put(7)))
    await asyncio.sleep(0)
    task.cancel()
    await ledger.run(put(8))
    assert await ledger.read(numbers) == [7, 8]


async def test_a_reader_cannot_write(ledger: SqliteLedger):
    """Reading connections refuse to write."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await ledger.read(put(1))


async def test_commits_survive_power_cuts_by_settings(ledger: SqliteLedger):
    """WAL with synchronous FULL, foreign keys on."""

    def pragma(name: str):
        return lambda tx: next(iter(tx.row(f"PRAGMA {name}").values()))

    found = [await ledger.run(pragma(n)) for n in ("journal_mode", "synchronous", "foreign_keys")]
    assert found == ["wal", 2, 1]


async def test_migrations_run_once_and_refuse_a_newer_ledger(tmp_path: Path):
    """All migrations run once; a ledger of a later program is refused with its number."""
    ledger = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    try:
        assert await migrate(ledger, TUESDAY) == len(known())
        assert await migrate(ledger, TUESDAY) == 0
        with pytest.raises(BadData):
            await migrate(ledger, TUESDAY, [Migration(0, "0000_none", Path())])
    finally:
        await ledger.close()


async def test_a_migration_that_fails_leaves_nothing(tmp_path: Path):
    """A broken step is taken back whole; the ledger stays at the version before it."""
    script = tmp_path / "0001_broken.sql"
    script.write_text("CREATE TABLE a (n INTEGER);\nCREATE TABLE a (n INTEGER);\n")
    ledger = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    try:
        with pytest.raises(sqlite3.OperationalError):
            await migrate(ledger, TUESDAY, [Migration(1, "0001_broken", script)])
        tables = await ledger.run(lambda tx: tx.rows("SELECT name FROM sqlite_master"))
        assert {"name": "a"} not in tables
        assert await ledger.run(version) == 0
    finally:
        await ledger.close()
