"""为什么是这天: the days counted and skipped on the way to an issue's due date."""

from __future__ import annotations

from functools import partial

from domain.deadlines import LimitUnit, hours_counted
from domain.errors import Fact
from domain.issues import Issue
from domain.lifecycle import Status, Step
from domain.trail import Stretch, due_of
from handlers.clock import trail_of
from handlers.describe import category_line, due_text
from handlers.receipts import short_lines
from handlers.status import issue_meant
from handlers.talk import Talk
from storage import issues


def answer(talk: Talk, rest: str) -> None:
    """Answer why an issue is due when it is.

    Raises:
        NoSuchIssue: There is none, or it is not theirs.
    """
    issue = issue_meant(talk, rest)
    stretches = trail_of(talk.office, issue)
    if not stretches or issue.due_at is None:
        talk.say("why-none", issue=issue, rows=[[talk.button("status", issue.no)]])
        return
    lines = [talk.text("why-head", no=issue.no, due=due_text(talk.office, talk.language, issue))]
    for stretch in stretches:
        lines += [_cause(talk, stretch), *_counted(talk, stretch)]
    lines += _notes(talk, issue, stretches)
    rows = [[talk.button("status", issue.no)]]
    talk.say_words("\n".join(lines), issue=issue, rows=rows)


def _cause(talk: Talk, stretch: Stretch) -> str:
    """Say what added a stretch, and how long it is."""
    name = f"why-{stretch.cause}".replace("_", "-")
    if stretch.limit is None:
        name = "why-resume-same-day"
    elif stretch.limit.unit is LimitUnit.WORKING_HOURS:
        name = f"{name}-hours"
    facts: dict[str, Fact] = {
        "at": stretch.at,
        "start": stretch.start,
        "hour": f"{stretch.start.astimezone(talk.office.zone):%H:%M}",
        "parked": stretch.parked or "",
        "amount": stretch.limit.amount if stretch.limit else 0,
    }
    return talk.text(name, **facts)


def _counted(talk: Talk, stretch: Stretch) -> list[str]:
    office = talk.office
    if stretch.limit is None:
        return []
    if stretch.limit.unit is LimitUnit.WORKING_HOURS:
        return _hours(talk, stretch)
    start = stretch.start.astimezone(office.zone).date()
    days = office.calendar.receipt(start, stretch.limit.amount)
    if stretch.cause in {Step.EXTEND, Step.RESUME}:  # the day it goes on from is no start
        days = days[1:]
    name = partial(office.words.day, talk.language)
    return short_lines(office.words, talk.language, days, name)


def _hours(talk: Talk, stretch: Stretch) -> list[str]:
    office = talk.office
    spans = hours_counted(
        stretch.start, stretch.end, office.calendar, office.district.hours, office.zone
    )
    return [
        talk.text("why-span", day=opens, opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")
        for opens, closes in spans
    ]


def _notes(talk: Talk, issue: Issue, stretches: tuple[Stretch, ...]) -> list[str]:
    """Say what else to know: category, new calendar, parked now, guessed days."""
    history = issues.history(talk.office.tx, issue.no)
    known = {entry.step: entry for entry in history if entry.at >= stretches[0].at}
    notes = []
    if Step.RECATEGORISE in known:
        category = category_line(talk.office, talk.language, issue.sub_category)
        notes.append(talk.text("why-recategorise", category=category))
    if Step.RECOMPUTE in known:
        notes.append(talk.text("why-recompute", at=known[Step.RECOMPUTE].at))
    if issue.status is Status.PARKED:
        notes.append(talk.text("why-parked-now"))
    if due_of(stretches).provisional:
        notes.append(talk.text("why-provisional"))
    if due_of(stretches).at != issue.due_at:
        notes.append(talk.text("why-differs", due=due_of(stretches).at))
    return notes
