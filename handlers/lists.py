"""Lists people choose from: pages of numbered buttons, searched by writing a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from handlers.messages import Button
from handlers.talk import Talk

PAGE: Final = 8
"""Choices on one page: what fits a phone without scrolling."""

_PAGE_ASKED: Final = re.compile(r"第\s*(\d{1,4})\s*页|\bpage\s*(\d{1,4})\b", re.IGNORECASE)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: What stands on it.
        first: Number of its first item, from 1.
        number: Its own number, from 1.
        pages: How many there are, at least 1.
        total: How many items there are on all pages.
    """

    items: tuple[T, ...]
    first: int
    number: int
    pages: int
    total: int


def page_of(items: Sequence[T], number: int) -> Page[T]:
    """Cut one page out of a list; a number beyond the end gives the last page."""
    pages = max(1, -(-len(items) // PAGE))
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE
    return Page(tuple(items[start : start + PAGE]), start + 1, number, pages, len(items))


def turning(talk: Talk, page: Page[T], line: str = "") -> list[Button]:
    """Make the buttons that turn pages; ``line`` begins what they say (``我的任务``)."""
    buttons = []
    for label, step in (("previous", -1), ("next", 1)):
        if 1 <= page.number + step <= page.pages:
            text = talk.text(f"label-{label}")
            where = talk.text("page-number", page=page.number + step)
            buttons.append(Button(label=text, says=f"{line} {where}".strip()))
    return buttons


def in_rows(buttons: Sequence[Button], across: int = 2) -> list[list[Button]]:
    """Lay buttons out in rows."""
    return [list(buttons[i : i + across]) for i in range(0, len(buttons), across)]


def page_asked(line: str) -> tuple[int, str]:
    """Read ``第 2 页`` or ``page 2`` out of a line; return the page (1 if none) and the rest."""
    found = _PAGE_ASKED.search(line)
    if found is None:
        return 1, line.strip()
    rest = (line[: found.start()] + line[found.end() :]).strip()
    return int(found[1] or found[2]), rest
