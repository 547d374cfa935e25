"""``xiaohao restore``: bring a backup back into an empty folder, every file checked."""

from __future__ import annotations

from pathlib import Path

import click

from bot.backup import restore
from bot.console import Console
from bot.progress import shown


@click.command(help="把备份恢复到空文件夹。Restore a backup into an empty folder.")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target_dir", type=click.Path(path_type=Path))
@click.pass_obj
def command(console: Console, source: Path, target_dir: Path) -> None:
    """Say what was restored, and how many messages are held."""
    with shown(console.say("cli-backing-up")) as progress:
        back = restore(source, target_dir, progress=progress)
    manifest = back.manifest
    issues, files = manifest.rows.get("issues", 0), len(manifest.files)
    console.tell("cli-restored", folder=str(target_dir), issues=issues, files=files)
    if manifest.missing:
        console.hint("cli-backup-missing", n=len(manifest.missing), first=manifest.missing[0])
    if back.held:
        console.hint("cli-restored-held", n=back.held)
