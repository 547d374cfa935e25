"""Receiving from Telegram: nothing is confirmed before it is committed."""

from __future__ import annotations

import asyncio
import json

import pytest
from structlog.testing import capture_logs
from telegram.error import InvalidToken, NetworkError

from bot.channels.telegram_poll import NotCommitted, Poller
from storage import inbox
from storage.migrate import migrate
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY, StillClock
from tests.support.telegram_bot import Waits, bot_for


async def test_what_people_send_arrives_in_order(bot, standin, kept):
    """Updates are handed over in the order in which they were sent."""
    said = [standin.person(5000 + n % 3).says(str(n)) for n in range(250)]
    await bot.start()
    await kept.until(250)
    await standin.until_confirmed(*said)
    assert [incoming.text for incoming in kept.incoming(bot)] == [str(n) for n in range(250)]


async def test_nothing_is_confirmed_before_the_commit(bot, standin, kept):
    """While the inbox hangs, Telegram keeps every update."""
    kept.open.clear()
    said = [standin.person().says(str(n)) for n in range(3)]
    await bot.start()
    await kept.until_asked(3)
    assert (len(standin.pending), standin.confirmed) == (3, [])
    kept.open.set()
    await standin.until_confirmed(*said)


async def test_a_bot_that_dies_in_between_loses_nothing(standin, kept, bot):
    """A second bot gets what the first had taken and not committed."""
    kept.open.clear()
    said = standin.person().says("路灯坏了")
    first = bot_for(standin, kept)
    await first.start()
    await kept.until_asked(1)
    await first.stop()
    kept.open.set()
    await bot.start()
    await standin.until_confirmed(said)
    assert [incoming.text for incoming in kept.incoming(bot)] == ["路灯坏了"]


async def test_after_a_failed_commit_it_comes_again(standin, kept):
    """An update that could not be kept is delivered again, and what was kept is kept once."""
    waits = Waits()
    bot = bot_for(standin, kept, sleep=waits)
    kept.failures = 2
    said = [standin.person().says(str(n)) for n in range(3)]
    with capture_logs() as logs:
        await bot.start()
        await standin.until_confirmed(*said)
    assert sorted(incoming.text for incoming in kept.incoming(bot)) == ["0", "1", "2"]
    assert [entry["why"] for entry in logs if entry["log_level"] == "error"] == ["OSError"]
    assert waits.seconds[0] == 1.0
    await bot.stop()


async def test_the_first_call_has_no_offset(bot, standin, kept):
    """The offset is never kept over a restart, so that ids that start anew hang nobody."""
    standin.person().says("1")
    await bot.start()
    await kept.until(1)
    first = next(call for call in standin.calls if call.method == "getUpdates")
    assert "offset" not in first.params
    assert json.loads(first.params["allowed_updates"]) == [
        *("message", "edited_message", "callback_query", "my_chat_member"),
    ]


async def test_a_webhook_that_was_left_is_taken_away(bot, standin, kept):
    """Polling begins by taking the webhook away, and never drops what waits."""
    standin.webhook = {"url": "https://example.org"}
    said = standin.person().says("1")
    await bot.start()
    await standin.until_confirmed(said)
    dropped = [
        c.params.get("drop_pending_updates") for c in standin.calls if c.method == "deleteWebhook"
    ]
    assert dropped == [None]


async def test_a_start_without_network_does_not_fail(standin, kept):
    """The bot starts while Telegram is away, and receives when it is back."""
    standin.fails("*", "cut-before", times=5)
    waits = Waits()
    bot = bot_for(standin, kept, sleep=waits)
    said = standin.person().says("1")
    await bot.start()
    await standin.until_confirmed(said)
    assert waits.seconds[:3] == [1, 2, 4]
    await bot.stop()


@pytest.mark.parametrize("kind", ["conflict", "status", "page", "cut-before", "cut-after"])
async def test_trouble_is_told_once(standin, kept, kind):
    """A trouble is logged when it begins, waited out ever longer, and ends by itself."""
    standin.fails("getUpdates", kind, times=4)
    waits = Waits()
    bot = bot_for(standin, kept, sleep=waits)
    said = standin.person().says("1")
    with capture_logs() as logs:
        await bot.start()
        await standin.until_confirmed(said)
    assert waits.seconds[:4] == [1, 2, 4, 8]
    assert [e["event"] for e in logs if e["log_level"] == "error"] == ["telegram.not_receiving"]
    assert (bot.trouble, bot.last_ok) == ("", TUESDAY)
    await bot.stop()


async def test_too_many_requests_are_waited_out(standin, kept):
    """Where Telegram says how long to wait, that is how long it is left alone."""
    standin.fails("getUpdates", "too-many", seconds=9)
    waits = Waits()
    bot = bot_for(standin, kept, sleep=waits)
    said = standin.person().says("1")
    await bot.start()
    await standin.until_confirmed(said)
    assert waits.seconds == [9]
    await bot.stop()


async def test_a_refused_token_ends_the_receiving(bot, standin, kept):
    """With a token that is refused nothing is asked any more, and the trouble has a name."""
    standin.fails("getUpdates", "refused-token", times=1000)
    with capture_logs() as logs:
        await bot.start()
        await asyncio.gather(*[t for t in bot._receiver._tasks if "_run" in repr(t)])
    assert bot.trouble == "token-refused"
    assert "critical" in {entry["log_level"] for entry in logs}
    assert sum(call.method == "getUpdates" for call in standin.calls) == 1


async def test_a_tap_is_answered_at_once(bot, standin, kept):
    """The spinner stops when the tap is committed; nothing waits for what it leads to."""
    someone = standin.person()
    shown = someone.message(text="选")
    await bot.start()
    tap = someone.taps_data("4123.0", shown)
    await standin.until(lambda: standin.answered == [tap["callback_query"]["id"]])
    assert kept.incoming(bot)[0].tap is not None


async def test_an_old_tap_harms_nobody(bot, standin, kept):
    """A tap that Telegram has forgotten cannot be answered, and is kept all the same."""
    someone = standin.person()
    tap = someone.taps_data("4123.0", someone.message(text="选"))
    standin.taps.clear()
    await bot.start()
    await standin.until_confirmed(tap)
    assert kept.incoming(bot)[0].tap is not None


async def test_the_menu_is_shown(bot, standin):
    """Commands are registered for private chats and groups, in each language."""
    await bot.start()
    await standin.until(lambda: len(standin.commands) == 4)
    names = {who: [c["command"] for c in given] for who, given in standin.commands.items()}
    assert names == {
        ("all_private_chats", ""): ["start", "help", "status"],
        ("all_private_chats", "en"): ["start", "help", "status"],
        ("all_group_chats", ""): ["help"],
        ("all_group_chats", "en"): ["help"],
    }


async def test_the_bot_learns_its_name(bot, standin, kept):
    """A group's command is for this bot, because Telegram told it its name before any update."""
    said = standin.person(chat=-1001).says(f"/help@{standin.username}")
    await bot.start()
    await standin.until_confirmed(said)
    assert kept.incoming(bot)[0].addressed
    assert bot.account.username == standin.username


async def test_update_ids_may_go_back(kept):
    """Ids that start anew after a quiet week are received like any others."""
    batches = [[{"update_id": 900}], [{"update_id": 5}], []]
    asked = []

    async def ask(offset):
        asked.append(offset)
        if not batches:
            raise InvalidToken
        return batches.pop(0)

    async def take(updates):
        return None

    with pytest.raises(InvalidToken):
        await Poller(ask, take, clock=StillClock(), sleep=Waits()).run()
    assert asked == [None, 901, 6, 6]


async def test_waits_grow_to_a_minute_and_begin_anew():
    """The wait doubles up to a minute, and is short again after something worked."""
    answers = iter([*["away"] * 8, [], "away", "end"])
    waits = Waits()

    async def ask(offset):
        answer = next(answers)
        if answer == "end":
            raise InvalidToken
        if answer == "away":
            raise NetworkError("away")
        return answer

    async def take(updates):
        if updates:
            raise NotCommitted

    with pytest.raises(InvalidToken):
        await Poller(ask, take, clock=StillClock(), sleep=waits).run()
    assert waits.seconds == [1, 2, 4, 8, 16, 32, 60, 60, 1]


async def test_a_dead_receiver_is_begun_again(bot, monkeypatch):
    """A mistake of ours that ends the receiving is logged, and it begins again by itself."""
    monkeypatch.setattr("bot.channels.telegram_receive.REVIVE_SECONDS", 0.01)
    lives = []
    alive = asyncio.Event()

    async def run():
        lives.append(1)
        if len(lives) < 3:
            raise KeyError("ours")
        alive.set()

    monkeypatch.setattr(bot._receiver, "_run", run)
    with capture_logs() as logs:
        await bot.start()
        await alive.wait()
    assert [entry["error"] for entry in logs] == ["KeyError", "KeyError"]


async def test_with_the_ledger(standin, tmp_path):
    """Two deliveries of everything are one row each, and what is confirmed is in the ledger."""
    ledger = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    await migrate(ledger, TUESDAY)

    async def receive(raw):
        return bool(
            await ledger.run(
                lambda tx: inbox.put(
                    tx,
                    key=raw.key,
                    twin=raw.twin,
                    channel="telegram",
                    conversation=raw.conversation,
                    body=raw.body,
                    now=TUESDAY,
                )
            )
        )

    bot = bot_for(standin, receive)
    said = [standin.person(5000 + n % 7).says(str(n)) for n in range(300)]
    standin.fails("getUpdates", "cut-after", times=2)
    await bot.start()
    await standin.until_confirmed(*said)
    await bot.stop()
    rows = await ledger.read(lambda tx: inbox.waiting(tx, 0, 1000))
    assert [bot.parse(row.body).text for row in rows] == [str(n) for n in range(300)]
    await ledger.close()
