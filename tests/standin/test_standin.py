"""The stand-in is as strict as the Bot API's documentation."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.standin.people import JPEG
from tests.standin.telegram import StandIn
from tests.standin.wire import Answer, Request, Server


@pytest.fixture
async def standin():
    """A Bot API server."""
    async with StandIn() as running:
        yield running


@pytest.fixture
async def call(standin):
    """Call a method and return the whole answer."""
    plain = httpx.AsyncClient(timeout=10, verify=False)  # noqa: S501 (loopback, no TLS)
    async with plain as client:

        async def calling(method: str, files: Any = None, **params: Any) -> dict[str, Any]:
            address = f"{standin.base_url}{standin.token}/{method}"
            return (await client.post(address, data=params, files=files)).json()

        yield calling


def words(answer: dict[str, Any]) -> str:
    """Why a call was refused."""
    return answer["description"]


async def test_updates_come_until_they_are_confirmed(standin, call):
    """An update is delivered again until a call has a higher offset."""
    first, second = (standin.person().says(text)["update_id"] for text in "12")
    seen = [
        [update["update_id"] for update in (await call("getUpdates", **offset))["result"]]
        for offset in ({}, {"offset": first}, {"offset": first + 1}, {"offset": second + 1})
    ]
    assert seen == [[first, second], [first, second], [second], []]
    assert standin.confirmed == [first, second]


async def test_a_negative_offset_forgets_the_earlier(standin, call):
    """An offset below zero counts from the end, and all before is forgotten."""
    *_, last = [standin.person().says(text)["update_id"] for text in "123"]
    answer = await call("getUpdates", offset=-1)
    assert [update["update_id"] for update in answer["result"]] == [last]


async def test_a_hundred_at_once(standin, call):
    """A call brings a hundred updates at most."""
    for n in range(130):
        standin.person().says(str(n))
    assert len((await call("getUpdates", limit=500))["result"]) == 100


async def test_kinds_that_were_not_asked_for(standin, call):
    """What is not in ``allowed_updates`` is dropped from then on."""
    await call("getUpdates", allowed_updates='["message"]')
    standin.person().blocks()
    assert (await call("getUpdates"))["result"] == []


async def test_two_pollers(standin, call):
    """The older of two waiting calls is ended with 409."""
    older = asyncio.create_task(call("getUpdates", timeout=5))
    await standin.until(lambda: bool(standin.calls))
    newer = asyncio.create_task(call("getUpdates", timeout=5))
    assert (await older)["error_code"] == 409
    standin.person().says("1")
    assert len((await newer)["result"]) == 1


async def test_polling_with_a_webhook(standin, call):
    """Polling is refused while a webhook is set."""
    await call("setWebhook", url="https://example.org")
    assert (await call("getUpdates"))["error_code"] == 409


async def test_a_wrong_token(standin):
    """Another token is refused."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{standin.base_url}1:other/getMe")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "empty"), (" \n", "empty"), ("字" * 4097, "too long"), ("😀" * 2049, "too long")],
)
async def test_limits_of_a_text(standin, call, text, why):
    """A text has 1 to 4096 UTF-16 units."""
    standin.person().says("1")
    assert why in words(await call("sendMessage", chat_id=5001, text=text))
    assert (await call("sendMessage", chat_id=5001, text="字" * 4096))["ok"]


def inline(*buttons: dict[str, Any]) -> str:
    """A keyboard of one column."""
    return json.dumps({"inline_keyboard": [[button] for button in buttons]})


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (inline({"text": "x", "callback_data": "签" * 22}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x"}), "unallowed"),
        (inline({"text": "x", "url": "http://localhost"}), "Wrong HTTP URL"),
        (inline(*[{"text": "x", "callback_data": "1"}] * 101), "too long"),
        ('{"nothing": 1}', "reply markup"),
    ],
)
async def test_limits_of_buttons(standin, call, markup, why):
    """A button has one action and at most 64 bytes of data, and there are a hundred at most."""
    standin.person().says("1")
    assert why in words(await call("sendMessage", chat_id=5001, text="x", reply_markup=markup))


async def test_place_button_in_a_group(standin, call):
    """A place can be asked for in private chats only."""
    standin.person(chat=-1001)
    markup = '{"keyboard": [[{"text": "x", "request_location": true}]]}'
    answer = await call("sendMessage", chat_id=-1001, text="x", reply_markup=markup)
    assert "private chats only" in words(answer)


@pytest.mark.parametrize(("count", "ok"), [(1, False), (2, True), (10, True), (11, False)])
async def test_limits_of_an_album(standin, call, count, ok):
    """An album has two to ten photos."""
    standin.person().says("1")
    media = json.dumps([{"type": "photo", "media": f"attach://{n}"} for n in range(count)])
    files = {str(n): JPEG for n in range(count)}
    assert (await call("sendMediaGroup", files, chat_id=5001, media=media))["ok"] is ok


async def test_limits_of_a_photo(standin, call):
    """A photo has at most 10 MB, its caption 1024 units."""
    standin.person().says("1")
    large = {"photo": JPEG + bytes(10_000_000)}
    assert (await call("sendPhoto", large, chat_id=5001))["error_code"] == 413
    answer = await call("sendPhoto", {"photo": JPEG}, chat_id=5001, caption="字" * 1025)
    assert "caption is too long" in words(answer)


async def test_taps_are_answered_once(standin, call):
    """A tap that is unknown or answered already cannot be answered."""
    someone = standin.person()
    tap = someone.taps_data("1.0", someone.message(text="x"))["callback_query"]["id"]
    assert (await call("answerCallbackQuery", callback_query_id=tap))["ok"]
    for old in (tap, "1"):
        answer = await call("answerCallbackQuery", callback_query_id=old)
        assert "query ID is invalid" in words(answer)


async def test_an_edit_that_changes_nothing(standin, call):
    """An edit must change something."""
    standin.person().says("1")
    sent = (await call("sendMessage", chat_id=5001, text="x"))["result"]["message_id"]
    answer = await call("editMessageText", chat_id=5001, message_id=sent, text="x")
    assert "message is not modified" in words(answer)


@pytest.mark.parametrize("command", ["Start", "a" * 33, "签收", "/start", ""])
async def test_limits_of_commands(call, command):
    """A command has 1 to 32 small letters, digits or underscores."""
    commands = json.dumps([{"command": command, "description": "x"}])
    assert "BOT_COMMAND_INVALID" in words(await call("setMyCommands", commands=commands))


async def test_a_push_is_repeated(standin):
    """A push that is not answered with 2xx comes again; one a chat is under way."""
    posts: list[tuple[int, int]] = []

    async def route(request: Request) -> Answer:
        update = json.loads(request.body)
        posts.append((update["message"]["chat"]["id"], update["update_id"]))
        return Answer(503 if len(posts) < 4 else 200)

    server = Server(route)
    standin.webhook = {"url": f"http://127.0.0.1:{await server.start()}/"}
    said = [standin.person(5001 + n % 2).says(str(n)) for n in range(6)]
    await standin.until_confirmed(*said)
    first = [number for chat, number in posts if chat == 5001]
    assert first == sorted(first)
    assert len(posts) == 9
    await server.stop()


async def test_asked_from_outside(standin):
    """Another process adds updates and asks what happened."""
    message = standin.person().message(text="1")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{standin.port}/standin") as client:
        (number,) = (await client.post("/updates", json=[{"message": message}])).json()
        assert (await client.get("/state")).json()["pending"] == [number]
        await client.post("/faults", json={"method": "getMe", "kind": "status"})
    assert standin.faults[0].kind == "status"
