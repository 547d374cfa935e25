"""Asking by talk for more time and giving it: numbers of days and days, typed or tapped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from domain.errors import BadInput, NotAllowed
from domain.issues import Issue, Shown
from domain.lifecycle import Proof, Status, Step
from handlers.actions.extra_time import Asked, asked, check_asked, check_given
from handlers.clock import extension_left
from handlers.dates import read_day, read_days
from handlers.form import Form
from handlers.lists import in_rows
from handlers.messages import Button
from handlers.talk import Talk
from storage import issues

DATES: Final = frozenset({Proof.DAYS, Proof.DUE_DATE, Proof.REVIEW_DATE})
"""What is answered with a number of days or a day."""

REVIEW: Final = "review"
"""Kind of request that asks to park until a day; the other asks for working days."""

_QUICK_DAYS: Final = 5
_QUICK_REVIEWS: Final = (timedelta(days=7), timedelta(days=14), timedelta(days=30))


def prepared(talk: Talk, issue: Issue, form: Form) -> Form:
    """Put what was asked for into a form that answers it, and see at once if it cannot be.

    Raises:
        Refusal: No more time can be asked for or given.
    """
    office, step = talk.office, Step(form.step)
    if step is Step.ASK:
        check_can_ask(talk, issue, form.asks)
        return _with_words(talk, issue, form)
    request = asked(office, issue)
    if step is Step.EXTEND:
        form = replace(form, days=request.days if request else None)
        check_given(office, issue, form.shown(()))
    elif step is Step.PARK and request and request.review:
        form = replace(form, review=request.review.isoformat())
    return form


def check_can_ask(talk: Talk, issue: Issue, kind: str) -> None:
    """Raise if this cannot be asked for now, however much.

    Raises:
        NotAllowed: The words say why and what can be done instead.
    """
    tomorrow = talk.office.today + timedelta(days=1)
    least = Shown(review=tomorrow) if kind == REVIEW else Shown()
    check_asked(talk.office, issue, least)


def _with_words(talk: Talk, issue: Issue, form: Form) -> Form:
    """Read days out of what follows the label: ``申请延期 3 天 等材料``; a reason stays one."""
    words, form = form.words, replace(form, words="")
    if not words:
        return form
    try:
        return read(talk, issue, form, words)
    except BadInput:
        return replace(form, words=words)


def take_in(talk: Talk, form: Form, words: str) -> Form:
    """Read days or a day into the form; what is no use is asked for again, with the reason."""
    try:
        return read(talk, issues.get(talk.office.tx, form.no), form, words)
    except BadInput as refusal:
        talk.preface = talk.office.words.refuse(talk.language, refusal)
        return form


def read(talk: Talk, issue: Issue, form: Form, words: str) -> Form:
    """Read a number of days or a day into the form; what else is said is the reason.

    Raises:
        BadInput: It is neither, or more than can be.
        NotAllowed: None can be any more.
    """
    review = form.step == Step.PARK or form.asks == REVIEW
    form, rest = _read_review(talk, form, words) if review else _read_days(talk, issue, form, words)
    check_given(talk.office, issue, form.shown(()))
    return replace(form, words="\n".join(filter(None, (form.words, rest))))


def _read_review(talk: Talk, form: Form, words: str) -> tuple[Form, str]:
    found = read_day(words, talk.office.today)
    if found is None:
        raise BadInput("refuse-not-a-day")
    return replace(form, review=found[0].isoformat()), found[1]


def _read_days(talk: Talk, issue: Issue, form: Form, words: str) -> tuple[Form, str]:
    found = read_days(words)
    if found is None:
        named = read_day(words, talk.office.today)
        if named is None or issue.due_at is None:
            raise BadInput("refuse-not-days")
        due = issue.due_at.astimezone(talk.office.zone).date()
        found = talk.office.calendar.count_working_days(due, named[0]), named[1]
    return replace(form, days=found[0]), found[1]


def ask(talk: Talk, issue: Issue, form: Form) -> None:
    """Ask for days or a day, with a few to tap."""
    review = form.step == Step.PARK or form.asks == REVIEW
    key = "ask-more-review" if review else "ask-more-days"
    buttons = _reviews(talk) if review else _days(talk, issue)
    most = extension_left(talk.office, issue)
    rows = [*in_rows(buttons, 3), [talk.button("cancel")]]
    talk.say(key, issue=issue, most=most, rows=rows, wants="number")


def _days(talk: Talk, issue: Issue) -> list[Button]:
    most = extension_left(talk.office, issue)
    few = range(1, min(most, _QUICK_DAYS) + 1)
    return [talk.pick(talk.text("days-n", n=n), str(n)) for n in dict.fromkeys((*few, most))]


def _reviews(talk: Talk) -> list[Button]:
    office = talk.office
    days = [office.calendar.first_working_day(office.today + wait) for wait in _QUICK_REVIEWS]
    return [talk.pick(office.words.day(talk.language, day), day.isoformat()) for day in days]


def ask_reason(talk: Talk, issue: Issue, form: Form) -> None:
    """Ask a supervisor why, saying what was asked; one tap says that it is so."""
    request = asked(talk.office, issue)
    true = talk.text("reason-true")
    rows = [[talk.pick(true, true)], [talk.button("cancel")]]
    talk.say(
        f"ask-{form.step}-why",
        issue=issue,
        rows=rows,
        why=request.words if request else "",
        days=form.days or 0,
        review=form.shown(()).review or "",
    )


def offered(talk: Talk, issue: Issue, step: Step) -> bool:
    """Whether a button for more time makes sense now: something to ask for, or to answer."""
    request = asked(talk.office, issue)
    if step is Step.ASK:
        return can_ask(talk, issue, "days")
    if step is Step.EXTEND:
        return request is not None and request.days is not None
    if step is Step.PARK:
        return request is not None and request.review is not None
    return True


def can_ask(talk: Talk, issue: Issue, kind: str) -> bool:
    """Whether this could be asked for now."""
    if issue.status not in {Status.DISPATCHED, Status.HANDLING}:
        return False
    try:
        check_can_ask(talk, issue, kind)
    except (NotAllowed, BadInput):
        return False
    return True


def request_line(talk: Talk, issue: Issue) -> str:
    """Say what waits for a supervisor's answer."""
    request = asked(talk.office, issue)
    if request is None:
        return talk.text(f"status-request-{issue.request}")
    return _asked_line(talk, request)


def parked_line(talk: Talk, issue: Issue) -> str:
    """Say until when an issue is parked."""
    history = issues.history(talk.office.tx, issue.no)
    entry = next(entry for entry in reversed(history) if entry.step is Step.PARK)
    return talk.text("status-parked-until", review=date.fromisoformat(str(entry.facts["review"])))


def _asked_line(talk: Talk, request: Asked) -> str:
    if request.review is not None:
        return talk.text("status-request-park", review=request.review)
    return talk.text("status-request-days", days=request.days or 0)
