"""Where working days come from: the library's years, then a local file that overrides them.

The library knows the State Council's yearly notices up to the year it was published in and has no
say beyond. When a new notice is out before the library is, its days go into the local file::

    [days]
    off = ["2027-01-01", 2027-01-02]   # not worked, whatever the library says
    on = ["2027-01-03"]                # worked
    until = 2027                       # the days above make this year complete
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from chinese_calendar import constants

from domain.errors import BadData
from domain.workdays import UNNAMED, Holiday, WorkCalendar

FIRST_YEAR: Final = min(constants.holidays).year
LAST_YEAR: Final = max(constants.holidays).year
LAST_PLAUSIBLE_YEAR: Final = 2100

LOCAL_FILE: Final = "calendar.toml"
"""Name of the local file in the data folder."""


@dataclass(frozen=True, slots=True)
class LocalDays:
    """What a local file says: days off, days worked, and the last year it makes complete."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    until: int = LAST_YEAR


def load_calendar(local: Path | None = None) -> WorkCalendar:
    """Return the calendar of all years known, with the days of ``local`` where that file exists.

    Raises:
        BadData: The file cannot be read as described above; the facts name what is wrong in it.
    """
    days = read_local(local) if local is not None and local.exists() else LocalDays()
    off = {day: _holiday(name) for day, name in constants.holidays.items() if day not in days.on}
    makeup = {
        day: _holiday(name) for day, name in constants.workdays.items() if day not in days.off
    }
    return WorkCalendar(
        off | {day: off.get(day, UNNAMED) for day in days.off},
        makeup | {day: makeup.get(day, UNNAMED) for day in days.on},
        first_year=FIRST_YEAR,
        last_year=max(LAST_YEAR, days.until),
    )


def merged(before: LocalDays, added: LocalDays) -> LocalDays:
    """Add days to those of a local file; where they disagree, the added ones hold."""
    return LocalDays(
        off=(before.off | added.off) - added.on,
        on=(before.on | added.on) - added.off,
        until=max(before.until, added.until),
    )


def first_changed(added: LocalDays) -> date:
    """Return the earliest day these may change; the first of a year that becomes known included.

    Raises:
        BadData: The file changes nothing, or it completes a year of which it holds no day off.
    """
    new_years = range(LAST_YEAR + 1, added.until + 1)
    empty = [year for year in new_years if not any(day.year == year for day in added.off)]
    if empty:
        raise BadData("refuse-calendar-empty-year", year=str(empty[0]))
    days = [*added.off, *added.on, *(date(year, 1, 1) for year in new_years)]
    if not days:
        raise BadData("refuse-calendar-empty")
    return min(days)


def write_local(path: Path, days: LocalDays) -> None:
    """Put a local file in place at once: it is either the old one or the new one, never half."""
    lines = [
        "# Days beyond or other than the published ones: xiaohao calendar --help",
        "[days]",
    ]
    for field, found in (("off", days.off), ("on", days.on)):
        lines += [f"{field} = [", *(f"  {day.isoformat()}," for day in sorted(found)), "]"]
    lines.append(f"until = {days.until}")
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _holiday(name_en: str) -> Holiday:
    return Holiday(constants.Holiday(name_en).chinese, name_en)


def read_local(path: Path) -> LocalDays:
    """Read a file of days.

    Raises:
        BadData: See ``load_calendar``.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData("data-syntax", file=path.name, why=str(error)) from error
    days = _days_table(table, path.name)
    off, on = (_dates(days.get(field, []), path.name, f"days.{field}") for field in ("off", "on"))
    twice = off & on
    if twice:
        raise BadData("data-calendar-twice", file=path.name, day=min(twice))
    return LocalDays(off, on, _year(days.get("until", LAST_YEAR), path.name))


def _days_table(table: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    days = table.get("days", {})
    if not isinstance(days, dict):
        raise BadData("data-field", file=file, field="days", why="not a table")
    unknown = [*(table.keys() - {"days"}), *(f"days.{key}" for key in days.keys() - _FIELDS)]
    if unknown:
        raise BadData("data-unknown-field", file=file, field=min(unknown))
    return days


_FIELDS: Final = frozenset({"off", "on", "until"})


def _dates(values: object, file: str, field: str) -> frozenset[date]:
    if not isinstance(values, list):
        raise BadData("data-calendar-day", file=file, field=field, value=str(values))
    return frozenset(_date(value, file, field) for value in values)


def _date(value: object, file: str, field: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise BadData("data-calendar-day", file=file, field=field, value=str(value)) from error


def _year(value: object, file: str) -> int:
    if type(value) is int and FIRST_YEAR <= value <= LAST_PLAUSIBLE_YEAR:
        return value
    raise BadData("data-calendar-year", file=file, value=str(value))
