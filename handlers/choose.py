"""Choosing a place or a category for a report from lists, by page or by writing a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from domain.categories import Category
from domain.routing import Area, AreaKind
from handlers.describe import area_line
from handlers.draft import Draft
from handlers.lists import in_rows, page_asked, page_of, turning
from handlers.messages import Button
from handlers.smalltalk import SCRAP
from handlers.talk import Talk
from handlers.words import folded

HERE: Final = "here:"
"""Begins the choice 不清楚: the area whose code follows is as precise as the person can be."""

SEARCH_LIMIT: Final = 12
"""Longest text that is taken for a search in a list; a sentence is longer."""


def ask_area(talk: Talk, draft: Draft) -> Draft:
    """Offer the areas below ``draft.list``: streets, then communities. Grids are not asked for."""
    above = talk.office.areas.get(draft.list)
    page = page_of(_below(talk, above, draft.find), draft.page)
    choices = [talk.pick(_name(talk, area, above), area.code) for area in page.items]
    ends = turning(talk, page)
    whole = above.kind is AreaKind.DISTRICT
    if not whole:
        ends.append(talk.pick(talk.text("label-not-sure"), HERE + above.code))
    ends.append(talk.button("cancel"))
    name = talk.office.words.name(talk.language, above)
    key = "choose-street" if whole else "choose-community"
    talk.say(key, rows=[*in_rows(choices), *in_rows(ends, 3)], area=name)
    return replace(draft, page=page.number)


def _below(talk: Talk, above: Area, find: str) -> Sequence[Area]:
    """Return the areas to offer; a word is looked for in streets and communities alike."""
    children = talk.office.areas.children(above.code)
    if not find:
        return children
    streets = [area for area in children if area.kind is AreaKind.STREET]
    deeper = [area for street in streets for area in talk.office.areas.children(street.code)]
    return [area for area in (*children, *deeper) if _fits(area, find)]


def _name(talk: Talk, area: Area, above: Area) -> str:
    if area.parent == above.code:
        return talk.office.words.name(talk.language, area)
    return area_line(talk.office, talk.language, area.code)


def _fits(area: Area, find: str) -> bool:
    return folded(find) in folded(area.name) or folded(find) in folded(area.name_en)


def picked_area(talk: Talk, draft: Draft, code: str) -> Draft:
    """Take a choice: a street leads to its communities, a community ends the list."""
    if code.startswith(HERE):
        area = talk.office.areas.get(code.removeprefix(HERE))
        return _placed(draft, area.code)
    area = talk.office.areas.get(code)
    if area.kind is AreaKind.STREET and talk.office.areas.children(code):
        opened = replace(draft, area=code, picked=False, list=code, page=1, find="")
        return replace(opened, lon=None, lat=None, place="")
    return _placed(draft, code)


def _placed(draft: Draft, code: str) -> Draft:
    placed = replace(draft, area=code, picked=True, list="", page=1, find="")
    return replace(placed, lon=None, lat=None, place="")


def ask_category(talk: Talk, draft: Draft) -> Draft:
    """Offer the five categories, or the sub-categories of one."""
    names = _categories(talk, draft)
    page = page_of([pair for pair in names if _holds(pair, draft.find)], draft.page)
    ends: list[Button] = [*turning(talk, page), talk.button("cancel")]
    choices = [talk.pick(name, code) for name, code in page.items]
    key = "choose-sub-category" if ":" in draft.list else "report-ask-category"
    talk.say(key, rows=[*in_rows(choices), *in_rows(ends, 3)])
    return replace(draft, page=page.number)


def _categories(talk: Talk, draft: Draft) -> list[tuple[str, str]]:
    """Return names and codes of what the list offers; a word is looked for among all kinds."""
    _, _, main = draft.list.partition(":")
    catalogue, words = talk.office.catalogue, talk.office.words
    kinds = catalogue.of(Category(main)) if main else catalogue.subs if draft.find else ()
    names = [(words.name(talk.language, sub), sub.code) for sub in kinds]
    if main:
        return names
    return [(words.name(talk.language, c), c.code) for c in catalogue.categories] + names


def _holds(pair: tuple[str, str], find: str) -> bool:
    return folded(find) in folded(pair[0])


def picked_category(talk: Talk, draft: Draft, code: str) -> Draft:
    """Take a choice: asked for it, a category takes its first kind; changing it, its kinds follow.

    A report whose words say nothing known is filed with one tap that way; the summary shows the
    kind, and 改类别 leads to all of them.
    """
    if code in set(Category):
        if draft.list:
            return replace(draft, list=f"category:{code}", page=1, find="")
        return replace(draft, sub=talk.office.catalogue.of(Category(code))[0].code, find="")
    return replace(draft, sub=talk.office.catalogue.get(code).code, list="", page=1, find="")


def picked(talk: Talk, draft: Draft, code: str) -> Draft:
    """Take a choice from any list shown before; one that is in none of them changes nothing."""
    catalogue, areas = talk.office.catalogue, talk.office.areas
    if code in set(Category) or any(sub.code == code for sub in catalogue.subs):
        return picked_category(talk, draft, code)
    known = {area.code for area in areas.areas}
    return picked_area(talk, draft, code) if code.removeprefix(HERE) in known else draft


def turn_page(talk: Talk, draft: Draft, go_on: Callable[[Talk, Draft], None]) -> bool:
    """Turn to another page of the list, if the line asks for one."""
    page, rest = page_asked(talk.line)
    if rest or not talk.line or not draft.list:
        return False
    go_on(talk, replace(draft, page=page))
    return True


def search(talk: Talk, draft: Draft, words: str) -> Draft | None:
    """Narrow the list to what holds these words; None if they belong to the report."""
    if len(words) > SEARCH_LIMIT:
        return None
    if not draft.list or draft.list.startswith("category"):
        found = any(_holds(pair, words) for pair in _categories(talk, replace(draft, find=words)))
    else:
        named = talk.office.areas.named_in(words)
        if len(named) == 1 and named[0].kind is not AreaKind.DISTRICT:
            return picked_area(talk, draft, named[0].code)
        found = bool(_below(talk, talk.office.areas.get(draft.list), words))
    if found:
        return replace(draft, find=words, page=1)
    return _not_found(talk, draft, words)


def _not_found(talk: Talk, draft: Draft, words: str) -> Draft | None:
    """Say that nothing fits; what may describe the place (市场后面) is kept with the report."""
    if not draft.list:  # asked for the category, a person may also tell more
        return None
    describes = len(words) >= SCRAP and not draft.list.startswith("category")
    key = "choose-not-found-kept" if describes else "choose-not-found"
    talk.preface = talk.text(key, find=words)
    return None if describes else replace(draft, find="", page=1)
