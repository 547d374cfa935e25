"""What Telegram pushes: answered with 200 only when it is committed."""

from __future__ import annotations

import json

import pytest
from structlog.testing import capture_logs

from tests.standin.wire import Answer, Server
from tests.support.telegram_bot import SECRET, bot_for


@pytest.fixture
async def hooked(standin, kept):
    """A bot in webhook mode, before its start; nobody listens at the address."""
    made = bot_for(
        standin,
        kept,
        mode="webhook",
        webhook_url="https://example.org/telegram",
        webhook_secret=SECRET,
        username=standin.username,
    )
    yield made
    await made.stop()


def pushed(standin, text="你好") -> bytes:
    """An update as Telegram posts it."""
    return json.dumps(standin.person().says(text), ensure_ascii=False).encode()


async def test_a_push_is_kept_and_answered(hooked, standin, kept):
    """200 after the commit, and 200 again for what is known."""
    body = pushed(standin, "路灯坏了")
    assert [await hooked.webhook(body, SECRET) for _ in range(2)] == [200, 200]
    assert [incoming.text for incoming in kept.incoming(hooked)] == ["路灯坏了"]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "é", "\udc80"])
async def test_a_push_without_the_secret(hooked, standin, kept, secret):
    """Only Telegram knows the secret; anybody else is turned away."""
    assert await hooked.webhook(pushed(standin), secret) == 403
    assert kept.raws == []


async def test_no_secret_no_webhook(bot, standin):
    """Where no secret is set nothing is taken, whatever is sent along."""
    assert await bot.webhook(pushed(standin), "") == 403


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"{",
            b"[]",
            b"7",
            b'{"message": {}}',
            b'{"update_id": "7"}',
            b'{"update_id": true}',
        ),
        *(b"\xff\xfe", b"[" * 100_000, b'{"update_id": ' + b"9" * 5000 + b"}"),
    ],
)
async def test_a_push_that_is_no_update(hooked, kept, body):
    """What is no update is refused without harm."""
    assert await hooked.webhook(body, SECRET) == 400
    assert kept.raws == []


async def test_a_push_that_is_too_large(hooked):
    """A body of many megabytes is refused before it is read."""
    assert await hooked.webhook(b" " * (9 * 2**20), SECRET) == 413


async def test_a_push_that_cannot_be_kept(hooked, standin, kept):
    """503 makes Telegram deliver it again; the trouble is logged once and has a name."""
    kept.failures = 2
    body = pushed(standin)
    with capture_logs() as logs:
        answers = [await hooked.webhook(body, SECRET) for _ in range(2)]
    assert (answers, hooked.trouble, len(logs)) == ([503, 503], "ledger", 1)
    assert await hooked.webhook(body, SECRET) == 200
    assert hooked.trouble == ""


async def test_a_push_before_the_name_is_known(standin, kept):
    """Until the bot knows its name it cannot tell whom a group's command means: later."""
    bot = bot_for(standin, kept, mode="webhook", webhook_url="https://e.org", webhook_secret=SECRET)
    assert await bot.webhook(pushed(standin), SECRET) == 503
    await bot.stop()


async def test_the_webhook_is_set(hooked, standin, kept):
    """At the start Telegram is told where to push, with the secret, and nothing is polled."""
    await hooked.start()
    await standin.until(lambda: bool(standin.webhook))
    assert standin.webhook["url"] == "https://example.org/telegram"
    assert standin.webhook["secret_token"] == SECRET
    assert "getUpdates" not in {call.method for call in standin.calls}


async def test_pushes_over_the_wire(standin, kept):
    """Telegram pushes each chat's updates in order and repeats what was not answered with 2xx."""
    kept.failures = 3

    async def route(request):
        return Answer(await bot.webhook(request.body, SECRET))

    server = Server(route)
    port = await server.start()
    url = f"http://127.0.0.1:{port}/telegram"
    bot = bot_for(
        standin,
        kept,
        username=standin.username,
        webhook_secret=SECRET,
        webhook_url=url,
        mode="webhook",
    )
    await bot.start()
    said = [standin.person(5000 + n % 3).says(str(n)) for n in range(30)]
    await standin.until_confirmed(*said)
    by_chat = [[i.text for i in kept.incoming(bot) if i.chat == str(5000 + c)] for c in range(3)]
    assert by_chat == [[str(n) for n in range(c, 30, 3)] for c in range(3)]
    await bot.stop()
    await server.stop()
