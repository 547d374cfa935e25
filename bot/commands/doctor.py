"""``xiaohao doctor``: say in words how the installation and the ledger are."""

from __future__ import annotations

import click

from bot.console import Console, utc_now
from bot.doctor import Health, examine


@click.command(help="检查安装和台账；只读。Check installation and ledger; only reads.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print one finding a line; end with 1 when one is bad."""
    console: Console = ctx.obj
    bad = False
    for finding in examine(console.settings.data_dir, now=utc_now()):
        bad = bad or finding.health is Health.BAD
        how = console.say(f"doctor-{finding.health}")
        click.echo(f"[{how}] {console.say(finding.key, **finding.facts)}")
    ctx.exit(1 if bad else 0)
