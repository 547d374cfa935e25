"""Choosing a place or a category for a report from lists, by page or by writing a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from domain.categories import Category
from domain.routing import Area, AreaKind
from handlers.draft import Draft
from handlers.lists import in_rows, page_asked, page_of, turning
from handlers.messages import Button
from handlers.talk import Talk
from handlers.words import folded

HERE: Final = "here"
"""Code of the choice 不清楚: the area above the list is as precise as the person can be."""


def ask_area(talk: Talk, draft: Draft) -> Draft:
    """Offer the areas below ``draft.list``: streets, then communities. Grids are not asked for."""
    office = talk.office
    above = office.areas.get(draft.list)
    areas = [area for area in office.areas.children(above.code) if _fits(area, draft.find)]
    page = page_of(areas or office.areas.children(above.code), draft.page)
    choices = [talk.pick(office.words.name(talk.language, a), a.code) for a in page.items]
    ends = turning(talk, page)
    if above.kind is not AreaKind.DISTRICT:
        ends.append(talk.pick(talk.text("label-not-sure"), HERE))
    ends.append(talk.button("cancel"))
    key = "choose-street" if above.kind is AreaKind.DISTRICT else "choose-community"
    if draft.find and not areas:
        key = "choose-not-found"
    name = office.words.name(talk.language, above)
    talk.say(key, rows=[*in_rows(choices), *in_rows(ends, 3)], area=name, find=draft.find)
    return replace(draft, page=page.number, find="")


def _fits(area: Area, find: str) -> bool:
    return folded(find) in folded(area.name) or folded(find) in folded(area.name_en)


def picked_area(talk: Talk, draft: Draft, code: str) -> Draft:
    """Take a choice: a street leads to its communities, a community ends the list."""
    if code == HERE:
        return replace(draft, area=draft.list or None, picked=True, list="")
    area = talk.office.areas.get(code)
    if area.kind is AreaKind.STREET and talk.office.areas.children(code):
        return replace(draft, area=code, list=code, page=1, lon=None, lat=None)
    return replace(draft, area=code, picked=True, list="", lon=None, lat=None, place="")


def ask_category(talk: Talk, draft: Draft) -> Draft:
    """Offer the five categories, or the sub-categories of one."""
    _, _, main = draft.list.partition(":")
    catalogue, words = talk.office.catalogue, talk.office.words
    if main:
        names: Sequence[tuple[str, str]] = [
            (words.name(talk.language, sub), sub.code) for sub in catalogue.of(Category(main))
        ]
    else:
        names = [(words.name(talk.language, c), c.code) for c in catalogue.categories]
    found = [pair for pair in names if folded(draft.find) in folded(pair[0])] or list(names)
    page = page_of(found, draft.page)
    ends: list[Button] = [*turning(talk, page), talk.button("cancel")]
    choices = [talk.pick(name, code) for name, code in page.items]
    key = "choose-sub-category" if main else "report-ask-category"
    talk.say(key, rows=[*in_rows(choices), *in_rows(ends, 3)])
    return replace(draft, page=page.number, find="")


def picked_category(talk: Talk, draft: Draft, code: str) -> Draft:
    """Take a choice: asked for it, a category takes its first kind; changing it, its kinds follow.

    A report whose words say nothing known is filed with one tap that way; the summary shows the
    kind, and 改类别 leads to all of them.
    """
    if code in set(Category):
        if draft.list:
            return replace(draft, list=f"category:{code}", page=1)
        return replace(draft, sub=talk.office.catalogue.of(Category(code))[0].code)
    return replace(draft, sub=talk.office.catalogue.get(code).code, list="", page=1)


def turn_page(talk: Talk, draft: Draft, go_on: Callable[[Talk, Draft], None]) -> bool:
    """Turn to another page of the list, if the line asks for one."""
    page, rest = page_asked(talk.line)
    if rest or not talk.line or page_asked(talk.line)[1] == talk.line or not draft.list:
        return False
    go_on(talk, replace(draft, page=page))
    return True


def search(talk: Talk, draft: Draft, words: str) -> Draft | None:
    """Narrow the list to what holds these words; None if they are no search but a sentence."""
    if draft.list.startswith("category"):
        return replace(draft, find=words, page=1) if len(words) <= SEARCH_LIMIT else None
    named = talk.office.areas.named_in(words)
    if len(named) == 1 and named[0].kind is not AreaKind.DISTRICT:
        return picked_area(talk, draft, named[0].code)
    below = talk.office.areas.children(draft.list)
    fits = any(_fits(area, words) for area in below)
    return replace(draft, find=words, page=1) if fits else None


SEARCH_LIMIT: Final = 12
"""Longest text that is taken for a search in a list; a sentence is longer."""
