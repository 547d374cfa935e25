"""What /health answers: whether the program works, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.base import Channel
from bot.opening import Opened
from storage.ledger import Tx


def _waiting(tx: Tx) -> dict[str, int]:
    counts = {
        "inbox_new": "SELECT COUNT(*) AS n FROM inbox WHERE state = 'new'",
        "inbox_failed": "SELECT COUNT(*) AS n FROM inbox WHERE state = 'failed'",
        "outbox_waiting": "SELECT COUNT(*) AS n FROM outbox WHERE state = 'waiting'",
        "outbox_dead": "SELECT COUNT(*) AS n FROM outbox WHERE state IN ('failed', 'unknown')",
        "photos_waiting": "SELECT COUNT(*) AS n FROM photos WHERE state = 'waiting'",
    }
    return {name: tx.one(sql)["n"] for name, sql in counts.items()}


async def health(folder: Opened, channels: Mapping[str, Channel]) -> Mapping[str, Any]:
    """Return counts of what waits and the state of each channel; ``ok`` false makes it a 503."""
    troubles = {name: getattr(channel, "trouble", "") for name, channel in channels.items()}
    heard = {name: getattr(channel, "last_ok", None) for name, channel in channels.items()}
    return {
        "ok": not any(troubles.values()),
        "channels": {
            name: {"trouble": troubles[name], "last_ok": at.isoformat() if at else None}
            for name, at in heard.items()
        },
        **await folder.ledger.read(_waiting),
    }
