"""Reading a number of days or a day out of typed words: ``3 天``, ``4月10日``, ``10 April``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

_DIGITS: Final = {name: n for n, name in enumerate("零一二三四五六七八九十")} | {"两": 2}
_DAYS: Final = re.compile(
    r"^(?:延期|延|再给|给|要)?\s*(?:(\d{1,3})|([一二两三四五六七八九十]))"
    r"\s*(?:个?\s*(?:工作)?[天日]|(?:working\s+)?days?\b|$)",
    re.IGNORECASE,
)
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_MONTH: Final = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})\s*[-./年]\s*(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?<![\d.])(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})(?![\d.])",
        rf"(?P<day>\d{{1,2}})\s+{_MONTH}(?:\s+(?P<year>\d{{4}}))?",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})\b(?:,?\s+(?P<year>\d{{4}}))?",
    )
)
_BETWEEN: Final = " \t\n:：,，、。.;；"


def read_days(text: str) -> tuple[int, str] | None:
    """Read a number of days from the beginning of a text; None if there is none.

    Returns:
        The number, and what is said after it (a reason, perhaps).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DAYS.match(plain)
    if found is None:
        return None
    number = int(found[1]) if found[1] else _DIGITS[found[2]]
    return number, plain[found.end() :].strip(_BETWEEN)


def read_day(text: str, today: date) -> tuple[date, str] | None:
    """Read the first day a text names; without a year, the next time that day comes.

    Returns:
        The day, and the text around it (a reason, perhaps); None if no day is named.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for form in _FORMS:
        found = form.search(plain)
        day = next(_days(found, today), None) if found else None
        if found and day:
            return day, (plain[: found.start()] + plain[found.end() :]).strip(_BETWEEN)
    return None


def _days(found: re.Match[str], today: date) -> Iterator[date]:
    parts = found.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    years = [int(parts["year"])] if parts.get("year") else range(today.year, today.year + 5)
    for year in years:
        try:
            day = date(year, month, int(parts["day"]))
        except ValueError:
            continue
        if parts.get("year") or day >= today:
            yield day
