"""Posting messages and pictures, the history, and the stream of new messages."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.web.events import stream
from bot.web.uploads import oddity_of
from handlers.messages import Button, Oddity, Outgoing, Place, Tap
from tests.web.room import Room
from tests.web.visitor import OURS, Visitor, events

JPEG = ("a.jpg", b"\xff\xd8\xff picture", "image/jpeg")


def spool(room: Room) -> list[str]:
    """Names of the uploads that wait."""
    return sorted(path.name for path in room.webchat.spool.iterdir())


async def test_a_message_is_in_the_inbox_when_it_is_confirmed(room: Room, visitor: Visitor):
    """201 means committed: words, place, tap, start and language arrive as they were posted."""
    fields: dict[str, Any] = {"text": "垃圾", "lon": 116.7, "lat": 23.2, "message": 5, "button": 1}
    answer = await visitor.post(key="uuid-0001", start="CODE", language="en", **fields)
    assert answer.status_code == 201
    heard = room.heard[-1]
    assert heard.key == f"web:{visitor.address}:uuid-0001"
    assert (heard.text, heard.start, heard.language) == ("垃圾", "CODE", "en")
    assert (heard.place, heard.tap) == (Place(lon=116.7, lat=23.2), Tap(message=5, button=1))


async def test_the_same_message_again_changes_nothing(room: Room, visitor: Visitor):
    """A retry is confirmed with 200, heard once, and leaves no second upload behind."""
    for status in (201, 200, 200):
        answer = await visitor.post(key="uuid-0001", text="x", files=[JPEG])
        assert answer.status_code == status
    assert len(room.heard) == 1
    assert spool(room) == [room.heard[0].photos[0].ref]


async def test_what_could_not_be_committed_leaves_nothing(room: Room, visitor: Visitor):
    """A full disk is answered with an error to try again on, and the upload is removed."""
    room.broken = True
    with pytest.raises(httpx.HTTPStatusError, match="500"):
        (await visitor.post(key="uuid-0001", text="x", files=[JPEG])).raise_for_status()
    assert spool(room) == [] and await visitor.items() == []
    room.broken = False
    assert (await visitor.post(key="uuid-0001", text="x", files=[JPEG])).status_code == 201


async def test_pictures_wait_in_the_spool_in_their_order(room: Room, visitor: Visitor):
    """Several pictures keep their order, and each can be fetched as it was sent."""
    files = [(f"{n}.jpg", b"\xff\xd8\xff" + bytes([n]), "image/jpeg") for n in range(3)]
    await visitor.post(key="uuid-0001", files=files)
    photos = room.heard[0].photos
    assert [photo.key for photo in photos] == [f"uuid-0001.{n}" for n in range(3)]
    kept = [(room.webchat.spool / photo.ref).read_bytes() for photo in photos]
    assert kept == [file[1] for file in files]


@pytest.mark.parametrize(
    ("name", "mime", "head", "oddity"),
    [
        ("a.jpg", "application/octet-stream", b"", None),
        ("A.HEIC", "", b"", None),
        ("photo", "image/jpeg", b"", None),
        ("x.bin", "application/octet-stream", b"\xff\xd8\xff\xe0", None),
        ("x", "", b"\0\0\0\x18ftypheic\0\0\0\0", None),
        ("x", "", b"RIFF\0\0\0\0WEBP", None),
        ("app.apk", "application/vnd.android.package-archive", b"PK\3\4", Oddity.FILE),
        ("a.mp4", "video/mp4", b"\0\0\0\x18ftypmp42", Oddity.VIDEO),
        ("a.amr", "audio/amr", b"#!AMR", Oddity.VOICE),
        ("", "", b"", Oddity.FILE),
    ],
)
def test_what_could_be_a_picture_passes(name: str, mime: str, head: bytes, oddity: Oddity | None):
    """Name, type or first bytes of a picture are enough; the photo loop has the last word."""
    assert oddity_of(name, mime, head) is oddity


async def test_a_file_beside_words_loses_no_words(room: Room, visitor: Visitor):
    """A file that is no picture is noted in a message of its own, and never stored."""
    apk = ("virus.apk", b"PK\3\4", "application/octet-stream")
    await visitor.post(key="uuid-0001", text="看这个", files=[JPEG, apk])
    words, file = room.heard
    assert (words.text, len(words.photos), words.oddity) == ("看这个", 1, None)
    assert (file.text, file.photos, file.oddity) == (".apk", (), Oddity.FILE)
    assert len(spool(room)) == 1
    assert [item["file"] for item in await visitor.items()] == ["", "virus.apk"]


async def test_a_file_alone_is_one_message(room: Room, visitor: Visitor):
    """A file that is no picture, alone, is one message that names its ending."""
    await visitor.post(files=[("a.pdf", b"%PDF", "application/pdf")])
    assert [(one.text, one.oddity) for one in room.heard] == [(".pdf", Oddity.FILE)]


@pytest.mark.parametrize(
    ("fields", "files", "error"),
    [
        ({"text": "长" * 40_000}, [], "web-error-text"),
        ({}, [JPEG] * 10, "web-error-photos"),
        ({}, [("a.jpg", bytes(20_000_001), "image/jpeg")], "web-error-photo"),
        ({}, [("a.jpg", bytes(15_500_000), "image/jpeg")] * 4, "web-error-too-much"),
    ],
)
async def test_too_much_is_refused_in_words(
    room: Room, visitor: Visitor, fields: dict[str, str], files: list[Any], error: str
):
    """Each limit has its sentence, and what was refused leaves nothing behind."""
    answer = await visitor.post(files=files, **fields)
    assert (answer.status_code, answer.json()["error"]) == (413, error)
    assert answer.json()["message"] and room.heard == [] and spool(room) == []


async def test_a_body_far_too_large_is_refused_before_it_is_read(room: Room, visitor: Visitor):
    """A claimed length over the limit is answered at once; nothing is taken in."""
    cookie = "; ".join(f"{c.name}={c.value}" for c in visitor.client.cookies.jar)
    head = (
        f"POST {visitor.base}/messages HTTP/1.1\r\nHost: localhost\r\nX-Xiaohao: 1\r\n"
        f"Cookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        "Content-Length: 900000000\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(room.url).port)
    writer.write(head.encode())
    assert b" 413 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "short", "text": "x"},
        {"key": "../../../etc", "text": "x"},
        {"text": "x", "lon": "500", "lat": "1"},
        {"text": "x", "lon": "nan", "lat": "nan"},
        {"text": "x", "message": "-1", "button": "0"},
        {"text": "x", "start": "not a code"},
        {"text": ""},
    ],
)
async def test_nonsense_is_refused(room: Room, visitor: Visitor, fields: dict[str, str]):
    """A field that makes no sense, and an empty message, are refused and not heard."""
    assert (await visitor.post(**fields)).status_code == 422
    assert room.heard == []


async def test_history_shows_both_sides_and_hides_the_pages_own(room: Room, visitor: Visitor):
    """Reloading shows what was said by both, a tap by its label; the page's hello is not shown."""
    body = Outgoing(
        text="在哪里？",
        rows=((Button(label="取消"),), (Button(label="网页", url="https://a.example"),)),
        wants="place",
        point=(116.7, 23.2),
    )
    number = await room.say(visitor.address, body)
    await visitor.post(key="uuid-0001", message=number, button=0, label="取消")
    await visitor.post(key="uuid-0002", lon=116.7, lat=23.2)
    said, tap, place = await visitor.items()
    assert (said["id"], said["text"], said["wants"]) == (number, "在哪里？", "place")
    assert said["rows"] == [
        [{"label": "取消", "url": ""}],
        [{"label": "网页", "url": "https://a.example"}],
    ]
    assert (tap["text"], tap["key"]) == ("取消", "uuid-0001")
    assert place["point"] == said["point"] == [116.7, 23.2]


async def test_history_is_read_in_pages(room: Room, visitor: Visitor):
    """Older messages come page by page until there are none, and nothing comes twice."""
    for n in range(5):
        await room.say(visitor.address, Outgoing(text=str(n)))
    newest = (await visitor.get("history", params={"limit": 2})).json()
    older = (await visitor.get("history", params={"limit": 9, "before": newest["before"]})).json()
    assert [item["text"] for item in older["items"] + newest["items"]] == list("01234")
    assert older["before"] == "" and newest["last"] == newest["items"][-1]["id"]
    assert (await visitor.get("history", params={"before": "x"})).status_code == 422


async def test_news_comes_over_the_stream_and_is_resumed(room: Room, visitor: Visitor):
    """What was sent while nobody listened comes first, then what is sent now, each once."""
    first, second = [await room.say(visitor.address, Outgoing(text=t)) for t in "ab"]
    async with aclosing(events(visitor, first)) as heard:
        assert (await anext(heard))["data"]["text"] == "b"
        third = await room.say(visitor.address, Outgoing(text="c"))
        event = await anext(heard)
        assert (event["id"], event["data"]["text"]) == (str(third), "c")
    async with aclosing(events(visitor, **{"Last-Event-ID": str(second)})) as resumed:
        assert (await anext(resumed))["data"]["id"] == third


async def test_own_messages_reach_the_persons_other_pages(room: Room, visitor: Visitor):
    """What is posted on one page shows on another page of the same seat."""
    number = await room.say(visitor.address, Outgoing(text="hello"))
    async with aclosing(events(visitor)) as heard:
        assert (await anext(heard))["id"] == str(number)
        await visitor.post(key="uuid-0001", text="from another tab")
        event = await anext(heard)
        assert (event["event"], event["data"]["key"]) == ("own", "uuid-0001")


async def test_leaving_ends_the_stream(visitor: Visitor, room: Room):
    """A stream of a seat that was left ends by itself."""
    await room.say(visitor.address, Outgoing(text="hello"))
    async with aclosing(events(visitor)) as heard:
        await anext(heard)
        await visitor.client.post(f"{visitor.base}/leave", headers=OURS)
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(heard), 5)


async def test_what_is_sent_while_the_stream_opens_comes_once(room: Room):
    """A message that is both in the outbox and heard live is handed over once."""
    listening = room.webchat.listen("web::a", "s")
    async with aclosing(stream(room.ledger, listening, 0, heartbeat_s=0.05)) as parts:
        await anext(parts)
        await room.say("a", Outgoing(text="x"))
        assert b'"text":"x"' in await anext(parts)
        assert (await anext(parts)).startswith(b": beat")


async def test_a_quiet_stream_has_a_heartbeat(room: Room):
    """When nothing is said, a comment and a beat are."""
    listening = room.webchat.listen("web::a", "s")
    async with aclosing(stream(room.ledger, listening, 0, heartbeat_s=0.001)) as parts:
        assert (await anext(parts)).startswith(b"retry:")
        assert (await anext(parts)).startswith(b": beat\nevent: beat\n")


async def test_the_map_has_the_areas(visitor: Visitor):
    """The page gets the areas to choose among, and no tiles unless they are set."""
    found = (await visitor.get("map")).json()
    assert found["areas"]["type"] == "FeatureCollection" and found["tiles"] == ""


async def test_the_server_stops_while_a_page_listens(room: Room, visitor: Visitor):
    """Stopping the channel ends open streams, so that the server need not wait for them."""
    await room.say(visitor.address, Outgoing(text="hello"))
    async with aclosing(events(visitor)) as heard:
        await anext(heard)
        await room.webchat.stop()
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(heard), 5)
