"""Refusals: the rules say no.

A refusal is raised where a rule is known and put into words by ``handlers.dispatch``, in the
language of the person. It carries the name of a text and the facts that text needs; it is never
logged as an error. What the world does wrong (disk, network) and what we do wrong are ordinary
exceptions and do not live here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

Fact = str | int | date | datetime | tuple[str, ...]


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The rules say no, and ``key`` names the sentence that says why and what to do instead.

    Attributes:
        key: Name of a text in the locale files, for example ``refuse-photo-missing``.
        facts: Variables of that text. Codes (a status, a step) are given as stored; the words
            for them are looked up when the sentence is made.
    """

    key: ClassVar[str] = "refuse"

    def __init__(self, key: str | None = None, **facts: Fact) -> None:
        super().__init__(key or self.key, facts)
        self.text_key = key or self.key
        self.facts = facts


class StepNotAllowed(Refusal):
    """The issue's status has no row for this step. Show the person its status."""

    key = "refuse-step"


class RoleNotAllowed(Refusal):
    """The step exists, but not for this role. Say who may take it."""

    key = "refuse-role"


class ProofMissing(Refusal):
    """The step must show something that is not there. Ask for it; ``missing`` names it."""

    key = "refuse-proof"


class NotAllowed(Refusal):
    """This person may not do this here: another unit, another area, their own fix."""

    key = "refuse-person"


class NoSuchIssue(Refusal):
    """Not there, or not theirs: the answer is the same, so that numbers cannot be guessed."""

    key = "refuse-no-such-issue"


class StaleIssue(Refusal):
    """Somebody moved the issue first. Show the person where it is now."""

    key = "refuse-stale"


class BadInput(Refusal):
    """What was typed or sent cannot be used. Say what is wrong with it and what to send."""

    key = "refuse-input"


class SlowDown(Refusal):
    """Too many tries. ``minutes`` says how long to wait."""

    key = "refuse-slow-down"


class BadData(Refusal):
    """A file given by the office (areas, categories, days) contradicts itself. Mend the file."""

    key = "refuse-data"
