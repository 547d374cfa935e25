"""Web seats: who sits behind a cookie, and what the page of their conversation may show.

A seat is a web session. Its token is never kept, only a hash of it. A conversation's history is
not stored a second time: it is read from the inbox rows and outbox rows of that conversation.

Of the outbox, the states ``sent``, ``claimed`` and ``unknown`` are shown: here the outbox itself is
the place where messages arrive, so what may have been sent has been.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from storage.ledger import Row, Tx
from storage.values import stamp

DEMO_PREFIX: Final = "demo-"
"""Addresses of the sample people begin with it; nobody else's do."""


@dataclass(frozen=True, slots=True)
class Hat:
    """A role somebody has, and the names of the area or unit it reaches.

    Empty for an admin; a grid's name begins with its community's, which numbers its grids anew.
    """

    role: str
    place: str = ""
    place_en: str = ""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who may sit in a seat.

    Attributes:
        address: Their web address; it is a secret of the server for all but sample people.
        title: How staff are named to others; empty for a resident.
        hats: Roles given and not taken back, in the order given. Empty: a resident.
    """

    address: str
    title: str = ""
    hats: tuple[Hat, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a conversation's history; what is strictly older comes before it."""

    at: str
    side: Literal["in", "out"]
    id: int


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation.

    Attributes:
        side: ``in``: said by the person; ``out``: said by us.
        id: Inbox or outbox id.
        key: Dedupe key of the row.
        body: The raw update, or ``Outgoing`` as JSON.
        at: When it was received or sent, UTC text.
    """

    side: Literal["in", "out"]
    id: int
    key: str
    body: str
    at: str

    @property
    def cursor(self) -> Cursor:
        """Where this line stands."""
        return Cursor(self.at, self.side, self.id)


@dataclass(frozen=True, slots=True)
class Picture:
    """How far a photo is: ``waiting``, ``kept`` (then ``sha256`` names its file), ``refused``."""

    state: Literal["waiting", "kept", "refused"]
    sha256: str = ""


def open_seat(tx: Tx, token_hash: str, address: str, now: datetime) -> None:
    """Keep a new seat."""
    tx.execute(
        "INSERT INTO seats (token_hash, address, created_at) VALUES (:hash, :address, :now)",
        {"hash": token_hash, "address": address, "now": stamp(now)},
    )


def seat_address(tx: Tx, token_hash: str) -> str | None:
    """Return who sits there; None if there is no such seat, or it has ended."""
    row = tx.row(
        "SELECT address FROM seats WHERE token_hash = :hash AND ended_at IS NULL",
        {"hash": token_hash},
    )
    return str(row["address"]) if row else None


def end_seat(tx: Tx, token_hash: str, now: datetime) -> None:
    """End a seat; ending it again changes nothing."""
    tx.execute(
        "UPDATE seats SET ended_at = :now WHERE token_hash = :hash AND ended_at IS NULL",
        {"hash": token_hash, "now": stamp(now)},
    )


def sitter(tx: Tx, address: str) -> Sitter | None:
    """Return the person at a web address; None before their first message, or when they left."""
    found = _sitters(tx, address)
    return found[0] if found else None


def sample_people(tx: Tx) -> list[Sitter]:
    """Return the sample people in the order in which they were made."""
    return _sitters(tx, "")


def _sitters(tx: Tx, address: str) -> list[Sitter]:
    """Return one person, or all sample people for an empty address."""
    rows = tx.rows(
        "SELECT identities.address AS address, people.title AS title, grants.role AS role,"
        " COALESCE(above.name || ' · ', '') || COALESCE(areas.name, units.name, '') AS place,"
        " COALESCE(above.name_en || ' · ', '') || COALESCE(areas.name_en, units.name_en, '')"
        "  AS place_en"
        " FROM identities JOIN people ON people.id = identities.person"
        " LEFT JOIN grants ON grants.person = people.id AND grants.ended_at IS NULL"
        " LEFT JOIN areas ON areas.code = grants.area"
        " LEFT JOIN areas AS above ON above.code = areas.parent AND areas.kind = 'grid'"
        " LEFT JOIN units ON units.code = grants.unit"
        " WHERE identities.channel = 'web' AND people.left_at IS NULL"
        " AND (identities.address = :address"
        "  OR (:address = '' AND identities.address LIKE :samples))"
        " ORDER BY people.id, identities.address, grants.id",
        {"address": address, "samples": f"{DEMO_PREFIX}%"},
    )
    by_address: dict[str, list[Row]] = {}
    for row in rows:
        by_address.setdefault(row["address"], []).append(row)
    return [_sitter(group) for group in by_address.values()]


def _sitter(rows: list[Row]) -> Sitter:
    hats = tuple(Hat(row["role"], row["place"], row["place_en"]) for row in rows if row["role"])
    return Sitter(rows[0]["address"], rows[0]["title"], hats)


def history(tx: Tx, conversation: str, before: Cursor | None, limit: int) -> list[Line]:
    """Return the newest ``limit`` lines older than ``before`` (None: the newest), oldest first."""
    edge = before or Cursor("~", "out", 0)  # "~" sorts after every date
    rows = tx.rows(
        "SELECT side, id, key, body, at FROM ("
        " SELECT 'in' AS side, id, key, body, received_at AS at"
        " FROM inbox WHERE conversation = :conversation"
        " UNION ALL"
        " SELECT 'out' AS side, id, key, body, COALESCE(sent_at, made_at) AS at"
        " FROM outbox WHERE conversation = :conversation"
        " AND state IN ('sent', 'claimed', 'unknown')"
        ") AS lines WHERE (at, side, id) < (:at, :side, :id)"
        " ORDER BY at DESC, side DESC, id DESC LIMIT :limit",
        {
            "conversation": conversation,
            "at": edge.at,
            "side": edge.side,
            "id": edge.id,
            "limit": limit,
        },
    )
    return [Line(**row) for row in reversed(rows)]


def outbox_after(tx: Tx, conversation: str, after: int) -> list[Line]:
    """Return what was sent after the message ``after``, in the order sent.

    Messages do not leave in the order of their ids (news may wait while an answer goes out), so
    this goes by when they were sent and may repeat one that left in the same moment. The reader
    drops what it has seen.
    """
    rows = tx.rows(
        "SELECT 'out' AS side, id, key, body, COALESCE(sent_at, made_at) AS at FROM outbox"
        " WHERE conversation = :conversation AND id <> :after"
        " AND state IN ('sent', 'claimed', 'unknown')"
        " AND (id > :after OR sent_at IS NULL OR sent_at >= ("
        "  SELECT sent_at FROM outbox WHERE id = :after AND conversation = :conversation))"
        " ORDER BY at, id",
        {"conversation": conversation, "after": after},
    )
    return [Line(**row) for row in rows]


def was_heard(tx: Tx, key: str) -> bool:
    """Whether the inbox has a delivery with this dedupe key."""
    return tx.row("SELECT 1 AS heard FROM inbox WHERE key = :key", {"key": key}) is not None


def shown_picture(tx: Tx, conversation: str, photo: int) -> Picture | None:
    """Return a photo this conversation sent or was shown; None for every other one."""
    row = tx.row(
        "SELECT conversation, state, sha256 FROM photos WHERE id = :photo", {"photo": photo}
    )
    if row is None:
        return None
    if row["conversation"] != conversation and not _was_shown(tx, conversation, photo):
        return None
    return _picture(row)


def own_picture(tx: Tx, conversation: str, key: str) -> Picture | None:
    """Return a photo this conversation sent, by its key; None while it is not known."""
    row = tx.row(
        "SELECT state, sha256 FROM photos"
        " WHERE channel = 'web' AND conversation = :conversation AND key = :key",
        {"conversation": conversation, "key": key},
    )
    return _picture(row) if row else None


def _picture(row: Row) -> Picture:
    return Picture(row["state"], row["sha256"] or "")


def _was_shown(tx: Tx, conversation: str, photo: int) -> bool:
    bodies = tx.rows(
        "SELECT body FROM outbox WHERE conversation = :conversation"
        " AND state IN ('sent', 'claimed', 'unknown')"
        " AND body LIKE :number",
        {"conversation": conversation, "number": f"%{photo}%"},
    )
    return any(photo in json.loads(row["body"]).get("photos", ()) for row in bodies)
