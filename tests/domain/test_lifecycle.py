"""The one table of moves, held against the lifecycle as the office wrote it down."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from domain.district import CHINA
from domain.errors import ProofMissing, RoleNotAllowed, StepNotAllowed
from domain.lifecycle import (
    ALL_PROOFS,
    MOVES,
    OPEN,
    Proof,
    Status,
    Step,
    as_mermaid,
    find_move,
    next_status,
    steps_from,
)
from domain.people import Role
from handlers.words import LANGUAGES, load_words

README = Path(__file__).parents[2] / "README.md"
ANYONE = "resident grid_worker unit_staff supervisor admin"
ALL_OPEN = "submitted dispatched handling handled parked"

LIFECYCLE = (
    # step, from, to ("=": the same), by, must show
    ("file", "-", "submitted", ANYONE, "said_or_shown"),
    ("file_fixed", "-", "handled", "grid_worker", "before_and_after"),
    ("dispatch", "submitted", "dispatched", "system supervisor", "unit"),
    ("accept", "dispatched", "handling", "unit_staff", ""),
    ("decline", "dispatched", "=", "unit_staff", "reason"),
    ("ask", "dispatched handling", "=", "unit_staff", "days reason"),
    ("reassign", "dispatched handling", "dispatched", "supervisor", "unit reason"),
    ("refuse", "dispatched handling", "=", "supervisor", "reason"),
    ("feedback", "dispatched handling parked", "=", "unit_staff", "feedback"),
    ("report_fix", "dispatched handling", "handled", "unit_staff", "photo"),
    ("verify_pass", "handled", "struck_off", "grid_worker supervisor", "photo"),
    ("verify_fail", "handled", "handling", "grid_worker supervisor", "said_or_shown"),
    ("object", "struck_off", "handled", "resident", ""),
    ("look_back_pass", "struck_off", "=", "grid_worker supervisor", "photo"),
    ("look_back_fail", "struck_off", "handling", "grid_worker supervisor", "photo"),
    ("extend", "dispatched handling", "=", "supervisor", "due_date reason"),
    ("park", "handling", "parked", "supervisor", "review_date reason"),
    ("resume", "parked", "handling", "system supervisor", ""),
    ("void", "submitted dispatched handling", "void", "supervisor", "reason"),
    ("restore", "void", "submitted", "supervisor", "reason"),
    ("merge", "submitted dispatched handling parked", "duplicate", "supervisor", "kept_issue"),
    ("unmerge", "duplicate", "submitted", "supervisor", ""),
    ("withdraw", "submitted dispatched", "withdrawn", "resident", ""),
    ("add", ALL_OPEN, "=", ANYONE, "said_or_shown"),
    ("recategorise", ALL_OPEN, "=", "supervisor", "category"),
    ("press", ALL_OPEN, "=", "system supervisor", ""),
    ("recompute", "dispatched handling handled parked", "=", "system", ""),
)


def as_written() -> dict[tuple[str | None, str], tuple[str, set[str], set[str]]]:
    """The lifecycle as it is written down: (status, step) to (status after, roles, proofs)."""
    rows = {}
    for step, starts, to, by, shows in LIFECYCLE:
        for start in starts.split():
            begin = None if start == "-" else start
            after = start if to == "=" else to
            rows[begin, step] = (after, set(by.split()), set(shows.split()))
    return rows


def test_the_table_is_the_lifecycle_as_written():
    """Every row of the office's lifecycle is a row of the table, and there is no other."""
    table = {(m.start, m.step): (m.to, set(m.by), set(m.must_show)) for m in MOVES}
    assert table == as_written()


def test_no_pair_of_status_and_step_stands_twice():
    """A status and a step lead to one status only."""
    assert len({(move.start, move.step) for move in MOVES}) == len(MOVES)


@pytest.mark.parametrize("start", [None, *Status])
def test_everything_else_is_refused(start: Status | None):
    """A pair of status and step that is not a row is refused, whoever asks."""
    legal = {move.step for move in MOVES if move.start is start}
    for step, role in product(set(Step) - legal, Role):
        with pytest.raises(StepNotAllowed) as refused:
            next_status(start, step, role=role, shown=ALL_PROOFS)
        assert refused.value.facts == {"status": start or "none", "step": step}


@pytest.mark.parametrize("move", MOVES, ids=lambda m: f"{m.start}-{m.step}")
def test_a_row_is_for_its_roles_only(move):
    """A row leads where it says, for each of its roles, and is refused to every other."""
    for role in move.by:
        assert next_status(move.start, move.step, role=role, shown=move.must_show) is move.to
    for role in set(Role) - move.by:
        with pytest.raises(RoleNotAllowed):
            next_status(move.start, move.step, role=role, shown=ALL_PROOFS)


@pytest.mark.parametrize("move", MOVES, ids=lambda m: f"{m.start}-{m.step}")
def test_each_proof_of_a_row_is_needed(move):
    """A step that does not show one of the things it must is refused, and told which."""
    for proof in move.must_show:
        with pytest.raises(ProofMissing) as refused:
            next_status(move.start, move.step, role=min(move.by), shown=ALL_PROOFS - {proof})
        assert refused.value.facts["missing"] == proof


def test_only_a_passed_check_strikes_off():
    """No step but a passed check leads into 已销号."""
    into = {m.step for m in MOVES if m.to is Status.STRUCK_OFF and m.start is not Status.STRUCK_OFF}
    assert into == {Step.VERIFY_PASS}


def test_open_statuses_are_those_somebody_owes_something_in():
    """Five statuses are open; struck off, void, duplicate and withdrawn are not."""
    assert ALL_OPEN.split() == [status for status in Status if status in OPEN]


def test_steps_from_follow_the_table():
    """What a role could do from a status is what the table says, in its order."""
    assert steps_from(Status.DISPATCHED, Role.RESIDENT) == (Step.WITHDRAW, Step.ADD)
    for status, role in product(Status, Role):
        rows = {m.step for m in MOVES if m.start is status and role in m.by}
        assert set(steps_from(status, role)) == rows


def test_the_diagram_shows_every_move_that_changes_the_status():
    """Reading the diagram back gives the table without the steps that stay where they are."""
    arrows = set()
    for line in as_mermaid().splitlines()[2:]:
        start, _, rest = line.strip().partition(" --> ")
        to, _, step = rest.partition(": ")
        arrows.add((start, to, step))
    moves = {(m.start or "[*]", str(m.to), str(m.step)) for m in MOVES if m.start is not m.to}
    assert arrows == moves | {(status, "[*]", "") for status in Status if status not in OPEN}


def test_the_readme_shows_the_diagram():
    """The diagram a person reads is the one drawn from the table."""
    assert as_mermaid() in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_word(language: str):
    """Each status, step, proof and role has a word in both languages, no two statuses the same."""
    words = load_words(CHINA)
    for step in Step:
        assert words.say(language, f"label-{step}".replace("_", "-"))
    for proof in Proof:
        assert words.say(language, f"proof-{proof}".replace("_", "-"))
    for role in Role:
        assert words.say(language, f"role-{role}".replace("_", "-"))
    named = {words.say(language, f"status-{status}".replace("_", "-")) for status in Status}
    assert len(named) == len(Status)


def test_a_step_that_makes_an_issue_starts_from_nothing():
    """Only filing and filing as fixed begin an issue, and no other step starts without one."""
    assert {move.step for move in MOVES if move.start is None} == {Step.FILE, Step.FILE_FIXED}
    assert find_move(None, Step.FILE).to is Status.SUBMITTED
