"""The program put together: it starts, answers, stops, and goes on where it stopped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import App, build
from bot.backup import LEDGER
from bot.channels.webchat import Posted
from bot.health import health
from bot.opening import prepare
from bot.settings import Settings
from domain.errors import BadData
from handlers.messages import Outgoing
from storage.ledger import Tx
from storage.migrate import known
from storage.sqlite import SqliteLedger


def program(folder: Path) -> App:
    """The program on a folder, with its sample people."""
    return build(Settings(data_dir=folder, demo=True))


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """A program that runs."""
    prepare(tmp_path)
    running = program(tmp_path)
    await running.start()
    yield running
    await running.stop()


def posted(text: str, key: str = "k1") -> Posted:
    """A message of a resident at the page."""
    at = datetime(2024, 3, 12, 1, 30, tzinfo=UTC)
    return Posted(key=key, address="demo-resident-1", at=at, text=text)


async def until(app: App, sql: str, is_so: Callable[[list[dict[str, Any]]], bool]) -> Any:
    """Wait until the ledger says so."""
    changed, wake = asyncio.Event(), app.folder.ledger.on_commit

    def committed() -> None:
        changed.set()
        if wake is not None:
            wake()

    app.folder.ledger.on_commit = committed
    async with asyncio.timeout(10):
        while True:
            changed.clear()
            if is_so(rows := await app.folder.ledger.read(lambda tx: tx.rows(sql))):
                return rows
            await changed.wait()


SENT = "SELECT body FROM outbox WHERE state = 'sent' ORDER BY id"


async def test_what_somebody_says_is_answered(app: App):
    """From the inbox through the ledger and the outbox to the page."""
    assert await app.intake.receive("web", posted("你好").raw())
    (row,) = await until(app, SENT, bool)
    assert "上报" in Outgoing.model_validate_json(row["body"]).text


async def test_the_sample_people_are_seated_once(tmp_path: Path, app: App):
    """A second start makes nobody twice."""
    count = "SELECT COUNT(*) AS n FROM people"
    before = await app.folder.ledger.read(lambda tx: tx.one(count))
    await app.stop()
    again = program(tmp_path)
    await again.start()
    assert await again.folder.ledger.read(lambda tx: tx.one(count)) == before
    await again.stop()


async def test_without_demo_nobody_is_seated(tmp_path: Path):
    """The sample people are for trying it out only."""
    prepare(tmp_path)
    plain = build(Settings(data_dir=tmp_path))
    await plain.start()
    assert await plain.folder.ledger.read(lambda tx: tx.rows("SELECT id FROM people")) == []
    await plain.stop()


async def test_what_came_before_a_stop_is_answered_after_the_start(tmp_path: Path, app: App):
    """A row that was committed and not worked on is found at the next start."""
    await app.stop()
    ledger = await SqliteLedger.open(tmp_path / LEDGER)
    raw = posted("你好").raw()
    await ledger.run(
        lambda tx: tx.execute(
            "INSERT INTO inbox (key, channel, conversation, body, received_at)"
            " VALUES (:key, 'web', :conversation, :body, '2024-03-12T01:30:00.000000+00:00')",
            {"key": raw.key, "conversation": raw.conversation, "body": raw.body},
        )
    )
    await ledger.close()
    again = program(tmp_path)
    await again.start()
    assert len(await until(again, SENT, bool)) == 1
    assert not await again.intake.receive("web", raw)
    await again.stop()


async def test_what_was_being_sent_is_sent_after_the_start(tmp_path: Path, app: App):
    """A claimed row of an earlier life does not stay behind; the page shows it once."""
    await app.intake.receive("web", posted("你好").raw())
    await until(app, SENT, bool)
    await app.folder.ledger.run(lambda tx: tx.execute("UPDATE outbox SET state = 'claimed'"))
    await app.stop()
    again = program(tmp_path)
    await again.start()
    (row,) = await until(again, SENT, bool)
    assert "补发" not in row["body"]
    await again.stop()


async def test_health_names_a_part_that_ended(app: App):
    """While all parts run the program is well; a part that a mistake ended makes it unwell."""
    assert (await health(app.folder, app.channels, app._ended))["ok"]

    async def broken() -> None:
        raise ZeroDivisionError

    with capture_logs() as logs:
        app._begin("broken", broken())
        await asyncio.wait(app._tasks[-1:])
        await asyncio.sleep(0)
    answer = await health(app.folder, app.channels, app._ended)
    assert (answer["ok"], answer["ended"]) == (False, ["broken"])
    assert [log["part"] for log in logs] == ["broken"]
    assert json.dumps(answer)


async def test_stopping_twice_is_stopping_once(app: App):
    """Whoever stops it again does no harm."""
    await app.stop()
    await app.stop()


async def test_a_ledger_newer_than_the_program_is_left_alone(tmp_path: Path, app: App):
    """An older program ends with words and leaves the ledger as it is."""
    await app.folder.ledger.run(
        lambda tx: tx.execute(
            "INSERT INTO migrations (number, name, at) VALUES (:n, 'newer', '-')",
            {"n": known()[-1].number + 1},
        )
    )
    await app.stop()
    older = program(tmp_path)
    with pytest.raises(BadData) as refused:
        await older.start()
    await older.stop()
    assert refused.value.text_key == "data-newer-ledger"


async def test_a_district_that_contradicts_itself_is_refused(tmp_path: Path):
    """A file with a mistake stops the start with its name, and nothing stays open."""
    prepare(tmp_path)
    file = tmp_path / "district.toml"
    file.write_text(file.read_text("utf-8").replace('prefix = "HJ"', 'prefix = "hj"'), "utf-8")
    wrong = program(tmp_path)
    with pytest.raises(BadData):
        await wrong.start()
    await wrong.stop()


async def test_jobs_and_commands_run_as_verbs(app: App):
    """What is run on the program is run in its office, in one transaction."""
    district = await app.run(lambda office: office.district.name)
    assert district == "濠江区"

    def fails(tx: Tx) -> None:
        tx.execute("INSERT INTO counters (name, day, n) VALUES ('x', 'd', 1)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await app.run(lambda office: fails(office.tx))
    assert await app.folder.ledger.read(lambda tx: tx.rows("SELECT * FROM counters")) == []
