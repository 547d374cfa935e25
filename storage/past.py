"""Who did what on an issue, gathered from its history and the ledger of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from domain.issues import Issue, Past
from domain.lifecycle import Step
from domain.people import SYSTEM, PersonId
from storage.ledger import Tx
from storage.values import moment, stamp

_UNPROVEN: Final = frozenset(
    {Step.REPORT_FIX, Step.FILE_FIXED, Step.OBJECT, Step.VERIFY_FAIL, Step.LOOK_BACK_FAIL}
)
"""After each of these the fix has to be seen anew; the trigger of the ledger names them as well."""


def past_of(tx: Tx, issue: Issue, asking: PersonId) -> Past:
    """Gather who did what on an issue, for ``domain.permissions``."""
    did: dict[str, set[int]] = {}
    units: dict[str, set[str]] = {}
    since = ""
    entries = "SELECT step, actor, unit, at FROM entries WHERE no = :no"
    for row in tx.rows(entries, {"no": issue.no}):
        did.setdefault(row["step"], set()).add(row["actor"])
        units.setdefault(row["step"], set()).add(row["unit"])
        since = max(since, row["at"]) if row["step"] in _UNPROVEN else since
    follows = tx.rows(
        "SELECT person, reporter, told_at FROM follows WHERE no = :no", {"no": issue.no}
    )
    told = [moment(row["told_at"]) for row in follows if row["person"] == asking]
    return Past(
        reporter=next((row["person"] for row in follows if row["reporter"]), SYSTEM),
        followers=frozenset(row["person"] for row in follows),
        fixers=frozenset(did.get(Step.REPORT_FIX, set()) | did.get(Step.FILE_FIXED, set())),
        unit_people=_worked_for(
            tx, units.get(Step.REPORT_FIX, ()), issue.dispatched_at or issue.filed_at
        ),
        objectors=frozenset(did.get(Step.OBJECT, ())),
        passers=frozenset(did.get(Step.VERIFY_PASS, ())),
        declined_by=frozenset(units.get(Step.DECLINE, ())),
        unproven_since=moment(since or None),
        told_at=told[0] if told else None,
    )


def _worked_for(tx: Tx, units: Iterable[str], since: datetime) -> frozenset[int]:
    """Return who worked for one of these units at any time since then."""
    return frozenset(
        row["person"]
        for unit in units
        for row in tx.rows(
            "SELECT person FROM grants WHERE unit = :unit"
            " AND (ended_at IS NULL OR ended_at >= :since)",
            {"unit": unit, "since": stamp(since)},
        )
    )
