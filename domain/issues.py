"""An issue (问题), its entries (记录), and its number.

What reporters and staff wrote, and who the reporter is, are not here: they are kept beside the
history, so that a person can be erased without touching it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from domain.errors import Fact
from domain.geo import Point
from domain.lifecycle import OPEN, Proof, Status, Step
from domain.people import PersonId, Role

IssueNo = NewType("IssueNo", str)
"""``HJ-20240312-0007``: district prefix, day of filing, sequence of that day without gaps."""


class Source(StrEnum):
    """Where a report came from. Stored values, never renamed."""

    RESIDENT = "resident"  # 群众反映
    PATROL = "patrol"  # 网格巡查


class Request(StrEnum):
    """What waits for a supervisor's answer; one at a time. Stored values."""

    NONE = ""
    DECLINE = "decline"  # 退单
    ASK = "ask"  # 申请延期、挂账
    APPEAL = "appeal"  # 不服不予受理


@dataclass(frozen=True, slots=True)
class Issue:
    """The present state of one issue; its history is a list of ``Entry``.

    Attributes:
        seq: Number of the last entry, from 1.
        sub_category: Code of a sub-category; it names its category.
        area: Code of the most specific area known.
        place: Words about the place, may be empty.
        point: Where it is, or None when only the area is known.
        unit: Code of the responsible unit (责任单位); None while it waits for dispatch.
        unrouted: Name of the text that says why no unit was found; empty when one was.
        verifier: Who has the task to check the fix (核查); None: it lies in the tray.
        due_at: End of the time to fix (截止), aware UTC; moved only by extension, parking, a new
            category or new calendar data.
        due_provisional: The due date reaches beyond the published working days.
        fixed_at: When the last fix was reported; a unit is judged on time by it.
        rework: How often a check failed (返工).
        objections: How often a reporter or follower said it is not fixed (异议).
        kept: The issue this one was merged into (并案).
    """

    no: IssueNo
    seq: int
    status: Status
    source: Source
    category: str
    sub_category: str
    area: str
    filed_at: datetime
    place: str = ""
    point: Point | None = None
    unit: str | None = None
    unrouted: str = ""
    verifier: PersonId | None = None
    request: Request = Request.NONE
    dispatched_at: datetime | None = None
    due_at: datetime | None = None
    due_provisional: bool = False
    fixed_at: datetime | None = None
    closed_at: datetime | None = None
    rework: int = 0
    relapse: int = 0
    objections: int = 0
    kept: IssueNo | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an issue's history.

    Attributes:
        status: After the step.
        actor: Person, or ``SYSTEM``.
        role: The role in which the actor took the step.
        unit: Responsible unit after the step.
        facts: Codes, dates and counts of the step. No words of people, nothing personal.
        words: What the actor wrote; kept beside the history.
        photos: Photo numbers shown with it, in order.
    """

    no: IssueNo
    seq: int
    step: Step
    status: Status
    at: datetime
    actor: PersonId
    role: Role
    unit: str | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    words: str = ""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody brings to a step.

    Attributes:
        words: A reason or remark, already cleaned.
        photos: Photo numbers; only kept ones (checked and stored) belong here.
        unit: Code of the unit it should go to.
        sub_category: Code of the new sub-category.
        days: Working days asked for, or given.
        review: The day it is looked at again.
    """

    words: str = ""
    photos: tuple[int, ...] = ()
    unit: str | None = None
    sub_category: str | None = None
    days: int | None = None
    review: date | None = None

    @property
    def proofs(self) -> frozenset[Proof]:
        """What of the lifecycle table's *must show* this amounts to."""
        found = {
            Proof.REASON: bool(self.words),
            Proof.PHOTO: bool(self.photos),
            Proof.BEFORE_AND_AFTER: len(self.photos) >= 2,
            Proof.SAID_OR_SHOWN: bool(self.words or self.photos),
            Proof.FEEDBACK: True,
            Proof.UNIT: self.unit is not None,
            Proof.CATEGORY: self.sub_category is not None,
            Proof.DAYS: self.days is not None or self.review is not None,
            Proof.DUE_DATE: self.days is not None,
            Proof.REVIEW_DATE: self.review is not None,
        }
        return frozenset(proof for proof, there in found.items() if there)


@dataclass(frozen=True, slots=True)
class Past:
    """What the history and the ledger of people say about who did what, for permissions.

    Attributes:
        reporter: Who reported it.
        followers: Everybody who follows it, the reporter among them.
        fixers: Who reported a fix.
        unit_people: Who worked for a unit that fixed it, at any time since its dispatch.
        objectors: Who said it is not fixed.
        passers: Who passed a check of it before.
        declined_by: Units that declined it once.
        unproven_since: When the last fix, objection or failed check was; a check is proven by a
            photo that came later. None: never.
        told_at: When the strike-off reached the person who asks; None: not yet.
    """

    reporter: PersonId
    followers: frozenset[PersonId]
    fixers: frozenset[PersonId] = frozenset()
    unit_people: frozenset[PersonId] = frozenset()
    objectors: frozenset[PersonId] = frozenset()
    passers: frozenset[PersonId] = frozenset()
    declined_by: frozenset[str] = frozenset()
    unproven_since: datetime | None = None
    told_at: datetime | None = None


_SEPARATORS: Final = r"[\s\-_.,:#号第件‐‑‒–—―]*"


def issue_no(prefix: str, day: date, sequence: int) -> IssueNo:
    """Write a number in its one canonical form."""
    return IssueNo(f"{prefix}-{day:%Y%m%d}-{sequence:04d}")


def find_issue_no(text: str, prefix: str) -> tuple[IssueNo | None, str]:
    """Find the first issue number in a text, in any case, width and spacing.

    ``hj 20240312 7``, ``ＨＪ－２０２４０３１２－０００７`` and ``20240312-7`` are all
    ``HJ-20240312-0007``.

    Returns:
        The number in canonical form, or None, and the text without it.
    """
    plain = unicodedata.normalize("NFKC", text)
    pattern = (
        rf"(?<![0-9A-Za-z])(?:{re.escape(prefix)}{_SEPARATORS})?"
        rf"(20[0-9]{{6}})(?:{_SEPARATORS}([0-9]{{4,6}})|[\s\-_]+([0-9]{{1,6}}))(?![0-9])"
    )
    found = re.search(pattern, plain, re.IGNORECASE)
    if found is None:
        return None, text
    sequence = int(found[2] or found[3])
    source = text if len(text) == len(plain) else plain
    rest = (source[: found.start()] + " " + source[found.end() :]).strip()
    return IssueNo(f"{prefix}-{found[1]}-{sequence:04d}"), rest
