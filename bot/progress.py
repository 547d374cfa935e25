"""Progress bars on the standard error stream, where a person looks; otherwise none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console as Terminal
from rich.progress import track

from bot.backup import Progress, as_they_come
from bot.console import is_looked_at

FEW: Final = 50
"""Fewer files are done before a bar could be read."""


@contextmanager
def shown(title: str) -> Iterator[Progress]:
    """Give what shows how far a list of files is."""
    if not is_looked_at():
        yield as_they_come
        return

    def progress(files: Sequence[Path]) -> Iterator[Path]:
        if len(files) < FEW:
            yield from files
        else:
            yield from track(files, title, console=Terminal(stderr=True), transient=True)

    yield progress
