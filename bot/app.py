"""The program put together: ledger, channels, intake, relay, photos, schedule, web.

``build`` makes it from the settings; ``start`` opens and begins in order, ``stop`` ends in the
opposite order. To add a channel: its file in ``bot/channels`` and a row in ``CHANNELS``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Any, Final, TypeVar

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.base import Channel
from bot.channels.webchat import WebChat
from bot.darkroom import Darkroom
from bot.health import health
from bot.intake import Intake
from bot.opening import Opened, opened
from bot.photos import PhotoLoop
from bot.relay import Relay
from bot.schedule import build_schedule
from bot.seats import seat_sample_people
from bot.settings import Settings
from bot.web.app import build_web
from handlers import photos as photo_talk
from handlers.commands import menu
from handlers.office import Links, Office
from handlers.words import LANGUAGES, Words
from storage import figures, photos
from storage.calendar import LocalDays
from storage.ledger import Tx

T = TypeVar("T")

log = structlog.get_logger(__name__)


def _web_chat(app: App) -> Channel:
    return WebChat(
        partial(app.intake.receive, "web"),
        app.settings.data_dir / "spool",
        clock=app.folder.clock,
    )


def _telegram(app: App) -> Channel | None:
    if not app.settings.telegram.token.get_secret_value():
        return None
    from bot.channels.telegram import Telegram  # noqa: PLC0415 (takes a second to import)

    say = app.words.say
    return Telegram(
        app.settings.telegram,
        partial(app.intake.receive, "telegram"),
        {language: menu(partial(say, language)) for language in LANGUAGES},
        place_labels={language: say(language, "telegram-send-place") for language in LANGUAGES},
        clock=app.folder.clock,
    )


CHANNELS: Final[Mapping[str, Callable[[App], Channel | None]]] = {
    "web": _web_chat,
    "telegram": _telegram,
}
"""Every channel by name; one that is not configured gives None."""


class App:
    """The running program. Everything but ``settings`` is there after ``start``."""

    folder: Opened
    intake: Intake
    relay: Relay
    channels: Mapping[str, Channel]

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []
        self._site: ASGIApp | None = None
        self._receiving = False
        self._ended: list[str] = []

    @property
    def words(self) -> Words:
        """The texts."""
        return self.folder.words

    async def web(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The web application; serve it after ``start``."""
        if self._site is not None:
            await self._site(scope, receive, send)

    async def run(self, verb: Callable[[Office], T]) -> T:
        """Run a verb in one transaction and return what it returns, after the commit."""
        self._learn_bot_name()
        return await self.folder.run(verb)

    def use_days(self, added: LocalDays) -> None:
        """Count by these days too from now on."""
        self.folder.use_days(added)

    async def start(self) -> None:
        """Open the ledger, then send, then work, then receive.

        Raises:
            BadData: The district's files or the ledger cannot be used; the words say why.
        """
        data_dir = self.settings.data_dir
        self.folder = await self._stack.enter_async_context(opened(self.settings))
        if self.settings.demo:
            people, now = self.folder.files.people, self.folder.clock()
            await self.folder.ledger.run(lambda tx: seat_sample_people(tx, people, now))
        darkroom = Darkroom()
        self._stack.push_async_callback(darkroom.close)
        photo_loop = self._photo_loop(darkroom)
        self.intake = Intake(self.folder, on_photos=photo_loop.wake)
        self.relay = Relay(self.folder, data_dir / "photos")
        made = {name: make(self) for name, make in CHANNELS.items()}
        self.channels = {name: channel for name, channel in made.items() if channel}
        photo_loop.channels = self.channels
        await self._sweep_spool()
        self.folder.ledger.on_commit = self.relay.wake
        self._site = self._build_site()
        self._begin("relay", self.relay.run(self.channels))
        self._begin("photos", photo_loop.run())
        self._begin("intake", self.intake.run(self.channels))
        self._start_schedule()
        for channel in self.channels.values():
            await channel.start()
        self._receiving = True

    async def _sweep_spool(self) -> None:
        """Remove uploads no message needs; not while messages wait that may name some."""
        waits = await self.folder.ledger.read(figures.waiting)
        webchat = self.channels["web"]
        if not waits["inbox_new"] and isinstance(webchat, WebChat):
            webchat.sweep(
                await self.folder.ledger.read(partial(photos.waiting_refs, channel=webchat.name))
            )

    def _photo_loop(self, darkroom: Darkroom) -> PhotoLoop:
        data_dir, folder = self.settings.data_dir, self.folder

        def on_refused(tx: Tx, photo: int, _: str) -> None:
            photo_talk.refused(folder.office(tx), photo)

        return PhotoLoop(
            ledger=folder.ledger,
            channels={},
            store=data_dir / "photos",
            tmp=data_dir / "tmp",
            darkroom=darkroom,
            clock=folder.clock,
            on_kept=lambda tx, photo: photo_talk.kept(folder.office(tx), photo),
            on_refused=on_refused,
            on_late=lambda tx, photo, key: photo_talk.late(folder.office(tx), photo, key),
        )

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._note_end)
        self._tasks.append(task)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        """Log a part of the program that ended by a mistake; /health shows it too."""
        if not task.cancelled() and task.exception() is not None:
            self._ended.append(task.get_name())
            log.critical("part_ended", part=task.get_name(), exc_info=task.exception())

    def _start_schedule(self) -> None:
        scheduler = build_schedule(self.run, self.folder.files.district.zone)
        scheduler.start()
        self._stack.callback(scheduler.shutdown, wait=False)

    def _build_site(self) -> ASGIApp:
        telegram, webchat = self.channels.get("telegram"), self.channels["web"]
        assert isinstance(webchat, WebChat)  # noqa: S101 (a row of CHANNELS)
        return build_web(
            ledger=self.folder.ledger,
            webchat=webchat,
            district=self.folder.files.district,
            areas_geojson=self.folder.files.geojson,
            settings=self.settings,
            telegram_webhook=getattr(telegram, "webhook", None),
            health=partial(health, self.folder, self.channels, self._ended),
        )

    def _learn_bot_name(self) -> None:
        """Put the bot's name into links once Telegram has said it."""
        telegram = self.channels.get("telegram")
        name = getattr(getattr(telegram, "account", None), "username", "")
        if name and name != self.folder.links.telegram_bot:
            self.folder.links = Links(name, self.folder.links.web)

    async def stop_receiving(self) -> None:
        """End event streams and pollers; what is not confirmed is delivered again later."""
        if self._receiving:
            self._receiving = False
            for channel in self.channels.values():
                await channel.stop()

    async def stop(self) -> None:
        """End everything; what is being worked on and sent is finished first, the ledger last."""
        await self.stop_receiving()
        if self._tasks:
            await self.intake.drain()
            await self.relay.drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self._stack.aclose()


def build(settings: Settings) -> App:
    """Make the program; nothing is opened or received before ``start``."""
    return App(settings)
