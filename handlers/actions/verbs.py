"""Which function takes which step, for those that people take by talking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.issues import Issue, Shown
from domain.lifecycle import Step
from domain.people import Person
from handlers.actions import check, desk, extra_time, report, unit
from handlers.office import Office

Verb = Callable[[Office, Person, Issue, Shown], Issue]

VERBS: Final[dict[Step, Verb]] = {
    Step.ACCEPT: lambda office, person, issue, _: unit.accept(office, person, issue),
    Step.DECLINE: unit.decline,
    Step.REPORT_FIX: unit.report_fix,
    Step.VERIFY_PASS: check.verify_pass,
    Step.VERIFY_FAIL: check.verify_fail,
    Step.OBJECT: lambda office, person, issue, _: check.object_(office, person, issue),
    Step.ASK: extra_time.ask,
    Step.DISPATCH: desk.dispatch,
    Step.REASSIGN: desk.reassign,
    Step.EXTEND: extra_time.extend,
    Step.PARK: extra_time.park,
    Step.RESUME: lambda office, person, issue, _: extra_time.resume(office, person, issue),
    Step.REFUSE: desk.refuse,
    Step.VOID: desk.void,
    Step.RECATEGORISE: desk.recategorise,
    Step.WITHDRAW: lambda office, person, issue, _: report.withdraw(office, person, issue),
    Step.ADD: report.add,
}
"""The steps people take by talking, in the order in which they are offered."""
