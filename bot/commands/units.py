"""``xiaohao units``: codes and names of the responsible units."""

from __future__ import annotations

import click

from bot.console import Console
from bot.listing import area_map


@click.command(help="列出责任单位：代码、名称、属地。List units: code, name, area.")
@click.pass_obj
def command(console: Console) -> None:
    """Print one unit a line."""
    areas = area_map(console.settings.data_dir)
    for unit in areas.units:
        name = console.words.name(console.language, unit)
        where = console.words.name(console.language, areas.get(unit.area))
        click.echo(f"{unit.code}\t{name}\t{where}")
