"""Half-finished talk in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import dialogues, people
from storage.dialogues import Dialogue
from storage.ledger import Tx
from tests.support.clock import TUESDAY


def person(tx: Tx) -> int:
    """Somebody new."""
    return people.add(tx, language="zh-CN", now=TUESDAY)


def report(of: int, **data: object) -> Dialogue:
    """A report in the making."""
    return Dialogue(of, "report", "web::a", data, TUESDAY)


def test_a_dialogue_is_kept_as_it_was(tx: Tx):
    """What was said so far comes back: words, numbers, lists, nothing."""
    kept = report(person(tx), words=["垃圾", "👨‍👩‍👧"], lon=116.7, sub=None, page=2)
    dialogues.keep(tx, kept)
    assert dialogues.find(tx, kept.person, "report") == kept


def test_there_is_one_of_each_kind(tx: Tx):
    """Keeping a dialogue again replaces it, of that person and kind only."""
    first, other = person(tx), person(tx)
    dialogues.keep(tx, report(first, n=1))
    dialogues.keep(tx, report(other, n=2))
    dialogues.keep(tx, report(first, n=3))
    assert [one.data for one in dialogues.every(tx, first)] == [{"n": 3}]
    assert [one.data for one in dialogues.every(tx, other)] == [{"n": 2}]


def test_what_was_gone_on_with_last_comes_first(tx: Tx):
    """A step begun in the middle of a report lies on top of it; amending turns nothing."""
    who = person(tx)
    draft, step = report(who, n=1), replace(report(who), kind="step")
    dialogues.keep(tx, draft)
    dialogues.keep(tx, step)
    dialogues.amend(tx, replace(draft, data={"n": 2}))
    assert [one.kind for one in dialogues.every(tx, who)] == ["step", "report"]
    dialogues.keep(tx, draft)
    assert [one.kind for one in dialogues.every(tx, who)] == ["report", "step"]


def test_ending_one_leaves_the_other(tx: Tx):
    """A finished step gives the report back."""
    who = person(tx)
    for kind in ("report", "step"):
        dialogues.keep(tx, replace(report(who), kind=kind))
    dialogues.end(tx, who, "step")
    assert [one.kind for one in dialogues.every(tx, who)] == ["report"]
    dialogues.end_all(tx, who)
    assert dialogues.every(tx, who) == ()


def test_a_dialogue_moves_to_the_same_person(tx: Tx):
    """What another account began is gone on with, unless there is one of its kind already."""
    gone, into = person(tx), person(tx)
    dialogues.keep(tx, report(into, n="own"))
    dialogues.keep(tx, report(gone, n="theirs"))
    dialogues.keep(tx, replace(report(gone), kind="which"))
    dialogues.move(tx, gone, into)
    assert {one.kind for one in dialogues.every(tx, into)} == {"report", "which"}
    assert dialogues.find(tx, into, "report").data == {"n": "own"}
    assert dialogues.every(tx, gone) == ()


def test_what_was_left_lying_is_forgotten(tx: Tx):
    """Old dialogues go, younger ones stay."""
    old, young = person(tx), person(tx)
    dialogues.keep(tx, report(old))
    later = replace(report(young), changed_at=TUESDAY + timedelta(hours=1))
    dialogues.keep(tx, later)
    assert dialogues.forget_old(tx, TUESDAY + timedelta(minutes=1)) == 1
    assert dialogues.every(tx, old) == ()
    assert dialogues.every(tx, young) == (later,)
