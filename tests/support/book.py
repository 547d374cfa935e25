"""A ledger in memory with one issue, written by hand: nothing of handlers or domain between."""

from __future__ import annotations

import sqlite3

from storage.migrate import known, statements

NO = "HJ-20240312-0001"
REPORTER, FIXER, COLLEAGUE, CHECKER, SUPERVISOR = 1, 2, 3, 4, 5
INSERT_ENTRY = (
    "INSERT INTO entries (no, seq, step, status, at, actor, role, unit, facts)"
    " VALUES ('HJ-20240312-0001', ?, ?, ?, ?, ?, 'resident', 'own', '{}')"
)


def at(minute: int) -> str:
    """A moment of Tuesday 2024-03-12."""
    return f"2024-03-12T01:{minute:02d}:00.000000+00:00"


class Book:
    """A ledger in memory with one issue, written by hand."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.execute("PRAGMA foreign_keys = ON")
        for migration in known():
            for statement in statements(migration.path.read_text(encoding="utf-8")):
                self.db.execute(statement)
        self.seq = 0
        self._found()

    def _found(self) -> None:
        run = self.db.execute
        run("INSERT INTO areas (code, kind, name, name_en) VALUES ('d', 'district', 'd', 'd')")
        for unit in ("own", "other"):
            run("INSERT INTO units (code, area, name, name_en) VALUES (?, 'd', 'u', 'u')", (unit,))
        for person in (REPORTER, FIXER, COLLEAGUE, CHECKER, SUPERVISOR):
            run("INSERT INTO people (id, language, created_at) VALUES (?, 'en', ?)", (person, "-"))
        for person in (FIXER, COLLEAGUE):
            self.works(person, "own")
        for photo, (person, sent) in {1: (1, 0), 2: (FIXER, 3), 3: (CHECKER, 5)}.items():
            self.photo(photo, person, sent)

    def works(self, person: int, unit: str, ended: str | None = None) -> None:
        """Let somebody work for a unit."""
        self.db.execute(
            "INSERT INTO grants (person, role, unit, granted_at, ended_at)"
            " VALUES (?, 'unit_staff', ?, '-', ?)",
            (person, unit, ended),
        )

    def photo(self, photo: int, person: int, sent: int, *, sha: str = "", kept: int = 1) -> None:
        """Note a photo."""
        state = "kept" if kept else "waiting"
        self.db.execute(
            "INSERT INTO photos (id, channel, ref, key, person, conversation, state, sha256,"
            " next_at, sent_at) VALUES (?, 'web', 'r', ?, ?, 'c', ?, ?, '-', ?)",
            (photo, f"k{photo}", person, state, (sha or f"sha{photo}") if kept else None, at(sent)),
        )

    def entry(self, step: str, actor: int, *photos: int, status: str = "handled") -> None:
        """Write the next entry, a minute after the last."""
        self.seq += 1
        self.db.execute(INSERT_ENTRY, (self.seq, step, status, at(self.seq), actor))
        for position, photo in enumerate(photos):
            self.show(self.seq, position, photo)

    def show(self, seq: int, position: int, photo: int) -> None:
        """Show a photo with an entry."""
        self.db.execute(
            "INSERT INTO entry_photos (no, seq, position, photo) VALUES (?, ?, ?, ?)",
            (NO, seq, position, photo),
        )

    def issue(self, status: str = "submitted", verb: str = "INSERT") -> None:
        """Write the issue's row."""
        self.db.execute(
            f"{verb} INTO issues (no, seq, status, source, category, sub_category, area,"
            " place, filed_at) VALUES (?, ?, ?, 'resident', 'c', 's', 'd', '', ?)",
            (NO, max(self.seq, 1), status, at(0)),
        )

    def move(self, status: str, seq: int | None = None) -> None:
        """Bring the issue's row to a status, at its last entry unless told otherwise."""
        self.db.execute("UPDATE issues SET status = ?, seq = ?", (status, seq or self.seq))

    def fixed(self, by: int = FIXER) -> Book:
        """File, dispatch and fix the issue."""
        self.db.execute("BEGIN")
        self.entry("file", REPORTER, 1, status="submitted")
        self.issue()
        self.db.execute("COMMIT")
        self.entry("dispatch", 0, status="dispatched")
        self.entry("accept", by, status="handling")
        self.entry("report_fix", by, 2)
        self.move("handled")
        return self

    def passed(self, *photos: int, by: int = CHECKER) -> None:
        """Write a passed check with photos, and strike the issue off."""
        self.entry("verify_pass", by, *photos, status="struck_off")
        self.move("struck_off")

    @property
    def status(self) -> str:
        """What the issue's row says."""
        return self.db.execute("SELECT status FROM issues").fetchone()[0]
