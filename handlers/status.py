"""Answering 到哪一步了: to those who may see an issue in full, to others with its receipt code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from domain.errors import NoSuchIssue, Refusal, SlowDown
from domain.issues import Entry, Issue, Request, find_issue_no
from domain.lifecycle import Status, Step
from domain.people import Role
from domain.permissions import may_see
from handlers import more_time
from handlers.actions.step import may, past_of
from handlers.actions.verbs import VERBS
from handlers.describe import due_text, facts, quoted, time_left, unit_name
from handlers.lists import in_rows
from handlers.messages import Button
from handlers.notices import before_and_after
from handlers.talk import Talk
from storage import counters, follows, issues

WRONG_TRIES: Final = 5
"""Wrong receipt codes before one has to wait. Source: the office's rule, README *Permissions*."""

WRONG_TRIES_ON_ONE: Final = 20
"""The same for one number, whoever tries: a page gives a new seat to anybody."""

WAIT: Final = timedelta(minutes=15)

_TOLD: Final = frozenset(
    {
        Step.FILE, Step.DISPATCH, Step.ACCEPT, Step.REASSIGN, Step.REPORT_FIX, Step.FILE_FIXED,
        Step.VERIFY_PASS, Step.VERIFY_FAIL, Step.OBJECT, Step.VOID, Step.WITHDRAW,
        Step.RECATEGORISE, Step.DECLINE, Step.REFUSE, Step.EXTEND, Step.PARK, Step.RESUME,
        Step.RESTORE, Step.MERGE, Step.UNMERGE, Step.LOOK_BACK_FAIL,
        Step.RECOMPUTE,
    }
)  # fmt: skip


MORE_TIME: Final = frozenset({Step.ASK, Step.EXTEND, Step.PARK})
"""Steps offered only where there is something to ask for, or to answer."""


def answer(talk: Talk, rest: str) -> None:
    """Answer the status of the issue a line names, or of the one last spoken of.

    Raises:
        NoSuchIssue: Not there or not theirs, alike; a receipt code is asked for.
        SlowDown: Too many wrong receipt codes.
    """
    no, left = find_issue_no(rest, talk.office.district.prefix)
    wanted = no or talk.where.issue
    if not wanted:
        talk.say("status-which", rows=[[talk.button("my")]])
        return
    issue = issues.find(talk.office.tx, wanted)
    if issue and sees(talk, issue):
        show(talk, issue)
        return
    _with_receipt(talk, wanted, issue, left)


def _with_receipt(talk: Talk, no: str, issue: Issue | None, left: str) -> None:
    now, person = talk.office.now, talk.person.id
    own = counters.wrong_tries(talk.office.tx, person, now - WAIT)
    all_ = counters.wrong_tries_on(talk.office.tx, no, now - WAIT)
    if own >= WRONG_TRIES or all_ >= WRONG_TRIES_ON_ONE:
        raise SlowDown(minutes=int(WAIT.total_seconds() // 60))
    code = re.search(r"(?<!\d)\d{6}(?!\d)", left)
    if code is None:
        raise NoSuchIssue("status-needs-receipt", no=no)
    if issue is None or follows.receipt(talk.office.tx, no) != code[0]:
        counters.note_wrong_try(talk.office.tx, person, no, now)
        talk.say("status-wrong-receipt", no=no)
        return
    talk.say_words(_lines(talk, issue), rows=[[talk.button("report"), talk.button("my")]])


def issue_meant(talk: Talk, line: str) -> Issue:
    """Return the issue a line names, or the one last spoken of.

    Raises:
        NoSuchIssue: There is none, or it is not theirs.
    """
    no, _ = find_issue_no(line, talk.office.district.prefix)
    wanted = no or talk.where.issue
    issue = issues.find(talk.office.tx, wanted) if wanted else None
    if issue is None:
        raise NoSuchIssue("refuse-no-such-issue" if wanted else "refuse-which-issue")
    if not sees(talk, issue):
        raise NoSuchIssue
    return issue


def sees(talk: Talk, issue: Issue) -> bool:
    """Whether the person may see an issue in full."""
    past = past_of(talk.office, issue, talk.person)
    return may_see(talk.person, issue, past, talk.office.areas)


def show(talk: Talk, issue: Issue) -> None:
    """Show an issue in full, with a button for each step the person may take on it now."""
    if issue.status is Status.STRUCK_OFF:
        follows.mark_told(talk.office.tx, issue.no, talk.person.id, talk.office.now)
    words = quoted(issues.history(talk.office.tx, issue.no)[0].words)
    text = _lines(talk, issue, words)
    photos = before_and_after(talk.office, issue)
    talk.say_words(text, issue=issue, photos=photos, rows=in_rows(step_buttons(talk, issue)))


def step_buttons(talk: Talk, issue: Issue) -> list[Button]:
    """Return a button for each step this person may take on the issue now."""
    buttons = []
    for step in VERBS:
        try:
            may(talk.office, talk.person, issue, step)
        except Refusal:
            continue
        if _makes_sense(talk, issue, step):
            buttons.append(talk.button(step.replace("_", "-"), issue.no))
        if step is Step.ASK and more_time.can_ask(talk, issue, more_time.REVIEW):
            buttons.append(talk.button("ask-park", issue.no))
    if issue.due_at is not None and issue.is_open:
        buttons.append(talk.button("why", issue.no))
    return buttons


def _makes_sense(talk: Talk, issue: Issue, step: Step) -> bool:
    """Leave out what the rules allow but nobody would want offered."""
    if step is Step.REFUSE:
        return bool(issue.request)
    if step is Step.DECLINE:
        return not issue.request
    return step not in MORE_TIME or more_time.offered(talk, issue, step)


def _lines(talk: Talk, issue: Issue, words: str = "") -> str:
    """Return the head, the history in short, and when it is due."""
    history = issues.history(talk.office.tx, issue.no)
    known = {"no": issue.no, "status": issue.status}
    lines = [talk.text("status-head", **known), _subject(talk, issue)]
    lines += [f"“{words}”"] if words else []
    lines += [_line(talk, *pair) for pair in _told(history)]
    if issue.request:
        lines.append(more_time.request_line(talk, issue))
    if issue.status in {Status.DISPATCHED, Status.HANDLING}:
        lines.append(_due_line(talk, issue))
    if issue.status is Status.PARKED:
        lines.append(more_time.parked_line(talk, issue))
    return "\n".join(lines)


def _subject(talk: Talk, issue: Issue) -> str:
    return talk.text("status-subject", **facts(talk.office, talk.language, issue))


def _told(history: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Return the entries to tell, with their texts; filing and sending at once are one line."""
    told = [(e, _text_of(e)) for e in history if e.step in _TOLD]
    first, second = history[0], history[1] if len(history) > 1 else None
    if first.step is Step.FILE and second and second.role is Role.SYSTEM:
        told[:2] = [(second, "entry-file-dispatch")]
    return told


def _text_of(entry: Entry) -> str:
    key = f"entry-{entry.step}".replace("_", "-")
    more = entry.step is Step.REFUSE and entry.facts.get("request") == Request.ASK
    return f"{key}-{Request.ASK}" if more else key


def _line(talk: Talk, entry: Entry, key: str) -> str:
    day = entry.at.astimezone(talk.office.zone).date()
    unit = unit_name(talk.office, talk.language, entry.unit)
    return talk.text(
        "status-line",
        day=talk.text("short-day", month=day.month, day=day.day),
        what=talk.text(key, unit=unit, by=entry_role(talk, entry)),
    )


def entry_role(talk: Talk, entry: Entry) -> str:
    """Name the role somebody acted in."""
    return talk.text(f"role-{entry.role}".replace("_", "-"))


def _due_line(talk: Talk, issue: Issue) -> str:
    return talk.text(
        "status-due",
        due=due_text(talk.office, talk.language, issue),
        left=time_left(talk.office, talk.language, issue.due_at),
    )
