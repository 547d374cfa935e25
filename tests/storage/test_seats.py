"""Web seats, the history of a conversation, and which photos it may show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from handlers.messages import Outgoing
from storage import inbox
from storage.ledger import Tx
from storage.migrate import migrate
from storage.seats import (
    Hat,
    Line,
    end_seat,
    history,
    open_seat,
    outbox_after,
    own_picture,
    sample_people,
    seat_address,
    shown_picture,
    sitter,
)
from storage.sqlite import SqliteLedger
from storage.values import stamp
from tests.support.clock import TUESDAY
from tests.web.room import put_outgoing, put_person, put_samples

HERE, THERE = "web::here", "web::there"


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    """A new ledger with its tables and the sample people."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    await migrate(opened, TUESDAY)
    await opened.run(put_samples)
    yield opened
    await opened.close()


def hear(tx: Tx, key: str, minute: int, conversation: str = HERE) -> None:
    """Something was said to us, so many minutes later."""
    at = TUESDAY + timedelta(minutes=minute)
    inbox.put(tx, key=key, twin="", channel="web", conversation=conversation, body="{}", now=at)


def say(tx: Tx, minute: int | None, state: str = "sent", **body: object) -> int:
    """We said something in the conversation ``HERE``, so many minutes later."""
    id_ = put_outgoing(tx, "here", Outgoing(text="t", **body), state)  # type: ignore[arg-type]
    at = None if minute is None else stamp(TUESDAY + timedelta(minutes=minute))
    tx.execute("UPDATE outbox SET sent_at = :at WHERE id = :id", {"id": id_, "at": at})
    return id_


def page_before(found: list[Line], tx: Tx) -> list[Line]:
    """Four lines before those found so far."""
    return history(tx, HERE, found[0].cursor if found else None, 4)


def put_photo(tx: Tx, key: str, conversation: str, sha256: str | None = "ab" * 32) -> int:
    """A photo somebody sent; without a hash it has not been fetched."""
    row = tx.rows(
        "INSERT INTO photos (channel, ref, key, person, conversation, state, sha256, next_at,"
        " sent_at) VALUES ('web', 'r', :key, 1, :conversation, :state, :sha256, 'x', 'x')"
        " RETURNING id",
        {
            "key": key,
            "conversation": conversation,
            "sha256": sha256,
            "state": "kept" if sha256 else "waiting",
        },
    )
    return int(row[0]["id"])


async def test_a_seat_ends_at_once(ledger: SqliteLedger):
    """A seat leads to its address until it is ended."""
    await ledger.run(lambda tx: open_seat(tx, "hash", "here", TUESDAY))
    assert await ledger.read(lambda tx: seat_address(tx, "hash")) == "here"
    await ledger.run(lambda tx: end_seat(tx, "hash", TUESDAY))
    assert await ledger.read(lambda tx: seat_address(tx, "hash")) is None


async def test_sample_people_are_listed_with_what_they_are(ledger: SqliteLedger):
    """The list holds sample people only, with role and place; a grid says its community."""
    await ledger.run(lambda tx: put_person(tx, "0123"))
    people = await ledger.read(sample_people)
    assert [person.hats for person in people][:3] == [
        (),
        (Hat("grid_worker", "河北社区 · 第 3 网格", "Hebei Community · Grid 3"),),
        (Hat("unit_staff", "河浦街道环卫站", "Hepu Street sanitation"),),
    ]
    assert all(person.address.startswith("demo-") for person in people)


async def test_a_role_taken_back_is_not_shown(ledger: SqliteLedger):
    """Who was switched off from a role is shown without it, who left is not shown at all."""
    await ledger.run(lambda tx: tx.execute("UPDATE grants SET ended_at = 'x'"))
    found = await ledger.read(lambda tx: sitter(tx, "demo-grid-hebei-3"))
    assert found is not None and found.hats == ()
    await ledger.run(lambda tx: tx.execute("UPDATE people SET left_at = 'x'"))
    assert await ledger.read(lambda tx: sitter(tx, "demo-grid-hebei-3")) is None


async def test_history_is_both_sides_by_time(ledger: SqliteLedger):
    """What was heard and what was said stand in one order, the oldest first."""

    def talk(tx: Tx) -> None:
        hear(tx, "a", 1)
        hear(tx, "other", 2, THERE)
        say(tx, 2)
        hear(tx, "b", 3)
        say(tx, None, "waiting")

    await ledger.run(talk)
    lines = await ledger.read(lambda tx: history(tx, HERE, None, 10))
    assert [line.side for line in lines] == ["in", "out", "in"]


async def test_history_pages_without_gap_or_repeat(ledger: SqliteLedger):
    """Pages of any size put together are the whole history, also within one moment."""

    def talk(tx: Tx) -> None:
        for n in range(7):
            hear(tx, f"k{n}", n // 3)
            say(tx, n // 3)

    await ledger.run(talk)
    whole = await ledger.read(lambda tx: history(tx, HERE, None, 99))
    found: list[Line] = []
    while page := await ledger.read(partial(page_before, found)):
        found = page + found
    assert found == whole and len(whole) == 14


async def test_a_page_hears_of_news_that_left_late(ledger: SqliteLedger):
    """A message with a smaller id that was sent after the last one seen is not missed."""

    def talk(tx: Tx) -> tuple[int, int, int, int]:
        return say(tx, 9), say(tx, 2), say(tx, 2), say(tx, 5)

    late, same_moment, seen, next_ = await ledger.run(talk)
    lines = await ledger.read(lambda tx: outbox_after(tx, HERE, seen))
    assert [line.id for line in lines] == [same_moment, next_, late]


async def test_a_page_hears_of_what_may_have_been_sent(ledger: SqliteLedger):
    """After a kill between sending and marking, the message is there; failed ones are not."""

    def talk(tx: Tx) -> list[int]:
        claimed = say(tx, None, "claimed")
        return [claimed, say(tx, 1), say(tx, None, "failed")]

    claimed, seen, _ = await ledger.run(talk)
    lines = await ledger.read(lambda tx: outbox_after(tx, HERE, seen))
    assert [line.id for line in lines] == [claimed]


async def test_a_photo_is_seen_only_where_it_was_sent_or_shown(ledger: SqliteLedger):
    """A photo of another conversation is not there until a message here shows it."""

    def talk(tx: Tx) -> tuple[int, int]:
        return put_photo(tx, "mine", HERE), put_photo(tx, "theirs", THERE)

    mine, theirs = await ledger.run(talk)
    assert await ledger.read(lambda tx: shown_picture(tx, HERE, mine)) is not None
    assert await ledger.read(lambda tx: shown_picture(tx, HERE, theirs)) is None
    await ledger.run(lambda tx: say(tx, 1, photos=(theirs * 10 + 1,)))
    assert await ledger.read(lambda tx: shown_picture(tx, HERE, theirs)) is None
    await ledger.run(lambda tx: say(tx, 2, photos=(theirs,)))
    assert await ledger.read(lambda tx: shown_picture(tx, HERE, theirs)) is not None


async def test_an_own_photo_is_found_by_its_key(ledger: SqliteLedger):
    """A photo is found by the page's key in its own conversation, kept or still waiting."""
    await ledger.run(lambda tx: put_photo(tx, "k.0", HERE, None))
    found = await ledger.read(lambda tx: own_picture(tx, HERE, "k.0"))
    assert found is not None and found.state == "waiting"
    assert await ledger.read(lambda tx: own_picture(tx, THERE, "k.0")) is None
