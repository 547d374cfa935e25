"""The program, seen from outside: started, killed, and started again on the same data folder."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from tests.standin.telegram import StandIn


def environment(folder: Path, standin: StandIn, **more: str) -> dict[str, str]:
    """Return the settings of a program that talks to the stand-in."""
    ours = {
        "XIAOHAO_DATA_DIR": str(folder),
        "XIAOHAO_WEB__PORT": "0",
        "XIAOHAO_TELEGRAM__TOKEN": standin.token,
        "XIAOHAO_TELEGRAM__BASE_URL": standin.base_url,
        "XIAOHAO_TELEGRAM__BASE_FILE_URL": standin.base_file_url,
        "XIAOHAO_TELEGRAM__POLL_SECONDS": "20",
        "LC_ALL": "C.UTF-8",
    }
    return ours | more


class Program:
    """One data folder, and the program that runs on it from time to time.

    Attributes:
        pid: Of the program, 0 while none runs.
        log: Everything it said in all its lives.
    """

    def __init__(self, folder: Path, standin: StandIn, **settings: str) -> None:
        self.folder = folder
        self.log = folder.with_name(f"{folder.name}.log")
        self.env = environment(folder, standin, **settings)
        self.pid = 0
        self._zygote: Process | None = None

    async def __aenter__(self) -> Self:
        kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("XIAOHAO")}
        command = (sys.executable, "-m", "tests.torture.zygote")
        self._zygote = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, env=kept
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._zygote is not None
        assert self._zygote.stdin is not None
        if self.pid:
            await self.kill()
        self._zygote.stdin.close()
        await self._zygote.wait()

    async def _answer(self) -> int:
        assert self._zygote is not None
        assert self._zygote.stdout is not None
        return int(await self._zygote.stdout.readline())

    async def begin(self, variant: str = "", **more: str) -> None:
        """Start the program; it needs some 50 ms more until it receives."""
        assert self._zygote is not None
        assert self._zygote.stdin is not None
        order: dict[str, Any] = {"env": self.env | more, "log": str(self.log), "variant": variant}
        self._zygote.stdin.write(json.dumps(order).encode() + b"\n")
        self.pid = await self._answer()

    async def kill(self) -> int:
        """Kill it without a warning, and return how it ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return await self.ended()

    async def stop(self) -> int:
        """Stop it politely, and return how it ended."""
        os.kill(self.pid, signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it has ended, and return its exit status; minus a signal's number."""
        status = await self._answer()
        self.pid = 0
        return status

    async def ended_within(self, seconds: float) -> int:
        """Wait until it has ended by itself; kill it if that takes too long."""
        killing = asyncio.get_running_loop().call_later(seconds, os.kill, self.pid, signal.SIGKILL)
        try:
            return await self.ended()
        finally:
            killing.cancel()

    def memory_mib(self, what: str = "VmRSS") -> float:
        """Return how much memory the program holds now, or with ``VmHWM`` held at most."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        line = next(line for line in lines if line.startswith(what))
        return int(line.split()[1]) / 1024
