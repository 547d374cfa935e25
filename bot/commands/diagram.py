"""``xiaohao diagram``: the life of an issue, drawn from the one table of moves."""

from __future__ import annotations

import click

from domain.lifecycle import as_mermaid


@click.command(help="画出问题的流转图（Mermaid）。Draw the life of an issue (Mermaid).")
def command() -> None:
    """Print the diagram."""
    click.echo(as_mermaid())
