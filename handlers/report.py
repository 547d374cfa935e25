"""Reporting a problem: photo, words and place in any order, one summary, and 提交.

The bot asks only for what is missing, one thing at a time. Every word is kept: what answers the
question 在哪里 also belongs to the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.categories import SubCategory
from domain.errors import BadInput
from domain.geo import from_gcj02
from domain.leads import is_about_misconduct
from domain.routing import AreaKind
from handlers import choose, incoming_photos
from handlers.actions.report import file_report, receipt_of
from handlers.describe import area_line, category_line, quoted
from handlers.draft import MOST_PHOTOS, MOST_WORDS, Draft
from handlers.messages import Button, Place
from handlers.talk import PICK, Talk
from handlers.words import cleaned, folded
from storage import counters, dialogues, photos
from storage.dialogues import Dialogue

KIND: Final = "report"


def begin(talk: Talk) -> None:
    """Start a report, or show the one that is half-finished."""
    go_on(talk, _draft(talk) or Draft())


def _draft(talk: Talk) -> Draft | None:
    found = dialogues.find(talk.office.tx, talk.person.id)
    return Draft.of(found.data) if found and found.kind == KIND else None


def take(talk: Talk, dialogue: Dialogue) -> bool:
    """Take one of the draft's own labels; False if the line is none of them."""
    draft = Draft.of(dialogue.data)
    word, _, rest = talk.line.partition(" ")
    if word == PICK and rest:
        _picked(talk, draft, rest.strip())
        return True
    for label, act in _LABELS.items():
        if folded(talk.line) in talk.office.words.spellings(label):
            act(talk, draft)
            return True
    return choose.turn_page(talk, draft, go_on)


def absorb(talk: Talk, dialogue: Dialogue | None = None) -> None:
    """Add what came to the draft, making one if there is none, and ask for what is missing."""
    draft = Draft.of(dialogue.data) if dialogue else Draft()
    words = cleaned(talk.line)
    if words and is_about_misconduct(words):
        counters.count(talk.office.tx, "misconduct_not_filed", talk.office.today.isoformat())
        talk.say("not-filed-misconduct")
        return
    draft = _with_photos(talk, draft)
    draft = _with_words(talk, draft, words)
    if talk.incoming.place:
        draft = _with_place(draft, talk.incoming.place)
    go_on(talk, draft)


def _with_photos(talk: Talk, draft: Draft) -> Draft:
    room = MOST_PHOTOS - len(draft.photos)
    refs = talk.incoming.photos
    taken = incoming_photos.register(talk, refs[: max(room, 0)])
    fresh = tuple(photo for photo in taken if photo not in draft.photos)
    extra = draft.extra + max(0, len(refs) - max(room, 0))
    return replace(draft, photos=(*draft.photos, *fresh), extra=extra, without_photo=False)


def _with_words(talk: Talk, draft: Draft, words: str) -> Draft:
    if not words:
        return draft
    if draft.list and draft.asking in {"place", "category"}:
        narrowed = choose.search(talk, draft, words)
        if narrowed is not None:
            return narrowed
    room = MOST_WORDS - len(draft.text)
    if len(words) > room:
        talk.say("report-words-cut", most=MOST_WORDS)
    draft = replace(draft, words=(*draft.words, words[:room])) if room > 0 else draft
    return draft if draft.picked else _named(talk, draft)


def _named(talk: Talk, draft: Draft) -> Draft:
    """Take the place from the words, where they name exactly one community or grid."""
    named = talk.office.areas.named_in(draft.text)
    if len(named) == 1 and named[0].kind is not AreaKind.DISTRICT:
        return replace(draft, area=named[0].code, list="", page=1)
    return draft


def _with_place(draft: Draft, place: Place) -> Draft:
    gcj = place.datum == "gcj02"
    lon, lat = place.lon, place.lat
    if gcj:
        point = from_gcj02(lon, lat)
        lon, lat = point.lon, point.lat
    return replace(
        draft, lon=lon, lat=lat, place=cleaned(place.label), area=None, picked=True, list=""
    )


def go_on(talk: Talk, draft: Draft) -> None:
    """Ask for the first thing that is missing, or show the summary; keep the draft."""
    missing = next(name for name, lacks in _MISSING.items() if lacks(talk, draft))
    asked = replace(_ASKS[missing](talk, draft), asking=missing)
    dialogues.keep(
        talk.office.tx,
        Dialogue(talk.person.id, KIND, talk.where.key, asked.as_data(), talk.office.now),
    )


def _lacks_place(talk: Talk, draft: Draft) -> bool:
    if draft.point is not None:
        return False
    if draft.area is None or draft.list:
        return True
    return not draft.picked and talk.office.areas.get(draft.area).kind is AreaKind.STREET


def _sub(talk: Talk, draft: Draft) -> SubCategory | None:
    if draft.sub:
        return talk.office.catalogue.get(draft.sub)
    suggested = talk.office.catalogue.suggest(draft.text)
    return suggested.sub if suggested else None


_MISSING: Final[dict[str, Callable[[Talk, Draft], bool]]] = {
    "category-list": lambda _, draft: draft.list.startswith("category"),
    "what": lambda _, draft: draft.is_empty,
    "place": _lacks_place,
    "photo": lambda _, draft: not draft.photos and not draft.without_photo,
    "category": lambda talk, draft: _sub(talk, draft) is None,
    "summary": lambda *_: True,
}
"""What a report needs, in the order in which it is asked for."""


def _ask_what(talk: Talk, draft: Draft) -> Draft:
    key = "report-ask-what" if draft.point is None else "report-ask-what-here"
    talk.say(key, rows=[[talk.button("cancel")]], wants="photo")
    return draft


def _ask_place(talk: Talk, draft: Draft) -> Draft:
    if draft.list:
        return choose.ask_area(talk, draft)
    if draft.area is not None:
        return choose.ask_area(talk, replace(draft, list=draft.area))
    rows = [[talk.button("from-list"), talk.button("cancel")]]
    key = "report-ask-place" if draft.photos else "report-ask-place-no-photo"
    if draft.asking == "place" and talk.line and not talk.incoming.photos:
        key = "report-ask-place-again"
    talk.say(key, rows=rows, wants="place", photos_n=len(draft.photos), extra=draft.extra)
    return draft


def _ask_photo(talk: Talk, draft: Draft) -> Draft:
    rows = [[talk.button("no-photo"), talk.button("cancel")]]
    talk.say("report-ask-photo", rows=rows, wants="photo")
    return draft


def _ask_category(talk: Talk, draft: Draft) -> Draft:
    return choose.ask_category(talk, draft)


def _summary(talk: Talk, draft: Draft) -> Draft:
    office, language = talk.office, talk.language
    sub = _sub(talk, draft)
    if sub is None:
        raise BadInput("report-ask-category")
    suggested = None if draft.sub else office.catalogue.suggest(draft.text)
    because = suggested.because if suggested else ()
    area = office.areas.locate(draft.point) if draft.point else None
    code = area.code if area else draft.area or office.areas.district.code
    outside = draft.point is not None and area is None
    lines = [
        talk.text("summary-head"),
        quoted(draft.text),
        talk.text(
            "summary-category-because" if because else "summary-category",
            category=category_line(office, language, sub.code),
            because=because,
        ),
        talk.text(
            "summary-place-outside" if outside else "summary-place",
            area=area_line(office, language, code),
            place=draft.place,
        ),
        talk.text("summary-photos", n=len(draft.photos), extra=draft.extra),
    ]
    rows = [
        [talk.button("submit")],
        [talk.button("recategorise"), talk.button("change-place")],
        [talk.button("add"), talk.button("cancel")],
    ]
    talk.say_words("\n".join(line for line in lines if line), rows=rows)
    return draft


_ASKS: Final[dict[str, Callable[[Talk, Draft], Draft]]] = {
    "category-list": _ask_category,
    "what": _ask_what,
    "place": _ask_place,
    "photo": _ask_photo,
    "category": _ask_category,
    "summary": _summary,
}


def _submit(talk: Talk, draft: Draft) -> None:
    """File the draft, if nothing is missing any more; otherwise ask for it."""
    lacks = next(name for name, is_missing in _MISSING.items() if is_missing(talk, draft))
    sub = _sub(talk, draft)
    if lacks not in {"summary", "photo"} or sub is None:
        go_on(talk, draft)
        return
    issue = file_report(talk.office, talk.person, draft.report(sub.code))
    dialogues.end(talk.office.tx, talk.person.id)
    key = "filed" if issue.unit else "filed-unrouted"
    why = talk.text(issue.unrouted) if issue.unrouted else ""
    rows: list[list[Button]] = [[talk.button("withdraw", issue.no), talk.button("add", issue.no)]]
    talk.say(key, issue=issue, rows=rows, receipt=receipt_of(talk.office, issue), why=why)


def _change_category(talk: Talk, draft: Draft) -> None:
    go_on(talk, replace(draft, list="category", page=1, find=""))


def _change_place(talk: Talk, draft: Draft) -> None:
    empty = replace(
        draft, lon=None, lat=None, place="", area=None, picked=True, list="", asking="", find=""
    )
    go_on(talk, empty)


def _from_list(talk: Talk, draft: Draft) -> None:
    district = talk.office.areas.district.code
    go_on(talk, replace(draft, lon=None, lat=None, list=district, page=1, find=""))


def _without_photo(talk: Talk, draft: Draft) -> None:
    go_on(talk, replace(draft, without_photo=True))


def _ask_more(talk: Talk, draft: Draft) -> None:
    talk.say("report-add-more", rows=[[talk.button("submit"), talk.button("cancel")]])
    del draft


def _use_photo_place(talk: Talk, draft: Draft) -> None:
    if draft.offered_lon is None:
        go_on(talk, draft)
        return
    go_on(
        talk,
        replace(
            draft,
            lon=draft.offered_lon,
            lat=draft.offered_lat,
            offered_lon=None,
            offered_lat=None,
            area=None,
            picked=True,
            list="",
        ),
    )


_LABELS: Final[dict[str, Callable[[Talk, Draft], None]]] = {
    "submit": _submit,
    "recategorise": _change_category,
    "change-place": _change_place,
    "from-list": _from_list,
    "no-photo": _without_photo,
    "add": _ask_more,
    "use-photo-place": _use_photo_place,
}


def _picked(talk: Talk, draft: Draft, code: str) -> None:
    if draft.list.startswith("category") or draft.asking == "category":
        draft = choose.picked_category(talk, draft, code)
    else:
        draft = choose.picked_area(talk, draft, code)
    go_on(talk, draft)


def cancel(talk: Talk, dialogue: Dialogue) -> None:
    """Drop the draft and say what was dropped."""
    draft = Draft.of(dialogue.data)
    dialogues.end(talk.office.tx, talk.person.id)
    if draft.is_empty:
        talk.say("cancelled-nothing")
    else:
        talk.say("cancelled-report", pictures=len(draft.photos), words=len(draft.words))


def photo_kept(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Offer a photo's capture place once, where the report has no place yet."""
    draft = Draft.of(dialogue.data)
    found = photos.get(talk.office.tx, photo)
    if found is None or found.taken is None or photo not in draft.photos:
        return
    photos.forget_place(talk.office.tx, photo)
    area = talk.office.areas.locate(found.taken)
    if draft.point is not None or draft.area is not None or area is None:
        return
    offered = replace(draft, offered_lon=found.taken.lon, offered_lat=found.taken.lat)
    dialogues.keep(talk.office.tx, replace(dialogue, data=offered.as_data()))
    rows = [[talk.button("use-photo-place")], [talk.button("from-list"), talk.button("cancel")]]
    talk.say("report-photo-place", rows=rows, area=area_line(talk.office, talk.language, area.code))


def photo_refused(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Take a photo that could not be used out of the draft."""
    draft = Draft.of(dialogue.data)
    left = replace(draft, photos=tuple(p for p in draft.photos if p != photo))
    dialogues.keep(talk.office.tx, replace(dialogue, data=left.as_data()))
