"""Our own poller: the offset moves only when everything before it is committed.

Telegram counts an update as confirmed as soon as ``getUpdates`` is called with a higher offset.
python-telegram-bot's updater makes that call while the updates still wait in memory; here it is
made when ``take`` has returned. The offset lives in memory only: after a start without one,
Telegram delivers again what was not confirmed, and the ledger drops what it knows. (A stored
offset would hang a bot whose update ids start anew after a quiet week.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_errors import wait_of
from bot.channels.telegram_raw import Json

log = structlog.get_logger(__name__)

LONGEST_WAIT_SECONDS: Final = 60.0

Sleep = Callable[[float], Awaitable[None]]


class NotCommitted(Exception):  # noqa: N818
    """An update could not be kept; it must be delivered again. Its text is the cause's class."""


class BackOff:
    """Waits that double from one second to a minute."""

    def __init__(self) -> None:
        self._next = 1.0

    def next(self) -> float:
        """Return how long to wait now; the next wait is twice as long."""
        wait, self._next = self._next, min(self._next * 2, LONGEST_WAIT_SECONDS)
        return wait

    def reset(self) -> None:
        """Begin at one second again, because something worked."""
        self._next = 1.0


class Poller:
    """Asks for updates until it is cancelled.

    Attributes:
        last_ok: When Telegram last answered; None before the first time.
        trouble: What is wrong now (``conflict``, ``network``, ``ledger``), or empty.
    """

    def __init__(
        self,
        ask: Callable[[int | None], Awaitable[list[Json]]],
        take: Callable[[list[Json]], Awaitable[None]],
        *,
        clock: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Make a poller.

        Args:
            ask: Calls ``getUpdates`` with an offset, waiting for updates at the server.
            take: Keeps updates, in order; raises ``NotCommitted`` when one could not be kept.
            clock: Says what time it is.
            sleep: Waits between tries.
        """
        self._ask = ask
        self._take = take
        self._clock = clock
        self._sleep = sleep
        self._back_off = BackOff()
        self._offset: int | None = None
        self.last_ok: datetime | None = None
        self.trouble = ""

    async def run(self) -> None:
        """Receive for ever.

        Raises:
            InvalidToken: The token was refused; asking again is of no use.
        """
        while True:
            wait = await self._round()
            if wait:
                await self._sleep(wait)

    async def _round(self) -> float:
        """Ask once and return how long to wait before asking again."""
        try:
            updates = await self._ask(self._offset)
        except InvalidToken:
            raise
        except RetryAfter as error:
            return wait_of(error)
        except Conflict:
            return self._failed("conflict", "somebody else receives for this bot")
        except TelegramError as error:
            return self._failed("network", type(error).__name__)
        self.last_ok = self._clock()
        return await self._keep(updates)

    async def _keep(self, updates: list[Json]) -> float:
        try:
            await self._take(updates)
        except NotCommitted as error:
            return self._failed("ledger", str(error))
        if updates:
            self._offset = updates[-1]["update_id"] + 1
        if self.trouble:
            log.info("telegram.receiving_again", after=self.trouble)
        self.trouble = ""
        self._back_off.reset()
        return 0.0

    def _failed(self, trouble: str, why: str) -> float:
        """Log a trouble when it begins, and return how long to wait."""
        if trouble != self.trouble:
            log.error("telegram.not_receiving", trouble=trouble, why=why)
        self.trouble = trouble
        return self._back_off.next()
