"""``xiaohao people``: who holds a role, by number, as ``leave`` takes it."""

from __future__ import annotations

import click

from bot.backup import LEDGER
from bot.console import Console
from domain.errors import BadInput
from domain.people import Grant
from storage import people, snapshots


@click.command(help="列出有角色的人：编号、称呼、角色、范围。List number, title, role and scope.")
@click.pass_obj
def command(console: Console) -> None:
    """Print one role of one person a line; how they are reached is not shown."""
    ledger = console.settings.data_dir / LEDGER
    if not ledger.exists():
        raise BadInput("cli-no-ledger", folder=str(console.settings.data_dir))
    with snapshots.reading(ledger) as tx:
        staff = people.staff(tx)
    for person in staff:
        for grant in person.grants:
            click.echo(f"{person.id}\t{person.title}\t{grant.role}\t{_scope(grant)}")
    if not staff:
        console.hint("cli-people-none")


def _scope(grant: Grant) -> str:
    return grant.area or grant.unit or "-"
