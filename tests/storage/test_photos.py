"""Photos in the ledger: announced, kept or refused, and shown by entries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.geo import Point
from domain.issues import Entry, Issue, IssueNo, Source
from domain.lifecycle import Status, Step
from domain.people import Role
from storage import issues, people, photos
from storage.ledger import Tx
from storage.migrate import migrate
from storage.photos import PhotoState
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY

NO = IssueNo("HJ-20240312-0001")
SHA = "ab" * 32


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    """A ledger with person 1 and nothing else."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3", readers=1)
    await migrate(opened, TUESDAY)
    await opened.run(lambda tx: people.add(tx, language="en", now=TUESDAY))
    yield opened
    await opened.close()


def announce(tx: Tx, key: str = "k1", *, ref: str = "r1", minutes: int = 0) -> int:
    """Note a photo of person 1 that was sent some minutes after Tuesday morning."""
    return photos.add_photo(
        tx,
        channel="web",
        ref=ref,
        key=key,
        person=1,
        conversation="web::1",
        at=TUESDAY + timedelta(minutes=minutes),
    )


def keep(tx: Tx, photo: int, taken: Point | None = None) -> bool:
    """Keep a photo."""
    return photos.keep(tx, photo, sha256=SHA, width=4, height=3, taken=taken)


def file_issue(tx: Tx, shown: tuple[int, ...]) -> None:
    """File issue ``NO`` of person 1 with these photos."""
    tx.execute(
        "INSERT INTO areas (code, kind, name, name_en)"
        " VALUES ('hj', 'district', '濠江', 'Haojiang')"
    )
    issue = Issue(NO, 1, Status.SUBMITTED, Source.RESIDENT, "c", "s", "hj", TUESDAY)
    entry = Entry(NO, 1, Step.FILE, Status.SUBMITTED, TUESDAY, 1, Role.RESIDENT, photos=shown)
    issues.file(tx, issue, entry, reporter=1, receipt="123456")


async def test_an_announced_photo_waits(ledger: SqliteLedger):
    """A new photo waits and is due at once."""
    number = await ledger.run(announce)
    photo = await ledger.read(lambda tx: photos.get(tx, number))
    assert photo is not None
    assert (photo.state, photo.ref, photo.tries) == (PhotoState.WAITING, "r1", 0)
    assert await ledger.read(lambda tx: photos.due(tx, TUESDAY, 9)) == (photo,)


async def test_the_same_picture_keeps_its_number(ledger: SqliteLedger):
    """Sent again by the same person, a picture is the same photo, waiting or kept."""
    first = await ledger.run(announce)
    assert await ledger.run(announce) == first
    await ledger.run(lambda tx: keep(tx, first))
    assert await ledger.run(lambda tx: announce(tx, ref="r2")) == first
    photo = await ledger.read(lambda tx: photos.get(tx, first))
    assert photo is not None
    assert (photo.state, photo.ref) == (PhotoState.KEPT, "r1")


async def test_a_refused_picture_sent_again_is_tried_again(ledger: SqliteLedger):
    """A photo that was given up and is sent again waits anew, under its new reference."""
    first = await ledger.run(announce)
    await ledger.run(lambda tx: photos.refuse(tx, first, "photo-gone"))
    assert await ledger.run(lambda tx: announce(tx, ref="r2", minutes=5)) == first
    photo = await ledger.read(lambda tx: photos.get(tx, first))
    assert photo is not None
    assert (photo.state, photo.ref, photo.why) == (PhotoState.WAITING, "r2", "")
    assert photo.sent_at == TUESDAY + timedelta(minutes=5)


async def test_a_kept_photo_is_not_decided_again(ledger: SqliteLedger):
    """The first verdict stands, and a photo that was decided is never due."""
    number = await ledger.run(announce)
    assert await ledger.run(lambda tx: keep(tx, number, Point(116.7, 23.3)))
    assert not await ledger.run(lambda tx: photos.refuse(tx, number, "photo-gone"))
    assert not await ledger.run(lambda tx: keep(tx, number))
    photo = await ledger.read(lambda tx: photos.get(tx, number))
    assert photo is not None
    assert (photo.sha256, photo.taken) == (SHA, Point(116.7, 23.3))
    assert await ledger.read(lambda tx: photos.due(tx, TUESDAY, 9)) == ()


async def test_a_reason_may_name_the_kind_of_file(ledger: SqliteLedger):
    """A refused photo tells its text and the variable the text needs."""
    number = await ledger.run(announce)
    await ledger.run(lambda tx: photos.refuse(tx, number, "photo-not-a-picture:.apk"))
    photo = await ledger.read(lambda tx: photos.get(tx, number))
    assert photo is not None
    assert (photo.text_key, photo.kind) == ("photo-not-a-picture", ".apk")


async def test_a_photo_put_off_is_due_later(ledger: SqliteLedger):
    """A photo put off is due at its moment, one try older; until then the next due is known."""
    number = await ledger.run(announce)
    then = TUESDAY + timedelta(minutes=2)
    await ledger.run(lambda tx: photos.later(tx, number, then))
    assert await ledger.read(lambda tx: photos.due(tx, TUESDAY, 9)) == ()
    assert await ledger.read(lambda tx: photos.next_due(tx, TUESDAY)) == then
    (photo,) = await ledger.read(lambda tx: photos.due(tx, then, 9))
    assert photo.tries == 1


async def test_a_held_channel_holds_only_its_own_photos(ledger: SqliteLedger):
    """Holding a channel puts its photos off, counts no try, and brings nothing forward."""
    first, second = await ledger.run(lambda tx: (announce(tx), announce(tx, "k2")))
    far = TUESDAY + timedelta(hours=1)
    await ledger.run(lambda tx: photos.later(tx, second, far))
    await ledger.run(lambda tx: photos.hold_channel(tx, "telegram", far))
    await ledger.run(lambda tx: photos.hold_channel(tx, "web", TUESDAY + timedelta(minutes=1)))
    assert await ledger.read(lambda tx: photos.next_due(tx, TUESDAY)) < far
    due = await ledger.read(lambda tx: photos.due(tx, TUESDAY + timedelta(minutes=1), 9))
    assert [(photo.id, photo.tries) for photo in due] == [(first, 0)]


async def test_the_capture_place_is_forgotten(ledger: SqliteLedger):
    """Once offered, the capture place is gone from the ledger."""
    number = await ledger.run(announce)
    await ledger.run(lambda tx: keep(tx, number, Point(116.7, 23.3)))
    await ledger.run(lambda tx: photos.forget_place(tx, number))
    photo = await ledger.read(lambda tx: photos.get(tx, number))
    assert photo is not None
    assert photo.taken is None


async def test_many_come_in_the_order_asked_for(ledger: SqliteLedger):
    """Photos come in the order of the numbers; unknown numbers are left out."""
    one, two = await ledger.run(lambda tx: (announce(tx), announce(tx, "k2")))
    found = await ledger.read(lambda tx: photos.many(tx, (two, 99, one)))
    assert [photo.id for photo in found] == [two, one]
    assert await ledger.read(lambda tx: photos.many(tx, ())) == ()


async def test_an_entry_shows_its_photos_in_order(ledger: SqliteLedger):
    """Photos attached later stand behind those filed with the entry, and steps choose entries."""
    one, two, three = await ledger.run(
        lambda tx: (announce(tx), announce(tx, "k2"), announce(tx, "k3"))
    )
    await ledger.run(lambda tx: file_issue(tx, (two,)))
    await ledger.run(lambda tx: photos.attach(tx, NO, 1, (three, one)))
    assert await ledger.read(lambda tx: photos.of_entry(tx, NO, 1)) == (two, three, one)
    assert await ledger.read(lambda tx: photos.of_steps(tx, NO, {Step.FILE})) == (two, three, one)
    assert await ledger.read(lambda tx: photos.of_steps(tx, NO, {Step.REPORT_FIX})) == ()
