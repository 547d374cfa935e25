"""What people can ask for by name: one row a command, its label in the locale files.

The label of a step on an issue may be followed by the issue's number; without one it means the
issue last spoken of, and the answer says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from domain.lifecycle import Step
from handlers import report, staff, start, status, steps, tasks, which
from handlers.status import issue_meant
from handlers.talk import Talk
from storage import dialogues

Command = Callable[[Talk, str], None]


def _step(step: Step, talk: Talk, rest: str) -> None:
    issue = issue_meant(talk, rest)
    dialogue = dialogues.find(talk.office.tx, talk.person.id)
    held = (
        which.brought(dialogue, step, issue) if dialogue and dialogue.kind == which.KIND else None
    )
    steps.begin(talk, step, issue, held)


def _report(talk: Talk, rest: str) -> None:
    del rest
    report.begin(talk)


def _submit(talk: Talk, rest: str) -> None:
    """Answer 提交 where nothing is there to submit (a second tap, an old button)."""
    del rest
    if talk.where.issue:
        talk.say("submit-already", no=talk.where.issue, rows=[[talk.button("my")]])
    else:
        talk.say("submit-nothing", rows=[[talk.button("report")]])


def _solved(talk: Talk, rest: str) -> None:
    """Answer 解决了: the reporter is content, which changes nothing in the ledger."""
    talk.say("solved-thanks", issue=issue_meant(talk, rest))


def _cancel(talk: Talk, rest: str) -> None:
    """Answer 取消 where there is nothing to cancel; ``dispatch`` cancels the dialogue itself."""
    del rest
    talk.say("cancelled-nothing")


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
    **{step.replace("_", "-"): partial(_step, step) for step in steps.VERBS},
}
"""Every command by name; its spellings are the texts ``label-<name>`` and ``alias-<name>``."""

SLASH: Final[Mapping[str, str]] = {
    name: name
    for name in ("start", "report", "status", "my", "tasks", "help", "cancel", "language")
}
"""Commands typed with a slash; the texts ``command-<name>`` describe them."""

WITH_WORDS: Final = frozenset(
    {"my", "tasks", "status", "language", "staff", "switch-off", "undelivered"}
)
"""Commands whose label may be followed by words: a search, a page, a number."""


def menu(words: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the slash commands with their descriptions, for a platform's command list."""
    return [(name, words(f"command-{name}")) for name in SLASH]
