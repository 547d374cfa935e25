"""The life of an issue (问题): one table of moves, and what reads it.

Whoever asks, a pair of status and step that is not a row here is refused. The diagram in the
README is drawn from the same table. Who exactly may take a step on a given issue (whose unit,
whose area, whose own fix) is decided by ``domain.permissions``; this module knows roles only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import ProofMissing, RoleNotAllowed, StepNotAllowed
from domain.people import Role


class Status(StrEnum):
    """Where an issue stands. Stored values, never renamed."""

    SUBMITTED = "submitted"  # 待派单
    DISPATCHED = "dispatched"  # 已派单
    HANDLING = "handling"  # 整改中
    HANDLED = "handled"  # 待核查
    PARKED = "parked"  # 挂账
    STRUCK_OFF = "struck_off"  # 已销号: the only success
    VOID = "void"  # 不予受理
    DUPLICATE = "duplicate"  # 已并案
    WITHDRAWN = "withdrawn"  # 已撤回


OPEN: Final = frozenset(
    {Status.SUBMITTED, Status.DISPATCHED, Status.HANDLING, Status.HANDLED, Status.PARKED}
)
"""Statuses in which somebody still owes something."""


class Step(StrEnum):
    """What can happen to an issue; one entry (记录) of its history each. Stored values."""

    FILE = "file"  # 上报
    DISPATCH = "dispatch"  # 派单
    ACCEPT = "accept"  # 签收
    DECLINE = "decline"  # 退单
    ASK = "ask"  # 申请延期、挂账
    REASSIGN = "reassign"  # 改派
    REFUSE = "refuse"  # 不同意
    FEEDBACK = "feedback"  # 周反馈
    REPORT_FIX = "report_fix"  # 报告整改完成
    FILE_FIXED = "file_fixed"  # 随手处理
    VERIFY_PASS = "verify_pass"  # 核查通过(销号)
    VERIFY_FAIL = "verify_fail"  # 核查不通过(返工)
    OBJECT = "object"  # 群众异议
    LOOK_BACK_PASS = "look_back_pass"  # 回头看合格
    LOOK_BACK_FAIL = "look_back_fail"  # 反弹
    EXTEND = "extend"  # 延期
    PARK = "park"  # 挂账
    RESUME = "resume"  # 恢复
    VOID = "void"  # 不予受理
    RESTORE = "restore"  # 恢复受理
    MERGE = "merge"  # 并案
    UNMERGE = "unmerge"  # 撤并
    WITHDRAW = "withdraw"  # 撤回
    ADD = "add"  # 补充
    RECATEGORISE = "recategorise"  # 改类别
    PRESS = "press"  # 催办
    RECOMPUTE = "recompute"  # 重算期限: the days it was counted by have changed


class Proof(StrEnum):
    """What a step must show before it counts."""

    UNIT = "unit"  # the responsible unit it goes to
    REASON = "reason"  # words that say why
    PHOTO = "photo"  # a photo of its own, taken for this step
    BEFORE_AND_AFTER = "before_and_after"  # two photos
    SAID_OR_SHOWN = "said_or_shown"  # words or a photo
    FEEDBACK = "feedback"  # a tap, words or a photo
    REVIEW_DATE = "review_date"  # when it is looked at again
    DAYS = "days"  # working days asked for, or a review date
    DUE_DATE = "due_date"  # the new date
    KEPT_ISSUE = "kept_issue"  # the issue that stays, open and itself no duplicate
    CATEGORY = "category"  # the new category


ALL_PROOFS: Final = frozenset(Proof)


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: ``step`` by one of these roles, showing this, leads to ``to``.

    ``start`` is None for the two steps that make an issue.
    """

    step: Step
    start: Status | None
    to: Status
    by: frozenset[Role]
    must_show: frozenset[Proof]


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


def _shows(*proofs: Proof) -> frozenset[Proof]:
    return frozenset(proofs)


_OFFICE = _roles(Role.SYSTEM, Role.SUPERVISOR)
_SYSTEM = _roles(Role.SYSTEM)
_UNIT_STAFF = _roles(Role.UNIT_STAFF)
_GRID_WORKER = _roles(Role.GRID_WORKER)
_SUPERVISOR = _roles(Role.SUPERVISOR)
_CHECKERS = _roles(Role.GRID_WORKER, Role.SUPERVISOR)
_REPORTER = _roles(Role.RESIDENT)  # everybody is a resident of what they reported or follow
_ANYONE = frozenset(Role) - {Role.SYSTEM}
_NOTHING = _shows()
_REASON = _shows(Proof.REASON)
_PHOTO = _shows(Proof.PHOTO)
_BOTH = _shows(Proof.BEFORE_AND_AFTER)
_SAID = _shows(Proof.SAID_OR_SHOWN)
_UNIT = _shows(Proof.UNIT)
_UNIT_WHY = _shows(Proof.UNIT, Proof.REASON)
_ASKED = _shows(Proof.DAYS, Proof.REASON)
_LATER = _shows(Proof.DUE_DATE, Proof.REASON)
_REVIEW = _shows(Proof.REVIEW_DATE, Proof.REASON)

# fmt: off
MOVES: Final = (
    #    step                 from               to                 by            must show
    Move(Step.FILE, None, Status.SUBMITTED, _ANYONE, _SAID),
    Move(Step.FILE_FIXED, None, Status.HANDLED, _GRID_WORKER, _BOTH),
    Move(Step.DISPATCH, Status.SUBMITTED, Status.DISPATCHED, _OFFICE, _UNIT),
    Move(Step.ACCEPT, Status.DISPATCHED, Status.HANDLING, _UNIT_STAFF, _NOTHING),
    Move(Step.DECLINE, Status.DISPATCHED, Status.DISPATCHED, _UNIT_STAFF, _REASON),
    Move(Step.ASK, Status.DISPATCHED, Status.DISPATCHED, _UNIT_STAFF, _ASKED),
    Move(Step.ASK, Status.HANDLING, Status.HANDLING, _UNIT_STAFF, _ASKED),
    Move(Step.REASSIGN, Status.DISPATCHED, Status.DISPATCHED, _SUPERVISOR, _UNIT_WHY),
    Move(Step.REASSIGN, Status.HANDLING, Status.DISPATCHED, _SUPERVISOR, _UNIT_WHY),
    Move(Step.REFUSE, Status.DISPATCHED, Status.DISPATCHED, _SUPERVISOR, _REASON),
    Move(Step.REFUSE, Status.HANDLING, Status.HANDLING, _SUPERVISOR, _REASON),
    Move(Step.FEEDBACK, Status.DISPATCHED, Status.DISPATCHED, _UNIT_STAFF, _shows(Proof.FEEDBACK)),
    Move(Step.FEEDBACK, Status.HANDLING, Status.HANDLING, _UNIT_STAFF, _shows(Proof.FEEDBACK)),
    Move(Step.FEEDBACK, Status.PARKED, Status.PARKED, _UNIT_STAFF, _shows(Proof.FEEDBACK)),
    Move(Step.REPORT_FIX, Status.DISPATCHED, Status.HANDLED, _UNIT_STAFF, _PHOTO),  # accepts first
    Move(Step.REPORT_FIX, Status.HANDLING, Status.HANDLED, _UNIT_STAFF, _PHOTO),
    Move(Step.VERIFY_PASS, Status.HANDLED, Status.STRUCK_OFF, _CHECKERS, _PHOTO),
    Move(Step.VERIFY_FAIL, Status.HANDLED, Status.HANDLING, _CHECKERS, _SAID),
    Move(Step.OBJECT, Status.STRUCK_OFF, Status.HANDLED, _REPORTER, _NOTHING),
    Move(Step.LOOK_BACK_PASS, Status.STRUCK_OFF, Status.STRUCK_OFF, _CHECKERS, _PHOTO),
    Move(Step.LOOK_BACK_FAIL, Status.STRUCK_OFF, Status.HANDLING, _CHECKERS, _PHOTO),
    Move(Step.EXTEND, Status.DISPATCHED, Status.DISPATCHED, _SUPERVISOR, _LATER),
    Move(Step.EXTEND, Status.HANDLING, Status.HANDLING, _SUPERVISOR, _LATER),
    Move(Step.PARK, Status.HANDLING, Status.PARKED, _SUPERVISOR, _REVIEW),
    Move(Step.RESUME, Status.PARKED, Status.HANDLING, _OFFICE, _NOTHING),
    Move(Step.VOID, Status.SUBMITTED, Status.VOID, _SUPERVISOR, _REASON),
    Move(Step.VOID, Status.DISPATCHED, Status.VOID, _SUPERVISOR, _REASON),
    Move(Step.VOID, Status.HANDLING, Status.VOID, _SUPERVISOR, _REASON),
    Move(Step.RESTORE, Status.VOID, Status.SUBMITTED, _SUPERVISOR, _REASON),
    *(
        Move(Step.MERGE, start, Status.DUPLICATE, _SUPERVISOR, _shows(Proof.KEPT_ISSUE))
        for start in (Status.SUBMITTED, Status.DISPATCHED, Status.HANDLING, Status.PARKED)
    ),
    Move(Step.UNMERGE, Status.DUPLICATE, Status.SUBMITTED, _SUPERVISOR, _NOTHING),
    Move(Step.WITHDRAW, Status.SUBMITTED, Status.WITHDRAWN, _REPORTER, _NOTHING),
    Move(Step.WITHDRAW, Status.DISPATCHED, Status.WITHDRAWN, _REPORTER, _NOTHING),
    *(
        move
        for status in Status
        if status in OPEN
        for move in (
            Move(Step.ADD, status, status, _ANYONE, _SAID),
            Move(Step.RECATEGORISE, status, status, _SUPERVISOR, _shows(Proof.CATEGORY)),
            Move(Step.PRESS, status, status, _OFFICE, _NOTHING),
        )
    ),
    *(
        Move(Step.RECOMPUTE, status, status, _SYSTEM, _NOTHING)
        for status in Status
        if status in OPEN - {Status.SUBMITTED}
    ),
)
# fmt: on
"""Every legal move. Source: the lifecycle of a rectification issue, README *The loop*."""

_ROWS: Final = {(move.start, move.step): move for move in MOVES}


def find_move(start: Status | None, step: Step) -> Move:
    """Return the row for this status and step.

    Raises:
        StepNotAllowed: There is none. ``status`` and ``step`` are in the facts; offer
            ``steps_from(start, role)`` instead.
    """
    move = _ROWS.get((start, step))
    if move is None:
        raise StepNotAllowed(status=start or "none", step=step)
    return move


def next_status(start: Status | None, step: Step, *, role: Role, shown: Iterable[Proof]) -> Status:
    """Return the status this step leads to.

    Args:
        start: Where the issue stands; None for an issue that is being made.
        step: What is to happen.
        role: The role in which the person acts, one they really hold.
        shown: What the step has to show; more than needed is fine.

    Raises:
        StepNotAllowed: No such row, whoever asks.
        RoleNotAllowed: A row, but not for this role.
        ProofMissing: ``missing`` names the first thing not shown. Ask for it.
    """
    move = find_move(start, step)
    if role not in move.by:
        raise RoleNotAllowed(step=step, role=role)
    missing = move.must_show - frozenset(shown)
    if missing:
        raise ProofMissing(step=step, missing=min(missing))
    return move.to


def steps_from(start: Status, role: Role) -> tuple[Step, ...]:
    """Steps this role could take from this status, in the order of the table."""
    return tuple(move.step for move in MOVES if move.start is start and role in move.by)


def as_mermaid() -> str:
    """Draw the table as a Mermaid state diagram, one arrow a row, in the order of the table.

    Steps that leave the status as it is are left out: they would hide the loop.
    """
    arrows = [
        f"    {move.start or '[*]'} --> {move.to}: {move.step}"
        for move in MOVES
        if move.start is not move.to
    ]
    ends = [f"    {status} --> [*]" for status in Status if status not in OPEN]
    return "\n".join(["stateDiagram-v2", "    direction TB", *arrows, *ends])
