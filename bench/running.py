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
from typing import Any

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
    """The program, running."""

    process: asyncio.subprocess.Process
    port: int
    points: list[list[float]]

    async def ask(self, word: str) -> dict[str, Any]:
        """Say a word to it; see ``bench.program``."""
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n".encode())
        return await _line(self.process)

    async def used_since(self, before: dict[str, Any]) -> Used:
        """Return what was used since a count, once every update is worked on."""
        now = await self.ask("settle")
        return Used(*(now[name] - before[name] for name in ("at", "cpu", "commits", "verbs")))


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("the program ended")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@asynccontextmanager
async def running(telegram: Telegram, folder: Path) -> AsyncIterator[Program]:
    """Run the program on a new ledger, until Telegram may push to it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.program",
        str(folder),
        env=os.environ | telegram.environment(_free_port()),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        await telegram.until(lambda: bool(telegram.webhook))
        started = await _line(process)
        yield Program(process, started["port"], started["points"])
    finally:
        if process.returncode is None:
            process.kill()  # what was not sent need not be
        await process.wait()
