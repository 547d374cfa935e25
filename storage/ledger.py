"""The two protocols of the ledger: what a verb is handed, and what runs it.

A verb is a plain function ``(tx) -> result`` that reads, decides with ``domain`` and writes, in
one transaction. It touches nothing but ``tx``, because a group of verbs whose commit failed is
run again, one verb at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

Value = str | int | float | bytes | None
Row = dict[str, Any]
Params = Mapping[str, Value]

T = TypeVar("T")


class Tx(Protocol):
    """An open transaction. SQL is written in capitals with ``:names``."""

    def execute(self, sql: str, params: Params = ...) -> int:
        """Run one statement and return how many rows it changed.

        Raises:
            sqlite3.IntegrityError: A constraint or trigger refused it.
        """
        ...

    def rows(self, sql: str, params: Params = ...) -> list[Row]:
        """Return all rows, each a dict by column name; also for ``... RETURNING``."""
        ...

    def row(self, sql: str, params: Params = ...) -> Row | None:
        """Return the first row, or None."""
        ...

    def one(self, sql: str, params: Params = ...) -> Row:
        """Return the first row of a statement that always gives one (``... RETURNING``, a count).

        Raises:
            LookupError: It gave none.
        """
        ...

    def attempt(self, work: Callable[[], T]) -> T:
        """Do some work of a verb; what it wrote is taken back if it raises, the rest stays."""
        ...


Verb = Callable[[Tx], T]


class Ledger(Protocol):
    """One ledger (台账), open."""

    async def run(self, verb: Verb[T]) -> T:
        """Run a verb in a transaction and return its result after the commit.

        Verbs run in the order in which they were handed over. What the verb raises is raised
        here, and then nothing of it was kept.
        """
        ...

    async def read(self, query: Verb[T]) -> T:
        """Run a query on a reading connection; it sees what was committed before the call."""
        ...

    async def close(self) -> None:
        """Finish what was handed over, then close; readers first."""
        ...
