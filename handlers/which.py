"""A loose photo of somebody with open tasks: a new problem, or which of theirs?"""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from domain.issues import Issue
from domain.lifecycle import Step
from handlers import incoming_photos, report
from handlers.actions.step import may
from handlers.draft import Draft
from handlers.lists import PAGE
from handlers.steps import Form
from handlers.steps import go_on as go_on_with_step
from handlers.talk import PICK, Talk
from handlers.tasks import open_tasks
from handlers.words import cleaned
from storage import dialogues, issues
from storage.dialogues import Dialogue

KIND: Final = "which"

_STEPS: Final = (Step.REPORT_FIX, Step.VERIFY_PASS, Step.ADD)
"""What a photo most likely means for an issue, the first that is allowed."""


def begin(talk: Talk) -> None:
    """Keep the photo and ask what it belongs to."""
    arrived = incoming_photos.register(talk, talk.incoming.photos)
    _ask(talk, {"photos": list(arrived), "words": cleaned(talk.line)})


def _ask(talk: Talk, data: dict[str, object]) -> None:
    tasks = open_tasks(talk.office, talk.person)[: PAGE - 1]
    rows = [[talk.button("new-problem")]]
    rows += [[talk.pick(_name(talk, issue), issue.no)] for issue in tasks]
    rows.append([talk.button("cancel")])
    talk.say("which-issue", rows=rows)
    dialogues.keep(
        talk.office.tx,
        Dialogue(talk.person.id, KIND, talk.where.key, data, talk.office.now),
    )


def _name(talk: Talk, issue: Issue) -> str:
    sub = talk.office.catalogue.get(issue.sub_category)
    return f"{issue.no} {talk.office.words.name(talk.language, sub)}"


def absorb(talk: Talk, dialogue: Dialogue) -> None:
    """Add further photos and words, and ask again."""
    arrived = incoming_photos.register(talk, talk.incoming.photos)
    words = "\n".join(filter(None, (dialogue.data["words"], cleaned(talk.line))))
    _ask(talk, {"photos": [*dialogue.data["photos"], *arrived], "words": words})


def take(talk: Talk, dialogue: Dialogue) -> bool:
    """Take the choice: 新问题 begins a report with the photo, an issue the step it stands for."""
    if talk.line == talk.text("label-new-problem"):
        words = tuple(filter(None, (dialogue.data["words"],)))
        report.go_on(talk, Draft(words=words, photos=tuple(dialogue.data["photos"])))
        return True
    word, _, no = talk.line.partition(" ")
    if word != PICK or not no:
        return False
    issue = issues.get(talk.office.tx, no.strip())
    step = _step_for(talk, issue)
    if step is Step.VERIFY_PASS:
        verdicts = [talk.button(label, issue.no) for label in ("verify-pass", "verify-fail")]
        talk.say("which-verdict", issue=issue, rows=[verdicts, [talk.button("cancel")]])
        return True
    go_on_with_step(talk, brought(dialogue, step, issue))
    return True


def brought(dialogue: Dialogue, step: Step, issue: Issue) -> Form:
    """Return the form of a step that begins with what was sent before it was named."""
    words, photos = dialogue.data["words"], tuple(dialogue.data["photos"])
    return Form(step=step, no=issue.no, words=words, photos=photos)


def _step_for(talk: Talk, issue: Issue) -> Step:
    """Return the step a photo means for this issue.

    Raises:
        Refusal: None is allowed; the reason of the last is told.
    """
    for step in _STEPS[:-1]:
        try:
            may(talk.office, talk.person, issue, step)
        except Refusal:
            continue
        return step
    may(talk.office, talk.person, issue, _STEPS[-1])
    return _STEPS[-1]


def cancel(talk: Talk, dialogue: Dialogue) -> None:
    """Forget the photo."""
    dialogues.end(talk.office.tx, talk.person.id)
    talk.say("cancelled-report", pictures=len(dialogue.data["photos"]), words=0)
