"""Counts over the ledger."""

from __future__ import annotations

from typing import Final

from storage.ledger import Tx

_WAITING: Final = {
    "inbox_new": "SELECT COUNT(*) AS n FROM inbox WHERE state = 'new'",
    "inbox_failed": "SELECT COUNT(*) AS n FROM inbox WHERE state = 'failed'",
    "outbox_waiting": "SELECT COUNT(*) AS n FROM outbox WHERE state = 'waiting'",
    "outbox_held": "SELECT COUNT(*) AS n FROM outbox WHERE state = 'held'",
    "outbox_dead": "SELECT COUNT(*) AS n FROM outbox WHERE state IN ('failed', 'unknown')",
    "photos_waiting": "SELECT COUNT(*) AS n FROM photos WHERE state = 'waiting'",
}


def waiting(tx: Tx) -> dict[str, int]:
    """Count what waits or was put aside in inbox, outbox and photos."""
    return {name: int(tx.one(sql)["n"]) for name, sql in _WAITING.items()}
