"""``xiaohao init``: make the data folder, the sample district and the ledger."""

from __future__ import annotations

import asyncio

import click

from bot.backup import LEDGER
from bot.console import Console, utc_now
from bot.lock import held
from bot.opening import opened, prepare
from bot.settings import Settings


@click.command(help="建立缺少的文件和台账，已有的不动。Make what is missing, touch nothing else.")
@click.pass_obj
def command(console: Console) -> None:
    """Make what is missing and say what was made."""
    folder = console.settings.data_dir
    with held(folder, utc_now()):
        fresh = not (folder / LEDGER).exists()
        made = [path.name for path in prepare(folder)] + [LEDGER] * fresh
        asyncio.run(_open_once(console.settings))
    if made:
        console.tell("cli-made", folder=str(folder), files=tuple(made))
    else:
        console.tell("cli-nothing-made", folder=str(folder))


async def _open_once(settings: Settings) -> None:
    async with opened(settings):
        return
