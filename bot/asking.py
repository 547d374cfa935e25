"""Having a writing command done: by the program that runs, or here when none does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot import control
from bot.console import Console, Said, utc_now
from bot.lock import held
from bot.opening import opened, prepare
from bot.verbs import carry_out


def do(console: Console, command: str, **args: Any) -> list[str]:
    """Do a command of ``bot.verbs`` and return its lines.

    Raises:
        Refusal: The rules say no.
        Said: The running program says no.
        Held: Another process holds the ledger and does not answer; it is starting, perhaps.
    """
    asked = {**args, "language": console.language}
    try:
        return control.ask(console.settings.data_dir / control.FILE, command, asked)
    except control.NobodyAnswers:
        return list(asyncio.run(_do_here(console, command, asked)))
    except control.Refused as refused:
        raise Said(str(refused)) from refused


async def _do_here(console: Console, command: str, args: control.Args) -> Sequence[str]:
    with held(console.settings.data_dir, utc_now()):
        prepare(console.settings.data_dir)
        async with opened(console.settings) as folder:
            return await carry_out(folder, command, args)
