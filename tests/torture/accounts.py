"""Going over the books: what must hold in a ledger whatever happened to the program.

Each check yields sentences about what is wrong; a sound ledger yields none. The queries are plain
SQL on a connection of their own, and share nothing with the program they check.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from tests.torture.crowd import Resident

Check = Callable[[sqlite3.Connection], Iterator[str]]


def open_books(folder: Path) -> sqlite3.Connection:
    """Open the ledger of a data folder for reading."""
    books = sqlite3.connect(f"file:{folder / 'ledger.sqlite3'}?mode=ro", uri=True, timeout=10)
    books.row_factory = sqlite3.Row
    return books


def is_quiet(folder: Path) -> bool:
    """Whether nothing waits to be worked on, sent or fetched."""
    with closing(open_books(folder)) as books:
        waits = books.execute(
            "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new')"
            " OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'claimed'))"
            " OR EXISTS (SELECT 1 FROM photos WHERE state = 'waiting')"
        ).fetchone()
    return not waits[0]


def _sound(books: sqlite3.Connection) -> Iterator[str]:
    for check in ("integrity_check", "foreign_key_check"):
        for row in books.execute(f"PRAGMA {check}"):
            if tuple(row) != ("ok",):
                yield f"{check}: {tuple(row)}"


def _histories(books: sqlite3.Connection) -> Iterator[str]:
    """The present state of an issue is its last entry, and its entries have no gap."""
    for row in books.execute(
        "SELECT i.no, i.status, i.seq, COUNT(e.seq) AS n, MIN(e.seq) AS first, MAX(e.seq) AS last,"
        " (SELECT status FROM entries AS l WHERE l.no = i.no AND l.seq = i.seq) AS said"
        " FROM issues AS i LEFT JOIN entries AS e ON e.no = i.no GROUP BY i.no"
    ):
        if (row["first"], row["last"], row["n"]) != (1, row["seq"], row["seq"]):
            yield f"half-written: {row['no']} is at {row['seq']}, its entries are {row['n']}"
        if row["said"] != row["status"]:
            yield f"half-written: {row['no']} is {row['status']}, its history says {row['said']}"


_HALVES = {
    "without a reporter": "SELECT no FROM issues WHERE no NOT IN"
    " (SELECT no FROM follows WHERE reporter = 1)",
    "without a receipt": "SELECT no FROM issues WHERE no NOT IN (SELECT no FROM receipts)",
    "filed, and the draft is still there": "SELECT e.no FROM entries AS e"
    " JOIN dialogues AS d ON d.person = e.actor AND d.kind = 'report' WHERE e.step = 'file'",
    "filed, and nobody was answered": "SELECT no FROM issues AS i WHERE NOT EXISTS"
    " (SELECT 1 FROM outbox WHERE body LIKE '%' || i.no || ' 已受理%')",
    "sent to a unit that was not told": "SELECT no FROM issues AS i WHERE unit IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE body LIKE '%新派单 ' || i.no || '%')",
}


def _whole(books: sqlite3.Connection) -> Iterator[str]:
    for what, query in _HALVES.items():
        for row in books.execute(query):
            yield f"half-written: {row[0]} {what}"


def _numbers(books: sqlite3.Connection) -> Iterator[str]:
    """The numbers of a day run from 1 without a gap, and the day's counter is the last."""
    days: dict[str, list[int]] = {}
    for (no,) in books.execute("SELECT no FROM issues"):
        _, day, sequence = no.split("-")
        days.setdefault(f"{day[:4]}-{day[4:6]}-{day[6:]}", []).append(int(sequence))
    counted = {row["day"]: row["last"] for row in books.execute("SELECT day, last FROM numbers")}
    for day, taken in days.items():
        if sorted(taken) != list(range(1, counted.get(day, 0) + 1)):
            yield f"numbers of {day} have a gap: {len(taken)} issues, counter {counted.get(day)}"


def _nothing_waits(books: sqlite3.Connection) -> Iterator[str]:
    for table, wrong in (
        ("inbox", "'new', 'failed'"),
        ("outbox", "'waiting', 'claimed', 'failed', 'unknown', 'held'"),
        ("photos", "'waiting', 'refused'"),
    ):
        for row in books.execute(
            f"SELECT state, COUNT(*) AS n FROM {table} WHERE state IN ({wrong}) GROUP BY state"  # noqa: S608
        ):
            yield f"{table}: {row['n']} {row['state']}"


CHECKS: tuple[Check, ...] = (_sound, _histories, _whole, _numbers, _nothing_waits)
"""Everything that must hold in a ledger that came to rest."""


def missing_files(books: sqlite3.Connection, folder: Path) -> Iterator[str]:
    """A photo that is kept has its file and its thumbnail, each a whole JPEG."""
    for (sha256,) in books.execute("SELECT DISTINCT sha256 FROM photos WHERE state = 'kept'"):
        place = folder / "photos" / sha256[:2] / sha256[2:4]
        for file in (place / f"{sha256}.jpg", place / f"{sha256}.thumb.jpg"):
            data = file.read_bytes() if file.exists() else b""
            if not (data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")):
                yield f"photo {sha256[:8]} has no whole file {file.suffixes}"


def wrongs(folder: Path) -> list[str]:
    """Return everything that is wrong in a data folder."""
    with closing(open_books(folder)) as books:
        found = [problem for check in CHECKS for problem in check(books)]
        return [*found, *missing_files(books, folder)]


def broken_promises(folder: Path, residents: list[Resident]) -> list[str]:
    """Compare what people were told, and what they did, with what the ledger holds."""
    with closing(open_books(folder)) as books:
        filed = Counter(
            {row["words"]: row["n"] for row in books.execute(
                "SELECT words, COUNT(*) AS n FROM entry_words AS w JOIN entries AS e"
                " ON e.no = w.no AND e.seq = w.seq WHERE e.step = 'file' GROUP BY words"
            )}
        )  # fmt: skip
        words_by_no = dict(
            books.execute("SELECT no, words FROM entry_words WHERE seq = 1").fetchall()
        )
    return [problem for one in residents for problem in _broken(one, filed, words_by_no)]


def _broken(one: Resident, filed: Counter[str], words_by_no: dict[str, str]) -> Iterator[str]:
    name = re.sub(r"\D", "", one.words)
    if not one.done:
        yield f"unanswered: {name} waits for ever"
    for no in one.numbers:
        if words_by_no.get(no) != one.words:
            yield f"lost: {name} was told {no}, which is not theirs in the ledger"
    if len(one.numbers) > 1:
        yield f"told twice: {name} was told {one.numbers}"
    if filed[one.words] > 1:
        yield f"filed twice: {name}"
    if one.submitted and not filed[one.words]:
        yield f"lost: {name} submitted and nothing is filed"
