"""The relay against everything a channel can say, and against its own end."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.base import Blocked, Later, Moved, Unknown, Unsendable
from bot.relay import PAUSES_S
from handlers.office import Office
from storage import outbox, photos
from storage.outbox import Lane
from tests.support.desk import Desk
from tests.support.edge import Edge, Post
from tests.support.office import Town

AGAIN = "（补发）"


@pytest.fixture
async def post(town: Town, tmp_path: Path) -> AsyncIterator[Post]:
    """An outbox and its relay, which begins when told to."""
    made = Post(town, tmp_path / "photos")
    with capture_logs():
        yield made
    await made.kill()


def waits_again(tries: int) -> Callable[[dict[str, Any]], bool]:
    """Whether a message was tried so often, and waits."""
    return lambda row: row["state"] == "waiting" and row["tries"] == tries


async def test_a_message_arrives(post: Post):
    """A message is claimed, sent, and noted with the platform's name for it."""
    number = await post.post("收到")
    await post.begin()
    row = await post.until_state(number, "sent")
    assert (row["sent_as"], row["tries"], post.edge.sent) == ("m", 1, ["收到"])


async def test_it_is_claimed_before_it_is_sent(post: Post):
    """While a message is being sent its row says claimed, so that a kill leaves a trace."""
    seen: list[list[str]] = []

    class Watched(Edge):
        async def send(self, letter):
            seen.append(await post.states())
            return await super().send(letter)

    number = await post.post("收到")
    post.edge = Watched()
    await post.begin()
    await post.until_state(number, "sent")
    assert seen == [["claimed"]]


async def test_order_is_kept_within_a_conversation(post: Post):
    """Ten answers to one person leave in the order they were given, a retry included."""
    numbers = [await post.post(str(n)) for n in range(10)]
    post.edge.script = ["m", Later(0), "m", Later(0)]
    await post.begin()
    await post.until_state(numbers[-1], "sent")
    assert post.edge.sent == ["0", "1", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9"]


async def test_answers_go_before_news(post: Post):
    """An answer that was given after news leaves before it."""
    for text, lane in (("digest", Lane.BULK), ("news", Lane.NEWS), ("answer", Lane.ANSWER)):
        last = await post.post(text, lane=lane)
    await post.begin()
    await post.until_state(last - 2, "sent")
    assert post.edge.sent == ["answer", "news", "digest"]


async def test_one_conversation_does_not_wait_for_another(post: Post):
    """A message that must wait holds up its own conversation only."""
    stuck = await post.post("one")
    behind = await post.post("two")
    other = await post.post("three", "resident-2")
    post.edge.script = [Later(3600)]
    await post.begin()
    await post.until_state(other, "sent")
    assert (await post.row(stuck))["state"] == (await post.row(behind))["state"] == "waiting"


async def test_a_message_waits_for_its_time(post: Post):
    """What is not due yet is not sent."""
    number = await post.post("later", minutes=10)
    await post.begin()
    other = await post.post("now", "resident-2")
    await post.until_state(other, "sent")
    assert (await post.row(number))["state"] == "waiting"
    post.pass_time(minutes=10)
    await post.until_state(number, "sent")


async def test_later_is_tried_again_after_longer_and_longer_pauses(post: Post):
    """1, 5, 30, 120, 600 seconds, and 600 again and again, until it arrives."""
    number = await post.post("收到")
    pauses = [*PAUSES_S, PAUSES_S[-1], PAUSES_S[-1]]
    post.edge.script = [Later() for _ in pauses]
    await post.begin()
    for tries, pause in enumerate(pauses, start=1):
        row = await post.until(number, waits_again(tries))
        due = post.town.clock() + timedelta(seconds=pause)
        assert row["not_before"] == due.isoformat(timespec="microseconds")
        post.pass_time(seconds=pause)
    await post.until_state(number, "sent")


async def test_the_platforms_own_pause_is_kept(post: Post):
    """A platform that says how long it wants to be left alone is left alone that long."""
    number = await post.post("收到")
    post.edge.script = [Later(17)]
    await post.begin()
    row = await post.until(number, waits_again(1))
    due = post.town.clock() + timedelta(seconds=17)
    assert row["not_before"] == due.isoformat(timespec="microseconds")


async def test_everybody_waits_when_the_whole_channel_must(post: Post):
    """A flood limit pauses all conversations of the channel, and costs them nothing."""
    first = await post.post("one")
    post.edge.script = [Later(60, everybody=True)]
    await post.begin()
    await post.until(first, waits_again(1))
    second = await post.post("two", "resident-2")
    await post.until(second, waits_again(0))
    post.pass_time(seconds=61)
    await post.until_state(first, "sent")
    await post.until_state(second, "sent")


async def test_a_message_is_given_up_after_a_day(post: Post):
    """What could not be sent for a day and many tries is put where a supervisor sees it."""
    number = await post.post("收到")
    post.edge.script = [Later(0) for _ in PAUSES_S] + [Later(7200) for _ in range(20)]
    await post.begin()
    await post.until(number, waits_again(len(PAUSES_S) + 1))
    post.pass_time(hours=25)
    row = await post.until_state(number, "failed")
    assert row["error"] == "too-late"


async def test_an_old_message_is_not_given_up_at_its_first_trouble(post: Post):
    """What was held for days (after a restore) gets its tries all the same."""
    number = await post.post("收到")
    post.town.clock.move(days=3)
    post.edge.script = [Later(0)]
    await post.begin()
    await post.until_state(number, "sent")


async def test_blocked_marks_the_conversation(post: Post):
    """Whoever blocked the bot is noted as not to be reached, and is reachable when they write."""
    number = await post.post("收到")
    post.edge.script = [Blocked()]
    await post.begin()
    row = await post.until_state(number, "failed")
    marked = "SELECT blocked_at FROM conversations WHERE key = 'web::demo-resident-1'"
    assert row["error"] == "blocked"
    assert (await post.town.rows(marked))[0]["blocked_at"]
    await post.town.person("resident-1").says("你好")
    assert (await post.town.rows(marked))[0]["blocked_at"] is None


async def test_moved_goes_to_the_new_chat(post: Post):
    """A chat with a new name gets the message there, and what follows."""
    first = await post.post("one")
    post.edge.script = [Moved("-100")]
    await post.begin()
    await post.until_state(first, "sent")
    assert [letter.chat for letter in post.edge.letters] == ["demo-resident-1", "-100"]


async def test_a_doubt_is_sent_once_more_and_marked(post: Post):
    """What may have arrived is sent once more after a minute, and says so."""
    number = await post.post("收到")
    post.edge.script = [Unknown()]
    await post.begin()
    await post.until(number, waits_again(1))
    post.pass_time(seconds=61)
    await post.until_state(number, "sent")
    assert post.edge.sent == ["收到", f"{AGAIN}收到"]


async def test_a_second_doubt_ends_it(post: Post):
    """After two doubts nobody knows, and it is not sent a third time; the next one goes on."""
    number = await post.post("收到")
    behind = await post.post("后面")
    post.edge.script = [Unknown(), Unknown()]
    await post.begin()
    await post.until(number, waits_again(1))
    post.pass_time(seconds=61)
    assert (await post.until_state(number, "unknown"))["error"] == "no-answer-twice"
    await post.until_state(behind, "sent")
    assert post.edge.sent == ["收到", f"{AGAIN}收到", "后面"]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Unsendable("message-too-long"), "message-too-long"),
        (Unsendable(), "unsendable"),
        (ZeroDivisionError(), "ZeroDivisionError"),
    ],
)
async def test_what_can_never_be_sent_holds_nothing_up(post: Post, trouble, error: str):
    """A message that is refused, or that we fail to send, is put aside with its reason."""
    number = await post.post("收到")
    behind = await post.post("后面")
    post.edge.script = [trouble]
    await post.begin()
    assert (await post.until_state(number, "failed"))["error"] == error
    await post.until_state(behind, "sent")


async def test_a_row_that_cannot_be_read_holds_nothing_up(post: Post):
    """A body that is no message, as after a mistake of an older program, is put aside."""
    number = await post.post("收到")
    behind = await post.post("后面")
    await post.town.ledger.run(
        lambda tx: tx.execute("UPDATE outbox SET body = '{' WHERE id = :id", {"id": number})
    )
    await post.begin()
    assert (await post.until_state(number, "failed"))["error"] == "ValidationError"
    await post.until_state(behind, "sent")


async def test_what_was_being_sent_at_a_kill_is_sent_again(post: Post):
    """A claimed row of an earlier life leaves again, marked once, after a second kill too."""
    number = await post.post("收到")
    for tries in (2, 4):
        await post.town.ledger.run(
            lambda tx: outbox.claim(tx, outbox.due(tx, "web", post.town.clock(), 9))
        )
        post.edge.script = [Later(60)]
        await post.begin()
        await post.until(
            number, lambda row, n=tries: row["tries"] == n and row["state"] == "waiting"
        )
        await post.kill()
        post.town.clock.move(minutes=2)
    await post.begin()
    await post.until_state(number, "sent")
    assert post.edge.sent == [f"{AGAIN}收到"] * 3


async def test_a_channel_that_shows_a_message_once_needs_no_mark(post: Post):
    """The web chat reads the outbox itself: what was claimed there is sent again as it is."""
    number = await post.post("收到")
    await post.town.ledger.run(
        lambda tx: outbox.claim(tx, outbox.due(tx, "web", post.town.clock(), 9))
    )
    post.edge.fills_photos_later = True
    await post.begin()
    await post.until_state(number, "sent")
    assert post.edge.sent == ["收到"]


def is_put_back(post: Post) -> Callable[[dict[str, Any]], bool]:
    """Whether a message was looked at now and waits a little longer."""
    now = post.town.clock().isoformat(timespec="microseconds")
    return lambda row: row["state"] == "waiting" and row["not_before"] > now


async def test_a_message_waits_a_little_for_its_photo(post: Post):
    """A photo on its way is waited for, which counts as no try; after 20 s it goes without."""
    photo = await post.town.run(waiting_photo)
    number = await post.post("看照片", photos=(photo,))
    await post.begin()
    for _ in range(3):
        row = await post.until(number, is_put_back(post))
        post.pass_time(seconds=1)
    assert (row["tries"], post.edge.sent) == (0, [])
    post.pass_time(seconds=20)
    await post.until_state(number, "sent")
    assert post.edge.letters[0].files == {}


async def test_a_photo_that_came_goes_with_the_message(post: Post):
    """As soon as the photo is kept the message leaves with its file."""
    photo = await post.town.run(waiting_photo)
    number = await post.post("看照片", photos=(photo,))
    await post.begin()
    await post.until(number, is_put_back(post))
    await post.town.keep(photo)
    post.pass_time(seconds=1)
    await post.until_state(number, "sent")
    assert [path.suffix for path in post.edge.letters[0].files.values()] == [".jpg"]


def waiting_photo(office: Office) -> int:
    """Note a photo that is still on its way."""
    return photos.add_photo(
        office.tx, channel="web", ref="r", key="k", person=1, conversation="c", at=office.now
    )


async def test_the_news_of_a_strike_off_starts_the_time_to_object(post: Post):
    """The moment it arrived is noted, not the moment it was written."""
    struck = await Desk(post.town).passed()
    (letter,) = await post.town.rows("SELECT id FROM outbox WHERE tells = :no", no=struck.no)
    post.town.clock.move(minutes=5)
    await post.begin()
    await post.until_state(letter["id"], "sent")
    (follow,) = await post.town.rows("SELECT told_at FROM follows")
    assert follow["told_at"] == post.town.clock().isoformat(timespec="microseconds")


async def test_a_full_disk_sends_nothing_twice(post: Post, monkeypatch: pytest.MonkeyPatch):
    """What was sent while the ledger could not be written is noted when it can, not sent again."""
    number = await post.post("收到")
    run, full = post.town.run, [sqlite3.OperationalError("disk full")] * 2

    async def failing(verb):
        if full and post.edge.sent:
            raise full.pop()
        return await run(verb)

    monkeypatch.setattr("bot.relay.LOOK_S", 0.01)
    monkeypatch.setattr(post.town, "run", failing)
    await post.begin()
    await post.until_state(number, "sent")
    assert (post.edge.sent, full) == (["收到"], [])


async def test_draining_ends_though_the_ledger_cannot_be_written(
    post: Post, monkeypatch: pytest.MonkeyPatch
):
    """The program can be stopped while the disk is full; the message is in doubt at the start."""
    number = await post.post("收到")
    run = post.town.run

    async def failing(verb):
        if post.edge.sent:
            raise sqlite3.OperationalError("disk full")
        return await run(verb)

    monkeypatch.setattr("bot.relay.LOOK_S", 0.01)
    monkeypatch.setattr(post.town, "run", failing)
    await post.begin()
    async with asyncio.timeout(5):
        await post.edge.used.wait()
        await post.relay.drain()
    assert (await post.row(number))["state"] == "claimed"
