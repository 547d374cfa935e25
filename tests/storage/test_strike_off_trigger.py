"""What raw SQL can and cannot do to the history and to 已销号.

Each test begins with an issue that was filed, dispatched, fixed and checked, written by hand, and
bends one thing of it; nothing of handlers or domain stands in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.migrate import known
from tests.support.book import (
    CHECKER,
    COLLEAGUE,
    FIXER,
    INSERT_ENTRY,
    NO,
    REPORTER,
    SUPERVISOR,
    Book,
    at,
)


@pytest.fixture
def book() -> Iterator[Book]:
    """A ledger with one fixed issue."""
    made = Book().fixed()
    yield made
    made.db.close()


REFUSED = r"struck_off needs a passed check"


def test_a_check_by_somebody_else_strikes_off(book: Book):
    """With the checker's own new photo, the fix before it, the issue is struck off."""
    book.passed(3)
    assert book.status == "struck_off"


def test_without_a_check_nothing_is_struck_off(book: Book):
    """A stray UPDATE is refused, at whatever entry it points."""
    for seq in range(1, 7):
        with pytest.raises(sqlite3.IntegrityError, match=r"struck_off needs|history"):
            book.db.execute("UPDATE issues SET status = 'struck_off', seq = ?", (seq,))
    assert book.status == "handled"


@pytest.mark.parametrize("status", ["struck_off", "dispatched", "handling", "void", "nonsense"])
def test_no_issue_begins_closed(status: str):
    """An issue cannot be inserted as struck off, nor as anything but new."""
    empty = Book()
    with pytest.raises(sqlite3.IntegrityError, match="begins as submitted or handled"):
        empty.issue(status)
    empty.db.close()


def test_no_issue_is_replaced_by_a_struck_off_one(book: Book):
    """Neither REPLACE nor an upsert gets around the trigger."""
    for verb in ("REPLACE", "INSERT OR REPLACE"):
        with pytest.raises(sqlite3.IntegrityError):
            book.issue("struck_off", verb)
        with pytest.raises(sqlite3.IntegrityError):
            book.issue("handled", verb)
    with pytest.raises(sqlite3.IntegrityError):
        book.db.execute(
            "INSERT INTO issues (no, seq, status, source, category, sub_category, area, place,"
            " filed_at) SELECT no, seq, 'handled', source, category, sub_category, area, place,"
            " filed_at FROM issues WHERE TRUE"
            " ON CONFLICT (no) DO UPDATE SET status = 'struck_off'"
        )
    assert book.status == "handled"


def test_a_check_needs_a_photo(book: Book):
    """A passed check without a photo strikes nothing off."""
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed()


def test_a_photo_on_its_way_is_none(book: Book):
    """A photo that is not kept yet proves nothing."""
    book.photo(9, CHECKER, 5, kept=0)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9)


@pytest.mark.parametrize("sha", ["sha1", "sha2"])
def test_a_picture_shown_before_is_none(book: Book, sha: str):
    """The report's or the fix's picture under a new number proves nothing."""
    book.photo(9, CHECKER, 5, sha=sha)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9)


def test_somebody_elses_photo_is_none(book: Book):
    """The checker's own photo counts, not one of the fixer or the reporter."""
    book.photo(9, FIXER, 5)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9)


def test_a_photo_from_before_the_fix_is_none(book: Book):
    """A photo the checker sent before the fix was reported does not show the fix."""
    book.photo(9, CHECKER, 3)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9)


def test_one_good_photo_among_bad_ones_is_enough(book: Book):
    """An old photo beside a new one does no harm."""
    book.photo(9, CHECKER, 3)
    book.passed(9, 3)
    assert book.status == "struck_off"


@pytest.mark.parametrize("person", [FIXER, COLLEAGUE])
def test_the_fixing_unit_does_not_check_itself(book: Book, person: int):
    """Neither who fixed it nor a colleague may have passed the check."""
    book.photo(9, person, 5)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9, by=person)


def test_who_left_the_unit_after_the_dispatch_does_not_check(book: Book):
    """Somebody who worked for the fixing unit at any time since the dispatch is out."""
    book.works(CHECKER, "own", ended=at(3))
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(3)


def test_who_left_the_unit_before_the_dispatch_may_check(book: Book):
    """Somebody who left the fixing unit before the issue came to it is free to check."""
    book.works(CHECKER, "own", ended=at(1))
    book.passed(3)
    assert book.status == "struck_off"


def test_staff_of_another_unit_may_check(book: Book):
    """Working for another unit is no reason against it."""
    book.works(CHECKER, "other")
    book.passed(3)
    assert book.status == "struck_off"


def test_a_check_by_nobody_is_none(book: Book):
    """The system cannot have seen a fix."""
    book.photo(9, REPORTER, 5)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9, by=0)


def test_a_check_before_any_fix_is_none():
    """What nobody fixed cannot have been checked."""
    book = Book()
    book.db.execute("BEGIN")
    book.entry("file", REPORTER, 1)
    book.issue("handled")
    book.db.execute("COMMIT")
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(3)
    book.db.close()


def test_an_objector_does_not_check(book: Book):
    """Who said that it is not fixed does not decide that it is."""
    book.passed(3)
    book.entry("object", SUPERVISOR)
    book.move("handled")
    book.photo(9, SUPERVISOR, 9)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9, by=SUPERVISOR)


def test_an_earlier_passer_does_not_pass_again(book: Book):
    """After an objection somebody else has to look."""
    book.passed(3)
    book.entry("object", REPORTER)
    book.move("handled")
    book.photo(9, CHECKER, 9)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9)
    assert book.status == "handled"


def objected_and_failed(book: Book) -> None:
    """Strike the issue off, then object, fail the check and fix it again."""
    book.passed(3)
    for step, actor, status in [
        ("object", REPORTER, "handled"),
        ("verify_fail", SUPERVISOR, "handling"),
        ("report_fix", FIXER, "handled"),
    ]:
        book.entry(step, actor, status=status)
        book.move(status)


def test_an_old_check_does_not_count_for_a_new_fix(book: Book):
    """Turning the row back to its first passed check is refused."""
    objected_and_failed(book)
    with pytest.raises(sqlite3.IntegrityError):
        book.move("struck_off", seq=5)
    with pytest.raises(sqlite3.IntegrityError, match="history only grows"):
        book.move("handled", seq=5)
    assert book.status == "handled"


def test_only_the_last_entry_can_be_the_check(book: Book):
    """A passed check with something written after it strikes nothing off."""
    book.entry("verify_pass", CHECKER, 3, status="struck_off")
    book.entry("add", REPORTER, status="struck_off")
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.move("struck_off", seq=5)


def test_a_photo_from_before_the_objection_is_none(book: Book):
    """After an objection the second checker needs a photo taken after it."""
    book.photo(9, SUPERVISOR, 5)
    book.passed(3)
    book.entry("object", REPORTER)
    book.move("handled")
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        book.passed(9, by=SUPERVISOR)


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_an_entry_is_not_replaced(book: Book, verb: str):
    """REPLACE, which fires no delete trigger, changes no entry and no photo of one."""
    with pytest.raises(sqlite3.IntegrityError, match="history only grows"):
        book.db.execute(INSERT_ENTRY.replace("INSERT", verb, 1), (4, "add", "handled", at(4), 1))
    with pytest.raises(sqlite3.IntegrityError, match="history only grows"):
        book.db.execute(f"{verb} INTO entry_photos VALUES ('{NO}', 4, 0, 3)")
    rows = book.db.execute("SELECT step FROM entries ORDER BY seq").fetchall()
    assert [row[0] for row in rows] == ["file", "dispatch", "accept", "report_fix"]


@pytest.mark.parametrize("seq", [-1, 0, 3, 6, 99])
def test_no_entry_is_slipped_in(book: Book, seq: int):
    """An entry is the next one: nothing before, between or far behind the others."""
    with pytest.raises(sqlite3.IntegrityError, match="history only grows"):
        book.db.execute(INSERT_ENTRY, (seq, "report_fix", "handled", at(4), FIXER))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET actor = 4 WHERE seq = 4",
        "UPDATE entries SET unit = 'other'",
        "UPDATE entries SET seq = seq + 1 WHERE seq = 4",
        "DELETE FROM entries WHERE seq = 4",
        "DELETE FROM entries",
        "UPDATE entry_photos SET photo = 3",
        "DELETE FROM entry_photos",
        "DELETE FROM issues",
        "UPDATE issues SET no = 'HJ-20240312-0002'",
    ],
)
def test_history_only_grows(book: Book, statement: str):
    """No entry, no photo of one and no issue is changed into another or taken away."""
    with pytest.raises(sqlite3.IntegrityError, match="history only grows"):
        book.db.execute(statement)


def test_the_words_of_an_entry_can_be_erased(book: Book):
    """What people wrote stands beside the history, so that a person can be erased."""
    book.db.execute(f"INSERT INTO entry_words VALUES ('{NO}', 1, '王家门口')")  # noqa: S608
    book.db.execute("DELETE FROM entry_words")
    assert book.db.execute("SELECT COUNT(*) FROM entries").fetchone() == (4,)


def test_the_script_of_the_tables_stands_where_it_is_looked_for():
    """The tables these tests made are those of the program."""
    assert Path(known()[0].path).name == "0001_ledger.sql"
