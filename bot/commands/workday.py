"""``xiaohao workday``: the day so many working days or months after another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import click

from bot.console import Console
from domain.errors import BadInput
from domain.workdays import CountedDay, WorkCalendar
from handlers.receipts import day_lines
from storage.calendar import LAST_PLAUSIBLE_YEAR, LOCAL_FILE, load_calendar

_LENGTH: Final = re.compile(r"\+?(\d{1,4})(d|m)?")
MOST_DAYS: Final = 2500
MOST_MONTHS: Final = 120
"""Both are ten years, more than any limit."""


@click.command(
    help="算工作日：2024-04-22 +5 是五个工作日后，+3m 是三个月后。Add working days or months."
)
@click.argument("start")
@click.argument("length")
@click.option("--why", is_flag=True, help="列出算了哪些天。List the days counted and skipped.")
@click.pass_obj
def command(console: Console, start: str, length: str, *, why: bool) -> None:
    """Print the day; with ``--why``, before it, each day on the way and whether it counts."""
    calendar = load_calendar(console.settings.data_dir / LOCAL_FILE)
    day = _day(start)
    amount, months = _length(length)
    days = calendar.months_receipt(day, amount) if months else calendar.receipt(day, amount)
    if why:
        for line in day_lines(console.words, console.language, days, lambda d: _named(console, d)):
            click.echo(line)
    click.echo(days[-1].day.isoformat())
    _warn(console, calendar, days)


def _named(console: Console, day: date) -> str:
    return f"{day.isoformat()} {console.words.weekday(console.language, day)}"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("cli-workday-day", value=text) from error
    if day.year > LAST_PLAUSIBLE_YEAR:
        raise BadInput("cli-workday-day", value=text)
    return day


def _length(text: str) -> tuple[int, bool]:
    """Read ``+5``, ``5``, ``+5d`` or ``+3m``; return the amount and whether it is months."""
    found = _LENGTH.fullmatch(text)
    months = found is not None and found[2] == "m"
    if found is None or int(found[1]) > (MOST_MONTHS if months else MOST_DAYS):
        raise BadInput("cli-workday-length", value=text)
    return int(found[1]), months


def _warn(console: Console, calendar: WorkCalendar, days: Sequence[CountedDay]) -> None:
    """Say beside the answer that it is a guess, where one of its days is."""
    if any(day.provisional for day in days):
        console.hint("cli-workday-provisional", year=str(calendar.last_year))
