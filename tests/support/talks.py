"""Short cuts through conversations that tests begin with."""

from __future__ import annotations

from domain.geo import Point
from domain.issues import IssueNo
from tests.support.office import GRID, Chat, Town

WORDS = "村口垃圾堆了三天没人收"
UNIT, CHECKER, NEIGHBOUR = "unit-hepu-sanitation", "grid-hebei-3", "grid-hebei-1"
STREET = "supervisor-hepu"


def spot(town: Town, area: str = GRID) -> Point:
    """Return a point well inside an area."""
    point = town.areas.centre(area)
    assert point is not None
    return point


async def pin(chat: Chat, area: str = GRID) -> list[str]:
    """Send a point well inside an area."""
    point = spot(chat.town, area)
    return await chat.pins(point.lon, point.lat)


async def filed(town: Town, key: str = "resident-1", words: str = WORDS) -> IssueNo:
    """File a report with a photo and a pin, and return its number."""
    chat = town.person(key)
    await chat.sends_photo(words)
    if (await chat.labels())[:1] == ["新问题"]:
        await chat.says("新问题")
    await pin(chat)
    await chat.says("提交")
    rows = await town.rows("SELECT no FROM issues ORDER BY no DESC LIMIT 1")
    return IssueNo(rows[0]["no"])


async def fixed(town: Town, no: str) -> None:
    """Let the unit report the fix."""
    await town.person(UNIT).sends_photo(f"整改完成 {no}")


async def struck_off(town: Town, no: str) -> None:
    """Let the unit fix it and the grid worker pass it."""
    await fixed(town, no)
    await town.person(CHECKER).sends_photo(f"核查通过 {no}")


async def issue_count(town: Town) -> int:
    """Count the issues of the ledger."""
    return int((await town.rows("SELECT COUNT(*) AS n FROM issues"))[0]["n"])
