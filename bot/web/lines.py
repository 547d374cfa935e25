"""One line of a conversation, as the page is handed it."""

from __future__ import annotations

from typing import Any, Literal, cast

from bot.channels.webchat import TEXT_LIMIT, Posted
from bot.web.guard import refuse
from handlers.messages import Outgoing
from storage.seats import Cursor, Line, Sitter

Shown = dict[str, Any]


def shown(line: Line) -> Shown | None:
    """Return what the page draws for a line.

    None for what the page sent by itself, and for a line whose words were forgotten.
    """
    if not line.body:
        return None
    return _said_by_us(line) if line.side == "out" else _said_by_them(line)


def _said_by_us(line: Line) -> Shown:
    body = Outgoing.model_validate_json(line.body)
    return {
        "side": "out",
        "id": line.id,
        "at": line.at,
        "text": body.text,
        "photos": [str(photo) for photo in body.photos],
        "rows": [[{"label": b.label, "url": b.url} for b in row] for row in body.rows],
        "wants": body.wants,
        "point": body.point,
    }


def _said_by_them(line: Line) -> Shown | None:
    body = Posted.model_validate_json(line.body)
    if body.quiet:
        return None
    return {
        "side": "in",
        "key": body.key,
        "at": line.at,
        "text": body.label or body.text[:TEXT_LIMIT],
        "photos": [photo.key for photo in body.photos],
        "point": (body.place.lon, body.place.lat) if body.place else None,
        "file": body.file,
    }


def who(person: Sitter | None) -> Shown:
    """Return what the page's header says of the person; a stranger is a resident."""
    if person is None:
        return {"title": "", "hats": []}
    hats = [{"role": h.role, "place": h.place, "place_en": h.place_en} for h in person.hats]
    return {"title": person.title, "hats": hats}


def cursor_text(cursor: Cursor) -> str:
    """Return a cursor as the page keeps it."""
    return f"{cursor.at}|{cursor.side}|{cursor.id}"


def read_cursor(text: str) -> Cursor | None:
    """Read a cursor the page sent back; empty means the newest."""
    if not text:
        return None
    at, _, rest = text.partition("|")
    side, _, number = rest.partition("|")
    if side not in {"in", "out"} or not number.isdecimal() or len(number) > 18:
        raise refuse(422, "web-error-request")
    return Cursor(at, cast("Literal['in', 'out']", side), int(number))
