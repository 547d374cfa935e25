"""``xiaohao areas``: codes and names of the areas, as a tree."""

from __future__ import annotations

import click

from bot.console import Console
from bot.listing import area_map
from domain.routing import Area, AreaMap


@click.command(help="列出属地：代码、名称。List areas: code, name.")
@click.pass_obj
def command(console: Console) -> None:
    """Print one area a line, indented by its depth."""
    areas = area_map(console.settings.data_dir)
    _print(console, areas, areas.district, 0)


def _print(console: Console, areas: AreaMap, area: Area, depth: int) -> None:
    name = console.words.name(console.language, area)
    click.echo(f"{area.code}\t{'  ' * depth}{name}")
    for below in areas.children(area.code):
        _print(console, areas, below, depth + 1)
