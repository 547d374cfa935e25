"""A web chat that is really served, over a real ledger, with somebody to answer who is told what.

``Room`` stands in for the rest of the program: it commits what the page posts to the inbox, and
``say`` does what the relay does with an outbox row.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn

from bot.channels.base import Letter, Raw
from bot.channels.webchat import WebChat, conversation_of
from bot.district import load_district
from bot.settings import Settings
from bot.web.app import build_web
from handlers.messages import Incoming, Outgoing
from storage import inbox
from storage.ledger import Tx
from storage.migrate import migrate
from storage.sqlite import SqliteLedger
from storage.values import stamp

_SAMPLE = Path(__file__).parents[2] / "bot" / "sample"
DISTRICT = replace(load_district(_SAMPLE).district, duty_phone="0754-0000000")
AREAS = json.loads((_SAMPLE / "areas.geojson").read_text(encoding="utf-8"))
SAMPLES = (
    ("resident-1", "居民甲", None, None, None),
    ("grid-hebei-3", "河北社区第 3 网格网格员", "grid_worker", "440512006001003", None),
    ("unit-hepu", "河浦街道环卫站经办人", "unit_staff", None, "hepu-sanitation"),
    ("supervisor-hepu", "河浦街道督查", "supervisor", "440512006", None),
    ("admin", "管理员", "admin", None, None),
)


def now_text() -> str:
    """The present moment, as it is stored."""
    return stamp(datetime.now(UTC))


def _put_areas(tx: Tx) -> None:
    for feature in AREAS["features"]:
        facts = {k: feature["properties"][k] for k in ("code", "kind", "parent", "name", "name_en")}
        tx.execute(
            "INSERT INTO areas (code, kind, parent, name, name_en)"
            " VALUES (:code, :kind, :parent, :name, :name_en)",
            facts,
        )
    tx.execute(
        "INSERT INTO units (code, area, name, name_en) VALUES ('hepu-sanitation', '440512006',"
        " '河浦街道环卫站', 'Hepu Street sanitation')"
    )


def put_person(tx: Tx, address: str, title: str = "") -> int:
    """Make a person with a web address; return their number."""
    person = tx.rows(
        "INSERT INTO people (language, title, created_at) VALUES ('zh-CN', :title, :now)"
        " RETURNING id",
        {"title": title, "now": now_text()},
    )[0]["id"]
    tx.execute(
        "INSERT INTO identities (channel, address, person, created_at)"
        " VALUES ('web', :address, :person, :now)",
        {"address": address, "person": person, "now": now_text()},
    )
    return int(person)


def put_samples(tx: Tx) -> None:
    """Make areas, a unit and one sample person of each role."""
    _put_areas(tx)
    for key, title, role, area, unit in SAMPLES:
        person = put_person(tx, f"demo-{key}", title)
        if role:
            tx.execute(
                "INSERT INTO grants (person, role, area, unit, granted_at)"
                " VALUES (:person, :role, :area, :unit, :now)",
                {"person": person, "role": role, "area": area, "unit": unit, "now": now_text()},
            )


def put_outgoing(tx: Tx, address: str, body: Outgoing, state: str = "claimed") -> int:
    """Make an outbox row as the relay has it when it sends; return its number."""
    conversation = conversation_of(address)
    tx.execute(
        "INSERT INTO conversations (key, channel, chat, heard_at)"
        " VALUES (:key, 'web', :chat, :now) ON CONFLICT DO NOTHING",
        {"key": conversation, "chat": address, "now": now_text()},
    )
    row = tx.rows(
        "INSERT INTO outbox (key, channel, conversation, lane, body, state, not_before, made_at)"
        " SELECT 'test:' || COUNT(*), 'web', :conversation, 0, :body, :state, :now, :now"
        " FROM outbox RETURNING id",
        {
            "conversation": conversation,
            "body": body.model_dump_json(),
            "state": state,
            "now": now_text(),
        },
    )
    return int(row[0]["id"])


def mark_sent(tx: Tx, id_: int) -> None:
    """Mark an outbox row as sent now."""
    tx.execute(
        "UPDATE outbox SET state = 'sent', sent_at = :now WHERE id = :id",
        {"id": id_, "now": now_text()},
    )


class Room:
    """The served chat and its insides.

    Attributes:
        heard: What was posted and committed, oldest first.
        answer: Called with each new message; what it returns is said at once.
        broken: While true, committing fails as on a full disk.
    """

    def __init__(self, folder: Path, ledger: SqliteLedger) -> None:
        self.folder = folder
        self.ledger = ledger
        self.webchat = WebChat(self.receive, folder / "spool")
        self.heard: list[Incoming] = []
        self.answer: Callable[[Incoming], list[Outgoing]] = lambda _: []
        self.broken = False
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, raw: Raw) -> bool:
        """Commit to the inbox, then answer beside."""
        if self.broken:
            raise OSError(28, "no space")
        number = await self.ledger.run(
            lambda tx: inbox.put(
                tx,
                key=raw.key,
                twin=raw.twin,
                channel="web",
                conversation=raw.conversation,
                body=raw.body,
                now=datetime.now(UTC),
            )
        )
        if number:
            incoming = self.webchat.parse(raw.body)
            self.heard.append(incoming)
            task = asyncio.create_task(self._reply(incoming))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(number)

    async def _reply(self, incoming: Incoming) -> None:
        for body in self.answer(incoming):
            await self.say(incoming.chat, body)

    async def say(self, address: str, body: Outgoing) -> int:
        """Send one message as the relay does."""
        id_ = await self.ledger.run(lambda tx: put_outgoing(tx, address, body))
        await self.webchat.send(Letter(id=id_, chat=address, body=body, files={}))
        await self.ledger.run(lambda tx: mark_sent(tx, id_))
        return id_

    async def health(self) -> dict[str, Any]:
        """All is well."""
        return {"ok": True}


@asynccontextmanager
async def served(room: Room, *, demo: bool = False, port: int = 0) -> AsyncIterator[Room]:
    """Serve a room on loopback."""
    app = build_web(
        ledger=room.ledger,
        webchat=room.webchat,
        district=DISTRICT,
        areas_geojson=lambda: AREAS,
        settings=Settings(data_dir=room.folder, demo=demo),
        telegram_webhook=None,
        health=room.health,
    )
    config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", port))
    room.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    task = asyncio.create_task(server._serve(sockets=[listening]))
    try:
        yield room
    finally:
        await room.webchat.stop()
        server.should_exit = True
        await task


@asynccontextmanager
async def new_room(folder: Path) -> AsyncIterator[Room]:
    """Open a room over a new ledger with the sample people."""
    ledger = await SqliteLedger.open(folder / "ledger.sqlite3")
    await migrate(ledger, datetime.now(UTC))
    await ledger.run(put_samples)
    try:
        yield Room(folder, ledger)
    finally:
        await ledger.close()
