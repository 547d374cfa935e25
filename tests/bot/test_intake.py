"""The intake: every row is answered once and in order, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import intake as intake_module
from bot.channels.base import Raw
from bot.intake import Intake
from handlers.messages import Incoming, PhotoRef
from tests.support.edge import Edge
from tests.support.office import Town


class Desk:
    """An intake at work on a town's inbox."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.look = town.ledger.read
        self.photos = 0
        self.numbers = iter(range(1, 10_000))
        self.changed = asyncio.Event()
        self.intake = Intake(town, on_photos=self._count)  # type: ignore[arg-type]
        self.task: asyncio.Task[None] | None = None
        town.ledger.on_commit = self.changed.set

    def _count(self) -> None:
        self.photos += 1

    def begin(self, **channels: Any) -> None:
        """Start working."""
        self.task = asyncio.create_task(self.intake.run(channels or {"web": Edge()}))

    async def end(self) -> None:
        """Stop working."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def comes(self, text: str, *, of: str = "somebody", key: str = "", **parts: Any) -> bool:
        """Let a message arrive; whether it was new."""
        incoming = Incoming(
            key=key or f"web:{next(self.numbers)}",
            channel="web",
            chat=of,
            user=of,
            at=self.town.clock(),
            text=text,
            **parts,
        )
        raw = Raw(incoming.key, incoming.conversation, incoming.model_dump_json())
        return await self.intake.receive("web", raw)

    async def states(self) -> list[str]:
        """Return the states of all rows, oldest first."""
        sql = "SELECT state FROM inbox ORDER BY id"
        return [row["state"] for row in await self.look(lambda tx: tx.rows(sql))]

    async def until(self, *states: str) -> None:
        """Wait until the rows are in these states."""
        async with asyncio.timeout(5):
            while True:
                self.changed.clear()
                if await self.states() == [*states]:
                    return
                await self.changed.wait()

    async def answers(self, of: str = "somebody") -> list[str]:
        """Return what somebody was answered."""
        return await self.town.person(of).heard()


@pytest.fixture
async def desk(town: Town) -> AsyncIterator[Desk]:
    """An intake that is not started yet."""
    made = Desk(town)
    with capture_logs():
        yield made
    await made.end()


def failing(real: Any, *errors: Exception) -> Any:
    """Make a dispatch that raises these first."""
    left = list(errors)

    def dispatch(office: Any, incoming: Incoming, inbox_id: int) -> None:
        if left:
            raise left.pop(0)
        real(office, incoming=incoming, inbox_id=inbox_id)

    return dispatch


async def test_a_message_is_answered(desk: Desk):
    """What arrives is worked on and done."""
    desk.begin()
    assert await desk.comes("你好")
    await desk.until("done")
    assert "上报" in (await desk.answers())[0]


async def test_what_came_while_nothing_ran_is_worked_on_at_the_start(desk: Desk):
    """Rows of an earlier life are found."""
    for text in ("你好", "帮助"):
        await desk.comes(text)
    desk.begin()
    await desk.until("done", "done")
    assert len(await desk.answers()) == 2


async def test_a_second_delivery_is_no_second_message(desk: Desk):
    """The same update twice is one row and one answer, before and after it was worked on."""
    desk.begin()
    assert await desk.comes("帮助", key="web:a")
    assert not await desk.comes("帮助", key="web:a")
    await desk.until("done")
    assert not await desk.comes("帮助", key="web:a")
    assert len(await desk.answers()) == 1


async def test_order_is_kept(desk: Desk):
    """The words of forty messages of one person stand in the draft in the order they came."""
    for n in range(40):
        await desk.comes(f"第{n}句话在这里", of="one")
        await desk.comes(f"第{n}句话在那里", of="two")
    desk.begin()
    await desk.until(*["done"] * 80)
    for row in await desk.town.rows("SELECT data FROM dialogues"):
        found = [part.split("句")[0] for part in row["data"].split("第")[1:]]
        assert found == [str(n) for n in range(40)]


async def test_our_mistake_is_said_and_put_aside(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """A message we fail on gets an apology, its row is kept as failed, the next is answered."""
    broken = failing(intake_module.dispatch, ZeroDivisionError("secret words"))
    monkeypatch.setattr(intake_module, "dispatch", broken)
    desk.begin()
    await desk.comes("垃圾堆在村口")
    await desk.comes("你好")
    await desk.until("failed", "done")
    answers = sorted(await desk.answers())
    assert [answer[:3] for answer in answers] == ["对不起", "您好！"]
    (row, _) = await desk.town.rows("SELECT error, body FROM inbox ORDER BY id")
    assert row["error"] == "ZeroDivisionError"
    assert "垃圾堆在村口" in row["body"]


async def test_a_mistake_in_the_apology_still_puts_the_row_aside(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """A message that breaks the apology too is put aside, and is not worked on for ever."""

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(intake_module, "dispatch", broken)
    monkeypatch.setattr(intake_module, "apologise", broken)
    desk.begin()
    await desk.comes("村口垃圾")
    await desk.until("failed")


async def test_wrong_sql_is_our_mistake(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """A statement that can never work is not tried again for ever."""

    def dispatch(office: Any, incoming: Incoming, inbox_id: int) -> None:
        office.tx.execute("SELECT nonsense")

    monkeypatch.setattr(intake_module, "dispatch", dispatch)
    desk.begin()
    await desk.comes("你好")
    await desk.until("failed")


async def test_a_row_that_cannot_be_read_stops_nothing(desk: Desk):
    """A body no channel understands is put aside, without an answer nobody could get."""
    await desk.intake.receive("web", Raw("web:bad", "web::somebody", "{"))
    await desk.comes("你好")
    desk.begin()
    await desk.until("failed", "done")


@pytest.mark.parametrize("lost", [1, 3])
async def test_a_full_disk_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, lost: int):
    """While the ledger cannot be written rows stay new; they are answered when it can, once."""
    monkeypatch.setattr(intake_module, "PAUSE_S", 0.01)
    troubles = [sqlite3.OperationalError("disk full") for _ in range(lost)]
    monkeypatch.setattr(intake_module, "dispatch", failing(intake_module.dispatch, *troubles))
    desk.begin()
    await desk.comes("帮助")
    await desk.until("done")
    assert len(await desk.answers()) == 1


async def test_a_mistake_on_a_full_disk_is_apologised_for_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """When not even the apology can be written, the row is tried again."""
    monkeypatch.setattr(intake_module, "PAUSE_S", 0.01)
    broken = failing(intake_module.dispatch, ZeroDivisionError(), ZeroDivisionError())
    monkeypatch.setattr(intake_module, "dispatch", broken)
    full = [sqlite3.OperationalError("disk full")]

    def apologise(office: Any, incoming: Incoming) -> None:
        if full:
            raise full.pop()
        real(office, incoming)

    real = intake_module.apologise
    monkeypatch.setattr(intake_module, "apologise", apologise)
    desk.begin()
    await desk.comes("帮助")
    await desk.until("failed")
    assert len(await desk.answers()) == 1


async def test_a_ledger_that_cannot_be_read_stops_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """A failed look into the inbox is taken again."""
    monkeypatch.setattr(intake_module, "PAUSE_S", 0.01)
    read, failures = desk.town.ledger.read, [sqlite3.OperationalError("locked")] * 2

    async def failing_read(query):
        if failures:
            raise failures.pop()
        return await read(query)

    monkeypatch.setattr(desk.town.ledger, "read", failing_read)
    desk.begin()
    await desk.comes("帮助")
    await desk.until("done")
    assert not failures


async def test_rows_of_a_channel_that_is_off_wait(desk: Desk):
    """Updates of a channel that is not configured stay new, and hold up no other."""
    await desk.intake.receive("telegram", Raw("tg:1", "telegram:1:2", "{}"))
    desk.begin()
    await desk.comes("你好")
    await desk.until("new", "done")


async def test_photos_are_fetched_at_once(desk: Desk):
    """A message with photos wakes the photo loop after its commit; others do not."""
    desk.begin()
    await desk.comes("你好")
    await desk.comes("", photos=(PhotoRef(ref="r", key="k"),))
    await desk.until("done", "done")
    await desk.intake.drain()
    assert desk.photos == 1
