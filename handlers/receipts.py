"""The receipt of a date in words: one line a day counted or skipped, for the chat and the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from domain.workdays import CountedDay, Why
from handlers.words import Words

Name = Callable[[date], str]

ONE_BY_ONE: Final = 20
"""Counted days listed one by one; of more, each run becomes one line that a phone can show."""


class _Numbers:
    """Counts the days that count."""

    def __init__(self) -> None:
        self.last = 0

    def of(self, run: Sequence[CountedDay]) -> str:
        """Number the days of one line: ``3``, ``3-7``, or a dash for days skipped."""
        if not run[0].counted:
            return "-"
        first, self.last = self.last + 1, self.last + len(run)
        return str(first) if first == self.last else f"{first}-{self.last}"


def day_lines(words: Words, language: str, days: Sequence[CountedDay], name: Name) -> list[str]:
    """Return one line a day, numbered where it counts, with the reason where it does not."""
    return _lines(words, language, [(day,) for day in days], name)


def short_lines(words: Words, language: str, days: Sequence[CountedDay], name: Name) -> list[str]:
    """Return the same with holidays and weekends as one line each."""
    return _lines(words, language, list(_runs(days)), name)


def _lines(
    words: Words, language: str, runs: Sequence[Sequence[CountedDay]], name: Name
) -> list[str]:
    numbers = _Numbers()
    return [
        words.say(
            language,
            "why-day" if len(run) == 1 else "why-days",
            n=numbers.of(run),
            first=name(run[0].day),
            last=name(run[-1].day),
            note=_note(words, language, run[0]),
            guess="yes" if run[0].provisional else "no",
        )
        for run in runs
    ]


def _runs(days: Sequence[CountedDay]) -> Iterator[Sequence[CountedDay]]:
    """Group days that follow each other and are skipped, or counted, for the same reason."""
    few = sum(day.counted for day in days) <= ONE_BY_ONE

    def same(day: CountedDay) -> tuple[object, ...]:
        alone = day.day if day.counted and few else None
        return (day.counted, day.why, day.holiday, day.provisional, alone)

    for _, run in groupby(days, same):
        yield tuple(run)


def _note(words: Words, language: str, day: CountedDay) -> str:
    if day.why is Why.WEEKDAY:
        return ""
    holiday = words.name(language, day.holiday)
    return words.say(language, f"why-{day.why}", holiday=holiday)
