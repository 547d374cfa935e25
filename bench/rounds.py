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
from bench.running import Program, Used, running
from bench.telegram import Telegram
from bot.backup import LEDGER

TYPED: Final = {1: 60, 16: 240, 64: 640}
"""Connections to people whose four updates are pushed over them."""

TALKED: Final = {1: 25, 16: 120, 64: 240}
"""Connections to people who file a report over them, waiting for each answer."""

STEADY_PER_SECOND: Final = 20
STEADY_SECONDS: Final = 20
STEADY_CONNECTIONS: Final = 40
"""As many as the program asks Telegram for."""

UPDATES_A_REPORT: Final = 4

Numbers = dict[str, float]
"""What was measured, by name. A name ends in its connections or in its unit."""


def percent(values: Sequence[float], part: int) -> float:
    """Return a percentile, in milliseconds."""
    return 1000 * quantiles(values, n=100, method="inclusive")[part - 1]


async def measure(folder: Path) -> Numbers:
    """Measure everything once."""
    numbers: Numbers = {}
    async with Telegram() as telegram, running(telegram, folder) as program:
        people = residents(telegram, program.points)
        telegram.fails("getFile", "too-many", times=10**9, seconds=3600)
        for connections, count in TALKED.items():
            numbers |= await _talked(telegram, program, people, connections, count)
        telegram.faults.clear()
        numbers |= await _steady(telegram, program, people)
        telegram.fails("getFile", "too-many", times=10**9, seconds=3600)
        await program.ask("hold")
        for connections, count in TYPED.items():
            numbers |= await _typed(program, list(islice(people, count)), connections)
        typed = [update for one in islice(people, TYPED[64]) for update in one.typing]
        numbers["ptb"] = await bare_ptb(telegram, [json.dumps(update) for update in typed])
    numbers["sqlite"] = plain_sqlite(folder / LEDGER, folder / "plain.sqlite3")
    return numbers


async def _talked(
    telegram: Telegram, program: Program, people: Iterator[Resident], connections: int, count: int
) -> Numbers:
    """Reports a second when so many people at a time file one, each waiting for every answer."""
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
    updates = count * UPDATES_A_REPORT
    return {
        f"reports/{connections}": count / used.seconds,
        f"talked-cpu/{connections}": 1000 * used.cpu_seconds / updates,
        f"post-p50/{connections}": percent(waits.posts, 50),
        f"post-p99/{connections}": percent(waits.posts, 99),
        f"answer-p50/{connections}": percent(waits.answers, 50),
        f"answer-p99/{connections}": percent(waits.answers, 99),
    }


async def _typed(program: Program, people: Sequence[Resident], connections: int) -> Numbers:
    """Updates a second from push to durable commit; no answer leaves meanwhile."""
    parts: list[list[Json]] = [[] for _ in range(connections)]
    for index, resident in enumerate(people):
        parts[index % connections] += resident.typing
    updates = sum(map(len, parts))
    before = await program.ask("settle")
    posts = await push_all(program.port, parts)
    used = await program.used_since(before)
    return {
        f"updates/{connections}": updates / used.seconds,
        f"typed-post-p50/{connections}": percent(posts, 50),
        f"typed-post-p99/{connections}": percent(posts, 99),
        **_per_commit(used, updates, connections),
    }


def _per_commit(used: Used, updates: int, connections: int) -> Numbers:
    return {
        f"cpu/{connections}": 1000 * used.cpu_seconds / updates,
        f"verbs/{connections}": used.verbs / used.commits,
        f"carried/{connections}": updates / used.commits,
    }


async def _steady(telegram: Telegram, program: Program, people: Iterator[Resident]) -> Numbers:
    """How long answers take when reports begin at a fixed rate, whoever still waits for one."""
    waits = Waits()
    lines: asyncio.Queue[Connection] = asyncio.Queue()
    before = await program.ask("settle")
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as talks:
        for _ in range(STEADY_CONNECTIONS):
            lines.put_nowait(await stack.enter_async_context(Connection(program.port)))
        began = asyncio.get_running_loop().time()
        for number in range(STEADY_PER_SECOND * STEADY_SECONDS):
            due = began + number / STEADY_PER_SECOND
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            talks.create_task(report(lines, telegram, next(people), waits))
    used = await program.used_since(before)
    return {
        "steady-p50": percent(waits.answers, 50),
        "steady-p99": percent(waits.answers, 99),
        "steady-max": 1000 * max(waits.answers),
        "steady-cpu": 100 * used.cpu_seconds / used.seconds,
    }
