"""Half-finished talk: one dialogue a person, on whatever device they go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from domain.people import PersonId
from storage.ledger import Tx
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


def find(tx: Tx, person: PersonId) -> Dialogue | None:
    """Return what a person is in the middle of, or None."""
    row = tx.row(
        "SELECT kind, conversation, data, changed_at FROM dialogues WHERE person = :person",
        {"person": person},
    )
    if row is None:
        return None
    data = orjson.loads(row["data"])
    return Dialogue(person, row["kind"], row["conversation"], data, moment(row["changed_at"]))


def keep(tx: Tx, dialogue: Dialogue) -> None:
    """Keep a dialogue, in place of any other of that person."""
    tx.execute(
        "INSERT INTO dialogues (person, kind, conversation, data, changed_at)"
        " VALUES (:person, :kind, :conversation, :data, :now)"
        " ON CONFLICT (person) DO UPDATE SET kind = excluded.kind, data = excluded.data,"
        " conversation = excluded.conversation, changed_at = excluded.changed_at",
        {
            "person": dialogue.person,
            "kind": dialogue.kind,
            "conversation": dialogue.conversation,
            "data": orjson.dumps(dialogue.data).decode(),
            "now": stamp(dialogue.changed_at),
        },
    )


def end(tx: Tx, person: PersonId) -> bool:
    """Forget what a person was in the middle of; False if there was nothing."""
    return bool(tx.execute("DELETE FROM dialogues WHERE person = :person", {"person": person}))


def forget_old(tx: Tx, before: datetime) -> int:
    """Forget what was left lying since before then; return how many."""
    return tx.execute("DELETE FROM dialogues WHERE changed_at < :before", {"before": stamp(before)})
