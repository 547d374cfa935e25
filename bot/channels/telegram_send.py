"""Sending letters: pacing, one call after the other, and going on where an earlier try stopped."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Final

import structlog
from telegram import Bot, InputMediaPhoto, LinkPreviewOptions, Message
from telegram import InlineKeyboardMarkup as Inline
from telegram import ReplyKeyboardMarkup as Keyboard
from telegram.error import BadRequest, TelegramError

from bot.channels.base import Later, Letter, Unsendable
from bot.channels.telegram_errors import meaning
from bot.channels.telegram_letters import Part, compose, without_keyboard
from handlers.messages import Outgoing

log = structlog.get_logger(__name__)

PHOTO_BYTES: Final = 10_000_000
"""A larger photo is refused. Source: Bot API, Sending files."""

REMEMBERED: Final = 1_000
"""Half-sent letters and open keyboards kept in memory; the oldest are forgotten first."""

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Pace:
    """How fast messages leave, so that Telegram has no reason to answer 429.

    One allowance for the whole bot and one for each group; a short wait is slept through, a long
    one is handed back as ``Later``, so that nothing waits in memory and no chat holds up another.
    A private chat needs none of its own: the relay sends a chat's messages one after the other,
    and where 429 comes all the same, it is that chat alone that waits. (python-telegram-bot's
    ``AIORateLimiter`` stops every chat at one 429 and keeps the waiting messages in memory.)

    Args:
        per_second: Messages a second for the whole bot; 0 for no limit. Source: Telegram's FAQ.
        per_group_minute: Messages a minute in one group. Source: the same.
    """

    SLEPT_SECONDS: Final = 1.0

    def __init__(
        self,
        *,
        per_second: float = 30.0,
        per_group_minute: int = 20,
        monotonic: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap = 1.0 / per_second if per_second else 0.0
        self._per_group = per_group_minute
        self._monotonic = monotonic
        self._sleep = sleep
        self._next = 0.0
        self._groups: dict[str, deque[float]] = {}

    async def wait(self, chat: str, messages: int) -> None:
        """Wait for room for ``messages`` in this chat.

        Raises:
            Later: There is none within a second.
        """
        now = self._monotonic()
        self._hold_group(chat, messages, now)
        wait = self._next - now - 1.0  # a burst of one second's messages is free
        if wait > self.SLEPT_SECONDS:
            raise Later(wait)
        self._next = max(self._next, now) + messages * self._gap
        if wait > 0:
            await self._sleep(wait)

    def _hold_group(self, chat: str, messages: int, now: float) -> None:
        if not chat.startswith("-"):
            return
        sent = self._groups.setdefault(chat, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        if sent and len(sent) + messages > self._per_group:
            raise Later(sent[0] + 60 - now)
        sent.extend([now] * messages)


@dataclass
class _Progress:
    """A letter on its way: its parts, and the platform's names of those that have arrived."""

    body: Outgoing
    parts: list[Part]
    names: list[str] = field(default_factory=list)
    main: str = ""


class Sender:
    """Sends letters with a ``telegram.Bot``.

    A letter of several parts that stops half-way (429, a broken connection) goes on at the part
    that failed when the relay tries it again; what has arrived is not sent twice. This is kept in
    memory: after a restart such a letter is sent whole once more.

    A photo or a pin that Telegram refuses is left out, with a warning, and the words are sent:
    the news matters more than the picture.
    """

    def __init__(self, bot: Bot, pace: Pace, place_labels: Mapping[str, str]) -> None:
        self._bot = bot
        self._pace = pace
        self._place_labels = place_labels
        self._half_sent: OrderedDict[int, _Progress] = OrderedDict()
        self._keyboards: OrderedDict[str, None] = OrderedDict()

    async def send(self, letter: Letter) -> str:
        """Send a letter and return the message id of the part with the buttons.

        Raises:
            Blocked, Moved, Later, Unknown, Unsendable: See ``bot.channels.base``.
        """
        if letter.body.private and letter.chat.startswith("-"):
            raise Unsendable("private words in a group")
        progress = await self._progress(letter)
        if not progress.parts:
            raise Unsendable("nothing to send")
        await self._pace.wait(letter.chat.partition("/")[0], _messages(progress))
        try:
            await self._send_rest(letter, progress)
        except TelegramError as error:
            raise meaning(error) from None
        self._half_sent.pop(letter.id, None)
        return progress.main or progress.names[-1]

    async def _progress(self, letter: Letter) -> _Progress:
        """Return how far the letter came before; anew where it says something else now."""
        before = self._half_sent.get(letter.id)
        if before and before.body == letter.body:
            return before
        progress = _Progress(letter.body, await self._compose(letter))
        if before and len(before.parts) == len(progress.parts):
            progress.names, progress.main = before.names, before.main
        self._half_sent[letter.id] = progress
        while len(self._half_sent) > REMEMBERED:
            self._half_sent.popitem(last=False)
        return progress

    async def _compose(self, letter: Letter) -> list[Part]:
        photos = [letter.files[no] for no in letter.body.photos if no in letter.files]
        shown = await asyncio.to_thread(_usable, photos) if photos else ()
        parts = compose(letter, photos=shown, place_labels=self._place_labels)
        return without_keyboard(parts) if letter.chat in self._keyboards else parts

    async def _send_rest(self, letter: Letter, progress: _Progress) -> None:
        while len(progress.names) < len(progress.parts):
            part = progress.parts[len(progress.names)]
            try:
                name = await self._send_part(letter.chat, part)
            except BadRequest as error:
                self._leave_out(letter, progress, part, error)
                continue
            progress.names.append(name)
            self._remember(letter.chat, part)
            if isinstance(part.markup, Inline | Keyboard) or (part.text and not progress.main):
                progress.main = name

    def _leave_out(
        self, letter: Letter, progress: _Progress, part: Part, error: BadRequest
    ) -> None:
        """Drop what was refused from a part; its words stay. Raises what cannot be mended."""
        refusal = meaning(error)
        if not isinstance(refusal, Unsendable) or not (part.photos or part.point):
            raise error
        log.warning("telegram.part_left_out", outbox=letter.id, why=str(refusal))
        rest = [replace(part, photos=())] if part.text else []
        at = len(progress.names)
        progress.parts[at : at + 1] = rest
        if not progress.parts:
            raise error

    async def _send_part(self, chat: str, part: Part) -> str:
        number, _, topic = chat.partition("/")
        thread = int(topic) if topic else None
        if len(part.photos) > 1:
            return _name(await self._send_album(number, thread, part))
        if part.photos:
            photo = await asyncio.to_thread(part.photos[0].read_bytes)
            return _name(
                await self._bot.send_photo(
                    number,
                    photo,
                    caption=part.text or None,
                    reply_markup=part.markup,
                    message_thread_id=thread,
                    filename="photo.jpg",
                )
            )
        if part.point:
            lon, lat = part.point
            return _name(
                await self._bot.send_location(
                    number, lat, lon, reply_markup=part.markup, message_thread_id=thread
                )
            )
        return _name(
            await self._bot.send_message(
                number,
                part.text,
                reply_markup=part.markup,
                message_thread_id=thread,
                link_preview_options=_NO_PREVIEW,
            )
        )

    async def _send_album(self, number: str, thread: int | None, part: Part) -> Message:
        files = [await asyncio.to_thread(path.read_bytes) for path in part.photos]
        media = [InputMediaPhoto(photo, filename="photo.jpg") for photo in files]
        sent = await self._bot.send_media_group(number, media, message_thread_id=thread)
        return sent[0]

    def _remember(self, chat: str, part: Part) -> None:
        if isinstance(part.markup, Keyboard):
            self._keyboards[chat] = None
        elif part.markup and not isinstance(part.markup, Inline):
            self._keyboards.pop(chat, None)
        while len(self._keyboards) > REMEMBERED:
            self._keyboards.popitem(last=False)


def _messages(progress: _Progress) -> int:
    rest = progress.parts[len(progress.names) :]
    return sum(max(1, len(part.photos)) for part in rest)


def _name(message: Message) -> str:
    return str(message.message_id)


def _usable(photos: list[Path]) -> tuple[Path, ...]:
    """Return the files that are there and not too large to be sent."""
    return tuple(p for p in photos if p.is_file() and 0 < p.stat().st_size <= PHOTO_BYTES)
