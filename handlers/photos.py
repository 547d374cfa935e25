"""What follows when a photo that came was kept or refused: the talk that waited for it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.errors import Refusal
from handlers import report, steps
from handlers.messages import Incoming
from handlers.office import Office
from handlers.refusals import explain
from handlers.talk import Talk
from storage import conversations, dialogues, people, photos
from storage.photos import Photo

_KEPT: Final = {report.KIND: report.photo_kept, steps.KIND: steps.photo_kept}
_REFUSED: Final = {report.KIND: report.photo_refused, steps.KIND: steps.photo_refused}


def _talk_with_sender(office: Office, photo: Photo, what: str) -> Talk | None:
    """Open a talk with whoever sent the photo, where they sent it."""
    person = people.get(office.tx, photo.person)
    where = conversations.find(office.tx, photo.conversation)
    if person is None or where is None:
        return None
    incoming = Incoming(
        key=f"photo:{photo.id}:{what}",
        channel=where.channel,
        chat=where.chat,
        user="",
        at=office.now,
    )
    return Talk(office, person, where, incoming)


def kept(office: Office, photo_id: int) -> None:
    """Go on with the dialogue that waited for this photo, if any."""
    photo = photos.get(office.tx, photo_id)
    talk = _talk_with_sender(office, photo, "kept") if photo else None
    dialogue = dialogues.find(office.tx, photo.person) if photo else None
    if talk and dialogue and dialogue.kind in _KEPT:
        _go_on(talk, lambda: _KEPT[dialogue.kind](talk, dialogue, photo_id))


def refused(office: Office, photo_id: int) -> None:
    """Tell the sender why a photo cannot be used, and let the dialogue ask again."""
    photo = photos.get(office.tx, photo_id)
    talk = _talk_with_sender(office, photo, "refused") if photo else None
    if photo is None or talk is None:
        return
    talk.say(photo.text_key, kind=photo.kind)
    dialogue = dialogues.find(office.tx, photo.person)
    if dialogue and dialogue.kind in _REFUSED:
        _go_on(talk, lambda: _REFUSED[dialogue.kind](talk, dialogue, photo_id))


def _go_on(talk: Talk, work: Callable[[], None]) -> None:
    """Do what the photo was waited for; the issue may have moved on meanwhile."""
    try:
        talk.office.tx.attempt(work)
    except Refusal as refusal:
        dialogues.end(talk.office.tx, talk.person.id)
        explain(talk, refusal)


def late(office: Office, photo_id: int, key: str) -> None:
    """Tell the sender once, with the text named, that a photo is long in coming."""
    photo = photos.get(office.tx, photo_id)
    talk = _talk_with_sender(office, photo, "late") if photo else None
    if talk:
        talk.say(key)
