"""Putting a refusal into words: why, where the issue is now, and what can be done instead."""

from __future__ import annotations

from domain.errors import NoSuchIssue, Refusal, StaleIssue, StepNotAllowed
from domain.issues import Issue
from handlers import status
from handlers.messages import Button
from handlers.talk import Talk
from storage import issues


def explain(talk: Talk, refusal: Refusal) -> None:
    """Answer with the refusal's words; an old button and a wrong step get more than that."""
    moved_on = isinstance(refusal, StepNotAllowed | StaleIssue | NoSuchIssue)
    if moved_on and talk.offer is not None and _explain_old_button(talk, refusal):
        return
    if talk.offer is not None and talk.offer.issue and isinstance(refusal, NoSuchIssue):
        talk.say("button-gone", no=talk.offer.issue, at=talk.offer.made_at, rows=talk.home)
        return
    if isinstance(refusal, StepNotAllowed | StaleIssue) and _explain_step(talk, refusal):
        return
    talk.say_words(talk.office.words.refuse(talk.language, refusal), rows=talk.home)


def _explain_old_button(talk: Talk, refusal: Refusal) -> bool:
    """Say that a button's issue has moved on since its message; False if it is not theirs."""
    issue = issues.find(talk.office.tx, talk.offer.issue) if talk.offer else None
    if issue is None or talk.offer is None or not status.sees(talk, issue):
        return False
    step = str(refusal.facts.get("step", ""))
    key = "button-old" if issue.seq > talk.offer.seq else "button-not-now"
    key = "button-again" if step and _did(talk, issue, step) else key
    rows = _what_now(talk, issue)
    talk.say(key, issue=issue, at=talk.offer.made_at, step=step or "status", rows=rows)
    return True


def _did(talk: Talk, issue: Issue, step: str) -> bool:
    """Whether the person took this very step since the button was shown: they tapped twice."""
    since = talk.offer.seq if talk.offer else 0
    newer = issues.history(talk.office.tx, issue.no)[since:]
    return any(entry.step == step and entry.actor == talk.person.id for entry in newer)


def _what_now(talk: Talk, issue: Issue) -> list[list[Button]]:
    rows = [status.step_buttons(talk, issue)[:4], [talk.button("status", issue.no)]]
    return [row for row in rows if row]


def _explain_step(talk: Talk, refusal: Refusal) -> bool:
    """Say what the issue's status is and what can be done; False if it is not theirs."""
    issue = issues.find(talk.office.tx, str(refusal.facts.get("no", "")))
    if issue is None or not status.sees(talk, issue):
        return False
    step = str(refusal.facts.get("step", ""))
    rows = _what_now(talk, issue)
    if not step:
        talk.say(refusal.text_key, issue=issue, rows=rows)
    else:
        last = issues.history(talk.office.tx, issue.no)[-1]
        mine = (last.step, last.actor) == (step, talk.person.id)
        talk.say("button-again" if mine else "refuse-step", issue=issue, step=step, rows=rows)
    return True
