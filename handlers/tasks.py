"""我的任务 and 我的上报: what somebody has to do, and what they reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.errors import Fact
from domain.issues import Issue, Request
from domain.lifecycle import Status
from domain.people import STAFF, Person, Role
from handlers.describe import facts
from handlers.lists import in_rows, page_asked, page_of, turning
from handlers.messages import Button, Outgoing
from handlers.more_time import request_line
from handlers.office import Office
from handlers.talk import Talk
from handlers.words import folded
from storage import conversations, issues, outbox
from storage.outbox import Letter

_NOTHING: Final = {"my": "my-nothing", "tasks": "tasks-nothing"}


def open_tasks(office: Office, person: Person) -> tuple[Issue, ...]:
    """Return everything a member of staff has to do, soonest due first, each once."""
    found: list[Issue] = []
    for unit in sorted(person.units):
        found += issues.listed(office.tx, "of_unit", unit=unit)
    if person.grants:
        found += issues.listed(office.tx, "to_check", person=person.id)
    for area in person.areas_as(Role.SUPERVISOR):
        found += issues.listed(office.tx, "tray", area=area)
    once = {issue.no: issue for issue in found}.values()
    return tuple(sorted(once, key=lambda issue: (issue.due_at or issue.filed_at, issue.no)))


def my_tasks(talk: Talk, rest: str) -> None:
    """Show what the person has to do; a page or a word may be asked for."""
    if not any(talk.person.has(role) for role in STAFF):
        talk.say("tasks-none-for-residents", rows=[[talk.button("report"), talk.button("my")]])
        return
    if talk.person.has(Role.SUPERVISOR):
        _show_undelivered(talk)
    _show(talk, "tasks", open_tasks(talk.office, talk.person), rest)


def my_reports(talk: Talk, rest: str) -> None:
    """Show what the person reported or follows, newest first."""
    found = issues.listed(talk.office.tx, "reported", person=talk.person.id)
    _show(talk, "my", found, rest)


def _show(talk: Talk, name: str, found: Sequence[Issue], rest: str) -> None:
    number, word = page_asked(rest)
    fitting = [issue for issue in found if fits(talk, issue, word)]
    if not fitting:
        key = "list-not-found" if word and found else _NOTHING[name]
        talk.say(key, rows=[[talk.button("report"), talk.button("help")]], word=word)
        return
    page = page_of(fitting, number)
    label = talk.text(f"label-{name}")
    line = f"{label} {word}".strip()
    head = talk.text(f"{name}-head", total=page.total, page=page.number, pages=page.pages)
    lines = [
        talk.text("list-line", n=n, waits=_waits(talk, issue), **_line_facts(talk, issue))
        for n, issue in enumerate(page.items, start=1)
    ]
    buttons = [
        Button(label=str(n), says=f"{talk.text('label-status')} {issue.no}")
        for n, issue in enumerate(page.items, start=1)
    ]
    rows = [*in_rows(buttons, 4), turning(talk, page, line)]
    foot = talk.text("list-foot" if page.pages == 1 else "list-foot-long", label=label)
    talk.say_words("\n".join([head, *lines, foot]), rows=[r for r in rows if r])


def _line_facts(talk: Talk, issue: Issue) -> dict[str, Fact]:
    known = facts(talk.office, talk.language, issue)
    return {name: known[name] for name in ("no", "sub", "community", "status", "left")}


def fits(talk: Talk, issue: Issue, word: str) -> bool:
    """Whether a word stands in the issue's number, category, area or unit."""
    if not word:
        return True
    known = facts(talk.office, talk.language, issue)
    return any(folded(word) in folded(str(known[n])) for n in ("no", "category", "area", "unit"))


def _waits(talk: Talk, issue: Issue) -> str:
    """Say what the issue waits for, from the point of view of who reads the list."""
    if issue.unrouted and issue.status is Status.SUBMITTED:
        return talk.text(issue.unrouted)
    if issue.request is not Request.NONE:
        return request_line(talk, issue)
    if issue.status is Status.HANDLED and issue.verifier is None:
        return talk.text("waits-for-checker")
    if issue.status in {Status.DISPATCHED, Status.HANDLING}:
        return str(facts(talk.office, talk.language, issue)["left"])
    return ""


def _show_undelivered(talk: Talk) -> None:
    """Tell a supervisor of messages that did not arrive and people who cannot be reached."""
    dead = outbox.count_dead(talk.office.tx)
    blocked = len(conversations.blocked(talk.office.tx))
    if dead or blocked:
        talk.say("undelivered", dead=dead, blocked=blocked, rows=[[talk.button("undelivered")]])


def undelivered(talk: Talk, rest: str) -> None:
    """List messages that did not arrive, without their words: about what, and why.

    A supervisor sees those about issues of the own area, and those about no issue.
    """
    if not talk.person.has(Role.SUPERVISOR):
        talk.say("not-understood", rows=[[talk.button("my"), talk.button("help")]])
        return
    letters = [one for one in outbox.dead(talk.office.tx, limit=100) if _concerns(talk, one)]
    page = page_of(letters, page_asked(rest)[0])
    lines = [_undelivered_line(talk, letter) for letter in page.items]
    head = talk.text("undelivered-head", total=page.total)
    rows = [turning(talk, page, talk.text("label-undelivered"))]
    talk.say_words("\n".join([head, *lines]), rows=[row for row in rows if row])


def _about(letter: Letter) -> str:
    """Return the number of the issue a message spoke of, or empty."""
    return Outgoing.model_validate_json(letter.body).issue if letter.body else ""


def _concerns(talk: Talk, letter: Letter) -> bool:
    issue = issues.find(talk.office.tx, _about(letter))
    own = talk.person.areas_as(Role.SUPERVISOR)
    return issue is None or any(talk.office.areas.is_within(issue.area, area) for area in own)


def _undelivered_line(talk: Talk, letter: Letter) -> str:
    key = f"undelivered-{letter.error}"
    why = talk.text(key if talk.office.words.has(key) else "undelivered-mistake")
    return talk.text("undelivered-line", at=letter.made_at, no=_about(letter) or "-", why=why)
