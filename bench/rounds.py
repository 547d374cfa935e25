"""One round of the measurement: every number once, on a new ledger."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Final

from bench.baselines import bare_ptb, plain_sqlite
from bench.residents import Connection, Json, Resident, Waits, push_all, report, residents
from bench.running import Program, running
from bench.telegram import Telegram
from bot.backup import LEDGER

PUSHED: Final = {1: 50, 16: 240, 64: 480}
"""Connections to people whose four updates are pushed over them without waiting for answers."""

TALKED: Final = {1: 15, 16: 64, 64: 128}
"""Connections to people who file a report over them, waiting for each answer."""

STEADY_PER_SECOND: Final = 20
STEADY_SECONDS: Final = 20
STEADY_CONNECTIONS: Final = 40
"""As many as the program asks Telegram for."""

UPDATES_A_REPORT: Final = 4

Numbers = dict[str, float]
"""What was measured, by name; times in milliseconds, work in units a second."""


async def measure(folder: Path) -> Numbers:
    """Measure everything once."""
    async with Telegram() as telegram, running("bench.program", telegram, folder) as program:
        await telegram.until(lambda: bool(telegram.webhook))
        for number in program.staff:
            telegram.chat(number)
        people = residents(telegram, program.points)
        numbers = await _steady(telegram, program, people)
        for connections, count in TALKED.items():
            await program.ask("rest")
            numbers |= await _talked(telegram, program, people, connections, count)
        await program.ask("rest")
        await program.ask("hold")
        telegram.fails("getFile", "hang-after", times=10**9)
        for connections, count in PUSHED.items():
            pushed = _dealt(list(islice(people, count)), connections)
            numbers |= await _pushed(program, pushed, connections)
    numbers["sqlite"] = await asyncio.to_thread(
        plain_sqlite, folder / LEDGER, folder / "plain.sqlite3"
    )
    return numbers | await _bare(pushed)


async def _bare(pushed: Sequence[Sequence[Json]]) -> Numbers:
    """The same updates, parsed and dispatched by python-telegram-bot alone."""
    async with Telegram() as telegram, running("bench.bare", telegram) as bare:
        before = asyncio.get_running_loop().time()
        await push_all(bare.port, pushed)
        seconds = asyncio.get_running_loop().time() - before
        bodies = [json.dumps(update) for part in pushed for update in part]
        return {
            "ptb": await bare_ptb(telegram, bodies),
            "ptb-web": len(bodies) / seconds,
        }


def _dealt(people: Sequence[Resident], connections: int) -> list[list[Json]]:
    """Give each connection its share of the people, with all they send."""
    parts: list[list[Json]] = [[] for _ in range(connections)]
    for index, resident in enumerate(people):
        parts[index % connections] += resident.typing
    return parts


async def _pushed(program: Program, parts: Sequence[Sequence[Json]], connections: int) -> Numbers:
    """The way in: from the push to the commit of what was done with it. No answer leaves."""
    updates = sum(map(len, parts))
    before = await program.ask("settle")
    posts = await push_all(program.port, parts)
    used = await program.used_since(before)
    return {
        f"pushed/{connections}/rate": updates / used.seconds,
        f"pushed/{connections}/post-p50": _percentile(posts, 50),
        f"pushed/{connections}/post-p99": _percentile(posts, 99),
        f"pushed/{connections}/cpu": 1000 * used.cpu_seconds / updates,
        f"pushed/{connections}/verbs-a-commit": used.verbs / used.commits,
        f"pushed/{connections}/updates-a-commit": updates / used.commits,
    }


async def _talked(
    telegram: Telegram, program: Program, people: Iterator[Resident], connections: int, count: int
) -> Numbers:
    """The whole way, when so many people at a time file a report and wait for every answer."""
    waits, mine = Waits(), islice(people, count)
    before = await program.ask("settle")
    async with AsyncExitStack() as stack:

        async def one_after_the_other() -> None:
            line: asyncio.Queue[Connection] = asyncio.Queue()
            line.put_nowait(await stack.enter_async_context(Connection(program.port)))
            for resident in mine:
                await report(line, telegram, resident, waits)

        await asyncio.gather(*(one_after_the_other() for _ in range(connections)))
    used = await program.used_since(before)
    return {
        f"talked/{connections}/rate": count / used.seconds,
        f"talked/{connections}/cpu": 1000 * used.cpu_seconds / (count * UPDATES_A_REPORT),
        **_waited(f"talked/{connections}", waits),
    }


async def _steady(telegram: Telegram, program: Program, people: Iterator[Resident]) -> Numbers:
    """How long answers take when reports begin at a fixed rate, whoever still waits for one."""
    waits = Waits()
    lines: asyncio.Queue[Connection] = asyncio.Queue()
    before = await program.ask("settle")
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as talks:
        for _ in range(STEADY_CONNECTIONS):
            lines.put_nowait(await stack.enter_async_context(Connection(program.port)))
        clock = asyncio.get_running_loop().time
        began = clock()
        for number in range(STEADY_PER_SECOND * STEADY_SECONDS):
            await asyncio.sleep(max(0.0, began + number / STEADY_PER_SECOND - clock()))
            talks.create_task(report(lines, telegram, next(people), waits))
    used = await program.used_since(before)
    return _waited("steady", waits) | {"steady/busy": 100 * used.cpu_seconds / used.seconds}


def _waited(name: str, waits: Waits) -> Numbers:
    return {
        f"{name}/post-p50": _percentile(waits.posts, 50),
        f"{name}/post-p99": _percentile(waits.posts, 99),
        f"{name}/answer-p50": _percentile(waits.answers, 50),
        f"{name}/answer-p99": _percentile(waits.answers, 99),
    }


def _percentile(seconds: Sequence[float], part: int) -> float:
    """Return a percentile, in milliseconds."""
    return 1000 * quantiles(seconds, n=100, method="inclusive")[part - 1]
