"""Photos people sent: what is still to be fetched, what was kept or refused, and where it is shown.

The pictures themselves are files; see ``bot.photo_store``. A photo is a row from the moment it was
announced, so a report can stand on it before its bytes are here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.geo import Point
from domain.lifecycle import Step
from domain.people import PersonId
from storage.ledger import Row, Tx, Value
from storage.values import moment, stamp

_COLUMNS = (
    "id, channel, ref, person, conversation, state, why, sha256, width, height,"
    " taken_lon, taken_lat, tries, sent_at"
)


class PhotoState(StrEnum):
    """How far a photo is. Stored values, never renamed."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of one person.

    Attributes:
        ref: What its channel fetches it by.
        why: Why it was refused, as ``refuse`` was told: a text's name, then perhaps a kind of
            file. Read it through ``text_key`` and ``kind``. Empty unless refused.
        sha256: Name of its file, None unless kept.
        width: Pixels, None unless kept.
        height: Pixels, None unless kept.
        taken: Where it was taken, WGS-84, until that was offered to the sender; or None.
        tries: How often fetching was begun.
        sent_at: When we heard of it.
    """

    id: int
    channel: str
    ref: str
    person: PersonId
    conversation: str
    state: PhotoState
    why: str
    sha256: str | None
    width: int | None
    height: int | None
    taken: Point | None
    tries: int
    sent_at: datetime

    @property
    def text_key(self) -> str:
        """Name of the text that says why it was refused; empty unless refused."""
        return self.why.partition(":")[0]

    @property
    def kind(self) -> str:
        """The text's variable ``kind``: what the file seems to be (``.apk``), else ``other``."""
        return self.why.partition(":")[2] or "other"


def add_photo(
    tx: Tx,
    *,
    channel: str,
    ref: str,
    key: str,
    person: PersonId,
    conversation: str,
    at: datetime,
) -> int:
    """Note a photo that was announced and return its number.

    The same picture of the same person (``channel``, ``person``, ``key``) keeps its number, also
    when it is already shown by an entry. One that was refused is tried again under the new
    ``ref``: people send a photo again because the first time did not work. ``at`` is now: from
    then on it is due.
    """
    row = tx.row(
        "INSERT INTO photos (channel, ref, key, person, conversation, state, next_at, sent_at)"
        " VALUES (:channel, :ref, :key, :person, :conversation, 'waiting', :at, :at)"
        " ON CONFLICT (channel, person, key) DO UPDATE SET ref = excluded.ref,"
        " conversation = excluded.conversation, state = 'waiting', why = '', tries = 0,"
        " next_at = excluded.next_at, sent_at = excluded.sent_at"
        " WHERE photos.state = 'refused' RETURNING id",
        {
            "channel": channel,
            "ref": ref,
            "key": key,
            "person": person,
            "conversation": conversation,
            "at": stamp(at),
        },
    )
    return int(row["id"]) if row else _known(tx, channel, person, key)


def _known(tx: Tx, channel: str, person: PersonId, key: str) -> int:
    row = tx.one(
        "SELECT id FROM photos WHERE channel = :channel AND person = :person AND key = :key",
        {"channel": channel, "person": person, "key": key},
    )
    return int(row["id"])


def get(tx: Tx, photo: int) -> Photo | None:
    """Return a photo, or None."""
    row = tx.row(f"SELECT {_COLUMNS} FROM photos WHERE id = :id", {"id": photo})  # noqa: S608
    return _photo(row) if row else None


def many(tx: Tx, photos: Sequence[int]) -> tuple[Photo, ...]:
    """Return the photos in the order asked for; numbers that do not exist are left out."""
    marks, params = _listed(photos)
    rows = tx.rows(f"SELECT {_COLUMNS} FROM photos WHERE id IN ({marks})", params)  # noqa: S608
    found = {row["id"]: _photo(row) for row in rows}
    return tuple(found[photo] for photo in photos if photo in found)


def due(tx: Tx, now: datetime, limit: int) -> tuple[Photo, ...]:
    """Return photos that wait and may be fetched now, longest due first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM photos WHERE state = 'waiting' AND next_at <= :now"  # noqa: S608
        " ORDER BY next_at, id LIMIT :limit",
        {"now": stamp(now), "limit": limit},
    )
    return tuple(_photo(row) for row in rows)


def next_due(tx: Tx, now: datetime) -> datetime | None:
    """Return when the next photo after ``now`` becomes due, or None when none waits."""
    row = tx.row(
        "SELECT MIN(next_at) AS at FROM photos WHERE state = 'waiting' AND next_at > :now",
        {"now": stamp(now)},
    )
    return moment(row["at"]) if row else None


def keep(tx: Tx, photo: int, *, sha256: str, width: int, height: int, taken: Point | None) -> bool:
    """Note that the photo's file is in the store; it must be durable there already.

    Returns:
        Whether it was waiting; one that was not stays as it is.
    """
    changed = tx.execute(
        "UPDATE photos SET state = 'kept', sha256 = :sha256, width = :width, height = :height,"
        " taken_lon = :lon, taken_lat = :lat WHERE id = :id AND state = 'waiting'",
        {
            "id": photo,
            "sha256": sha256,
            "width": width,
            "height": height,
            "lon": taken.lon if taken else None,
            "lat": taken.lat if taken else None,
        },
    )
    return changed == 1


def refuse(tx: Tx, photo: int, why: str) -> bool:
    """Give the photo up.

    Args:
        tx: The open transaction.
        photo: Its number.
        why: Name of the text that says why; after a colon what the file seems to be, if the text
            tells that (``photo-not-a-picture:.apk``).

    Returns:
        Whether it was waiting; one that was not stays as it is.
    """
    changed = tx.execute(
        "UPDATE photos SET state = 'refused', why = :why WHERE id = :id AND state = 'waiting'",
        {"id": photo, "why": why},
    )
    return changed == 1


def later(tx: Tx, photo: int, next_at: datetime) -> None:
    """Put fetching off and count one try. Called before a try as well: see ``bot.photos``."""
    tx.execute(
        "UPDATE photos SET tries = tries + 1, next_at = :next_at"
        " WHERE id = :id AND state = 'waiting'",
        {"id": photo, "next_at": stamp(next_at)},
    )


def waiting_refs(tx: Tx, channel: str) -> frozenset[str]:
    """Return what a channel must still keep, because a photo waits to be fetched from it."""
    rows = tx.rows(
        "SELECT ref FROM photos WHERE state = 'waiting' AND channel = :channel",
        {"channel": channel},
    )
    return frozenset(row["ref"] for row in rows)


def hold(tx: Tx, photo: int, until: datetime) -> None:
    """Do not fetch this photo before ``until``; counts no try, brings nothing forward."""
    tx.execute(
        "UPDATE photos SET next_at = :until"
        " WHERE id = :id AND state = 'waiting' AND next_at < :until",
        {"id": photo, "until": stamp(until)},
    )


def hold_channel(tx: Tx, channel: str, until: datetime) -> None:
    """Fetch nothing from this channel before ``until``; counts no try, brings nothing forward."""
    tx.execute(
        "UPDATE photos SET next_at = :until"
        " WHERE channel = :channel AND state = 'waiting' AND next_at < :until",
        {"channel": channel, "until": stamp(until)},
    )


def forget_place(tx: Tx, photo: int) -> None:
    """Erase where the photo was taken: it has been offered once."""
    tx.execute("UPDATE photos SET taken_lon = NULL, taken_lat = NULL WHERE id = :id", {"id": photo})


def attach(tx: Tx, no: str, seq: int, photos: Sequence[int]) -> None:
    """Show photos with an entry, after those it shows already. This is never undone."""
    shown = len(of_entry(tx, no, seq))
    for position, photo in enumerate(photos, start=shown):
        tx.execute(
            "INSERT INTO entry_photos (no, seq, position, photo)"
            " VALUES (:no, :seq, :position, :photo)",
            {"no": no, "seq": seq, "position": position, "photo": photo},
        )


def of_entry(tx: Tx, no: str, seq: int) -> tuple[int, ...]:
    """Return the photos an entry shows, in order, whatever their state."""
    rows = tx.rows(
        "SELECT photo FROM entry_photos WHERE no = :no AND seq = :seq ORDER BY position",
        {"no": no, "seq": seq},
    )
    return tuple(row["photo"] for row in rows)


def of_steps(tx: Tx, no: str, steps: Collection[Step]) -> tuple[int, ...]:
    """Return the photos of the issue's entries with one of these steps, oldest entry first."""
    marks, params = _listed(sorted(steps))
    rows = tx.rows(
        "SELECT shown.photo FROM entry_photos AS shown"  # noqa: S608
        " JOIN entries AS e ON e.no = shown.no AND e.seq = shown.seq"
        f" WHERE e.no = :no AND e.step IN ({marks}) ORDER BY e.seq, shown.position",
        {**params, "no": no},
    )
    return tuple(row["photo"] for row in rows)


def _listed(values: Sequence[Value]) -> tuple[str, dict[str, Value]]:
    """Return the marks of an IN list and their values; an empty list matches nothing."""
    params = {f"v{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{name}" for name in params) or "NULL", params


def _photo(row: Row) -> Photo:
    lon, lat = row["taken_lon"], row["taken_lat"]
    return Photo(
        id=row["id"],
        channel=row["channel"],
        ref=row["ref"],
        person=row["person"],
        conversation=row["conversation"],
        state=PhotoState(row["state"]),
        why=row["why"],
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        taken=None if lon is None else Point(lon, lat),
        tries=row["tries"],
        sent_at=moment(row["sent_at"]),
    )
