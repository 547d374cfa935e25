"""Somebody with a browser's manners: a cookie, and the page's own headers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.web.room import Room

OURS = {"X-Xiaohao": "1"}


@dataclass
class Visitor:
    """Somebody in a seat.

    Attributes:
        base: Address of the seat's routes.
        address: Their web address in the ledger.
    """

    client: httpx.AsyncClient
    base: str
    address: str

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """Ask for something of the seat."""
        return await self.client.get(f"{self.base}/{path}", **options)

    async def post(self, key: str = "", files: Any = (), **fields: Any) -> httpx.Response:
        """Post a message; ``files``: (name, bytes, mime)."""
        parts = [("photos", file) for file in files] or [("none", (None, ""))]
        data = {"key": key or str(uuid4()), **{k: str(v) for k, v in fields.items()}}
        url = f"{self.base}/messages"
        return await self.client.post(url, data=data, files=parts, headers=OURS)

    async def items(self) -> list[dict[str, Any]]:
        """Everything the history shows."""
        return list((await self.get("history")).json()["items"])


async def enter(client: httpx.AsyncClient, room: Room, **wish: Any) -> Visitor:
    """Take a seat and say hello, so that the room knows the address."""
    answer = await client.post("/chat/enter", json={"agree": True, **wish})
    assert answer.status_code == 201, answer.text
    made = Visitor(client, f"/chat/s/{answer.json()['seat']}", "")
    await made.post(text="/start", quiet=1)
    made.address = room.heard.pop().chat
    return made


async def events(visitor: Visitor, after: int = 0, **headers: str) -> AsyncIterator[dict[str, Any]]:
    """The events of the seat's stream, one by one: ``id`` and ``data``, or ``event``."""
    url = f"{visitor.base}/events?after={after}"
    async with visitor.client.stream("GET", url, headers=headers, timeout=10) as answer:
        assert answer.status_code == 200
        event: dict[str, Any] = {}
        async with aclosing(answer.aiter_lines()) as lines:
            async for line in lines:
                name, _, value = line.partition(": ")
                if name in {"id", "event"}:
                    event[name] = value
                elif name == "data" and value:
                    yield {**event, "data": json.loads(value)}
                    event = {}
