"""Receiving from Telegram: every update is in the inbox before Telegram may forget it.

Two ways in, the poller (``telegram_poll``) and the webhook, and one way on: ``_commit``. The
program starts without waiting for Telegram; what has to be told or asked first (who we are, the
menu, the webhook) is tried in the background until it works.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from telegram import Bot, BotCommand
from telegram import BotCommandScopeAllGroupChats as Groups
from telegram import BotCommandScopeAllPrivateChats as PrivateChats
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.channels.base import Raw
from bot.channels.telegram_errors import reason
from bot.channels.telegram_parse import KINDS
from bot.channels.telegram_poll import BackOff, NotCommitted, Poller, Sleep
from bot.channels.telegram_raw import Account, Json, raw_of
from bot.setting_sections import TelegramSettings

log = structlog.get_logger(__name__)

BATCH: Final = 100
"""Updates asked for at once; the most there is. Source: Bot API, getUpdates."""

UPDATE_BYTES: Final = 8 * 2**20
"""A larger webhook body is refused. Telegram's updates have some kilobytes."""

WEBHOOK_CONNECTIONS: Final = 40
"""Source: Bot API, setWebhook: its default."""

GROUP_COMMANDS: Final = frozenset({"help"})
"""Commands offered in groups: nothing private is ever said there."""

ANSWERS_AT_ONCE: Final = 100
"""Taps answered at the same time; what is above, as after an outage, is left spinning."""

REVIVE_SECONDS: Final = 60.0
"""How long after a mistake of ours ended the receiving it is begun again."""

Menu = Mapping[str, Sequence[tuple[str, str]]]
"""Language (``zh-CN``) to command and description; the first language is everybody's default."""

Receive = Callable[[Raw], Awaitable[bool]]


class Receiver:
    """Receives for one bot.

    Attributes:
        account: The bot's number and name; the name is the setting's, then Telegram's own.
    """

    def __init__(
        self,
        bot: Bot,
        polling: BaseRequest,
        settings: TelegramSettings,
        receive: Receive,
        menu: Menu,
        *,
        account: Account,
        clock: Callable[[], datetime],
        sleep: Sleep,
    ) -> None:
        self.account = account
        self._bot = bot
        self._polling = polling
        self._settings = settings
        self._secret = settings.webhook_secret.get_secret_value()
        self._receive = receive
        self._menu = menu
        self._clock = clock
        self._sleep = sleep
        self._poller = Poller(self._ask, self._take, clock=clock, sleep=sleep)
        self._refused = False
        self._late = False
        self._delivered_at: datetime | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._revival: asyncio.TimerHandle | None = None

    @property
    def last_ok(self) -> datetime | None:
        """When Telegram was last heard: answered the poller, or delivered to the webhook."""
        return self._poller.last_ok or self._delivered_at

    @property
    def trouble(self) -> str:
        """Why nothing is received, or empty: ``token-refused``, or the poller's trouble."""
        if self._refused:
            return "token-refused"
        return "ledger" if self._late else self._poller.trouble

    def start(self) -> None:
        """Begin, in the background: a network that is away must not stop the program's start."""
        self._spawn(self._run()).add_done_callback(self._ended)

    async def stop(self) -> None:
        """Stop; what is not confirmed is delivered again."""
        if self._revival:
            self._revival.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def webhook(self, body: bytes, secret: str) -> int:
        """Take one update that Telegram pushed and return the HTTP status to answer.

        200 only after the commit, or for an update that is known already; 503 makes Telegram
        deliver it again, also while the bot does not know its own name yet.
        """
        if not self._secret or not hmac.compare_digest(_bytes(secret), _bytes(self._secret)):
            return 403
        if len(body) > UPDATE_BYTES:
            return 413
        try:
            text = body.decode()
            update = json.loads(text)
        except (ValueError, RecursionError):
            return 400
        if not _is_update(update):
            return 400
        if not self.account.username:
            return 503
        return await self._take_pushed(update, text)

    async def _take_pushed(self, update: Json, text: str) -> int:
        try:
            await self._commit([update], [text])
        except NotCommitted as error:
            return self._repeat_later(str(error))
        self._late = False
        self._delivered_at = self._clock()
        return 200

    def _repeat_later(self, why: str) -> int:
        """Log once that nothing can be kept, and return the status that asks for a repetition."""
        if not self._late:
            log.error("telegram.not_receiving", trouble="ledger", why=why)
        self._late = True
        return 503

    async def _take(self, updates: list[Json]) -> None:
        await self._commit(updates, [json.dumps(update) for update in updates])

    async def _commit(self, updates: list[Json], texts: list[str]) -> None:
        """Hand updates to the inbox, in order, and answer the taps among those that are in it."""
        now = self._clock()
        raws = [
            raw_of(self.account, update, text=text, at=now)
            for update, text in zip(updates, texts, strict=True)
        ]
        outcomes = await asyncio.gather(*map(self._receive, raws), return_exceptions=True)
        for update, outcome in zip(updates, outcomes, strict=True):
            if not isinstance(outcome, BaseException):
                self._answer_tap(update)
        failed = next((o for o in outcomes if isinstance(o, BaseException)), None)
        if failed is not None:
            raise NotCommitted(type(failed).__name__) from failed

    def _answer_tap(self, update: Json) -> None:
        """Stop the button's spinner at once; a client that gets no answer taps again by itself."""
        query = update.get("callback_query")
        tap = query.get("id") if isinstance(query, dict) else None
        if isinstance(tap, str) and len(self._tasks) < ANSWERS_AT_ONCE:
            self._spawn(self._answer(tap))

    async def _answer(self, tap: str) -> None:
        try:
            await self._bot.answer_callback_query(tap)
        except TelegramError as error:
            log.info("telegram.tap_not_answered", why=type(error).__name__)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Begin again after a mistake of ours; a receiver must not end without being noticed."""
        if task.cancelled() or task.exception() is None:
            return
        log.error("telegram.receiver_ended", error=type(task.exception()).__name__)
        self._revival = asyncio.get_running_loop().call_later(REVIVE_SECONDS, self.start)

    async def _run(self) -> None:
        try:
            await self._until_done(self._meet)
            self._spawn(self._offer_menu())
            if self._settings.mode == "webhook":
                await self._until_done(self._ask_for_pushes)
            else:
                await self._until_done(self._bot.delete_webhook)
                await self._poller.run()
        except InvalidToken:
            self._refused = True
            log.critical("telegram.token_refused", while_doing="receive")

    async def _until_done(self, call: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Try until it works; only a refused token ends it."""
        waits = BackOff()
        while True:
            try:
                await call()
            except InvalidToken:
                raise
            except TelegramError as error:
                wait = waits.next()
                log.warning("telegram.not_started", why=reason(error), wait_seconds=wait)
                await self._sleep(wait)
            else:
                return

    async def _meet(self) -> None:
        me = await self._bot.get_me()
        self.account = Account(self.account.id, me.username or "")

    async def _ask_for_pushes(self) -> None:
        await self._bot.set_webhook(
            self._settings.webhook_url,
            secret_token=self._secret,
            allowed_updates=KINDS,
            max_connections=WEBHOOK_CONNECTIONS,
        )
        self._delivered_at = self._clock()

    async def _offer_menu(self) -> None:
        """Show the commands; without them everything works all the same."""
        try:
            await self._until_done(self._show_menu)
        except InvalidToken as error:
            log.warning("telegram.menu_not_shown", why=type(error).__name__)

    async def _show_menu(self) -> None:
        for index, (language, entries) in enumerate(self._menu.items()):
            code = None if index == 0 else language.partition("-")[0]
            commands = [BotCommand(name, description) for name, description in entries]
            in_groups = [command for command in commands if command.command in GROUP_COMMANDS]
            await self._bot.set_my_commands(commands, PrivateChats(), code)
            await self._bot.set_my_commands(in_groups, Groups(), code)

    async def _ask(self, offset: int | None) -> list[Json]:
        query: dict[str, object] = {
            "timeout": self._settings.poll_seconds,
            "limit": BATCH,
            "allowed_updates": json.dumps(KINDS),
        }
        if offset is not None:
            query["offset"] = offset
        address = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        updates: Any = await self._polling.post(address)
        return [update for update in updates if _is_update(update)]

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _is_update(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
