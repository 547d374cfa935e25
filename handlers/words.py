"""Every word the bot says, in both languages: Fluent files under ``locales``.

Facts are given as they are stored; dates, statuses, steps and categories are put into words here,
so that no sentence is built anywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final, Protocol

from fluent.runtime import FluentBundle, FluentResource

from domain.errors import Fact, Refusal

LANGUAGES: Final = ("zh-CN", "en")
"""The languages the bot speaks, the default first."""

FACT_LIMIT: Final = 1000
"""Characters of one fact that are shown; the rest is cut. Source: Fluent refuses longer ones."""

_FOLDER: Final = Path(__file__).parent / "locales"
_CODED: Final = {"status": "status", "step": "label", "missing": "proof", "role": "role"}
"""Facts that hold a code, and the prefix under which the word for it stands."""

_WEEKDAYS: Final = {
    "zh-CN": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_UNSHOWN: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]")
_MARKS_IN_A_ROW: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+"
)


class Named(Protocol):
    """Something with a name in both languages: an area, a unit, a category."""

    @property
    def name(self) -> str:
        """Its Chinese name."""
        ...

    @property
    def name_en(self) -> str:
        """Its English name."""
        ...


def cleaned(text: str) -> str:
    """Make words of a stranger fit to be shown to others.

    Control characters and marks that turn the direction of writing are dropped, heaps of accents
    cut to three, line ends made one; what is kept in the ledger is already cleaned.
    """
    plain = _UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return _MARKS_IN_A_ROW.sub(r"\1", plain).strip()


def language_of(client: str) -> str:
    """Choose the bot's language for a client's language tag; Chinese unless it is English."""
    return "en" if client.lower().startswith("en") else "zh-CN"


class Words:
    """All sentences, loaded; see ``say``. Those without variables are put together once."""

    def __init__(self, zone: tzinfo, folder: Path = _FOLDER) -> None:
        self._zone = zone
        self._bundles = {language: _bundle(language, folder) for language in LANGUAGES}
        self._fixed = cache(partial(self._format, facts={}))
        self._spelt = cache(self._spell)

    def say(self, language: str, key: str, **facts: Fact) -> str:
        """Put a text into words.

        Args:
            language: One of ``LANGUAGES``.
            key: Name of the text.
            facts: Its variables. A date or time becomes a day with its weekday; ``status``,
                ``step``, ``missing`` and ``role`` are codes whose words are looked up; a tuple
                becomes a list. For each ``name`` there is also ``has-name``, ``yes`` or ``no``,
                because a Fluent text cannot ask whether a string is empty.

        Raises:
            LookupError: There is no such text, or it needs a variable that is not there: our
                mistake, found by ``tests/handlers/test_words.py``.
        """
        return self._format(language, key, facts) if facts else self._fixed(language, key)

    def _format(self, language: str, key: str, facts: Mapping[str, Fact]) -> str:
        bundle = self._bundles[language]
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        if pattern is None:
            raise LookupError(f"no text {key} in {language}")
        shown = {name: self._shown(language, name, fact) for name, fact in facts.items()}
        shown |= {f"has-{name}": "yes" if fact else "no" for name, fact in shown.items()}
        text, errors = bundle.format_pattern(pattern, shown)
        if errors:
            raise LookupError(f"text {key} in {language}: {errors[0]}")
        return str(text)

    def refuse(self, language: str, refusal: Refusal) -> str:
        """Put a refusal into words."""
        return self.say(language, refusal.text_key, **refusal.facts)

    def has(self, key: str) -> bool:
        """Whether there is a text of this name."""
        return self._bundles[LANGUAGES[0]].has_message(key)

    def _shown(self, language: str, name: str, fact: Fact) -> str | int:
        if isinstance(fact, datetime):
            return self.day(language, fact.astimezone(self._zone).date())
        if isinstance(fact, date):
            return self.day(language, fact)
        if isinstance(fact, tuple):
            fact = ("、" if language == "zh-CN" else ", ").join(fact)
        if name in _CODED:
            return self.say(language, f"{_CODED[name]}-{fact}".replace("_", "-"))
        if isinstance(fact, str) and len(fact) > FACT_LIMIT:
            return fact[: FACT_LIMIT - 1] + "…"
        return fact

    def day(self, language: str, day: date) -> str:
        """Name a day with its weekday: ``3 月 13 日（周三）``, ``Wednesday 13 March``."""
        weekday = _WEEKDAYS[language][day.weekday()]
        if language == "en":
            return f"{weekday} {day.day} {_MONTHS[day.month - 1]}"
        return f"{day.month} 月 {day.day} 日（{weekday}）"

    @staticmethod
    def weekday(language: str, day: date) -> str:
        """Name the day of the week: ``周三``, ``Wednesday``."""
        return _WEEKDAYS[language][day.weekday()]

    @staticmethod
    def name(language: str, named: Named) -> str:
        """Name an area, a unit or a category in a language."""
        return named.name_en if language == "en" and named.name_en else named.name

    def spellings(self, key: str) -> frozenset[str]:
        """Return what a label may be typed as: its words in every language, folded.

        The text ``alias-<key>`` may add others, separated by ``|``.
        """
        return self._spelt(key)

    def _spell(self, key: str) -> frozenset[str]:
        found: list[str] = []
        for language in LANGUAGES:
            found.append(self.say(language, f"label-{key}"))
            if self._bundles[language].has_message(f"alias-{key}"):
                found += self.say(language, f"alias-{key}").split("|")
        return frozenset(folded(text) for text in found)


def folded(text: str) -> str:
    """Bring typed text to one form for comparing: width, case, outer spaces and full stops."""
    return unicodedata.normalize("NFKC", text).casefold().strip(" \t\n。.!！~")


def _bundle(language: str, folder: Path) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((folder / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


@lru_cache(maxsize=4)
def load_words(zone: tzinfo) -> Words:
    """Load the texts once a zone: they take a tenth of a second."""
    return Words(zone)
