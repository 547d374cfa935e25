"""Bringing a ledger up to date: each step whole or not at all, never backwards."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import BadData
from storage.ledger import Tx
from storage.migrate import Migration, known, migrate, statements, version
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    """A ledger without tables."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    yield opened
    await opened.close()


def step(folder: Path, number: int, script: str, suffix: str = ".sql") -> Migration:
    """Write a migration."""
    path = folder / f"{number:04d}_step{suffix}"
    path.write_text(script, encoding="utf-8")
    return Migration(number, path.stem, path)


def tables(tx: Tx) -> set[str]:
    """The names of all tables."""
    return {row["name"] for row in tx.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_steps_are_numbered_without_gaps():
    """The steps this program carries count from 1, each in one file."""
    assert [migration.number for migration in known()] == [*range(1, len(known()) + 1)]


def test_every_table_is_strict():
    """SQLite keeps no text in a column of numbers."""
    for migration in known():
        if migration.path.suffix == ".sql":
            script = re.sub(r"--[^\n]*", "", migration.path.read_text(encoding="utf-8"))
            made = [s for s in statements(script) if "CREATE TABLE" in s]
            assert all(s.strip().endswith("STRICT;") for s in made)


async def test_an_empty_file_becomes_a_ledger_once(ledger: SqliteLedger):
    """All steps run in order; running again takes none."""
    assert await migrate(ledger, TUESDAY) == len(known())
    assert {"issues", "entries", "inbox", "outbox"} <= await ledger.run(tables)
    assert await migrate(ledger, TUESDAY) == 0
    assert await ledger.run(version) == known()[-1].number


async def test_only_what_is_missing_runs(ledger: SqliteLedger, tmp_path: Path):
    """A ledger of an older program gets the newer steps."""
    first = step(tmp_path, 1, "CREATE TABLE one (n INTEGER) STRICT;")
    second = step(tmp_path, 2, "CREATE TABLE two (n INTEGER) STRICT;")
    assert await migrate(ledger, TUESDAY, [first]) == 1
    assert await migrate(ledger, TUESDAY, [first, second]) == 1
    assert {"one", "two"} <= await ledger.run(tables)


@pytest.mark.parametrize("stop", range(1, 5))
async def test_a_step_that_fails_leaves_the_ledger_as_it_was(
    ledger: SqliteLedger, tmp_path: Path, stop: int
):
    """Wherever a step stops, nothing of it is there; mended, it runs whole."""
    first = step(tmp_path, 1, "CREATE TABLE one (n INTEGER) STRICT;")
    lines = [f"CREATE TABLE t{n} (n INTEGER) STRICT;" for n in range(4)]
    await migrate(ledger, TUESDAY, [first])
    broken = step(tmp_path, 2, "\n".join([*lines[:stop], "CREATE NONSENSE;", *lines[stop:]]))
    with pytest.raises(Exception, match="NONSENSE"):
        await migrate(ledger, TUESDAY, [first, broken])
    assert await ledger.run(tables) == {"one", "migrations"}
    whole = step(tmp_path, 2, "\n".join(lines))
    assert await migrate(ledger, TUESDAY, [first, whole]) == 1


async def test_a_newer_ledger_is_refused(ledger: SqliteLedger, tmp_path: Path):
    """An older program does not touch what a newer one wrote."""
    first, second = (step(tmp_path, n, f"CREATE TABLE t{n} (n INTEGER) STRICT;") for n in (1, 2))
    await migrate(ledger, TUESDAY, [first, second])
    with pytest.raises(BadData) as refused:
        await migrate(ledger, TUESDAY, [first])
    assert refused.value.facts == {"ledger": 2, "program": 1}


def test_a_trigger_stays_whole():
    """A statement ends at its own semicolon, not at those of a trigger's body or a comment."""
    script = (
        "-- first; a comment\nCREATE TABLE a (n INTEGER) STRICT;\n"
        "CREATE TRIGGER t BEFORE DELETE ON a\nBEGIN SELECT RAISE(ABORT, 'no;'); SELECT 1; END;\n"
        "-- the end\n"
    )
    table, trigger = statements(script)
    assert table.strip().endswith("STRICT;")
    assert trigger.strip().endswith("END;")


def test_a_script_that_is_cut_off_is_refused():
    """A last statement without its semicolon is not left out in silence."""
    with pytest.raises(BadData):
        list(statements("CREATE TABLE a (n INTEGER) STRICT;\nCREATE TABLE b (n INTEGER) STRICT\n"))
