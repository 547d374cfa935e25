"""Taking a step on an issue by talking: what the table says it must show is asked for, in order.

There is no form to write for a new step: its row in ``domain.lifecycle.MOVES`` says what is asked,
its row in ``VERBS`` what is done. Photos count only when they are kept, so a step that must show
one waits for it and goes on by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from domain.issues import Issue, Shown
from domain.lifecycle import Proof, Step, find_move
from domain.people import Person
from handlers import incoming_photos
from handlers.actions import check, desk, report, unit
from handlers.actions.step import may
from handlers.lists import in_rows, page_asked, page_of, turning
from handlers.messages import Button
from handlers.office import Office
from handlers.talk import PICK, Talk
from handlers.words import cleaned, folded
from storage import dialogues, issues, photos
from storage.dialogues import Dialogue
from storage.photos import PhotoState

KIND: Final = "step"

Verb = Callable[[Office, Person, Issue, Shown], Issue]

VERBS: Final[dict[Step, Verb]] = {
    Step.ACCEPT: lambda office, person, issue, _: unit.accept(office, person, issue),
    Step.DECLINE: unit.decline,
    Step.REPORT_FIX: unit.report_fix,
    Step.VERIFY_PASS: check.verify_pass,
    Step.VERIFY_FAIL: check.verify_fail,
    Step.OBJECT: lambda office, person, issue, _: check.object_(office, person, issue),
    Step.DISPATCH: desk.dispatch,
    Step.REASSIGN: desk.reassign,
    Step.REFUSE: desk.refuse,
    Step.VOID: desk.void,
    Step.RECATEGORISE: desk.recategorise,
    Step.WITHDRAW: lambda office, person, issue, _: report.withdraw(office, person, issue),
    Step.ADD: report.add,
}
"""The steps people take by talking, in the order in which they are offered."""

_ASK_ORDER: Final = (Proof.UNIT, Proof.CATEGORY, Proof.REASON, Proof.PHOTO, Proof.SAID_OR_SHOWN)


@dataclass(frozen=True, slots=True)
class Form:
    """A step somebody began: what they brought so far.

    Attributes:
        optional: Nothing is owed; what comes next is added, or the person goes on elsewhere.
    """

    step: str
    no: str
    words: str = ""
    photos: tuple[int, ...] = ()
    unit: str | None = None
    sub_category: str | None = None
    page: int = 1
    find: str = ""
    optional: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return it as the dialogue keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Form:
        """Make it from what the dialogue kept."""
        return cls(**{**data, "photos": tuple(data["photos"])})


def begin(talk: Talk, step: Step, issue: Issue, brought: Form | None = None) -> None:
    """Begin a step, and take it at once where nothing is missing.

    Raises:
        Refusal: The person may not take it; said before anything is asked for.
    """
    may(talk.office, talk.person, issue, step)
    go_on(talk, brought or Form(step=step, no=issue.no))


def take(talk: Talk, dialogue: Dialogue) -> bool:
    """Take a choice from the list the form shows; False if the line is none."""
    form = Form.of(dialogue.data)
    word, _, rest = talk.line.partition(" ")
    if word == PICK and rest:
        go_on(talk, _picked(talk, form, rest.strip()))
        return True
    page, left = page_asked(talk.line)
    if left == "" and talk.line and _wants(talk, form) in {Proof.UNIT, Proof.CATEGORY}:
        go_on(talk, replace(form, page=page))
        return True
    return False


def absorb(talk: Talk, dialogue: Dialogue) -> None:
    """Add words and photos to the form, and take the step when nothing is missing any more."""
    form = Form.of(dialogue.data)
    words = cleaned(talk.line)
    if words and _wants(talk, form) in {Proof.UNIT, Proof.CATEGORY}:
        form = replace(form, find=words, page=1)
    elif words:
        form = replace(form, words="\n".join(filter(None, (form.words, words))))
    arrived = incoming_photos.register(talk, talk.incoming.photos)
    go_on(talk, replace(form, photos=(*form.photos, *arrived)))


def go_on(talk: Talk, form: Form) -> None:
    """Take the step, or ask for what is missing first; wait silently for photos on their way."""
    kept, waiting = _sorted(talk, form)
    missing = _missing(talk, form, kept)
    if waiting and (missing is None or missing in {Proof.PHOTO, Proof.SAID_OR_SHOWN}):
        _keep(talk, form)
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


def _shown(form: Form, kept: tuple[int, ...]) -> Shown:
    return Shown(form.words, kept, form.unit, form.sub_category)


def _missing(talk: Talk, form: Form, kept: tuple[int, ...]) -> Proof | None:
    issue = issues.get(talk.office.tx, form.no)
    owed = find_move(issue.status, Step(form.step)).must_show - _shown(form, kept).proofs
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
    step, shown = Step(form.step), _shown(form, kept)
    issue = issues.get(talk.office.tx, form.no)
    if issues.shown_before(talk.office.tx, form.no, kept):
        talk.say("refuse-photo-again", issue=issue, rows=[[talk.button("cancel")]], wants="photo")
        _keep(talk, replace(form, photos=()))
        return
    dialogues.end(talk.office.tx, talk.person.id)
    after = VERBS[step](talk.office, talk.person, issue, shown)
    name = step.replace("_", "-")
    talk.say(f"done-{name}", issue=after, rows=_next_buttons(talk, step, after))
    if step is Step.OBJECT:
        _keep(talk, Form(step=Step.ADD, no=form.no, optional=True))


def _next_buttons(talk: Talk, step: Step, issue: Issue) -> list[list[Button]]:
    follow = {Step.ACCEPT: ("report-fix",), Step.DISPATCH: ("tasks",), Step.VERIFY_PASS: ("tasks",)}
    return [
        [talk.button(label, issue.no if label == "report-fix" else "")]
        for label in follow.get(step, ())
    ]


def _ask(talk: Talk, form: Form, missing: Proof) -> None:
    """Ask for one thing that is missing, and keep the form."""
    if missing is Proof.UNIT:
        form = _ask_from_list(talk, form, _units(talk), "choose-unit")
    elif missing is Proof.CATEGORY:
        form = _ask_from_list(talk, form, _kinds(talk), "choose-sub-category")
    else:
        own = f"ask-{form.step}-{missing}".replace("_", "-")
        general = f"ask-{missing}".replace("_", "-")
        issue = issues.get(talk.office.tx, form.no)
        talk.say(
            own if talk.office.words.has(own) else general,
            issue=issue,
            rows=[[talk.button("cancel")]],
            wants="photo" if missing in {Proof.PHOTO, Proof.SAID_OR_SHOWN} else None,
        )
    _keep(talk, form)


def _units(talk: Talk) -> list[tuple[str, str]]:
    words = talk.office.words
    return [(words.name(talk.language, unit), unit.code) for unit in talk.office.areas.units]


def _kinds(talk: Talk) -> list[tuple[str, str]]:
    words = talk.office.words
    return [(words.name(talk.language, sub), sub.code) for sub in talk.office.catalogue.subs]


def _ask_from_list(talk: Talk, form: Form, names: list[tuple[str, str]], key: str) -> Form:
    found = [pair for pair in names if folded(form.find) in folded(pair[0])]
    if form.find and not found:
        key = "choose-not-found"
    page = page_of(found or names, form.page)
    choices = [talk.pick(name, code) for name, code in page.items]
    ends = [*turning(talk, page), talk.button("cancel")]
    talk.say(key, rows=[*in_rows(choices), *in_rows(ends, 3)], find=form.find, no=form.no)
    return replace(form, page=page.number)


def _picked(talk: Talk, form: Form, code: str) -> Form:
    if _wants(talk, form) is Proof.UNIT:
        return replace(form, unit=talk.office.areas.unit(code).code, page=1, find="")
    return replace(form, sub_category=talk.office.catalogue.get(code).code, page=1, find="")


def cancel(talk: Talk, dialogue: Dialogue) -> None:
    """Drop the form and say that the issue stays as it is."""
    form = Form.of(dialogue.data)
    dialogues.end(talk.office.tx, talk.person.id)
    issue = issues.get(talk.office.tx, form.no)
    talk.say("cancelled-step", issue=issue, step=form.step)


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
