"""Hostile updates let loose on a district, and who was left without an answer."""

from __future__ import annotations

from bot.channels.telegram_parse import parse
from domain.people import Grant, Role
from handlers.messages import Incoming, Outgoing
from storage import people
from storage.ledger import Tx
from tests.support.clock import TUESDAY
from tests.torture.desk import Desk, from_telegram
from tests.torture.hostile import Hostile

PEOPLE = 14
BATCH = 20
STAFF = (
    Grant(Role.UNIT_STAFF, None, "hepu-sanitation"),
    Grant(Role.UNIT_STAFF, None, "hepu-office"),
    Grant(Role.GRID_WORKER, "440512006001003", None),
    Grant(Role.GRID_WORKER, "440512006001001", None),
    Grant(Role.SUPERVISOR, "440512", None),
    Grant(Role.ADMIN, None, None),
)
"""What the first of the people are; the others are residents."""


def _employ(tx: Tx) -> None:
    for number, grant in enumerate(STAFF):
        person = people.add(tx, language="zh-CN", now=TUESDAY)
        people.add_identity(tx, "telegram", str(7000 + number), person, TUESDAY)
        people.give(tx, person, grant, TUESDAY)


async def torment(office: Desk, *, updates: int, seed: int) -> None:
    """Deliver hostile updates, some at a time, and settle the photos from time to time."""
    make = Hostile(seed, PEOPLE, len(STAFF))
    await office.data.ledger.run(_employ)
    for turn in range(updates // BATCH):
        await office.takes(*(from_telegram(make()) for _ in range(BATCH)))
        if turn % 2:
            await office.rests()
            await _look_around(office, make)
        if turn % 4 == 3:
            await office.develops()
    await office.rests()
    await office.develops()


async def _look_around(office: Desk, make: Hostile) -> None:
    """Let people know the buttons they were shown last, and the numbers there are."""
    shown = await office.rows(
        "SELECT o.id, c.chat, o.body FROM outbox AS o JOIN conversations AS c"
        " ON c.key = o.conversation WHERE c.channel = 'telegram' ORDER BY o.id DESC LIMIT 200"
    )
    make.offered = {}
    for row in shown:
        buttons = Outgoing.model_validate_json(row["body"]).buttons
        offered = make.offered.setdefault(row["chat"], [])
        offered += [f"{row['id']}.{place}" for place, _ in enumerate(buttons)][:12]
    make.issues = [row["no"] for row in await office.rows("SELECT no FROM issues")]


async def unanswered(office: Desk) -> list[Incoming]:
    """Return what people said in private that nothing was answered to.

    A photo that a step waited for is answered when it was kept or refused.
    """
    rows = await office.rows("SELECT body FROM inbox WHERE body <> '' ORDER BY id")
    said = [incoming for row in rows if (incoming := parse(row["body"])).lifecycle is None]
    keys = {row["key"] for row in await office.rows("SELECT key FROM outbox")}
    answered = {key.rpartition(":")[0] for key in keys}
    settled = {
        row["key"] for row in await office.rows("SELECT key FROM photos WHERE state <> 'waiting'")
    }
    return [
        one
        for one in said
        if one.private
        and not {one.key, f"album:{one.conversation}:{one.album}"} & answered
        and not {photo.key for photo in one.photos} & settled
    ]
