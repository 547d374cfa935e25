"""What is forgotten, and when."""

from __future__ import annotations

from handlers.housekeeping import tidy
from storage import inbox
from tests.support.office import Town


async def counted(town: Town, table: str) -> int:
    """Count the rows of a table that still say something."""
    where = {"inbox": " WHERE body <> ''", "outbox": " WHERE body <> ''"}.get(table, "")
    return (await town.rows(f"SELECT COUNT(*) AS n FROM {table}{where}"))[0]["n"]  # noqa: S608


async def test_a_draft_lasts_a_day(town: Town):
    """A report nobody submitted is forgotten after 24 hours, not before."""
    await town.person("resident-1").says("市场后面垃圾堆了三天")
    town.clock.move(hours=24)
    await town.run(tidy)
    assert await counted(town, "dialogues") == 1
    town.clock.move(seconds=1)
    await town.run(tidy)
    assert await counted(town, "dialogues") == 0


async def test_the_pages_history_stays(town: Town):
    """What was said on the web page is kept: it is the only history there is."""
    await town.person("resident-1").says("你好")
    town.clock.move(days=400)
    await town.run(tidy)
    assert (await counted(town, "inbox"), await counted(town, "outbox")) == (1, 1)


async def test_raw_telegram_updates_last_a_week(town: Town):
    """Finished raw updates go after seven days; what was not worked on stays."""
    for key in ("done", "new"):
        await town.ledger.run(
            lambda tx, key=key: inbox.put(
                tx,
                key=key,
                twin="",
                channel="telegram",
                conversation="c",
                body="words",
                now=town.clock(),
            )
        )
    await town.ledger.run(lambda tx: inbox.finish(tx, 1))
    town.clock.move(days=7, seconds=1)
    await town.run(tidy)
    await town.run(tidy)
    rows = await town.rows("SELECT key, body FROM inbox ORDER BY id")
    assert [(row["key"], row["body"]) for row in rows] == [("done", ""), ("new", "words")]


async def test_wrong_tries_last_a_day(town: Town):
    """Guesses at receipt codes are forgotten once they slow nobody down any more."""
    await town.person("resident-1").says("查询 HJ-20240312-0009 111111")
    assert await counted(town, "wrong_tries") == 1
    town.clock.move(hours=24, seconds=1)
    await town.run(tidy)
    assert await counted(town, "wrong_tries") == 0
