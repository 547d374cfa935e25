"""Taking a step on an issue by talking: what the table says it must show is asked for, in order.

There is no form to write for a new step: its row in ``domain.lifecycle.MOVES`` says what is asked,
its row in ``handlers.actions.verbs.VERBS`` what is done. Photos count only when they are kept, so
a step that must show one waits for it and goes on by itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.errors import NotAllowed, Refusal
from domain.issues import Issue
from domain.lifecycle import Proof, Step, find_move
from handlers import incoming_photos, more_time
from handlers.actions.step import may
from handlers.actions.verbs import VERBS
from handlers.choose import SEARCH_LIMIT
from handlers.form import Form, ask_from_list, kinds, picked, units
from handlers.lists import page_asked
from handlers.messages import Button
from handlers.smalltalk import smalltalk
from handlers.talk import PICK, Talk
from handlers.words import cleaned
from storage import dialogues, issues, photos
from storage.dialogues import Dialogue
from storage.photos import PhotoState

KIND: Final = "step"

_ASK_ORDER: Final = (
    *(Proof.UNIT, Proof.CATEGORY, Proof.DAYS, Proof.REVIEW_DATE, Proof.DUE_DATE),
    *(Proof.REASON, Proof.PHOTO, Proof.SAID_OR_SHOWN),
)


def begin(talk: Talk, issue: Issue, form: Form) -> None:
    """Begin a step, and take it at once where nothing is missing.

    Raises:
        Refusal: The person may not take it; said before anything is asked for.
    """
    may(talk.office, talk.person, issue, Step(form.step))
    form = more_time.prepared(talk, issue, form)
    found = dialogues.find(talk.office.tx, talk.person.id, KIND)
    if found is not None:
        form = _instead_of(talk, Form.of(found.data), form)
    go_on(talk, form)


def _instead_of(talk: Talk, before: Form, form: Form) -> Form:
    """Begin the same step anew with what it had, or say that another one is left undone."""
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    if (before.step, before.no) == (form.step, form.no):
        words = "\n".join(filter(None, (before.words, form.words)))
        if before.asks != form.asks:
            return replace(form, words=words)
        return replace(
            before,
            words=words,
            photos=(*before.photos, *form.photos),
            days=form.days or before.days,
            review=form.review or before.review,
            optional=False,
        )
    if not before.optional:
        issue = issues.get(talk.office.tx, before.no)
        talk.preface = talk.text("cancelled-step", no=issue.no, step=before.step)
    return form


def again(talk: Talk, dialogue: Dialogue) -> None:
    """Ask again for what the step waits for."""
    form = Form.of(dialogue.data)
    if not form.optional:
        go_on(talk, form)


def take(talk: Talk, dialogue: Dialogue) -> bool:
    """Take a choice from the list the form shows, or words that look like another command."""
    form = Form.of(dialogue.data)
    word, _, rest = talk.line.partition(" ")
    if word == PICK:
        if talk.offer and talk.offer.issue not in {"", form.no}:
            talk.preface = talk.text("pick-of-another", other=talk.offer.issue, no=form.no)
        else:
            form = _chosen(talk, form, rest.strip())
        go_on(talk, form)
        return True
    page, left = page_asked(talk.line)
    if left == "" and talk.line and _wants(talk, form) in _FROM_LIST:
        go_on(talk, replace(form, page=page))
        return True
    if _is_said(talk, form):
        absorb(talk, dialogue)
        return True
    return False


def _chosen(talk: Talk, form: Form, code: str) -> Form:
    """Take what a button of the question stands for: of a list, a day, or a usual reason."""
    wants = _wants(talk, form)
    if wants in more_time.DATES:
        return more_time.take_in(talk, form, code)
    if wants is Proof.REASON:
        return replace(form, words=code)
    return picked(talk, form, code)


_FROM_LIST: Final = frozenset({Proof.UNIT, Proof.CATEGORY})
_WORDS: Final = frozenset({Proof.REASON, Proof.SAID_OR_SHOWN})


def _is_said(talk: Talk, form: Form) -> bool:
    """Whether a typed label answers the question: 仍未解决 is a reason where it is no step."""
    step = talk.command.replace("-", "_")
    if talk.offer is not None or step not in set(VERBS) or _wants(talk, form) not in _WORDS:
        return False
    try:
        may(talk.office, talk.person, issues.get(talk.office.tx, form.no), Step(step))
    except Refusal:
        return True
    return False


def absorb(talk: Talk, dialogue: Dialogue) -> None:
    """Add words and photos to the form, and take the step when nothing is missing any more."""
    form = Form.of(dialogue.data)
    if form.album and form.optional and not _is_allowed(talk, form):
        talk.say("photo-not-needed", no=form.no)
        return
    words = cleaned(talk.line)
    if smalltalk(talk):
        words, talk.line = "", ""
    if words and _wants(talk, form) in _FROM_LIST and len(words) <= SEARCH_LIMIT:
        form = replace(form, find=words, page=1)
    elif words and _wants(talk, form) in more_time.DATES:
        form = more_time.take_in(talk, form, words)
    elif words:
        form = replace(form, words="\n".join(filter(None, (form.words, words))))
    arrived = incoming_photos.register(talk, talk.incoming.photos)
    album = talk.incoming.album or form.album
    go_on(talk, replace(form, photos=(*form.photos, *arrived), album=album))


def go_on(talk: Talk, form: Form) -> None:
    """Take the step, or ask for what is missing first; a photo on its way is waited for."""
    kept, waiting = _sorted(talk, form)
    missing = _missing(talk, form, kept)
    if waiting and (missing is None or missing in {Proof.PHOTO, Proof.SAID_OR_SHOWN}):
        _keep(talk, form)
        if (talk.line or talk.incoming.text or talk.incoming.place) and not talk.incoming.photos:
            talk.say("photo-coming", no=form.no)
        return
    if missing is not None:
        _ask(talk, form, missing)
        return
    _do(talk, form, kept)


def _sorted(talk: Talk, form: Form) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the form's photos that are kept, and those still on their way."""
    found = photos.many(talk.office.tx, form.photos)
    kept = tuple(photo.id for photo in found if photo.state is PhotoState.KEPT)
    return kept, tuple(photo.id for photo in found if photo.state is PhotoState.WAITING)


def _missing(talk: Talk, form: Form, kept: tuple[int, ...]) -> Proof | None:
    issue, step = issues.get(talk.office.tx, form.no), Step(form.step)
    may(talk.office, talk.person, issue, step)
    owed = find_move(issue.status, step).must_show - form.shown(kept).proofs
    return next((proof for proof in _ASK_ORDER if proof in owed), None)


def _wants(talk: Talk, form: Form) -> Proof | None:
    return _missing(talk, form, _sorted(talk, form)[0])


def _keep(talk: Talk, form: Form) -> None:
    data = form.as_data()
    dialogues.keep(
        talk.office.tx,
        Dialogue(talk.person.id, KIND, talk.where.key, data, talk.office.now),
    )


def _do(talk: Talk, form: Form, kept: tuple[int, ...]) -> None:
    """Take the step and say so; a photo that proves nothing is asked for again."""
    step, shown = Step(form.step), form.shown(kept)
    issue = issues.get(talk.office.tx, form.no)
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    try:
        after = talk.office.tx.attempt(lambda: VERBS[step](talk.office, talk.person, issue, shown))
    except NotAllowed as refusal:
        if not refusal.text_key.startswith("refuse-photo"):
            raise
        rows = [[talk.button("cancel")]]
        talk.say(refusal.text_key, issue=issue, rows=rows, wants="photo")
        _keep(talk, replace(form, photos=()))
        return
    if not (form.optional and form.album):  # the rest of an album was answered with its first part
        name = step.replace("_", "-")
        talk.say(f"done-{name}", issue=after, rows=_next_buttons(talk, step, after))
    if step is Step.OBJECT or form.album:
        _keep(talk, Form(step=Step.ADD, no=form.no, album=form.album, optional=True))


def is_over(talk: Talk, dialogue: Dialogue) -> bool:
    """Whether an invitation to add something is past: by time, or because something else came.

    The rest of an album is never something else, even where the issue takes no more additions.
    """
    form = Form.of(dialogue.data)
    if not form.optional:
        return False
    if form.album:
        return talk.incoming.album != form.album
    if talk.office.now - dialogue.changed_at > INVITATION_LASTS or talk.incoming.place:
        return True
    if not talk.incoming.photos and smalltalk(talk) != "":
        return True
    return not _is_allowed(talk, form)


INVITATION_LASTS: Final = timedelta(minutes=30)
"""How long what comes after 仍未解决 is taken for an addition to that issue."""


def _is_allowed(talk: Talk, form: Form) -> bool:
    """Whether the person may take the form's step now."""
    try:
        may(talk.office, talk.person, issues.get(talk.office.tx, form.no), Step(form.step))
    except Refusal:
        return False
    return True


_NEXT: Final = {Step.WITHDRAW: "report", Step.ADD: "status", Step.OBJECT: "status"}


def _next_buttons(talk: Talk, step: Step, issue: Issue) -> list[list[Button]]:
    """Return what one most likely does next; staff go on with their tasks."""
    if step is Step.ACCEPT:
        return [[talk.button("report-fix", issue.no)]]
    label = _NEXT.get(step, "tasks")
    return [[talk.button(label, issue.no if label == "status" else "")]]


def _ask(talk: Talk, form: Form, missing: Proof) -> None:
    """Ask for one thing that is missing, and keep the form."""
    issue = issues.get(talk.office.tx, form.no)
    if missing is Proof.UNIT:
        form = ask_from_list(talk, form, issue, units(talk, form, issue))
    elif missing is Proof.CATEGORY:
        form = ask_from_list(talk, form, issue, kinds(talk, issue))
    elif missing in more_time.DATES:
        more_time.ask(talk, issue, form)
    elif form.step in {Step.EXTEND, Step.PARK}:
        more_time.ask_reason(talk, issue, form)
    else:
        if form.words and talk.line and talk.into == KIND and not talk.preface:
            talk.preface = talk.text("step-noted")
        own = f"ask-{form.step}-{missing}".replace("_", "-")
        general = f"ask-{missing}".replace("_", "-")
        talk.say(
            own if talk.office.words.has(own) else general,
            issue=issue,
            rows=[[talk.button("cancel")]],
            wants="photo" if missing in {Proof.PHOTO, Proof.SAID_OR_SHOWN} else None,
        )
    _keep(talk, form)


def cancel(talk: Talk, dialogue: Dialogue) -> None:
    """Drop the form and say that the issue stays as it is."""
    form = Form.of(dialogue.data)
    dialogues.end(talk.office.tx, talk.person.id, KIND)
    rows = [[talk.button("status", form.no)]]
    talk.say("cancelled-step", no=form.no, step=form.step, rows=rows)


def photo_kept(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Go on with a step that waited for this photo."""
    form = Form.of(dialogue.data)
    if photo in form.photos:
        go_on(talk, form)


def photo_refused(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Ask again for a photo that could not be used."""
    form = Form.of(dialogue.data)
    if photo in form.photos:
        go_on(talk, replace(form, photos=tuple(p for p in form.photos if p != photo)))
