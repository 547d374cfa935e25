"""The SQLite ledger: one writing connection, verbs grouped per commit, reading ones beside it.

All verbs that wait are run in one ``BEGIN IMMEDIATE ... COMMIT``, each in its savepoint, on the
connection's own thread: one hop and one fsync for many reports, no transaction open across an
``await``, nothing to cancel half-way. Results are handed out only after the commit.

aiosqlite is the driver. Running a function on its thread needs two private names of its
``Connection`` (``_execute`` and ``_conn``), which is why pyproject.toml pins ``aiosqlite<0.23``
and ``tests/storage/test_sqlite.py`` checks them.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import aiosqlite

from storage.ledger import Params, Row, Tx, Verb

T = TypeVar("T")

GROUP_LIMIT: Final = 128
"""Most verbs in one commit, so that a burst does not hold up its first sender for long."""

_WRITER_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # NORMAL lost acknowledged commits in simulated power cuts
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 67108864",
)
_READER_PRAGMAS: Final = ("PRAGMA busy_timeout = 10000", "PRAGMA trusted_schema = OFF")


class SqliteTx:
    """An open transaction of a ``sqlite3`` connection; see ``storage.ledger.Tx``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, params: Params = {}) -> int:  # noqa: B006 (never written to)
        """Run one statement and return how many rows it changed."""
        return self._connection.execute(sql, params).rowcount

    def rows(self, sql: str, params: Params = {}) -> list[Row]:  # noqa: B006
        """Return all rows, each a dict by column name."""
        return cast("list[Row]", self._connection.execute(sql, params).fetchall())

    def row(self, sql: str, params: Params = {}) -> Row | None:  # noqa: B006
        """Return the first row, or None."""
        return cast("Row | None", self._connection.execute(sql, params).fetchone())

    def one(self, sql: str, params: Params = {}) -> Row:  # noqa: B006
        """Return the first row of a statement that always gives one."""
        row = self.row(sql, params)
        if row is None:
            raise LookupError(sql)
        return row

    def attempt(self, work: Callable[[], T]) -> T:
        """Do some work of a verb; what it wrote is taken back if it raises, the rest stays."""
        self._connection.execute("SAVEPOINT attempt")
        try:
            result = work()
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO attempt")
                self._connection.execute("RELEASE attempt")
            raise
        self._connection.execute("RELEASE attempt")
        return result


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a verb returned, or what it raised."""

    result: Any = None
    error: BaseException | None = None


class _Lost(Exception):  # noqa: N818
    """The group's transaction is gone (disk full, a constraint at commit): run each verb alone."""


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _run_in_savepoint(connection: sqlite3.Connection, verb: Verb[Any]) -> _Outcome:
    connection.execute("SAVEPOINT verb")
    try:
        result = verb(SqliteTx(connection))
    except BaseException as error:  # rolled back here, raised where the verb was run
        if not connection.in_transaction:
            raise _Lost from error
        connection.execute("ROLLBACK TO verb")
        connection.execute("RELEASE verb")
        return _Outcome(error=error)
    connection.execute("RELEASE verb")
    return _Outcome(result)


def _run_together(connection: sqlite3.Connection, verbs: Sequence[Verb[Any]]) -> list[_Outcome]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcomes = [_run_in_savepoint(connection, verb) for verb in verbs]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return outcomes


def _run_alone(connection: sqlite3.Connection, verb: Verb[Any]) -> _Outcome:
    try:
        return _run_together(connection, [verb])[0]
    except _Lost as lost:
        return _Outcome(error=lost.__cause__)
    except sqlite3.Error as error:
        return _Outcome(error=error)


def _run_group(connection: sqlite3.Connection, verbs: Sequence[Verb[Any]]) -> list[_Outcome]:
    try:
        return _run_together(connection, verbs)
    except (_Lost, sqlite3.Error):
        return [_run_alone(connection, verb) for verb in verbs]


def _run_query(connection: sqlite3.Connection, query: Verb[T]) -> T:
    connection.execute("BEGIN")
    try:
        return query(SqliteTx(connection))
    finally:
        connection.execute("ROLLBACK")


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs whole functions on its thread."""

    async def call(self, function: Callable[..., T], *args: object) -> T:
        answer = self._execute(partial(function, self._conn, *args))  # type: ignore[no-untyped-call]
        return cast("T", await answer)


def _connector(uri: str, pragmas: Sequence[str]) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=512)
        connection.row_factory = _as_dict
        for pragma in pragmas:
            connection.execute(pragma)
        return connection

    return connect


async def _open(uri: str, pragmas: Sequence[str]) -> _Connection:
    return cast("_Connection", await _Connection(_connector(uri, pragmas), iter_chunk_size=64))


class SqliteLedger:
    """A ledger in one SQLite file; see ``storage.ledger.Ledger``.

    One process per file: the program holds a lock on the data folder.

    Attributes:
        commits: Groups committed so far.
        verbs: Verbs run so far; with ``commits`` it says how many one commit carries.
        on_commit: Called in the event loop after each commit; must not write by itself.
    """

    def __init__(self, writer: _Connection, readers: Sequence[_Connection]) -> None:
        self._writer = writer
        self._readers = list(readers)
        self._free: asyncio.Queue[_Connection] = asyncio.Queue()
        for reader in readers:
            self._free.put_nowait(reader)
        self._waiting: list[tuple[Verb[Any], asyncio.Future[Any]]] = []
        self._draining: asyncio.Task[None] | None = None
        self.commits = 0
        self.verbs = 0
        self.on_commit: Callable[[], None] | None = None

    @classmethod
    async def open(cls, path: Path, *, readers: int = 2) -> SqliteLedger:
        """Open the file, making it if there is none; tables come from ``storage.migrate``."""
        writer = await _open(f"file:{path}", _WRITER_PRAGMAS)
        reading = [await _open(f"file:{path}?mode=ro", _READER_PRAGMAS) for _ in range(readers)]
        return cls(writer, reading)

    async def run(self, verb: Verb[T]) -> T:
        """Run a verb in a transaction, grouped with its neighbours; return after the commit."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((verb, future))
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:GROUP_LIMIT], self._waiting[GROUP_LIMIT:]
                await self._run(group)
        finally:
            self._draining = None

    async def _run(self, group: Sequence[tuple[Verb[Any], asyncio.Future[Any]]]) -> None:
        outcomes = await self._writer.call(_run_group, [verb for verb, _ in group])
        self.commits += 1
        self.verbs += len(group)
        if self.on_commit is not None:
            self.on_commit()
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if future.done():  # the caller was cancelled; what was kept stays kept
                continue
            if outcome.error is None:
                future.set_result(outcome.result)
            else:
                future.set_exception(outcome.error)

    async def read(self, query: Verb[T]) -> T:
        """Run a query on a reading connection, in one snapshot."""
        reader = await self._free.get()
        try:
            return await reader.call(_run_query, query)
        finally:
            self._free.put_nowait(reader)

    async def close(self) -> None:
        """Finish what was handed over, then close: readers first, the writer checkpoints last."""
        if self._draining is not None:
            await self._draining
        for connection in (*self._readers, self._writer):
            await connection.close()


def as_tx(connection: sqlite3.Connection) -> Tx:
    """Wrap a plain connection, for tools that run without the program (backup, doctor)."""
    connection.row_factory = _as_dict
    return SqliteTx(connection)
