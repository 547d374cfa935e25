"""The program is killed at random moments under load, and nothing that was promised is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.kills import torture

pytestmark = pytest.mark.torture


async def test_fifty_kills_lose_nothing(tmp_path: Path):
    """0 accepted reports lost, 0 filed twice, 0 half-written, and nobody waits for ever."""
    outcome = await torture(tmp_path / "data", kills=50, seed=1)
    assert outcome.problems == []
    assert outcome.reports >= 50
    assert outcome.struck_off > 0


@pytest.mark.parametrize("variant", ["marks-first", "confirms-first"])
async def test_two_commits_in_the_wrong_order_are_noticed(tmp_path: Path, variant: str):
    """A program that loses what was between its two commits does not pass the same test."""
    outcome = await torture(tmp_path / "data", kills=6, seed=1, variant=variant)
    assert outcome.stops > 0
    assert {"lost", "unanswered"} & outcome.kinds().keys()
