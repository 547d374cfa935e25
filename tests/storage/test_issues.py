"""Issues and their history in the ledger: numbers, entries, lists."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import NoSuchIssue, StaleIssue
from domain.geo import Point
from domain.issues import Entry, Issue, IssueNo, Request, Source
from domain.lifecycle import Status, Step
from domain.people import Grant, Role
from storage import follows, issues, past, people
from storage.ledger import Tx
from tests.support.clock import TUESDAY

DAY = date(2024, 3, 12)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def book(tx: Tx) -> Tx:
    """A ledger with a small tree of areas, two units and nine people."""
    for code, kind, above in [
        ("d", "district", None),
        ("s1", "street", "d"),
        ("s2", "street", "d"),
        ("c1", "community", "s1"),
    ]:
        tx.execute(
            "INSERT INTO areas (code, kind, parent, name, name_en) VALUES (:c, :k, :a, :c, :c)",
            {"c": code, "k": kind, "a": above},
        )
    for unit in ("own", "other"):
        tx.execute(
            "INSERT INTO units (code, area, name, name_en) VALUES (:u, 'd', :u, :u)", {"u": unit}
        )
    for _ in range(9):
        people.add(tx, language="zh-CN", now=TUESDAY)
    people.give(tx, 9, Grant(Role.UNIT_STAFF, unit="own"), TUESDAY)
    return tx


def filed(tx: Tx, reporter: int = 1, **parts: object) -> Issue:
    """File an issue of the unit ``own`` in the community."""
    issue = Issue(
        issues.next_no(tx, "HJ", DAY),
        1,
        Status.SUBMITTED,
        Source.RESIDENT,
        "sanitation",
        "clutter",
        "c1",
        TUESDAY,
    )
    issue = replace(issue, **parts)  # type: ignore[arg-type]
    entry = Entry(issue.no, 1, Step.FILE, issue.status, TUESDAY, reporter, Role.RESIDENT)
    issues.file(tx, issue, entry, reporter=reporter, receipt="012345")
    return issue


def then(tx: Tx, issue: Issue, step: Step, actor: int, **parts: object) -> Issue:
    """Append an entry, a minute after the last."""
    after = replace(issue, seq=issue.seq + 1, **parts)  # type: ignore[arg-type]
    at = TUESDAY + MINUTE * issue.seq
    entry = Entry(issue.no, after.seq, step, after.status, at, actor, Role.SUPERVISOR, after.unit)
    issues.append(tx, after, entry)
    return after


def test_numbers_of_a_day_have_no_gap(tx: Tx):
    """Each day counts from 1, on four digits or as many as it takes."""
    assert issues.next_no(tx, "HJ", DAY) == "HJ-20240312-0001"
    assert issues.next_no(tx, "HJ", DAY) == "HJ-20240312-0002"
    assert issues.next_no(tx, "HJ", DAY + timedelta(days=1)) == "HJ-20240313-0001"
    tx.execute("UPDATE numbers SET last = 9999 WHERE day = '2024-03-12'")
    assert issues.next_no(tx, "HJ", DAY) == "HJ-20240312-10000"


def test_a_number_of_a_report_that_failed_is_taken_again(tx: Tx):
    """What is rolled back leaves no gap."""

    def fails() -> None:
        issues.next_no(tx, "HJ", DAY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tx.attempt(fails)
    assert issues.next_no(tx, "HJ", DAY) == "HJ-20240312-0001"


def test_an_issue_comes_back_as_it_was(book: Tx):
    """Every field is kept, the place to the last digit."""
    issue = filed(
        book,
        status=Status.HANDLED,
        place="市场后面",
        point=Point(116.7012345678, 23.2598765432),
        unit="own",
        unrouted="unrouted-no-duty",
        verifier=3,
        request=Request.DECLINE,
        dispatched_at=TUESDAY,
        due_at=TUESDAY + MINUTE,
        due_provisional=True,
        fixed_at=TUESDAY,
        closed_at=TUESDAY,
        rework=2,
        relapse=1,
        objections=3,
    )
    assert issues.get(book, issue.no) == issue
    changed = then(book, issue, Step.ADD, 1, place="", point=None, verifier=None, rework=0)
    assert issues.get(book, issue.no) == changed


def test_a_number_that_is_not_there(book: Tx):
    """Nothing is found, and asking for it is refused."""
    assert issues.find(book, "HJ-20240312-0001") is None
    with pytest.raises(NoSuchIssue):
        issues.get(book, "HJ-20240312-0001")


def test_history_comes_back_in_order_with_words_and_photos(book: Tx):
    """Words stand with the entry they were said with, photos in the order they were shown."""
    issue = filed(book)
    for number in (7, 5):
        book.execute(
            "INSERT INTO photos (id, channel, ref, key, person, conversation, state, next_at,"
            " sent_at) VALUES (:n, 'web', 'r', :n, 1, 'c', 'waiting', '-', '-')",
            {"n": number},
        )
    facts = {"to": "own", "n": 2}
    entry = Entry(
        issue.no, 2, Step.ADD, issue.status, TUESDAY, 1, Role.RESIDENT, None, facts, "话", (7, 5)
    )
    issues.append(book, replace(issue, seq=2), entry)
    first, second = issues.history(book, issue.no)
    assert (first.words, first.photos, first.seq) == ("", (), 1)
    assert second == entry


def test_an_entry_follows_the_one_it_was_decided_on(book: Tx):
    """An entry on an older state is refused; so is one ahead of its time."""
    issue = filed(book)
    then(book, issue, Step.ADD, 1)
    for seq in (0, 5):
        with pytest.raises(StaleIssue):
            then(book, replace(issue, seq=seq), Step.ADD, 2)
    with pytest.raises(StaleIssue):
        then(book, issue, Step.ADD, 2)
    assert len(issues.history(book, issue.no)) == 2


def test_reporter_and_receipt_stand_apart_from_the_issue(book: Tx):
    """No column of an issue says who reported it or which code opens it."""
    issue = filed(book, reporter=4)
    assert follows.followers(book, issue.no) == (4,)
    assert follows.receipt(book, issue.no) == "012345"
    assert follows.receipt(book, "HJ-20240312-0099") == ""
    row = book.one("SELECT * FROM issues")
    assert not [name for name, value in row.items() if value in {4, "012345"}]


def test_being_told_counts_from_the_first_time(book: Tx):
    """Hearing of a strike-off again starts no new time; another strike-off does."""
    issue = filed(book)
    for n in (1, 2):
        follows.mark_told(book, issue.no, 1, TUESDAY + MINUTE * n)
    assert past.past_of(book, issue, 1).told_at == TUESDAY + MINUTE
    assert past.past_of(book, issue, 2).told_at is None
    follows.forget_told(book, issue.no)
    assert past.past_of(book, issue, 1).told_at is None


def test_the_past_says_who_did_what(book: Tx):
    """Fixers, their unit's people since the dispatch, objectors, passers, who declined."""
    people.give(book, 8, Grant(Role.UNIT_STAFF, unit="own"), TUESDAY)
    book.execute("UPDATE grants SET ended_at = '2024-03-12T01:29:59' WHERE person = 8")
    people.give(book, 7, Grant(Role.UNIT_STAFF, unit="own"), TUESDAY)
    book.execute("UPDATE grants SET ended_at = '2024-03-12T01:31:00' WHERE person = 7")
    issue = filed(book, status=Status.HANDLED, unit="own", dispatched_at=TUESDAY)
    for step, actor in [
        (Step.DECLINE, 9),
        (Step.REPORT_FIX, 9),
        (Step.VERIFY_FAIL, 3),
        (Step.OBJECT, 1),
        (Step.ADD, 4),
    ]:
        issue = then(book, issue, step, actor)
    found = past.past_of(book, issue, 1)
    assert (found.reporter, found.followers) == (1, {1})
    assert (found.fixers, found.unit_people) == ({9}, {7, 9})
    assert (found.objectors, found.passers, found.declined_by) == ({1}, set(), {"own"})
    assert found.unproven_since == TUESDAY + MINUTE * 4


def numbers(found: tuple[Issue, ...]) -> list[int]:
    """The sequences of the issues of a list."""
    return [int(issue.no[-4:]) for issue in found]


def test_the_list_of_what_was_reported(book: Tx):
    """Newest first, whatever became of it, one's own only."""
    for n, (who, status) in enumerate(
        [(1, Status.SUBMITTED), (2, Status.SUBMITTED), (1, Status.HANDLED)]
    ):
        filed(book, reporter=who, status=status, filed_at=TUESDAY + MINUTE * n)
    assert numbers(issues.listed(book, "reported", person=1)) == [3, 1]
    assert numbers(issues.listed(book, "reported", person=3)) == []


def walk(book: Tx, status: Status, **parts: object) -> Issue:
    """An issue that stands at a status."""
    return then(book, filed(book), Step.ADD, 1, status=status, **parts)


def test_the_list_of_a_unit_is_what_it_owes(book: Tx):
    """Dispatched and being handled, the soonest due first; parked, checked and closed are not."""
    late = walk(book, Status.HANDLING, unit="own", due_at=TUESDAY + MINUTE)
    soon = walk(book, Status.DISPATCHED, unit="own", due_at=TUESDAY)
    walk(book, Status.DISPATCHED, unit="other")
    for status in (Status.HANDLED, Status.PARKED, Status.VOID, Status.DUPLICATE, Status.WITHDRAWN):
        walk(book, status, unit="own")
    assert [i.no for i in issues.listed(book, "of_unit", unit="own")] == [soon.no, late.no]


def test_the_list_of_checks(book: Tx):
    """Fixes somebody has the task to check, the oldest fix first."""
    late = walk(book, Status.HANDLED, verifier=3, fixed_at=TUESDAY + MINUTE)
    soon = walk(book, Status.HANDLED, verifier=3, fixed_at=TUESDAY)
    walk(book, Status.HANDLED, verifier=4)
    walk(book, Status.HANDLING, verifier=3)
    assert [i.no for i in issues.listed(book, "to_check", person=3)] == [soon.no, late.no]
    assert [i.no for i in issues.release_tasks(book, 3)] == [late.no, soon.no]
    assert issues.listed(book, "to_check", person=3) == ()


@pytest.mark.parametrize(
    ("parts", "waits"),
    [
        ({"status": Status.SUBMITTED}, True),
        ({"status": Status.DISPATCHED, "unit": "own"}, False),
        ({"status": Status.DISPATCHED, "unit": "own", "request": Request.DECLINE}, True),
        ({"status": Status.HANDLING, "unit": "own", "request": Request.ASK}, True),
        ({"status": Status.HANDLING, "unit": "other"}, True),
        ({"status": Status.HANDLED, "verifier": 3}, False),
        ({"status": Status.HANDLED}, True),
        ({"status": Status.VOID}, False),
        ({"status": Status.VOID, "request": Request.APPEAL}, True),
        ({"status": Status.PARKED, "unit": "other"}, False),
        ({"status": Status.DUPLICATE}, False),
        ({"status": Status.WITHDRAWN}, False),
    ],
    ids=str,
)
def test_what_lies_in_the_tray(book: Tx, parts: dict, waits: bool):
    """Unrouted, asked about, without staff, without a checker; nothing else."""
    issue = walk(book, **parts)
    for area, there in (("d", waits), ("s1", waits), ("c1", waits), ("s2", False)):
        assert (issue in issues.listed(book, "tray", area=area)) == there


def test_a_picture_is_known_by_number_and_content(book: Tx):
    """The same picture under another number, or of another issue, is told apart."""
    for number, sha in ((1, "a"), (2, "a"), (3, "b"), (4, None), (5, None)):
        book.execute(
            "INSERT INTO photos (id, channel, ref, key, person, conversation, state, sha256,"
            " next_at, sent_at) VALUES (:n, 'web', 'r', :n, 1, 'c', 'kept', :sha, '-', '-')",
            {"n": number, "sha": sha},
        )
    issue, other = filed(book), filed(book)
    for seq, photo in ((2, 1), (3, 4)):
        entry = Entry(issue.no, seq, Step.ADD, issue.status, TUESDAY, 1, Role.RESIDENT)
        issues.append(book, replace(issue, seq=seq), replace(entry, photos=(photo,)))
    shown = {n for n in range(1, 6) if issues.shown_before(book, issue.no, [n])}
    assert shown == {1, 2, 4}
    assert not issues.shown_before(book, other.no, [1, 2, 3, 4, 5])


def test_an_entry_of_no_issue_is_not_kept(book: Tx):
    """History without an issue is refused at the commit."""
    entry = Entry(IssueNo("HJ-1"), 1, Step.FILE, Status.SUBMITTED, TUESDAY, 1, Role.RESIDENT)
    issues._write(book, entry)
    with pytest.raises(sqlite3.IntegrityError):
        book.execute("COMMIT")
