"""What the responsible unit does: accept, decline once, report the fix."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.issues import Issue, Request, Shown
from domain.lifecycle import Status, Step
from domain.people import Person
from handlers import notices
from handlers.actions.check import choose_verifier
from handlers.actions.evidence import demand_own_photo
from handlers.actions.step import may, take
from handlers.office import Office


def accept(office: Office, person: Person, issue: Issue) -> Issue:
    """Take an issue on (签收). The clock started at dispatch and does not move.

    Accepting takes a decline back; more time that was asked for is still to be answered.
    """
    request = Request.NONE if issue.request is Request.DECLINE else issue.request
    after = take(office, person, issue, Step.ACCEPT, Shown(), request=request)
    notices.accepted(office, after)
    return after


def decline(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Say that it is not this unit's (退单); a supervisor answers, the unit keeps it meanwhile.

    Raises:
        NotAllowed: Something asked for is not answered yet, or the unit declined it before.
    """
    if issue.request is not Request.NONE:
        raise NotAllowed("refuse-request-open", no=issue.no)
    after = take(office, person, issue, Step.DECLINE, shown, request=Request.DECLINE)
    notices.declined(office, after, shown.words)
    return after


def report_fix(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Report that it is fixed, with a photo; somebody else goes and looks.

    An issue nobody accepted yet is accepted first. Its verifier is looked for outside the unit.

    Raises:
        ProofMissing: No photo, or none that is kept yet.
        NotAllowed: The photo is not theirs, or the issue has it already.
    """
    may(office, person, issue, Step.REPORT_FIX)
    demand_own_photo(office, person, issue, Step.REPORT_FIX, shown)
    if issue.status is Status.DISPATCHED:
        issue = take(office, person, issue, Step.ACCEPT, Shown(), request=Request.NONE)
    after = take(
        office, person, issue, Step.REPORT_FIX, shown, fixed_at=office.now, request=Request.NONE
    )
    after = choose_verifier(office, after)
    notices.fixed(office, after)
    return after
