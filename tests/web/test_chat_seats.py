"""Entering, sitting and leaving; who may be a sample person."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from bot.web.app import content_policy
from bot.web.guard import may_play
from bot.web.words import known_language, page_words
from domain.people import Role
from tests.web.room import Room
from tests.web.visitor import OURS, Visitor, enter


def settings(host: str = "127.0.0.1", *, demo: bool = True) -> Settings:
    """Settings of a demonstration bound to a host."""
    return Settings(demo=demo, web={"host": host})  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:9", "LOCALHOST:1"])
def test_sample_people_are_for_this_machine(host: str):
    """A demonstration on loopback, asked for by a loopback name, offers its people."""
    assert may_play(settings(), {"host": host})


@pytest.mark.parametrize(
    ("given", "headers"),
    [
        (settings(demo=False), {"host": "localhost"}),
        (settings("0.0.0.0"), {"host": "localhost"}),  # noqa: S104
        (settings("192.168.1.5"), {"host": "localhost"}),
        (settings(), {"host": "chat.example"}),
        (settings(), {"host": "localhost.chat.example"}),
        (settings(), {"host": ""}),
        (settings(), {}),
        (settings(), {"host": "[::1"}),
        (settings(), {"host": "localhost", "origin": "https://chat.example"}),
        (settings(), {"host": "localhost", "origin": "null"}),
        *(
            (settings(), {"host": "localhost", name: "x"})
            for name in ("forwarded", "x-forwarded-for", "X-Forwarded-Host", "x-real-ip", "via")
        ),
    ],
)
def test_sample_people_are_for_nobody_else(given: Settings, headers: dict[str, str]):
    """Not a demonstration, another address, another name, a proxy: no sample people."""
    assert not may_play(given, headers)


async def test_outside_a_demonstration_there_are_no_sample_people(room: Room):
    """Neither their list nor a seat as one of them can be had."""
    async with httpx.AsyncClient(base_url=room.url) as client:
        assert (await client.get("/chat/people")).status_code == 404
        wish = {"agree": True, "as": "admin"}
        assert (await client.post("/chat/enter", json=wish)).status_code == 404


async def test_a_proxy_closes_the_demonstration(demo: Room):
    """What a proxy forwarded gets no sample people, though the server is on loopback."""
    async with httpx.AsyncClient(base_url=demo.url, headers={"X-Forwarded-For": "x"}) as client:
        assert (await client.get("/chat/people")).status_code == 404
        assert (await client.get("/chat/boot")).json()["demo"] is False


async def test_a_demonstration_seats_two_people_beside_each_other(demo: Room):
    """One browser can be two people at once, each in a seat of its own."""
    async with httpx.AsyncClient(base_url=demo.url) as client:
        people = (await client.get("/chat/people")).json()["people"]
        assert [one["key"] for one in people][:2] == ["resident-1", "grid-hebei-3"]
        worker = await enter(client, demo, **{"as": "grid-hebei-3"})
        admin = await enter(client, demo, **{"as": "admin"})
        assert (await worker.get("me")).json()["hats"][0]["role"] == "grid_worker"
        assert (await admin.get("me")).json()["hats"][0]["role"] == "admin"
        unknown = {"agree": True, "as": "nobody"}
        assert (await client.post("/chat/enter", json=unknown)).status_code == 404


async def test_nobody_enters_without_agreeing(room: Room):
    """The privacy notice must have been gone on from."""
    async with httpx.AsyncClient(base_url=room.url) as client:
        for wish in ({}, {"agree": False}, {"agree": "yes"}, []):
            assert (await client.post("/chat/enter", json=wish)).status_code == 422


async def test_the_cookie_belongs_to_one_seat(visitor: Visitor):
    """The cookie is HttpOnly, strict, for its own path, and opens no other seat."""
    answer = await visitor.client.post("/chat/enter", json={"agree": True})
    cookie = answer.headers["set-cookie"]
    seat = answer.json()["seat"]
    for part in ("HttpOnly", "SameSite=strict", f"Path=/chat/s/{seat}/"):
        assert part in cookie
    stolen = {"Cookie": cookie.partition(";")[0]}
    async with httpx.AsyncClient(base_url=visitor.client.base_url) as other:
        assert (await other.get(f"{visitor.base}/me", headers=stolen)).status_code == 401
        assert (await other.get(f"/chat/s/{seat}/me", headers=stolen)).status_code == 200


async def test_the_ledger_keeps_no_token(room: Room, visitor: Visitor):
    """What the ledger keeps of a seat opens nothing."""
    token = next(c.value for c in visitor.client.cookies.jar)
    rows = await room.ledger.read(lambda tx: tx.rows("SELECT * FROM seats"))
    assert token and all(token not in str(row) for row in rows)


async def test_a_seat_that_was_left_is_closed(visitor: Visitor):
    """After leaving, every address of the seat answers 401 in words."""
    cookies = dict(visitor.client.cookies)
    answer = await visitor.client.post(f"{visitor.base}/leave", headers=OURS)
    assert answer.status_code == 200
    visitor.client.cookies.update(cookies)
    for path in ("me", "history", "events", "map", "photos/1/thumb.jpg"):
        answer = await visitor.get(path, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.json()["error"]) == (401, "web-error-seat")
    assert "enter again" in answer.json()["message"]


async def test_a_foreign_page_cannot_post(visitor: Visitor):
    """A form on another page has neither our header nor JSON, and is refused."""
    for path in ("leave", "messages"):
        answer = await visitor.client.post(f"{visitor.base}/{path}", data={"key": "x" * 8})
        assert answer.status_code == 403
    assert (await visitor.client.post("/chat/enter", data={"agree": "1"})).status_code == 403


async def test_pages_carry_the_headers_that_keep_them_in(room: Room):
    """Page, scripts and answers may load from here only, in no frame, with no referrer."""
    async with httpx.AsyncClient(base_url=room.url) as client:
        for path in ("/", "/static/main.js", "/static/leaflet/leaflet.js", "/health", "/nowhere"):
            headers = (await client.get(path)).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"


def test_only_map_tiles_may_come_from_elsewhere():
    """A tile address adds its host to the pictures allowed, and nothing else."""
    policy = content_policy("https://{s}.tiles.example/{z}/{x}/{y}.png")
    assert "img-src 'self' blob: data: https://*.tiles.example;" in policy
    assert policy.count("tiles.example") == 1 and "example" not in content_policy("")


async def test_the_page_names_no_outside_host_and_no_inline_code(room: Room):
    """The page and what it loads come from here; no script or style stands inside it."""
    async with httpx.AsyncClient(base_url=room.url) as client:
        page = (await client.get("/")).text
        assert "http://" not in page and "https://" not in page
        assert "style=" not in page and "onclick" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/')


async def test_docs_are_off(room: Room):
    """No page describes the interface to strangers."""
    async with httpx.AsyncClient(base_url=room.url) as client:
        for path in ("/docs", "/redoc", "/openapi.json"):
            assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("wish", "language"),
    [("en-GB,en;q=0.9", "en"), ("EN", "en"), ("zh-CN,zh;q=0.9", "zh-CN"), ("", "zh-CN")],
)
def test_the_page_speaks_chinese_unless_english_is_asked_for(wish: str, language: str):
    """Chinese first; English for who asks for it first."""
    assert known_language(wish) == language


def test_the_page_has_every_word_it_uses():
    """Each key in page, scripts and routes is in both languages, and no text is left unused."""
    web = Path(__file__).parents[2] / "bot" / "web"
    sources = [*web.rglob("*.js"), *web.rglob("*.html"), *web.rglob("*.py")]
    used = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    chinese, english = page_words("zh-CN"), page_words("en")
    assert set(chinese) == set(english)
    roles = {f"web-role-{role}" for role in set(Role) - {Role.SYSTEM}}
    assert set(re.findall(r'"(web-[a-z-]+)"', used)) | roles == set(chinese)
