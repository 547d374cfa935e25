"""What came with a message is added to a report in the making; nothing is asked here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.geo import from_gcj02
from domain.routing import AreaKind
from handlers import choose, incoming_photos
from handlers.describe import quoted
from handlers.draft import MOST_PHOTOS, MOST_WORDS, Draft
from handlers.messages import Place
from handlers.talk import Talk
from handlers.words import cleaned
from storage import follows, outbox

JUST_FILED: Final = timedelta(minutes=10)
"""How long after filing a new message may be meant for the issue just filed."""


def new_draft(talk: Talk) -> Draft:
    """Begin an empty report."""
    maybe = follows.last_report(talk.office.tx, talk.person.id, talk.office.now - JUST_FILED)
    return Draft(begun=outbox.newest(talk.office.tx), maybe=maybe)


def collect(talk: Talk, draft: Draft) -> Draft:
    """Add the photos, words and place of the message."""
    draft = _with_photos(talk, draft)
    draft = _with_words(talk, draft, cleaned(talk.line))
    return _with_place(draft, talk.incoming.place) if talk.incoming.place else draft


def _with_photos(talk: Talk, draft: Draft) -> Draft:
    refs = talk.incoming.photos
    if not refs:
        return draft
    room = max(MOST_PHOTOS - len(draft.photos), 0)
    taken = incoming_photos.register(talk, refs[:room])
    fresh = tuple(dict.fromkeys(photo for photo in taken if photo not in draft.photos))
    extra = draft.extra + max(0, len(refs) - room)
    return replace(draft, photos=(*draft.photos, *fresh), extra=extra, without_photo=False)


def _with_words(talk: Talk, draft: Draft, words: str) -> Draft:
    if not words:
        return draft
    if draft.is_choosing:
        narrowed = choose.search(talk, draft, words)
        if narrowed is not None:
            return narrowed
    room = MOST_WORDS - len(draft.text)
    if len(words) > room:
        talk.say("report-words-cut", most=MOST_WORDS)
    draft = replace(draft, words=(*draft.words, words[:room])) if room > 0 else draft
    return _named(talk, draft)


def _named(talk: Talk, draft: Draft) -> Draft:
    """Take the place from the words, where they name exactly one; a chosen place stays."""
    if draft.picked:
        return draft
    named = talk.office.areas.named_in("\n".join(draft.words[draft.unplaced :]))
    if len(named) == 1 and named[0].kind is not AreaKind.DISTRICT:
        still = draft.list if draft.list.startswith("category") else ""
        return replace(draft, area=named[0].code, list=still, page=1)
    return draft if draft.list else replace(draft, area=None)


def _with_place(draft: Draft, place: Place) -> Draft:
    lon, lat = place.lon, place.lat
    if place.datum == "gcj02":
        point = from_gcj02(lon, lat)
        lon, lat = point.lon, point.lat
    still = draft.list if draft.list.startswith("category") else ""
    label = quoted(cleaned(place.label))
    return replace(draft, lon=lon, lat=lat, place=label, area=None, picked=True, list=still)
