"""Two programs that are wrong on purpose, to see that the kill test would notice.

Each has two commits where the real program has one order that cannot be broken, and is killed
between them, once in each of its lives. They are installed in the child only.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

STOPPED = b"stopped between two commits\n"
"""What a wrong program says last, so that a test knows that it came so far."""


class Stop:
    """Kills this process when it is reached for the n-th time."""

    def __init__(self, most: int) -> None:
        self._left = random.randint(1, most)

    def __call__(self) -> None:
        """Count down, and die at zero."""
        self._left -= 1
        if self._left == 0:
            os.write(2, STOPPED)
            os.kill(os.getpid(), signal.SIGKILL)


def _right() -> None:
    """Change nothing."""


def _marks_first() -> None:
    """Commit that an update is done before the commit of what it did."""
    from bot import app, intake  # noqa: PLC0415 (loaded in the child)
    from handlers import dispatch  # noqa: PLC0415
    from storage import inbox  # noqa: PLC0415

    stop = Stop(most=30)
    real = {name: getattr(inbox, name) for name in dir(inbox)}
    blind = SimpleNamespace(**real | {"finish": lambda tx, number: True})
    setattr(dispatch, "inbox", blind)  # noqa: B010 (mypy would want the module's own type)

    class MarksFirst(intake.Intake):
        async def _work(self, row: Any) -> None:
            await self._opened.ledger.run(lambda tx: inbox.finish(tx, row.id))
            stop()
            await super()._work(row)

    setattr(app, "Intake", MarksFirst)  # noqa: B010


def _confirms_first() -> None:
    """Tell Telegram to forget updates before they are committed, as ``run_polling`` does."""
    from bot.channels import telegram_receive  # noqa: PLC0415 (loaded in the child)
    from bot.channels.telegram_poll import Poller  # noqa: PLC0415

    stop = Stop(most=10)

    class ConfirmsFirst(Poller):
        async def _keep(self, updates: list[Any]) -> float:
            if not updates:
                return await super()._keep(updates)
            self._offset = updates[-1]["update_id"] + 1
            asking = asyncio.ensure_future(self._ask(self._offset))
            await asyncio.sleep(0.05)  # Telegram has heard it, and forgets
            stop()
            asking.cancel()
            return await super()._keep(updates)

    setattr(telegram_receive, "Poller", ConfirmsFirst)  # noqa: B010


VARIANTS: dict[str, Callable[[], None]] = {
    "": _right,
    "marks-first": _marks_first,
    "confirms-first": _confirms_first,
}
"""What can be installed, by name."""
