"""``xiaohao backup``: copy ledger, photos and district files, also while the program runs."""

from __future__ import annotations

from pathlib import Path

import click

from bot.backup import backup
from bot.console import Console, utc_now
from bot.progress import shown


@click.command(help="备份到一个新文件夹。Back up into a new folder.")
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, target: Path) -> None:
    """Say what was backed up; end with 1 when a photo was missing or damaged already."""
    console: Console = ctx.obj
    with shown(console.say("cli-backing-up")) as progress:
        made = backup(console.settings.data_dir, target, now=utc_now(), progress=progress)
    issues = made.rows.get("issues", 0)
    console.tell("cli-backed-up", folder=str(target), issues=issues, files=len(made.files))
    if made.missing:
        console.hint("cli-backup-missing", n=len(made.missing), first=made.missing[0])
        ctx.exit(1)
