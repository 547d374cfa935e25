"""Going over the books notices each kind of damage that the kill test looks for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.standin.state import BotState
from tests.torture.accounts import wrongs
from tests.torture.crowd import PLACES
from tests.torture.desk import desk
from tests.torture.shuffles import OnTelegram

DAMAGE = {
    "a status nobody set": "UPDATE issues SET status = 'handling'",
    "an entry too few": "UPDATE issues SET seq = seq + 1",
    "no receipt": "DELETE FROM receipts",
    "no reporter": "UPDATE follows SET reporter = 0",
    "a number left out": "UPDATE numbers SET last = last + 1",
    "an answer never written": "DELETE FROM outbox WHERE body LIKE '%已受理%'",
    "a unit never told": "DELETE FROM outbox WHERE body LIKE '%新派单%'",
    "an answer never sent": "UPDATE outbox SET state = 'claimed'",
    "an update never worked on": "UPDATE inbox SET state = 'new'",
    "an update put aside": "UPDATE inbox SET state = 'failed'",
    "a photo without its file": "UPDATE photos SET state = 'kept', sha256 = 'ab12'",
    "somebody who does not exist": "UPDATE follows SET person = 999",
}


async def _district(folder: Path) -> None:
    """Make a ledger with one report in which everything is said and done."""
    someone = OnTelegram(BotState(), 5001)
    async with desk(folder) as office:
        await office.takes(someone.shows("photo", "村口垃圾堆了三天"), someone.pins(PLACES[0]))
        await office.takes(someone.says("提交"))
        await office.rests()
        await office.data.ledger.run(lambda tx: tx.execute("UPDATE outbox SET state = 'sent'"))


@pytest.mark.parametrize("damage", DAMAGE)
async def test_damage_is_noticed(tmp_path: Path, damage: str):
    """A ledger that was sound is not, after one statement."""
    await _district(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as books, books:
        before = [one for one in wrongs(tmp_path) if not one.startswith("photos: ")]
        books.execute(DAMAGE[damage])
        books.commit()
    assert before == []
    after = [one for one in wrongs(tmp_path) if not one.startswith("photos: ")]
    assert after
