"""Telegram, as a channel: receives by polling or webhook, sends, and fetches pictures.

This module wires the parts to python-telegram-bot's ``Bot``: ``telegram_receive`` with
``telegram_poll`` (from Telegram to the inbox), ``telegram_parse`` (what an update says),
``telegram_send`` with ``telegram_letters`` and ``telegram_errors`` (from the outbox to people),
``telegram_files`` (pictures).

The token is in every address that is called. It leaves this module in no log, ``repr`` or
exception: the libraries' loggers are held at WARNING, and errors are told by their class only.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from ssl import SSLContext
from typing import ClassVar

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.channels import telegram_files, telegram_parse
from bot.channels.base import Letter
from bot.channels.telegram_poll import Sleep
from bot.channels.telegram_raw import NAME, Account
from bot.channels.telegram_receive import Menu, Receive, Receiver
from bot.channels.telegram_send import Pace, Sender
from bot.setting_sections import TelegramSettings
from handlers.messages import Incoming

for _library in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_library).setLevel(logging.WARNING)  # they log addresses, with the token


@cache
def _certificates() -> SSLContext:
    """The certificates servers are checked against; reading them takes longer than all else."""
    return httpx.create_ssl_context()


class Telegram:
    """One bot on Telegram; see ``bot.channels.base.Channel``."""

    name: ClassVar[str] = NAME
    fills_photos_later: ClassVar[bool] = False

    def __init__(
        self,
        settings: TelegramSettings,
        receive: Receive,
        menu: Menu,
        *,
        place_labels: Mapping[str, str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pace: Pace | None = None,
        sleep: Sleep = asyncio.sleep,
        patience_seconds: float = 20.0,
    ) -> None:
        """Make the channel; nothing is called before ``start``.

        Args:
            settings: Token, addresses, mode.
            receive: Commits one raw update; raises when it could not.
            menu: The commands shown in Telegram's own menu.
            place_labels: Label of the button that sends one's place, by language.
            clock: Says what time it is.
            pace: How fast messages leave; None: as Telegram asks.
            sleep: Waits between tries of receiving.
            patience_seconds: How long an answer is waited for.

        Raises:
            ValueError: The token has no number before a colon. The message does not repeat it.
        """
        token = settings.token.get_secret_value()
        number = token.partition(":")[0]
        if not (number.isascii() and number.isdigit()):
            raise ValueError("telegram: a token begins with the bot's number and a colon")
        patient = settings.poll_seconds + patience_seconds
        checks = {"verify": _certificates()}
        polling = HTTPXRequest(1, read_timeout=patient, httpx_kwargs=checks)
        calling = HTTPXRequest(
            read_timeout=patience_seconds, pool_timeout=patience_seconds, httpx_kwargs=checks
        )
        self._requests = (polling, calling)
        self._files = httpx.AsyncClient(timeout=patience_seconds, verify=_certificates())
        self._bot = Bot(
            token,
            settings.base_url,
            settings.base_file_url,
            get_updates_request=polling,
            request=calling,
        )
        self._sender = Sender(self._bot, pace or Pace(), place_labels)
        self._receiver = Receiver(
            self._bot,
            polling,
            settings,
            receive,
            menu,
            account=Account(int(number), settings.username),
            clock=clock,
            sleep=sleep,
        )

    def __repr__(self) -> str:
        return f"Telegram(bot={self.account.id})"

    @property
    def account(self) -> Account:
        """The bot's number, and its name as far as it is known."""
        return self._receiver.account

    @property
    def last_ok(self) -> datetime | None:
        """When Telegram was last heard: answered the poller, or delivered to the webhook."""
        return self._receiver.last_ok

    @property
    def trouble(self) -> str:
        """Why nothing is received: ``token-refused``, ``conflict``, ``network``, ``ledger``."""
        return self._receiver.trouble

    def parse(self, raw: str) -> Incoming:
        """Turn one inbox row into an ``Incoming``; see ``telegram_parse``."""
        return telegram_parse.parse(raw)

    async def send(self, letter: Letter) -> str:
        """Send a letter and return the message id of the part with the buttons."""
        return await self._sender.send(letter)

    async def fetch(self, ref: str, into: Path, *, limit_bytes: int) -> None:
        """Write the bytes of a picture to ``into``; see ``telegram_files``."""
        await telegram_files.fetch(self._bot, self._files, ref, into, limit_bytes)

    async def forget(self, ref: str) -> None:
        """Nothing: Telegram keeps its own copy."""

    async def webhook(self, body: bytes, secret: str) -> int:
        """Take one update that Telegram pushed and return the HTTP status to answer."""
        return await self._receiver.webhook(body, secret)

    async def start(self) -> None:
        """Begin to receive, in the background."""
        for request in self._requests:
            await request.initialize()
        self._receiver.start()

    async def stop(self) -> None:
        """Stop receiving and close all connections; what is not confirmed comes again."""
        await self._receiver.stop()
        for request in self._requests:
            await request.shutdown()
        await self._files.aclose()
