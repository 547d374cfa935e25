"""Categories (大类), their sub-categories, and the suggestion of one from a text.

The five categories are fixed; sub-categories, limits and the words that point to them are data of
the district. The bot suggests and says why; the person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.deadlines import Limit
from domain.errors import BadData, BadInput


class Category(StrEnum):
    """What a problem is about, at the top. Stored values, never renamed."""

    CLEAR_DEMOLISH_TIDY = "clear_demolish_tidy"  # 三清三拆三整治
    SANITATION = "sanitation"  # 环卫保洁
    TOILETS = "toilets"  # 厕所革命
    POCKET_GARDENS = "pocket_gardens"  # 四小园管护
    WATERWAYS = "waterways"  # 水系治理


SUGGESTION_ORDER: Final = (
    Category.TOILETS,
    Category.WATERWAYS,
    Category.POCKET_GARDENS,
    Category.SANITATION,
    Category.CLEAR_DEMOLISH_TIDY,
)
"""Where categories overlap, the object decides first (toilet; water; garden), then waste that
somebody has the duty to clean up, then the rest. Source: README, *Categories*."""

LONGEST_TEXT: Final = 2000
"""Characters of a text that are read for a suggestion."""


@dataclass(frozen=True, slots=True)
class CategoryName:
    """How a category is called."""

    code: Category
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SubCategory:
    """A kind of problem within a category.

    Attributes:
        code: Stored, never renamed.
        category: Where it belongs.
        name: Chinese name.
        name_en: English name.
        words: Chinese clues, Simplified. ``a+b`` needs both in the text, ``a/b`` either:
            ``河面/水面+垃圾``.
        words_en: English clues in the same form; whole words, also with a common ending
            (``overflow`` finds "overflowing").
        limit: How long a fix may take.
    """

    code: str
    category: Category
    name: str
    name_en: str
    words: tuple[str, ...]
    words_en: tuple[str, ...]
    limit: Limit


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sub-category for a text, and the words of the text that led to it, in their order."""

    sub: SubCategory
    because: tuple[str, ...]


Span = tuple[int, int]


class _AnyOf:
    """One part of a clue: some words, any of which is enough."""

    def __init__(self, words: list[str]) -> None:
        self._words = tuple(word.lower() for word in words)
        longest_first = sorted(words, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)

    def find(self, text: str, lowered: str) -> Span | None:
        """Return where the first of the words stands, or None.

        The plain search before the pattern makes a suggestion four times as fast.
        """
        for word in self._words:
            if word in lowered:
                match = self._pattern.search(text)
                return match.span() if match else None
        return None


Clue = tuple[_AnyOf, ...]
"""All of these must be found."""


class Catalogue:
    """The district's categories and sub-categories.

    Args:
        categories: The five, in the order in which they are offered.
        subs: Every sub-category, in the order in which they are offered.
        simplified: Simplified form of Traditional characters, one for one, so that clues need to
            be given only once.

    Raises:
        BadData: A category is missing, a code stands twice, or a clue is empty.
    """

    def __init__(
        self,
        categories: tuple[CategoryName, ...],
        subs: tuple[SubCategory, ...],
        simplified: Mapping[str, str] | None = None,
    ) -> None:
        self.categories = categories
        self.subs = subs
        self._subs = {sub.code: sub for sub in subs}
        self._names = {name.code: name for name in categories}
        self._check()
        self._fold = _folding(simplified or {})
        self._clues = {sub.code: tuple(map(_clue, _written(sub))) for sub in subs}

    def get(self, code: str) -> SubCategory:
        """Return the sub-category with this code.

        Raises:
            BadInput: There is none.
        """
        if code not in self._subs:
            raise BadInput("refuse-no-such-category", code=code)
        return self._subs[code]

    def name(self, category: Category) -> CategoryName:
        """Return how a category is called."""
        return self._names[category]

    def of(self, category: Category) -> tuple[SubCategory, ...]:
        """Return the sub-categories of a category, in the order in which they are offered."""
        return tuple(sub for sub in self.subs if sub.category is category)

    def suggest(self, text: str) -> Suggestion | None:
        """Suggest a sub-category for what somebody wrote, or None when no clue stands in it.

        The category is the first of ``SUGGESTION_ORDER`` that has a clue in the text; within it
        the sub-category whose clues cover most of the text, with more clues where that is equal,
        then the one offered first. Chinese, Simplified or Traditional, and English.
        """
        read = text[:LONGEST_TEXT]
        folded = read.translate(self._fold)
        for category in SUGGESTION_ORDER:
            found = [(sub, self._found(sub, folded)) for sub in self.of(category)]
            sub, spans = max(found, key=lambda pair: _weight(pair[1]), default=(None, ()))
            if sub is not None and spans:
                words = (read[start:end] for start, end in spans)
                return Suggestion(sub, tuple(dict.fromkeys(words)))
        return None

    def _found(self, sub: SubCategory, text: str) -> tuple[Span, ...]:
        lowered = text.lower()
        spans = {span for clue in self._clues[sub.code] for span in _spans(clue, text, lowered)}
        return tuple(sorted(span for span in spans if not _within_another(span, spans)))

    def _check(self) -> None:
        missing = set(Category) - set(self._names)
        if missing:
            raise BadData("data-category-missing", category=min(missing))
        codes = [*Category, *(sub.code for sub in self.subs)]
        twice = {code for code in codes if codes.count(code) > 1}
        if twice:
            raise BadData("data-code-twice", code=min(twice))


def _folding(simplified: Mapping[str, str]) -> dict[int, str]:
    """Return a translation that keeps the length of a text, so that places in it still agree."""
    if any(len(old) != 1 or len(new) != 1 for old, new in simplified.items()):
        raise BadData("data-simplified")
    return str.maketrans(dict(simplified))


def _written(sub: SubCategory) -> tuple[str, ...]:
    return (*sub.words, *sub.words_en)


def _clue(written: str) -> Clue:
    parts = [part.split("/") for part in written.split("+")]
    if not all(word.strip() for part in parts for word in part):
        raise BadData("data-clue", clue=written)
    return tuple(map(_AnyOf, parts))


def _pattern(word: str) -> str:
    if not word.isascii():
        return re.escape(word)
    return rf"(?<![a-z]){re.escape(word)}(?:s|es|d|ed|ing|y)?(?![a-z])"


def _spans(clue: Clue, text: str, lowered: str) -> tuple[Span, ...]:
    spans = []
    for part in clue:
        span = part.find(text, lowered)
        if span is None:
            return ()
        spans.append(span)
    return tuple(spans)


def _within_another(span: Span, spans: set[Span]) -> bool:
    return any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)


def _weight(spans: tuple[Span, ...]) -> tuple[int, int]:
    """How much of the text the spans cover, then how many they are."""
    return len({place for start, end in spans for place in range(start, end)}), len(spans)
