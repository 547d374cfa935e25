"""``xiaohao migrate``: bring the ledger up to date without starting the program."""

from __future__ import annotations

import asyncio

import click

from bot.backup import LEDGER
from bot.console import Console, utc_now
from bot.lock import held
from bot.settings import Settings
from domain.errors import BadInput
from storage.migrate import migrate
from storage.sqlite import SqliteLedger


@click.command(help="把台账升级到本版本，同 serve。Bring the ledger up to date, as serve does.")
@click.pass_obj
def command(console: Console) -> None:
    """Take the missing steps and say how many there were."""
    folder = console.settings.data_dir
    if not (folder / LEDGER).exists():
        raise BadInput("cli-no-ledger", folder=str(folder))
    with held(folder, utc_now()):
        console.tell("cli-migrated", n=asyncio.run(_migrate(console.settings)))


async def _migrate(settings: Settings) -> int:
    ledger = await SqliteLedger.open(settings.data_dir / LEDGER)
    try:
        return await migrate(ledger, utc_now())
    finally:
        await ledger.close()
