"""The transcripts of this folder are what the bot really says.

``JOURNEYS=record make test`` writes them anew after the words were changed on purpose; read what
changed before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.player import Player, blocks, pages, rewritten
from tests.support.office import Town

_PAGES = {page: page.read_text(encoding="utf-8") for page in pages()}


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
async def test_the_transcript_is_what_is_said(town: Town, page: Path):
    """Played again, a journey reads word for word as it is written down."""
    written = _PAGES[page]
    player = await Player.of(town, written)
    played = rewritten(written, [await player.play(block) for block in blocks(written)])
    if os.environ.get("JOURNEYS") == "record":
        written = _record(page, played)
    assert written == played


def _record(page: Path, played: str) -> str:
    page.write_text(played, encoding="utf-8")
    return played
