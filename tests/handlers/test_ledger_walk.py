"""Random people take random steps on the ledger, by verbs and by raw SQL."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from random import Random
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain.errors import Refusal
from domain.issues import Entry, Issue, Request, Shown
from domain.lifecycle import MOVES, Status, Step
from domain.people import Grant, Role
from handlers.actions.people import switch_off
from handlers.actions.verbs import VERBS
from storage import issues
from storage.ledger import Tx
from storage.values import moment, stamp
from tests.support.desk import (
    CHECKER,
    DISTRICT,
    NEXT_DOOR,
    RESIDENT,
    STREET,
    UNIT,
    Desk,
    grid_worker,
    staff_of,
    supervisor,
)
from tests.support.office import GRID, Town

PEOPLE = (RESIDENT, "resident-2", CHECKER, NEXT_DOOR, UNIT, "unit-water", STREET, DISTRICT, "admin")
GRANTS = (
    *3 * (staff_of("hepu-sanitation"),),
    staff_of("water"),
    grid_worker(GRID),
    grid_worker("440512006001"),
    supervisor("440512006"),
    Grant(Role.ADMIN),
)
FIXES = {Step.REPORT_FIX, Step.FILE_FIXED}
CLOSED = {Status.STRUCK_OFF, Status.VOID, Status.WITHDRAWN}
ANSWERS = {Step.ACCEPT, Step.REASSIGN, Step.REFUSE, Step.REPORT_FIX, Step.VOID, Step.WITHDRAW}

KINDS = ("", "new", "new", "new", "waiting", "another's")


class Undo(Exception):  # noqa: N818
    """Takes back what raw SQL was let through to do."""


def check_strike_off(tx: Tx, no: str, history: list[Entry]) -> None:
    """A struck-off issue ends in a check by somebody else, of another unit, after the last fix."""
    steps = [e for e in history if e.step is not Step.LOOK_BACK_PASS]
    passed = steps[-1]
    fixes = [entry for entry in steps if entry.step in FIXES]
    assert passed.step is Step.VERIFY_PASS
    assert fixes
    assert passed.actor not in {e.actor for e in fixes}
    assert passed.actor not in {e.actor for e in steps[:-1] if e.step is Step.VERIFY_PASS}
    assert passed.actor not in {e.actor for e in steps if e.step is Step.OBJECT}
    since = stamp(next(e.at for e in steps if e.step is Step.DISPATCH))
    for fix in fixes:
        worked = tx.rows(
            "SELECT person FROM grants WHERE unit = :unit AND granted_at < :passed"
            " AND (ended_at IS NULL OR ended_at >= :since)",
            {"unit": fix.unit, "passed": stamp(passed.at), "since": since},
        )
        assert passed.actor not in {row["person"] for row in worked}
    check_photo(tx, no, steps)


def check_photo(tx: Tx, no: str, steps: list[Entry]) -> None:
    """The check shows a kept photo of its own, sent after what it had to see."""
    passed = steps[-1]
    since = max(
        e.at for e in steps[:-1] if e.step in FIXES | {Step.OBJECT, Step.VERIFY_FAIL}
    )  # fmt: skip
    shown = tx.rows(
        "SELECT e.seq, p.person, p.state, p.sha256, p.sent_at FROM entry_photos AS e"
        " JOIN photos AS p ON p.id = e.photo WHERE e.no = :no",
        {"no": no},
    )
    before = {row["sha256"] for row in shown if row["seq"] < passed.seq}
    assert any(
        row["seq"] == passed.seq
        and (row["person"], row["state"]) == (passed.actor, "kept")
        and row["sha256"] not in before
        and moment(row["sent_at"]) >= since
        for row in shown
    )


def check_row(issue: Issue, history: list[Entry]) -> None:
    """The issue's row is what its history leads to."""
    last, counts = history[-1], Counter(entry.step for entry in history)
    assert [entry.seq for entry in history] == list(range(1, issue.seq + 1))
    assert (issue.status, issue.unit) == (last.status, last.unit)
    assert issue.rework == counts[Step.VERIFY_FAIL]
    assert issue.objections == counts[Step.OBJECT]
    assert issue.fixed_at == max((e.at for e in history if e.step in FIXES), default=None)
    assert (issue.closed_at is not None) == (issue.status in CLOSED)
    assert issue.verifier is None or issue.status is Status.HANDLED
    assert issue.request is asked(history)
    assert issue.sub_category == next(
        e.facts.get("to") or e.facts["sub_category"]
        for e in reversed(history)
        if e.step in {Step.RECATEGORISE, Step.FILE}
    )


def asked(history: list[Entry]) -> Request:
    """What still waits for a supervisor's answer."""
    request = Request.NONE
    for entry in history:
        if entry.step is Step.DECLINE:
            request = Request.DECLINE
        elif entry.step in ANSWERS:
            request = Request.NONE
    return request


class Walk(RuleBasedStateMachine):
    """One district through one run of random steps."""

    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.town = self.do(Town.open(Path(self.folder.name)))
        self.desk = Desk(self.town)
        self.numbers: list[str] = []
        self.checked: dict[str, Issue] = {}
        self.steps = 0

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something of the town's, and count it if it was not refused."""
        return self.runner.run(work)

    def tried(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        """Try something that may be refused, but not go wrong."""
        self.town.clock.move(seconds=1)
        try:
            self.do(work)
        except Refusal:
            self.seen["refused"] += 1
        else:
            self.seen[name] += 1

    def pick(self, chance: Random) -> Issue:
        """Choose one of the issues, more often one of the last."""
        return self.do(self.town.issue(chance.choice(self.numbers[-4:])))

    @initialize()
    def first(self) -> None:
        """There is an issue to begin with."""
        self.file_at(RESIDENT, GRID)

    @rule(seed=st.integers(0, 2**32))
    def happen(self, seed: int) -> None:
        """One thing happens, chosen here: hypothesis alone would repeat itself too much."""
        self.steps += 1
        chance = Random(f"{seed}:{self.steps}")
        (what,) = chance.choices([*self.WEIGHTS], [*self.WEIGHTS.values()])
        getattr(self, what)(chance)

    WEIGHTS: ClassVar = {
        **{"file": 8, "go_on": 40, "step": 30, "give": 8, "leave": 5, "wait": 3},
        **{"forge": 10, "strike_off": 5},
    }

    def file(self, chance: Random) -> None:
        """Somebody reports something, somewhere."""
        place = chance.choice([GRID, GRID, "440512006001", "440512006", None])
        self.file_at(chance.choice(PEOPLE), place)

    def file_at(self, by: str, place: str | None) -> None:
        """Somebody reports something, somewhere."""
        self.town.clock.move(seconds=1)
        self.numbers.append(self.do(self.desk.file(by, area=place)).no)

    def go_on(self, chance: Random) -> None:
        """Somebody does what the issue waits for."""
        issue = self.pick(chance)
        work = {
            Status.DISPATCHED: lambda: self.desk.fixed(issue),
            Status.HANDLING: lambda: self.desk.fixed(issue),
            Status.HANDLED: lambda: self.desk.passed(issue, by=chance.choice(PEOPLE[2:8])),
            Status.STRUCK_OFF: lambda: self.desk.objected(issue),
        }.get(issue.status)
        if work is not None:
            self.tried(f"from {issue.status}", work())

    def step(self, chance: Random) -> None:
        """Anybody tries any step with anything, more often one that the status has."""
        issue, by = self.pick(chance), chance.choice(PEOPLE)
        legal = [move.step for move in MOVES if move.start is issue.status and move.step in VERBS]
        step = chance.choice(chance.choice([legal, [*VERBS]]) or [*VERBS])
        shown = Shown(
            chance.choice(["", "原因", "原因"]),
            self.photos(by, chance.choice(KINDS)),
            chance.choice([None, "water", "hepu-sanitation"]),
            chance.choice([None, "messy_cables", "exposed_waste"]),
        )

        async def work() -> None:
            person = await self.desk.who(by)
            await self.town.run(
                lambda office: VERBS[step](office, person, issues.get(office.tx, issue.no), shown)
            )

        self.tried(step, work())

    def photos(self, by: str, kind: str) -> tuple[int, ...]:
        """Photos somebody brings."""
        if not kind:
            return ()
        sender = UNIT if kind == "another's" else by
        return (self.do(self.desk.photo(sender, kept=kind != "waiting")),)

    def give(self, chance: Random) -> None:
        """Somebody gets another role."""
        self.town.clock.move(seconds=1)
        self.do(self.desk.hire(chance.choice(PEOPLE), chance.choice(GRANTS)))

    def leave(self, chance: Random) -> None:
        """Somebody is switched off, and the sample's own role is given back later."""
        who = chance.choice(PEOPLE)
        person = self.do(self.desk.who(who))
        self.tried("left", self.town.run(lambda office: switch_off(office, person.id, None)))
        self.town.clock.move(seconds=1)
        for grant in person.grants[:1]:
            self.do(self.desk.hire(who, grant))

    def wait(self, chance: Random) -> None:
        """Time passes."""
        self.town.clock.move(hours=chance.choice([1, 30, 200]))

    def forge(self, chance: Random) -> None:
        """Raw SQL writes a passed check and strikes off; what gets through holds the rule."""
        issue, by = self.pick(chance), chance.choice(PEOPLE)
        person, shown = self.do(self.desk.who(by)), self.photos(by, chance.choice(KINDS))
        self.town.clock.move(seconds=1)

        def verb(tx: Tx) -> None:
            entry = Entry(
                issue.no,
                issue.seq + 1,
                Step.VERIFY_PASS,
                Status.STRUCK_OFF,
                self.town.clock(),
                person.id,
                Role.SUPERVISOR,
                issue.unit,
                photos=shown,
            )
            issues._write(tx, entry)
            self.strike(tx, issue, issue.seq + 1)

        self.forged(verb)

    def strike_off(self, chance: Random) -> None:
        """Raw SQL strikes off without a word in the history."""
        issue, back = self.pick(chance), chance.randrange(6)
        self.forged(lambda tx: self.strike(tx, issue, issue.seq - back))

    def strike(self, tx: Tx, issue: Issue, seq: int) -> None:
        """Set the status by hand; if that is let through the rule must hold."""
        tx.execute(
            "UPDATE issues SET status = 'struck_off', seq = :seq WHERE no = :no",
            {"no": issue.no, "seq": seq},
        )
        if issue.status is not Status.STRUCK_OFF:
            check_strike_off(tx, issue.no, list(issues.history(tx, issue.no)))
        raise Undo

    def forged(self, verb: Any) -> None:
        """Run raw SQL, which is refused or taken back."""
        try:
            self.do(self.town.ledger.run(verb))
        except (sqlite3.IntegrityError, Undo, Refusal) as end:
            self.seen[type(end).__name__] += 1

    @invariant()
    def the_rule_holds(self) -> None:
        """Every issue equals its history, and nothing is struck off unseen."""

        def verb(tx: Tx) -> None:
            for no in self.numbers:
                issue = issues.get(tx, no)
                if self.checked.get(no) == issue:
                    continue
                self.checked[no] = issue
                history = list(issues.history(tx, no))
                check_row(issue, history)
                if issue.status is Status.STRUCK_OFF:
                    check_strike_off(tx, no, history)

        self.do(self.town.ledger.run(verb))

    def teardown(self) -> None:
        """Close the town; its numbers are without gaps."""
        days = Counter(no.rsplit("-", 1)[0] for no in self.numbers)
        whole = {f"{day}-{i:04d}" for day, n in days.items() for i in range(1, n + 1)}
        assert whole == {*self.numbers}
        self.do(self.town.ledger.close())
        self.runner.close()
        self.folder.cleanup()


def test_whoever_does_whatever_nothing_is_struck_off_unseen():
    """In 2,000 random steps every struck-off issue was seen by somebody else after its last fix."""
    Walk.seen.clear()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=20, stateful_step_count=100, deadline=None, derandomize=True, database=None
        ),
    )
    assert Walk.seen.total() > 1200
    assert Walk.seen["from handled"] > 20
    assert min(Walk.seen["IntegrityError"], Walk.seen["refused"], Walk.seen["Undo"]) > 0
