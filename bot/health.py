"""What /health answers: whether the program works, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.base import Channel
from bot.opening import Opened
from storage.figures import waiting


async def health(
    folder: Opened, channels: Mapping[str, Channel], ended: Sequence[str]
) -> Mapping[str, Any]:
    """Return counts of what waits and the state of each channel; ``ok`` false makes it a 503.

    ``ended`` names the parts of the program that a mistake of ours ended.
    """
    troubles = {name: getattr(channel, "trouble", "") for name, channel in channels.items()}
    heard = {name: getattr(channel, "last_ok", None) for name, channel in channels.items()}
    return {
        "ok": not any(troubles.values()) and not ended,
        "ended": list(ended),
        "channels": {
            name: {"trouble": troubles[name], "last_ok": at.isoformat() if at else None}
            for name, at in heard.items()
        },
        **await folder.ledger.read(waiting),
    }
