"""Half-finished talk: at most one dialogue of each kind a person, on whatever device they go on.

A report in the making is not lost when its writer does something else in between: the dialogue
last gone on with is the one they are in the middle of, the others wait below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from domain.people import PersonId
from storage.ledger import Row, Tx
from storage.values import moment, stamp


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What somebody is in the middle of.

    Attributes:
        kind: Which talk it is, a row of ``handlers.dialogue.DIALOGUES``.
        conversation: Where they last went on with it.
        data: What was said so far, as that talk keeps it.
    """

    person: PersonId
    kind: str
    conversation: str
    data: dict[str, Any]
    changed_at: datetime


def _dialogue(row: Row) -> Dialogue:
    data = orjson.loads(row["data"])
    changed_at = moment(row["changed_at"])
    return Dialogue(row["person"], row["kind"], row["conversation"], data, changed_at)


def every(tx: Tx, person: PersonId) -> tuple[Dialogue, ...]:
    """Return all a person has not finished, first what they are in the middle of."""
    rows = tx.rows(
        "SELECT person, kind, conversation, data, changed_at FROM dialogues"
        " WHERE person = :person ORDER BY turn DESC",
        {"person": person},
    )
    return tuple(_dialogue(row) for row in rows)


def find(tx: Tx, person: PersonId, kind: str) -> Dialogue | None:
    """Return a person's dialogue of a kind, or None."""
    return next((one for one in every(tx, person) if one.kind == kind), None)


def keep(tx: Tx, dialogue: Dialogue) -> None:
    """Keep a dialogue, in place of any other of its kind; the person is in the middle of it now."""
    tx.execute(
        "INSERT INTO dialogues (person, kind, turn, conversation, data, changed_at)"
        " VALUES (:person, :kind, (SELECT COALESCE(MAX(turn), 0) + 1 FROM dialogues"
        " WHERE person = :person), :conversation, :data, :now)"
        " ON CONFLICT (person, kind) DO UPDATE SET turn = excluded.turn, data = excluded.data,"
        " conversation = excluded.conversation, changed_at = excluded.changed_at",
        {
            "person": dialogue.person,
            "kind": dialogue.kind,
            "conversation": dialogue.conversation,
            "data": orjson.dumps(dialogue.data).decode(),
            "now": stamp(dialogue.changed_at),
        },
    )


def amend(tx: Tx, dialogue: Dialogue) -> None:
    """Change what a dialogue holds, without making it the one the person is in the middle of."""
    tx.execute(
        "UPDATE dialogues SET data = :data WHERE person = :person AND kind = :kind",
        {
            "person": dialogue.person,
            "kind": dialogue.kind,
            "data": orjson.dumps(dialogue.data).decode(),
        },
    )


def end(tx: Tx, person: PersonId, kind: str) -> None:
    """Forget a person's dialogue of a kind, if there is one."""
    tx.execute(
        "DELETE FROM dialogues WHERE person = :person AND kind = :kind",
        {"person": person, "kind": kind},
    )


def end_all(tx: Tx, person: PersonId) -> None:
    """Forget everything a person has not finished."""
    tx.execute("DELETE FROM dialogues WHERE person = :person", {"person": person})


def move(tx: Tx, gone: PersonId, into: PersonId) -> None:
    """Let one person go on with what another began, unless they are in the middle of the same."""
    both = {"gone": gone, "into": into}
    tx.execute("UPDATE OR IGNORE dialogues SET person = :into WHERE person = :gone", both)
    end_all(tx, gone)


def forget_old(tx: Tx, before: datetime) -> int:
    """Forget what was left lying since before then; return how many."""
    return tx.execute("DELETE FROM dialogues WHERE changed_at < :before", {"before": stamp(before)})
