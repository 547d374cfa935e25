"""What somebody brought so far for a step on an issue, and the lists they choose from for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from domain.issues import Issue, Shown
from domain.lifecycle import Step
from handlers.lists import in_rows, page_of, turning
from handlers.talk import Talk
from handlers.words import folded


@dataclass(frozen=True, slots=True)
class Form:
    """A step somebody began: what they brought so far.

    Attributes:
        album: The album its photos came in, or empty; later parts of it belong here too.
        days: Working days asked for or given.
        review: The day of the next look, as ISO text, or empty.
        asks: What is asked for: ``days``, or ``review`` to be parked until one; or empty.
        optional: Nothing is owed; what comes next is added, or the person goes on elsewhere. With
            an album only its later parts are.
    """

    step: str
    no: str
    words: str = ""
    photos: tuple[int, ...] = ()
    unit: str | None = None
    sub_category: str | None = None
    page: int = 1
    find: str = ""
    album: str = ""
    optional: bool = False
    days: int | None = None
    review: str = ""
    asks: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return it as the dialogue keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Form:
        """Make it from what the dialogue kept."""
        return cls(**{**data, "photos": tuple(data["photos"])})

    def shown(self, kept: tuple[int, ...]) -> Shown:
        """Return what it shows, with those of its photos that are kept."""
        review = date.fromisoformat(self.review) if self.review else None
        return Shown(self.words, kept, self.unit, self.sub_category, self.days, review)


def units(talk: Talk, form: Form, issue: Issue) -> list[tuple[str, str]]:
    """Return the units to choose from, those of the issue's own area first."""
    areas, words = talk.office.areas, talk.office.words
    other = [u for u in areas.units if form.step != Step.REASSIGN or u.code != issue.unit]
    near = sorted(other, key=lambda unit: not areas.is_within(issue.area, unit.area))
    return [(words.name(talk.language, unit), unit.code) for unit in near]


def kinds(talk: Talk, issue: Issue) -> list[tuple[str, str]]:
    """Return the sub-categories to choose from, those of the same category first."""
    subs = sorted(talk.office.catalogue.subs, key=lambda sub: sub.category != issue.category)
    other = [sub for sub in subs if sub.code != issue.sub_category]
    return [(talk.office.words.name(talk.language, sub), sub.code) for sub in other]


def ask_from_list(talk: Talk, form: Form, issue: Issue, names: list[tuple[str, str]]) -> Form:
    """Ask for one of a list, by page or by writing a word; return the form with what is shown."""
    found = [pair for pair in names if folded(form.find) in folded(pair[0])]
    if not found:
        talk.preface = talk.text("choose-not-found", find=form.find)
        form = replace(form, find="", page=1)
    page = page_of(found or names, form.page)
    choices = [talk.pick(name, code) for name, code in page.items]
    ends = [*turning(talk, page), talk.button("cancel")]
    key = f"choose-{form.step}".replace("_", "-")
    talk.say(key, rows=[*in_rows(choices), *in_rows(ends, 3)], issue=issue)
    return replace(form, page=page.number)


def picked(talk: Talk, form: Form, code: str) -> Form:
    """Take a choice; one that is in none of the lists changes nothing."""
    if any(unit.code == code for unit in talk.office.areas.units):
        return replace(form, unit=code, page=1, find="")
    if any(sub.code == code for sub in talk.office.catalogue.subs):
        return replace(form, sub_category=code, page=1, find="")
    return form
