"""Which pictures the page is given, and when."""

from __future__ import annotations

import pytest

from handlers.messages import Outgoing
from storage.ledger import Tx
from tests.web.room import Room, put_outgoing
from tests.web.visitor import Visitor

JPEG = ("a.jpg", b"\xff\xd8\xff picture", "image/jpeg")
SHA = "ab" * 32


def put_photo(tx: Tx, key: str, conversation: str, state: str) -> int:
    """A photo row; return its number."""
    row = tx.rows(
        "INSERT INTO photos (channel, ref, key, person, conversation, state, sha256, next_at,"
        " sent_at) VALUES ('web', 'r', :key, 1, :conversation, :state, :sha, 'x', 'x')"
        " RETURNING id",
        {"key": key, "conversation": conversation, "state": state, "sha": SHA},
    )
    return int(row[0]["id"])


def keep_file(room: Room) -> None:
    """Put the picture and its thumbnail where kept photos are."""
    folder = room.folder / "photos" / SHA[:2] / SHA[2:4]
    folder.mkdir(parents=True)
    (folder / f"{SHA}.jpg").write_bytes(b"full")
    (folder / f"{SHA}.thumb.jpg").write_bytes(b"thumb")


async def test_an_own_photo_fills_when_it_is_kept(room: Room, visitor: Visitor):
    """From posting to keeping the page is told to wait; then it gets the picture, to be cached."""
    await visitor.post(key="uuid-0001", files=[JPEG])
    assert (await visitor.get("photos/uuid-0001.0/thumb.jpg")).status_code == 202
    conversation = room.heard[0].conversation
    await room.ledger.run(lambda tx: put_photo(tx, "uuid-0001.0", conversation, "kept"))
    keep_file(room)
    thumb = await visitor.get("photos/uuid-0001.0/thumb.jpg")
    assert (thumb.content, thumb.headers["content-type"]) == (b"thumb", "image/jpeg")
    assert "private" in thumb.headers["cache-control"]
    assert (await visitor.get("photos/uuid-0001.0/full.jpg")).content == b"full"


@pytest.mark.parametrize(("state", "status"), [("waiting", 202), ("kept", 200), ("refused", 410)])
async def test_a_shown_photo_is_served_as_far_as_it_is(
    room: Room, visitor: Visitor, state: str, status: int
):
    """A photo our message shows is served, on its way, or gone."""
    keep_file(room)
    photo = await room.ledger.run(lambda tx: put_photo(tx, "k", "telegram:1:2", state))
    await room.say(visitor.address, Outgoing(text="x", photos=(photo,)))
    assert (await visitor.get(f"photos/{photo}/thumb.jpg")).status_code == status


async def test_a_foreign_photo_is_not_there(room: Room, visitor: Visitor):
    """A photo no message here shows, a wrong size and a path are all simply not there."""
    keep_file(room)
    photo = await room.ledger.run(lambda tx: put_photo(tx, "k.0", "web::other", "kept"))
    await room.ledger.run(
        lambda tx: put_outgoing(tx, visitor.address, Outgoing(text="", photos=(photo,)), "failed")
    )
    for path in (
        f"{photo}/thumb.jpg",
        f"{photo}/huge.jpg",
        "k.0/thumb.jpg",
        "..%2f..%2fx/full.jpg",
    ):
        assert (await visitor.get(f"photos/{path}")).status_code == 404
