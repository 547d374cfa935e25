"""Messages in the ledger: once each, in order, claimed before they are sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage import conversations, outbox
from storage.conversations import Conversation
from storage.ledger import Tx
from storage.outbox import Lane, Letter
from tests.support.clock import TUESDAY

MINUTE = timedelta(minutes=1)


def post(tx: Tx, key: str, to: str = "a", **parts: Any) -> int:
    """Put a message into the outbox, due now."""
    conversations.heard(tx, Conversation(f"web::{to}", "web", to, None), TUESDAY)
    known = {"channel": "web", "person": None, "lane": Lane.ANSWER, "body": key}
    known |= {"now": TUESDAY, "not_before": TUESDAY}
    return outbox.post(tx, key=key, conversation=f"web::{to}", **(known | parts))


def due(tx: Tx, **parts: Any) -> list[str]:
    """The words of what may be sent now, in order."""
    known: dict[str, Any] = {"channel": "web", "now": TUESDAY, "limit": 9} | parts
    return [letter.body for letter in outbox.due(tx, **known)]


def take(tx: Tx) -> tuple[Letter, ...]:
    """Claim what is due."""
    return outbox.claim(tx, outbox.due(tx, "web", TUESDAY, 9))


def test_the_same_message_twice_is_one_row(tx: Tx):
    """A dedupe key stands once; once it was claimed, posting it again does nothing."""
    first = post(tx, "k")
    take(tx)
    assert post(tx, "k", body="other words") == 0
    outbox.sent(tx, first, "m", TUESDAY)
    assert post(tx, "k", body="other words") == 0
    assert [row["body"] for row in tx.rows("SELECT body FROM outbox")] == ["k"]


def test_a_waiting_message_is_replaced(tx: Tx):
    """The parts of an album end in one answer: the last one, at its time."""
    first = post(tx, "k", not_before=TUESDAY + MINUTE)
    assert post(tx, "k", body="two photos", not_before=TUESDAY) == first
    assert due(tx) == ["two photos"]


def test_a_message_replaced_after_it_was_read_is_not_claimed(tx: Tx):
    """What was read as due and then got other words is looked at again."""
    post(tx, "k")
    read = outbox.due(tx, "web", TUESDAY, 9)
    post(tx, "k", body="other words")
    assert outbox.claim(tx, read) == ()
    assert [letter.body for letter in take(tx)] == ["other words"]


def test_a_letter_is_claimed_once(tx: Tx):
    """Two who read the same letter do not both send it."""
    post(tx, "k")
    read = outbox.due(tx, "web", TUESDAY, 9)
    assert len(outbox.claim(tx, read)) == 1
    assert outbox.claim(tx, read) == ()


def test_one_message_a_conversation_at_a_time(tx: Tx):
    """Of each conversation the first is due, of all together the answers first."""
    for key, to, lane in [
        ("a bulk", "a", Lane.BULK),
        ("a news", "a", Lane.NEWS),
        ("b news", "b", Lane.NEWS),
        ("a 1", "a", Lane.ANSWER),
        ("a 2", "a", Lane.ANSWER),
    ]:
        post(tx, key, to, lane=lane)
    assert due(tx) == ["a 1", "b news"]
    assert due(tx, limit=1) == ["a 1"]
    assert due(tx, busy=["web::a"]) == ["b news"]


def test_a_message_waits_for_the_one_before(tx: Tx):
    """Within a lane nothing overtakes: not while the first waits, nor while it is being sent."""
    first = post(tx, "1", not_before=TUESDAY + MINUTE)
    post(tx, "2")
    assert due(tx) == []
    assert due(tx, now=TUESDAY + MINUTE) == ["1"]
    outbox.claim(tx, outbox.due(tx, "web", TUESDAY + MINUTE, 9))
    assert due(tx, now=TUESDAY + MINUTE) == []
    outbox.sent(tx, first, "m", TUESDAY)
    assert due(tx) == ["2"]


def test_another_lane_does_not_wait(tx: Tx):
    """News that is not due holds up no answer, and the other way round."""
    post(tx, "news", lane=Lane.NEWS, not_before=TUESDAY + MINUTE)
    post(tx, "answer")
    assert due(tx) == ["answer"]


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_what_was_given_up_holds_nothing_up(tx: Tx, state: str):
    """A dead letter lets the next one leave, and is listed with its reason."""
    first = post(tx, "1")
    post(tx, "2")
    take(tx)
    outbox.give_up(tx, first, state, "blocked")
    assert due(tx) == ["2"]
    (dead,) = outbox.dead(tx, 9)
    assert (dead.id, dead.state, dead.error, outbox.count_dead(tx)) == (first, state, "blocked", 1)


def test_again_keeps_its_place(tx: Tx):
    """A message that is tried again stays before those behind it, with other words if told."""
    first = post(tx, "1")
    post(tx, "2")
    take(tx)
    outbox.again(tx, first, TUESDAY + MINUTE, body="（补发）1")
    assert due(tx) == []
    assert due(tx, now=TUESDAY + MINUTE) == ["（补发）1"]
    assert outbox.find(tx, first).tries == 1


def test_put_back_counts_no_try(tx: Tx):
    """A message that waited for its photo was not tried."""
    first = post(tx, "1")
    take(tx)
    outbox.put_back(tx, first, TUESDAY + MINUTE)
    assert outbox.find(tx, first).tries == 0


def test_only_a_claimed_message_changes(tx: Tx):
    """A late word about a message that is not being sent any more changes nothing."""
    first = post(tx, "1")
    outbox.sent(tx, first, "m", TUESDAY)
    outbox.again(tx, first, TUESDAY + MINUTE)
    outbox.give_up(tx, first, "failed", "late")
    assert outbox.find(tx, first).state == "waiting"
    assert due(tx) == ["1"]


def test_claimed_letters_are_found_after_a_kill(tx: Tx):
    """What was being sent is found again, oldest first."""
    post(tx, "1")
    post(tx, "2", to="b")
    take(tx)
    assert [letter.body for letter in outbox.claimed(tx)] == ["1", "2"]


def test_a_restored_outbox_is_held(tx: Tx):
    """Nothing held is sent; released it goes, dropped it is dead."""
    first, second = post(tx, "1"), post(tx, "2", to="b")
    hold = "UPDATE outbox SET state = 'held'"
    tx.execute(hold)
    assert due(tx) == []
    assert outbox.release(tx) == 2
    assert due(tx) == ["1", "2"]
    tx.execute(hold)
    assert outbox.drop_held(tx) == 2
    assert {outbox.find(tx, number).state for number in (first, second)} == {"failed"}


def test_what_was_not_said_yet_can_be_taken_back(tx: Tx):
    """A waiting message of a person is found and dropped; one that is being sent is not."""
    conversations.heard(tx, Conversation("web::a", "web", "a", None), TUESDAY)
    first, second = post(tx, "1", person=7), post(tx, "2", person=7)
    take(tx)
    assert [letter.id for letter in outbox.waiting_for(tx, 7)] == [second]
    for number in (first, second):
        outbox.drop(tx, number)
    assert [row["id"] for row in tx.rows("SELECT id FROM outbox")] == [first]


def test_old_words_are_forgotten(tx: Tx):
    """The words of messages sent long ago go, the rows and what still waits stay."""
    first = post(tx, "1")
    post(tx, "2")
    take(tx)
    outbox.sent(tx, first, "m", TUESDAY)
    assert outbox.forget_old(tx, "telegram", TUESDAY + MINUTE) == 0
    assert outbox.forget_old(tx, "web", TUESDAY + MINUTE) == 1
    assert outbox.forget_old(tx, "web", TUESDAY + MINUTE) == 0
    assert [row["body"] for row in tx.rows("SELECT body FROM outbox ORDER BY id")] == ["", "2"]
