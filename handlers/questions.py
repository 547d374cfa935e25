"""What a report in the making still lacks, asked one thing at a time; then its summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.categories import SubCategory
from domain.routing import AreaKind
from handlers import choose
from handlers.describe import area_line, category_line, quoted
from handlers.draft import Draft
from handlers.messages import Button
from handlers.talk import Talk
from storage import dialogues
from storage.dialogues import Dialogue

KIND: Final = "report"
"""Kind of the dialogue that holds the draft."""


def go_on(talk: Talk, draft: Draft) -> None:
    """Ask for the first thing that is missing, or show the summary; keep the draft."""
    missing = first_missing(talk, draft)
    asked = replace(_ASKS[missing](talk, draft), asking=missing)
    dialogues.keep(
        talk.office.tx,
        Dialogue(talk.person.id, KIND, talk.where.key, asked.as_data(), talk.office.now),
    )


def first_missing(talk: Talk, draft: Draft) -> str:
    """Return the first thing a draft lacks; ``summary`` when it lacks nothing."""
    return next(name for name, lacks in _MISSING.items() if lacks(talk, draft))


def sub_of(talk: Talk, draft: Draft) -> SubCategory | None:
    """Return the sub-category chosen, or else suggested by the words; None if neither is."""
    if draft.sub:
        return talk.office.catalogue.get(draft.sub)
    suggested = talk.office.catalogue.suggest(draft.text)
    return suggested.sub if suggested else None


def _lacks_place(talk: Talk, draft: Draft) -> bool:
    if draft.point is not None:
        return False
    if draft.area is None or draft.list:
        return True
    return not draft.picked and talk.office.areas.get(draft.area).kind is AreaKind.STREET


_MISSING: Final[dict[str, Callable[[Talk, Draft], bool]]] = {
    "category-list": lambda _, draft: draft.list.startswith("category"),
    "what": lambda _, draft: draft.is_empty,
    "place": _lacks_place,
    "photo": lambda _, draft: not draft.photos and not draft.without_photo,
    "category": lambda talk, draft: sub_of(talk, draft) is None,
    "summary": lambda *_: True,
}
"""What a report needs, in the order in which it is asked for."""


def _ends(talk: Talk, draft: Draft, *labels: str) -> list[list[Button]]:
    """Return the buttons of a question; one leads to the issue the person filed just before."""
    rows = [[talk.button(label) for label in labels]]
    if draft.maybe:
        says = f"{talk.text('label-add')} {draft.maybe}"
        rows.append([Button(label=talk.text("label-belongs", no=draft.maybe), says=says)])
    return rows


def _ask_what(talk: Talk, draft: Draft) -> Draft:
    key = "report-ask-what" if draft.point is None else "report-ask-what-here"
    talk.say(key, rows=[[talk.button("cancel")]], wants="photo")
    return draft


def _ask_place(talk: Talk, draft: Draft) -> Draft:
    if draft.list:
        return choose.ask_area(talk, draft)
    if draft.area is not None:
        return choose.ask_area(talk, replace(draft, list=draft.area))
    rows = _ends(talk, draft, "from-list", "cancel")
    key = _place_question(talk, draft)
    talk.say(key, rows=rows, wants="place", photos_n=len(draft.photos), extra=draft.extra)
    return draft


def _place_question(talk: Talk, draft: Draft) -> str:
    """Choose how to ask for the place, so that a second answer does not repeat the first."""
    if draft.asking in {"new-place", "place-said"}:
        return f"report-ask-{draft.asking}"
    if draft.asking == "place" and talk.incoming.photos and not talk.incoming.album:
        return "report-ask-place-more"
    return "report-ask-place" if draft.photos else "report-ask-place-no-photo"


def _ask_photo(talk: Talk, draft: Draft) -> Draft:
    talk.say("report-ask-photo", rows=_ends(talk, draft, "no-photo", "cancel"), wants="photo")
    return draft


def _ask_category(talk: Talk, draft: Draft) -> Draft:
    if draft.asking == "category-said":
        talk.preface = talk.text("report-no-category")
    return choose.ask_category(talk, draft)


def _summary(talk: Talk, draft: Draft) -> Draft:
    lines = [
        talk.text("summary-head"),
        quoted(draft.text),
        _category_line(talk, draft),
        _place_line(talk, draft),
        talk.text("summary-photos", n=len(draft.photos), extra=draft.extra),
    ]
    rows = [
        [talk.button("submit")],
        [talk.button("recategorise"), talk.button("change-place")],
        [talk.button("add"), talk.button("cancel")],
    ]
    talk.say_words("\n".join(filter(None, lines)), rows=rows)
    return draft


def _category_line(talk: Talk, draft: Draft) -> str:
    suggested = None if draft.sub else talk.office.catalogue.suggest(draft.text)
    code = suggested.sub.code if suggested else draft.sub
    named = category_line(talk.office, talk.language, code)
    if suggested is None:
        return talk.text("summary-category", category=named)
    because = talk.text("between-quotes").join(suggested.because)
    return talk.text("summary-category-because", category=named, because=because)


def _place_line(talk: Talk, draft: Draft) -> str:
    areas = talk.office.areas
    area = areas.locate(draft.point) if draft.point else None
    key = "summary-place-outside" if draft.point and not area else "summary-place"
    code = area.code if area else draft.area or areas.district.code
    return talk.text(key, area=area_line(talk.office, talk.language, code), place=draft.place)


_ASKS: Final[dict[str, Callable[[Talk, Draft], Draft]]] = {
    "category-list": _ask_category,
    "what": _ask_what,
    "place": _ask_place,
    "photo": _ask_photo,
    "category": _ask_category,
    "summary": _summary,
}
