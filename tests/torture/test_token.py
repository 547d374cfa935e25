"""The token is in nothing that the program writes, whatever goes wrong with Telegram."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.standin.telegram import StandIn
from tests.support.pictures import photo
from tests.torture.program import Program

pytestmark = pytest.mark.torture

FAULTS = ("page", "cut-before", "cut-after", "conflict")
METHODS = ("getMe", "deleteWebhook", "setMyCommands", "getUpdates", "sendMessage", "getFile")


def _written(program: Program) -> dict[Path, bytes]:
    """Return every file there is: log, ledger with its journal, photos, everything."""
    files = [program.log, *(path for path in program.folder.rglob("*") if path.is_file())]
    return {path: path.read_bytes() for path in files}


async def _lives_through_faults(telegram: StandIn, program: Program) -> None:
    """In each life every method fails once, in another way; in the last the token is refused."""
    async with asyncio.timeout(60):
        for number, kind in enumerate(FAULTS):
            await program.kill()
            faults = [telegram.fails(method, kind) for method in METHODS]
            faults.append(telegram.fails("file", "cut-before"))
            await program.begin()
            someone = telegram.person(5001 + number)  # who waits for 补发 is not asked again
            someone.shows(photo(64, 48, seed=number), "村口垃圾堆了三天没人收")
            await telegram.until(lambda these=faults: not any(fault.times for fault in these))
        fault = telegram.fails("getUpdates", "refused-token", times=9)
        telegram.person(5000).says("你好")
        await telegram.until(lambda: fault.times < 9)


async def test_no_log_and_no_file_has_it(telegram: StandIn, program: Program):
    """At DEBUG, through faults of every kind, neither the output nor any file has the token."""
    await _lives_through_faults(telegram, program)
    assert await program.stop() == 0
    written = _written(program)
    secret = telegram.token.partition(":")[2].encode()
    assert [path.name for path, data in written.items() if secret in data] == []
    said = written[program.log].decode()
    assert "telegram.not_receiving" in said
    assert "token_refused" in said
    assert "村口垃圾" not in said
