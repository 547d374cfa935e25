"""Finding areas by the names people write.

A resident writes 河浦市场后面 or "behind the market in Hepu", not a code. The bot offers what it
recognised and the person confirms it, so a wrong guess costs a tap and no report.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final
from unicodedata import normalize

ENDINGS: Final = ("街道", "社区", "村", "镇", "乡", " street", " community", " village", " town")
"""What people leave out of a name. What is left must still be two characters long."""

LONGEST_TEXT: Final = 2000
"""Characters of a text that are read; a place is never named so late."""

MOST_CHOICES: Final = 6
"""Areas a person can still choose between. A name shared by more (第 1 网格) says nothing alone."""

NamedArea = tuple[str, str, str | None]


class Gazetteer:
    """Names of areas, indexed for finding them in a text.

    Args:
        areas: Chinese name, English name and parent's code, by area code; parents first. The
            district, which has no parent, is never found: everything lies in it.
    """

    def __init__(self, areas: Mapping[str, NamedArea]) -> None:
        self._parents = {code: parent for code, (_, _, parent) in areas.items()}
        self._codes = self._index(areas)
        self._chinese = _any_of([name for name in self._codes if not name.isascii()])
        self._latin = _any_of([name for name in self._codes if name.isascii()])

    def find(self, text: str) -> tuple[str, ...]:
        """Return the codes of the most specific areas named, sorted; several if it is unclear."""
        read = _folded(text[:LONGEST_TEXT])
        names = {*self._chinese.findall(read.replace(" ", "")), *self._latin.findall(read)}
        matched = {code for name in names for code in self._codes[name]}
        meant = {code for name in names for code in self._best(self._codes[name], matched)}
        wider = {above for code in meant for above in self._above(code)}
        return tuple(sorted(meant - wider))

    def _best(self, codes: Collection[str], matched: Collection[str]) -> list[str]:
        """Of areas that share a name, keep those with most named areas above them."""
        above = {code: sum(area in matched for area in self._above(code)) for code in codes}
        best = [code for code in codes if above[code] == max(above.values())]
        return best if len(best) <= MOST_CHOICES else []

    def _above(self, code: str) -> Iterator[str]:
        parent = self._parents[code]
        while parent is not None:
            yield parent
            parent = self._parents[parent]

    def _index(self, areas: Mapping[str, NamedArea]) -> dict[str, set[str]]:
        """Index full names first, then short ones that do not already name an area above.

        So 马滘 alone is the street, and its community of the same name needs its ending.
        """
        codes: dict[str, set[str]] = {}
        named = [
            (code, _folded(name)) for code, area in areas.items() if area[2] for name in area[:2]
        ]
        for code, name in named:
            codes.setdefault(_key(name), set()).add(code)
        for code, name in named:
            for short in _shortened(name):
                known = codes.setdefault(short, set())
                if known.isdisjoint(self._above(code)):
                    known.add(code)
        return codes


def _folded(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().replace("’", "'").split())


def _key(name: str) -> str:
    return name if name.isascii() else name.replace(" ", "")


def _shortened(name: str) -> Iterator[str]:
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            yield name.removesuffix(ending)


def _any_of(names: Collection[str]) -> re.Pattern[str]:
    """Match any of the names, the longest first; Latin ones as whole words."""
    longest_first = sorted(names, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(
        rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])" if all(map(str.isascii, names)) else pattern
    )
