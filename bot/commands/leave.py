"""``xiaohao leave``: switch off somebody who leaves, in one step."""

from __future__ import annotations

import click

from bot.asking import do
from bot.console import Console


@click.command(help="停用一个人（编号见 people）。Switch off a person by the number people shows.")
@click.argument("person", type=click.IntRange(min=1))
@click.pass_obj
def command(console: Console, person: int) -> None:
    """End roles, buttons and links; open tasks go back to the tray."""
    for line in do(console, "leave", person=person):
        click.echo(line)
