"""Updates in the ledger: once each, worked on once, forgotten in time."""

from __future__ import annotations

from datetime import timedelta

from storage import inbox
from storage.ledger import Tx
from tests.support.clock import TUESDAY


def put(tx: Tx, key: str, twin: str = "", channel: str = "web", body: str = "{}") -> int:
    """Keep an update."""
    return inbox.put(
        tx, key=key, twin=twin, channel=channel, conversation="c", body=body, now=TUESDAY
    )


def test_an_update_is_kept_once(tx: Tx):
    """A second delivery is known by its key, or by its content under another key."""
    assert put(tx, "tg:1", twin="chat:7")
    assert not put(tx, "tg:1", twin="chat:8")
    assert not put(tx, "tg:2", twin="chat:7")
    assert put(tx, "tg:3", twin="chat:9")


def test_without_a_twin_only_the_key_counts(tx: Tx):
    """Updates that have no content of their own are not each other's twins."""
    assert put(tx, "a")
    assert put(tx, "b")


def test_waiting_rows_come_in_order_and_pages(tx: Tx):
    """New rows are read behind a number, oldest first, so many at a time."""
    numbers = [put(tx, str(n)) for n in range(5)]
    inbox.finish(tx, numbers[1])
    first = inbox.waiting(tx, 0, 2)
    assert [row.id for row in first] == [numbers[0], numbers[2]]
    assert [row.id for row in inbox.waiting(tx, numbers[2], 9)] == numbers[3:]


def test_a_row_is_worked_on_once(tx: Tx):
    """Who finishes a row second is told that nothing more may be done."""
    number = put(tx, "a")
    assert inbox.finish(tx, number)
    assert not inbox.finish(tx, number)
    assert not inbox.fail(tx, number, "ValueError")
    assert inbox.waiting(tx, 0, 9) == ()


def test_a_failed_row_stays_with_its_reason(tx: Tx):
    """A row our mistake put aside keeps what was said, and is not worked on again."""
    number = put(tx, "a", body="words")
    assert inbox.fail(tx, number, "ValueError")
    assert not inbox.finish(tx, number)
    row = tx.one("SELECT state, error, body FROM inbox")
    assert row == {"state": "failed", "error": "ValueError", "body": "words"}


def test_words_are_forgotten_at_once_or_in_time(tx: Tx):
    """A clue's words go at once; the words of finished rows go by channel and age."""
    first, second, third = (put(tx, key, channel="telegram", body="words") for key in "abc")
    put(tx, "d", body="words")
    inbox.forget_words(tx, first)
    inbox.finish(tx, second)
    assert inbox.forget_old(tx, "telegram", TUESDAY) == 0
    assert inbox.forget_old(tx, "telegram", TUESDAY + timedelta(seconds=1)) == 1
    bodies = {row["id"]: row["body"] for row in tx.rows("SELECT id, body FROM inbox")}
    assert [*bodies.values()] == ["", "", "words", "words"]
    assert bodies[third] == "words"
