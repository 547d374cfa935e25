"""Clues about a person's misconduct (问题线索): pointed elsewhere, and kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.office import GRID, Chat, Town

CLUE = "村主任收了红包才不清垃圾"


async def traces(town: Town) -> int:
    """Count the cells of the whole ledger that hold a part of the clue."""
    found = 0
    for table in await town.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in await town.rows(f"SELECT * FROM {table['name']}"):  # noqa: S608
            found += sum("红包" in str(value) for value in row.values())
    return found


async def counted(town: Town) -> int:
    """Return how often something was not filed."""
    rows = await town.rows("SELECT n FROM counters WHERE name = 'misconduct_not_filed'")
    return sum(row["n"] for row in rows)


async def is_pointed_elsewhere(chat: Chat, answers: list[str]) -> None:
    """The sender is told 12388, nothing is kept, and the counter went up."""
    assert ["12388" in answer for answer in answers] == [True]
    assert (await traces(chat.town), await counted(chat.town)) == (0, 1)


async def test_a_clue_is_not_filed(town: Town):
    """A clue that comes as the first words begins no report."""
    chat = town.person("resident-1")
    await is_pointed_elsewhere(chat, await chat.says(CLUE))
    assert await town.rows("SELECT * FROM dialogues") == []


async def test_a_photo_with_a_clue_is_not_kept(town: Town):
    """A clue under a photo takes the photo with it."""
    chat = town.person("resident-1")
    await is_pointed_elsewhere(chat, await chat.sends_photo(CLUE))
    assert await town.rows("SELECT * FROM photos") == []


async def test_a_clue_in_a_draft_leaves_the_rest(town: Town):
    """The report goes on without the words that were a clue."""
    chat = town.person("resident-1")
    await chat.says("市场后面垃圾堆了三天")
    await is_pointed_elsewhere(chat, await chat.says(CLUE))
    (row,) = await town.rows("SELECT data FROM dialogues")
    assert "市场后面" in row["data"]


async def test_a_clue_in_two_halves_is_one(town: Town):
    """The half that makes a clue of the words before it is not kept."""
    chat = town.person("resident-1")
    await chat.says("村主任家门口垃圾没人清")
    await is_pointed_elsewhere(chat, await chat.says("因为收了红包"))


@pytest.mark.parametrize("line", [f"补充 {{no}} {CLUE}", f"{{no}} {CLUE}", CLUE])
async def test_a_clue_added_to_an_issue_is_not_filed(town: Town, line: str):
    """What is not filed as a report gets in by no other way either."""
    issue = await Desk(town).file()
    chat = town.person("resident-1")
    await chat.says(f"补充 {issue.no}")
    await is_pointed_elsewhere(chat, await chat.says(line.format(no=issue.no)))
    assert len(await town.history(issue.no)) == 2


async def test_a_clue_as_a_reason_is_not_filed(town: Town):
    """Staff get the same answer as residents."""
    issue = await Desk(town).file(area=GRID)
    chat = town.person("unit-hepu-sanitation")
    await chat.says(f"退单 {issue.no}")
    await is_pointed_elsewhere(chat, await chat.says(CLUE))


async def test_an_edited_clue_is_forgotten(town: Town):
    """Editing a message into a clue leaves no trace either."""
    chat = town.person("resident-1")
    await is_pointed_elsewhere(chat, await chat.says(CLUE, edited=True))


async def test_the_ledgers_file_does_not_hold_it(town: Town, tmp_path: Path):
    """Deleted words are overwritten, and go with the log of the next checkpoint."""
    await town.person("resident-1").says(CLUE)
    await town.ledger.close()
    assert CLUE.encode() not in (tmp_path / "ledger.sqlite3").read_bytes()
