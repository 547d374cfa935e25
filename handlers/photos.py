"""What follows when a photo that came was kept or refused: the talk that waited for it goes on."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import Refusal
from handlers.dialogue import DIALOGUES, Kind, PhotoNews, take_up_again
from handlers.messages import Incoming
from handlers.office import Office
from handlers.refusals import explain
from handlers.talk import Talk
from storage import conversations, dialogues, people, photos
from storage.photos import Photo


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
    if talk:
        _go_on(talk, lambda kind: kind.photo_kept, photo_id)
    photos.forget_place(office.tx, photo_id)  # a draft that wanted it has taken it over


def refused(office: Office, photo_id: int) -> None:
    """Tell the sender why a photo cannot be used, and let the dialogue ask again."""
    photo = photos.get(office.tx, photo_id)
    talk = _talk_with_sender(office, photo, "refused") if photo else None
    if photo and talk:
        talk.say(photo.text_key, kind=photo.kind)
        _go_on(talk, lambda kind: kind.photo_refused, photo_id)


def _go_on(talk: Talk, news: Callable[[Kind], PhotoNews], photo_id: int) -> None:
    """Tell every dialogue of the sender; the issue one is about may have moved on meanwhile."""
    before = dialogues.every(talk.office.tx, talk.person.id)
    for one in before:
        try:
            talk.office.tx.attempt(lambda: news(DIALOGUES[one.kind])(talk, one, photo_id))  # noqa: B023
        except Refusal as refusal:
            dialogues.end(talk.office.tx, talk.person.id, one.kind)
            explain(talk, refusal)
    take_up_again(talk, before)


def late(office: Office, photo_id: int, key: str) -> None:
    """Tell the sender once, with the text named, that a photo is long in coming."""
    photo = photos.get(office.tx, photo_id)
    talk = _talk_with_sender(office, photo, "late") if photo else None
    if talk:
        talk.say(key)
