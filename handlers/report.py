"""Reporting a problem: photo, words and place in any order, one summary, and 提交.

Every word is kept: what answers the question 在哪里 also belongs to the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.categories import SubCategory
from handlers import choose
from handlers.actions.report import file_report, receipt_of
from handlers.collect import collect, new_draft
from handlers.describe import area_line
from handlers.draft import Draft
from handlers.messages import Button
from handlers.questions import KIND, first_missing, go_on, sub_of
from handlers.smalltalk import smalltalk, spelled
from handlers.talk import PICK, Talk
from handlers.words import folded
from storage import dialogues, photos
from storage.dialogues import Dialogue


def begin(talk: Talk) -> None:
    """Start a report, perhaps with words, or show the one that is half-finished."""
    found = dialogues.find(talk.office.tx, talk.person.id, KIND)
    if found is None:
        go_on(talk, collect(talk, new_draft(talk)))
    elif talk.line:
        absorb(talk, found)
    else:
        again(talk, found)


def start_with(talk: Talk) -> None:
    """Start a report with what just came."""
    go_on(talk, collect(talk, new_draft(talk)))


def again(talk: Talk, dialogue: Dialogue) -> None:
    """Say that a report is half-finished, and ask its question again."""
    draft = Draft.of(dialogue.data)
    if not draft.is_empty:
        talk.preface = talk.text("report-goes-on")
    go_on(talk, draft)


def take(talk: Talk, dialogue: Dialogue) -> bool:
    """Take one of the draft's own labels; False if the line is none of them."""
    draft = Draft.of(dialogue.data)
    if talk.offer and talk.offer.message <= draft.begun and _is_own(talk):
        talk.preface = talk.text("button-of-another", at=talk.offer.made_at)
        go_on(talk, draft)
        return True
    word, _, code = talk.line.partition(" ")
    if word == PICK and code:
        go_on(talk, choose.picked(talk, draft, code.strip()))
        return True
    act = _label(talk)
    if act is None and draft.asking == "photo" and _says_no(talk):
        act = _without_photo
    if act is not None:
        act(talk, draft)
        return True
    return choose.turn_page(talk, draft, go_on)


def _is_own(talk: Talk) -> bool:
    return talk.line.startswith(f"{PICK} ") or _label(talk) is not None


def _label(talk: Talk) -> Callable[[Talk, Draft], None] | None:
    typed, words = folded(talk.line), talk.office.words
    return next((act for label, act in _LABELS.items() if typed in words.spellings(label)), None)


def _says_no(talk: Talk) -> bool:
    return folded(talk.line) in spelled(talk, "answer-no-photo")


def absorb(talk: Talk, dialogue: Dialogue) -> None:
    """Add what came to the draft, and ask for what is missing; small talk is no part of it."""
    draft = Draft.of(dialogue.data)
    kind = smalltalk(talk)
    if kind == "yes" and draft.offered_lon is not None:
        _use_photo_place(talk, draft)
        return
    if kind == "yes" and first_missing(talk, draft) == "summary":
        talk.say("report-say-submit", rows=[[talk.button("submit"), talk.button("cancel")]])
        return
    if kind:
        talk.preface = talk.text(f"small-{kind}-short")
    elif _is_choice(talk):
        talk.preface = talk.text("choose-no-number", n=talk.line)
    if talk.preface:
        talk.line = ""
    after = collect(talk, draft)
    said = draft.asking if after.words == draft.words else f"{draft.asking}-said"
    go_on(talk, replace(after, asking=said))


def _is_choice(talk: Talk) -> bool:
    """Whether a message is a bare number: a choice that is not there, not words of a report."""
    alone = not talk.incoming.photos and not talk.incoming.place
    return alone and folded(talk.line).isdigit() and len(talk.line) <= CHOICE_DIGITS


CHOICE_DIGITS: Final = 2


def _submit(talk: Talk, draft: Draft) -> None:
    """File the draft, if nothing is missing any more; otherwise ask for it."""
    if draft.list.startswith("category") and sub_of(talk, draft) is not None:
        draft = replace(draft, list="")
    lacks, sub = first_missing(talk, draft), sub_of(talk, draft)
    if lacks not in {"summary", "photo"} or sub is None:
        talk.preface = talk.text("submit-lacks")
        go_on(talk, draft)
        return
    _file(talk, draft, sub)


def _file(talk: Talk, draft: Draft, sub: SubCategory) -> None:
    issue = file_report(talk.office, talk.person, draft.report(sub.code))
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    key = "filed" if issue.unit else "filed-unrouted"
    why = talk.text(issue.unrouted) if issue.unrouted else ""
    rows: list[list[Button]] = [[talk.button("withdraw", issue.no), talk.button("add", issue.no)]]
    talk.say(key, issue=issue, rows=rows, receipt=receipt_of(talk.office, issue), why=why)


def _change_category(talk: Talk, draft: Draft) -> None:
    go_on(talk, replace(draft, list="category", page=1, find=""))


def _change_place(talk: Talk, draft: Draft) -> None:
    placeless = replace(draft, lon=None, lat=None, place="", area=None, picked=False)
    go_on(talk, replace(placeless, list="", asking="new-place", find="", unplaced=len(draft.words)))


def _from_list(talk: Talk, draft: Draft) -> None:
    district = talk.office.areas.district.code
    go_on(talk, replace(draft, lon=None, lat=None, place="", list=district, page=1, find=""))


def _without_photo(talk: Talk, draft: Draft) -> None:
    go_on(talk, replace(draft, without_photo=True))


def _ask_more(talk: Talk, draft: Draft) -> None:
    del draft
    talk.say("report-add-more", rows=[[talk.button("submit"), talk.button("cancel")]])


def _use_photo_place(talk: Talk, draft: Draft) -> None:
    if draft.offered_lon is not None:
        there = replace(draft, lon=draft.offered_lon, lat=draft.offered_lat, area=None, list="")
        draft = replace(there, offered_lon=None, offered_lat=None, place="", picked=True)
    go_on(talk, draft)


def _drop(talk: Talk, draft: Draft) -> None:
    """Drop the draft and say what was dropped."""
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    key = "cancelled-report" if draft.parts else "cancelled-empty"
    talk.say(key, parts=draft.parts, rows=[[talk.button("report"), talk.button("my")]])


_LABELS: Final[dict[str, Callable[[Talk, Draft], None]]] = {
    "submit": _submit,
    "recategorise": _change_category,
    "change-place": _change_place,
    "from-list": _from_list,
    "no-photo": _without_photo,
    "add": _ask_more,
    "use-photo-place": _use_photo_place,
    "withdraw": _drop,
}
"""What a bare label means while a report is in the making; 撤回 takes that one back."""


def cancel(talk: Talk, dialogue: Dialogue) -> None:
    """Drop the draft and say what was dropped."""
    _drop(talk, Draft.of(dialogue.data))


def photo_kept(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Offer a photo's capture place once, where the report has no place yet."""
    draft = Draft.of(dialogue.data)
    found = photos.get(talk.office.tx, photo)
    if found is None or found.taken is None or photo not in draft.photos:
        return
    photos.forget_place(talk.office.tx, photo)
    area = talk.office.areas.locate(found.taken)
    offered = draft.offered_lon is not None
    if offered or draft.point is not None or draft.area is not None or area is None:
        return
    draft = replace(draft, offered_lon=found.taken.lon, offered_lat=found.taken.lat)
    dialogues.amend(talk.office.tx, replace(dialogue, data=draft.as_data()))
    rows = [[talk.button("use-photo-place")], [talk.button("from-list"), talk.button("cancel")]]
    talk.say("report-photo-place", rows=rows, area=area_line(talk.office, talk.language, area.code))


def photo_refused(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Take a photo that could not be used out of the draft."""
    draft = Draft.of(dialogue.data)
    left = replace(draft, photos=tuple(p for p in draft.photos if p != photo))
    dialogues.amend(talk.office.tx, replace(dialogue, data=left.as_data()))
