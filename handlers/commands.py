"""What people can ask for by name: one row a command, its label in the locale files.

The label of a step on an issue may be followed by the issue's number; without one it means the
issue last spoken of, and the answer says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from domain.issues import find_issue_no
from domain.lifecycle import Status, Step
from handlers import (
    incoming_photos,
    questions,
    report,
    staff,
    start,
    status,
    steps,
    tasks,
    which,
    why,
)
from handlers.actions.verbs import VERBS
from handlers.draft import Draft
from handlers.form import Form
from handlers.more_time import REVIEW
from handlers.status import issue_meant
from handlers.talk import Talk
from handlers.words import cleaned
from storage import dialogues, follows

Command = Callable[[Talk, str], None]


def _step(step: Step, talk: Talk, rest: str) -> None:
    """Begin a step, with the words after its label and the photos whose caption the label is."""
    issue = issue_meant(talk, rest)
    _, words = find_issue_no(rest, talk.office.district.prefix)
    arrived = incoming_photos.register(talk, talk.incoming.photos)
    form = Form(step=step, no=issue.no, words=cleaned(words.strip(" :：,，")), photos=arrived)
    steps.begin(talk, issue, _held(talk, form))


def _ask_park(talk: Talk, rest: str) -> None:
    """Begin asking to be parked: the same step as asking for days, with a day of review."""
    issue = issue_meant(talk, rest)
    _, words = find_issue_no(rest, talk.office.district.prefix)
    words = cleaned(words.strip(" :：,，"))
    steps.begin(talk, issue, Form(step=Step.ASK, no=issue.no, words=words, asks=REVIEW))


def _held(talk: Talk, form: Form) -> Form:
    """Add what was sent before the step was named."""
    for one in dialogues.every(talk.office.tx, talk.person.id):
        draft = Draft.of(one.data) if one.kind in {which.KIND, questions.KIND} else None
        if draft and (one.kind == which.KIND or (draft.maybe, Step.ADD) == (form.no, form.step)):
            dialogues.end(talk.office.tx, talk.person.id, one.kind)
            words = "\n".join(filter(None, (draft.text, form.words)))
            return replace(form, words=words, photos=(*draft.photos, *form.photos))
    return form


def _report(talk: Talk, rest: str) -> None:
    """Begin a report; a loose photo just sent, and words after the command, are its beginning."""
    talk.line = rest
    held = dialogues.find(talk.office.tx, talk.person.id, which.KIND)
    if held is not None:
        which.is_new_problem(talk, held)
    else:
        report.begin(talk)


JUST_NOW: Final = timedelta(hours=1)


def _submit(talk: Talk, rest: str) -> None:
    """Answer 提交 where nothing is there to submit (a second tap, an old button)."""
    del rest
    since = talk.office.now - JUST_NOW
    no = follows.last_report(talk.office.tx, talk.person.id, since)
    if no:
        rows = [[talk.button("status", no), talk.button("my")]]
        talk.say("submit-already", no=no, rows=rows)
    else:
        talk.say("submit-nothing", rows=[[talk.button("report"), talk.button("my")]])


def _solved(talk: Talk, rest: str) -> None:
    """Answer 解决了: the reporter is content, which changes nothing in the ledger."""
    issue = issue_meant(talk, rest)
    key = "solved-thanks" if issue.status is Status.STRUCK_OFF else "solved-not-yet"
    talk.say(key, issue=issue)


def _cancel(talk: Talk, rest: str) -> None:
    """Answer 取消 where there is nothing to cancel; ``dispatch`` cancels a dialogue itself."""
    del rest
    talk.say("cancelled-nothing", rows=[[talk.button("report"), talk.button("my")]])


COMMANDS: Final[Mapping[str, Command]] = {
    "start": start.start,
    "report": _report,
    "submit": _submit,
    "cancel": _cancel,
    "my": tasks.my_reports,
    "tasks": tasks.my_tasks,
    "status": status.answer,
    "help": start.help_,
    "language": start.language,
    "solved": _solved,
    "staff": staff.list_staff,
    "switch-off": staff.switch_somebody_off,
    "link": staff.link,
    "undelivered": tasks.undelivered,
    "why": why.answer,
    "ask-park": _ask_park,
    **{step.replace("_", "-"): partial(_step, step) for step in VERBS},
}
"""Every command by name; its spellings are the texts ``label-<name>`` and ``alias-<name>``."""

SLASH: Final[Mapping[str, str]] = {
    name: name
    for name in ("start", "report", "status", "my", "tasks", "help", "cancel", "language")
}
"""Commands typed with a slash; the texts ``command-<name>`` describe them."""


def menu(words: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the slash commands with their descriptions, for a platform's command list."""
    return [(name, words(f"command-{name}")) for name in SLASH]
