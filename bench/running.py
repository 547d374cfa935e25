"""Starting and ending the program under measurement, and asking it what it used."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bench.telegram import Telegram


@dataclass(frozen=True)
class Used:
    """What was used and done between two counts.

    Attributes:
        seconds: Time that passed.
        cpu_seconds: Processor time of the program's own process, its threads included.
        commits: Transactions.
        verbs: Verbs in them.
    """

    seconds: float
    cpu_seconds: float
    commits: int
    verbs: int


@dataclass
class Program:
    """The program, running.

    Attributes:
        points: Longitude and latitude of a place in each grid.
        staff: Telegram numbers of those who are sent the reports.
    """

    process: asyncio.subprocess.Process
    port: int
    points: list[list[float]]
    staff: list[int]

    async def ask(self, word: str) -> dict[str, Any]:
        """Say a word to it; see ``bench.program``."""
        cast("asyncio.StreamWriter", self.process.stdin).write(f"{word}\n".encode())
        return await _line(self.process)

    async def used_since(self, before: dict[str, Any]) -> Used:
        """Return what was used since a count, once every update is worked on."""
        now = await self.ask("settle")
        return Used(*(now[name] - before[name] for name in ("at", "cpu", "commits", "verbs")))


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    line = await cast("asyncio.StreamReader", process.stdout).readline()
    if not line:
        raise RuntimeError("the program ended")
    return cast("dict[str, Any]", json.loads(line))


async def _end(process: asyncio.subprocess.Process) -> None:
    cast("asyncio.StreamWriter", process.stdin).close()
    process.terminate()
    await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@asynccontextmanager
async def running(module: str, telegram: Telegram, folder: Path = Path()) -> AsyncIterator[Program]:
    """Run ``bench.program`` on a new ledger, or ``bench.bare`` without one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        str(folder),
        env=os.environ | telegram.environment(_free_port()),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        started = await _line(process)
        yield Program(process, **started)
    finally:
        await _end(process)
