"""Whatever a stranger sends, the program goes on, and answers what a person said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.desk import desk
from tests.torture.torment import torment, unanswered

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("seed", [1])
async def test_two_thousand_hostile_updates_are_answered(tmp_path: Path, seed: int):
    """Of 2,000 hostile updates none raises, and nobody who said something is left alone."""
    async with desk(tmp_path) as office:
        await torment(office, updates=2000, seed=seed)
        failed = await office.rows("SELECT error, body FROM inbox WHERE state = 'failed'")
        assert failed == []
        assert await unanswered(office) == []
        (count,) = await office.rows("SELECT COUNT(*) AS n FROM inbox WHERE state = 'done'")
        assert count["n"] > 1900
        steps = {row["step"] for row in await office.rows("SELECT DISTINCT step FROM entries")}
        assert {"file", "dispatch"} <= steps  # the crowd got as far as the ledger
