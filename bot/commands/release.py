"""``xiaohao release``: after a restore, send what was held back, or drop it."""

from __future__ import annotations

import click

from bot.asking import do
from bot.console import Console


@click.command(help="发出恢复后暂停的消息。Send the messages a restore held back.")
@click.option("--drop", is_flag=True, help="不发，放弃。Drop them instead.")
@click.pass_obj
def command(console: Console, drop: bool) -> None:  # noqa: FBT001 (click's option)
    """Say how many were let go or dropped."""
    for line in do(console, "release", drop=drop):
        click.echo(line)
