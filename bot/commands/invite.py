"""``xiaohao invite``: one code as two links, usable once within 48 hours."""

from __future__ import annotations

import click

from bot.asking import do
from bot.console import Console
from bot.settings import variable
from bot.verbs import NO_BOT
from domain.people import STAFF


@click.command(help="签发邀请：一个码，两行链接。One code as two links: Telegram, web.")
@click.option(
    "--role",
    required=True,
    type=click.Choice(sorted(role.value for role in STAFF)),
    help="角色。The role.",
)
@click.option("--area", help="属地代码：督查、网格员。Area code, for supervisor and grid_worker.")
@click.option("--unit", help="单位代码：经办人。Unit code, for unit_staff.")
@click.pass_obj
def command(console: Console, role: str, area: str | None, unit: str | None) -> None:
    """Print the two links, and beside them what to know."""
    lines = do(console, "invite", role=role, area=area, unit=unit)
    for line in lines:
        click.echo(line)
    console.hint("cli-invited-once")
    if f"/{NO_BOT}?" in lines[0]:
        console.hint("cli-bot-unknown", name=variable(("telegram", "username")))
