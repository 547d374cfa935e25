"""``xiaohao calendar add``: bring in a new year's working days, and count open dates anew."""

from __future__ import annotations

from pathlib import Path

import click

from bot.asking import do
from bot.console import Console
from storage.calendar import read_local


@click.group(
    help=(
        "工作日历。文件里 [days] 下写 off = [放假]、on = [调休上班]、until = 补全到的年份。"
        "The calendar of working days: a file with off, on and until under [days]."
    )
)
def command() -> None:
    """Group what is done with the calendar."""


@command.command(help="加入 FILE 里的日子，重算在办的期限。Add the days of FILE; open dates move.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def add(console: Console, file: Path) -> None:
    """Check the file, merge it into the data folder's, and say how many dates changed."""
    days = read_local(file)
    off, on = (sorted(day.isoformat() for day in part) for part in (days.off, days.on))
    for line in do(console, "calendar-add", off=off, on=on, until=days.until):
        click.echo(line)
