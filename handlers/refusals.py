"""Putting a refusal into words: why, where the issue is now, and what can be done instead."""

from __future__ import annotations

from domain.errors import NoSuchIssue, Refusal, StaleIssue, StepNotAllowed
from handlers import status
from handlers.talk import Talk
from storage import issues


def explain(talk: Talk, refusal: Refusal) -> None:
    """Answer with the refusal's words; an old button and a wrong step get more than that."""
    moved_on = isinstance(refusal, StepNotAllowed | StaleIssue | NoSuchIssue)
    if moved_on and talk.offer is not None and _explain_old_button(talk):
        return
    if isinstance(refusal, StepNotAllowed):
        _explain_step(talk, refusal)
        return
    talk.say_words(talk.office.words.refuse(talk.language, refusal))


def _explain_old_button(talk: Talk) -> bool:
    """Say that a button's issue has moved on since its message; False if it is not theirs."""
    issue = issues.find(talk.office.tx, talk.offer.issue) if talk.offer else None
    if issue is None or talk.offer is None or not status.sees(talk, issue):
        return False
    talk.say(
        "button-old" if issue.seq > talk.offer.seq else "button-not-now",
        issue=issue,
        at=talk.offer.made_at,
        rows=[[talk.button("status", issue.no)], status.step_buttons(talk, issue)[:2]],
    )
    return True


def _explain_step(talk: Talk, refusal: StepNotAllowed) -> None:
    issue = status.issue_meant(talk, talk.line)
    step = refusal.facts["step"]
    rows = [status.step_buttons(talk, issue)[:4], [talk.button("status", issue.no)]]
    talk.say("refuse-step", issue=issue, step=step, rows=[row for row in rows if row])
