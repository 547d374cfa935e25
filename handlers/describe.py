"""An issue in words: the facts its messages are made of, and the lines they share."""

from __future__ import annotations

from datetime import datetime

from domain.deadlines import overdue_by, working_days_left
from domain.errors import Fact
from domain.issues import Issue
from domain.routing import AreaKind
from handlers.office import Office

QUOTE_LIMIT = 300
"""Most characters of somebody's words shown in a message about the issue."""


def area_line(office: Office, language: str, code: str, *, below: AreaKind | None = None) -> str:
    """Name an area with those above it, without the district: ``河浦街道 · 河北社区``.

    ``below`` leaves out what is more specific than that kind.
    """
    path = office.areas.path(code)
    shown = path[1:] or path
    if below is AreaKind.COMMUNITY:
        shown = tuple(area for area in shown if area.kind is not AreaKind.GRID) or shown
    return " · ".join(office.words.name(language, area) for area in shown)


def category_line(office: Office, language: str, sub_category: str) -> str:
    """Name a category and its sub-category: ``环卫保洁 › 暴露垃圾``."""
    sub = office.catalogue.get(sub_category)
    main = next(name for name in office.catalogue.categories if name.code == sub.category)
    return f"{office.words.name(language, main)} › {office.words.name(language, sub)}"


def unit_name(office: Office, language: str, code: str | None) -> str:
    """Name a unit, or say that there is none yet."""
    if code is None:
        return office.words.say(language, "no-unit-yet")
    return office.words.name(language, office.areas.unit(code))


def time_left(office: Office, language: str, due_at: datetime | None) -> str:
    """Say how long there is: days left, due today, or how long overdue. Empty without a date."""
    if due_at is None:
        return ""
    if office.now > due_at:
        over = overdue_by(office.now, due_at, office.calendar, office.zone)
        return office.words.say(language, "time-over" if over else "time-over-today", days=over)
    left = working_days_left(office.now, due_at, office.calendar, office.zone)
    return office.words.say(language, "time-left" if left else "time-today", days=left)


def quoted(words: str) -> str:
    """Shorten somebody's words for a message about the issue."""
    line = " ".join(words.split())
    return line if len(line) <= QUOTE_LIMIT else line[: QUOTE_LIMIT - 1] + "…"


def facts(office: Office, language: str, issue: Issue) -> dict[str, Fact]:
    """Return what a text may say about an issue, in a language.

    ``no``, ``status``, ``category``, ``sub``, ``area``, ``community`` (the area without its grid),
    ``unit``, ``due`` (empty without one), ``left``, ``filed``, ``rework``.
    """
    sub = office.catalogue.get(issue.sub_category)
    return {
        "no": issue.no,
        "status": issue.status,
        "category": category_line(office, language, issue.sub_category),
        "sub": office.words.name(language, sub),
        "area": area_line(office, language, issue.area),
        "community": area_line(office, language, issue.area, below=AreaKind.COMMUNITY),
        "unit": unit_name(office, language, issue.unit),
        "due": due_text(office, language, issue),
        "left": time_left(office, language, issue.due_at),
        "filed": issue.filed_at,
        "rework": issue.rework,
    }


def due_text(office: Office, language: str, issue: Issue) -> str:
    """Name the due day, marked where it reaches beyond the published working days."""
    if issue.due_at is None:
        return ""
    local = issue.due_at.astimezone(office.zone)
    day = office.words.day(language, local.date())
    if local.hour < 23:  # a limit of working hours ends within the day
        day = office.words.say(language, "day-and-hour", day=day, hour=f"{local:%H:%M}")
    return office.words.say(language, "day-provisional", day=day) if issue.due_provisional else day
