"""A loose photo of somebody with open tasks: a new problem, or which of theirs?

What was sent is kept as a report in the making until that is known. A place only a new problem
has, so a pin answers the question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.errors import Refusal
from domain.issues import Issue
from domain.lifecycle import Step
from handlers import questions
from handlers.actions.step import may
from handlers.collect import collect, new_draft
from handlers.draft import Draft
from handlers.form import Form
from handlers.lists import PAGE, page_asked, page_of, turning
from handlers.messages import Button
from handlers.smalltalk import smalltalk
from handlers.steps import begin as begin_step
from handlers.talk import PICK, Talk
from handlers.tasks import fits, open_tasks
from handlers.words import cleaned, folded
from storage import dialogues, issues
from storage.dialogues import Dialogue

KIND: Final = "which"

_STEPS: Final = (Step.REPORT_FIX, Step.VERIFY_PASS, Step.ADD)
"""What a photo most likely means for an issue, the first that is allowed."""


def begin(talk: Talk) -> None:
    """Keep the photo and ask what it belongs to."""
    _go_on(talk, collect(talk, replace(new_draft(talk), maybe="")))


def _go_on(talk: Talk, draft: Draft) -> None:
    if draft.point is not None:
        _new(talk, draft)
        return
    tasks = open_tasks(talk.office, talk.person)
    page = page_of([issue for issue in tasks if fits(talk, issue, draft.find)], draft.page)
    rows = [[talk.button("new-problem")]]
    rows += [[talk.pick(_name(talk, issue), issue.no)] for issue in page.items]
    rows.append([*turning(talk, page), talk.button("cancel")])
    talk.say("which-issue", rows=rows, many=int(len(tasks) > PAGE))
    data = replace(draft, page=page.number).as_data()
    kept = Dialogue(talk.person.id, KIND, talk.where.key, data, talk.office.now)
    dialogues.keep(talk.office.tx, kept)


def _name(talk: Talk, issue: Issue) -> str:
    sub = talk.office.catalogue.get(issue.sub_category)
    return f"{issue.no} {talk.office.words.name(talk.language, sub)}"


def _new(talk: Talk, draft: Draft) -> None:
    """Go on with what was sent as a new report."""
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    questions.go_on(talk, replace(draft, page=1, find=""))


def is_new_problem(talk: Talk, dialogue: Dialogue) -> None:
    """Take what was sent for a new report, with what the message adds."""
    _new(talk, collect(talk, Draft.of(dialogue.data)))


def again(talk: Talk, dialogue: Dialogue) -> None:
    """Ask again what the photo belongs to."""
    _go_on(talk, Draft.of(dialogue.data))


def absorb(talk: Talk, dialogue: Dialogue) -> None:
    """Add further photos and words, or look for a word among the tasks, and ask again."""
    draft = Draft.of(dialogue.data)
    words = cleaned(talk.line)
    tasks = open_tasks(talk.office, talk.person)
    alone = not talk.incoming.photos and not talk.incoming.place
    if words and alone and any(fits(talk, issue, words) for issue in tasks):
        _go_on(talk, replace(draft, find=words, page=1))
        return
    if smalltalk(talk):
        talk.line = ""
    _go_on(talk, collect(talk, draft))


def take(talk: Talk, dialogue: Dialogue) -> bool:
    """Take the choice: 新问题 begins a report with the photo, an issue the step it stands for."""
    draft = Draft.of(dialogue.data)
    if folded(talk.line) in talk.office.words.spellings("new-problem"):
        _new(talk, draft)
        return True
    word, _, no = talk.line.partition(" ")
    if word == PICK:
        _picked(talk, draft, no.strip())
        return True
    page, rest = page_asked(talk.line)
    if rest or not talk.line:
        return False
    _go_on(talk, replace(draft, page=page))
    return True


def _picked(talk: Talk, draft: Draft, no: str) -> None:
    issue = issues.find(talk.office.tx, no)
    if issue is None:  # a choice of another list, shown before
        _go_on(talk, draft)
        return
    step = _step_for(talk, issue)
    if step is Step.VERIFY_PASS:
        verdicts: list[Button] = [
            talk.button(label, issue.no) for label in ("verify-pass", "verify-fail")
        ]
        talk.say("which-verdict", issue=issue, rows=[verdicts, [talk.button("cancel")]])
        return
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    form = Form(step=step, no=issue.no, words=draft.text, photos=draft.photos)
    begin_step(talk, issue, form)


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
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    talk.say("cancelled-report", parts=Draft.of(dialogue.data).parts)


def photo_refused(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Take a photo that could not be used out of what was sent."""
    draft = Draft.of(dialogue.data)
    left = replace(draft, photos=tuple(p for p in draft.photos if p != photo))
    dialogues.amend(talk.office.tx, replace(dialogue, data=left.as_data()))
