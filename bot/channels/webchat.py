"""The web chat as a channel: the page in ``bot/web`` is its client.

What a person sends is written down by ``bot/web/uploads.py`` as ``Posted`` and committed to the
inbox like any other update. What we send reaches open pages through listeners in memory; a page
that is not open reads it later from the outbox, so sending here never fails.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.channels.base import Gone, Letter, Raw
from handlers.messages import Incoming, Lifecycle, Oddity, PhotoRef, Place, Tap
from storage.seats import Line
from storage.values import stamp

TEXT_LIMIT: Final = 4096
"""Characters of one message that are read, the same as on Telegram."""

_BACKLOG_LIMIT: Final = 200
"""Unread lines after which a page is hung up on; it comes back and resumes from the outbox."""

_SPOOL_NAME: Final = re.compile(r"[0-9a-f]{32}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Receive = Callable[[Raw], Awaitable[bool]]


class Posted(BaseModel):
    """One message as the page posted it: the body of an inbox row.

    Attributes:
        key: Made by the page; the same for every try to send the same message.
        address: Whose seat it came from.
        label: What the tapped button showed; only the page reads it.
        file: Name of a file we cannot use; only the page reads it.
        quiet: Sent by the page itself (greeting, language): its history does not show it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str
    address: str
    at: AwareDatetime
    text: str = ""
    photos: tuple[PhotoRef, ...] = ()
    place: Place | None = None
    tap: Tap | None = None
    start: str = ""
    language: str = ""
    oddity: Oddity | None = None
    label: str = ""
    file: str = ""
    quiet: bool = False

    def raw(self) -> Raw:
        """Return the inbox row for it."""
        return Raw(
            key=dedupe_key(self.address, self.key),
            conversation=conversation_of(self.address),
            body=self.model_dump_json(exclude_defaults=True),
        )


def conversation_of(address: str) -> str:
    """Return the key of the conversation of a web address."""
    return f"{WebChat.name}::{address}"


def dedupe_key(address: str, key: str) -> str:
    """Return the inbox key of a message; ``key`` is the page's own name for it."""
    return f"{WebChat.name}:{address}:{key}"


def _nothing() -> Incoming:
    return Incoming(
        key="", channel=WebChat.name, chat="", user="", at=_EPOCH, lifecycle=Lifecycle.IGNORED
    )


def _incoming(posted: Posted) -> Incoming:
    too_long = len(posted.text) > TEXT_LIMIT
    return Incoming(
        key=dedupe_key(posted.address, posted.key),
        channel=WebChat.name,
        chat=posted.address,
        user=posted.address,
        at=posted.at,
        language=posted.language,
        text=posted.text[:TEXT_LIMIT],
        photos=posted.photos,
        place=posted.place,
        tap=posted.tap,
        start=posted.start,
        oddity=Oddity.TOO_LONG if too_long else posted.oddity,
    )


class HungUp(Exception):  # noqa: N818
    """The listener was closed: seat left, page too slow, or the program stops."""


class Listener:
    """One open page, waiting for lines."""

    def __init__(self, conversation: str, seat: str) -> None:
        self.conversation = conversation
        self.seat = seat
        self._lines: asyncio.Queue[Line | None] = asyncio.Queue()

    def put(self, line: Line) -> None:
        """Hand over a line; a page that does not read is hung up on."""
        if self._lines.qsize() < _BACKLOG_LIMIT:
            self._lines.put_nowait(line)
        else:
            self.hang_up()

    def hang_up(self) -> None:
        """Let ``next`` raise once what waits has been read."""
        self._lines.put_nowait(None)

    async def next(self) -> Line:
        """Return the next line.

        Raises:
            HungUp: There will be no more.
        """
        line = await self._lines.get()
        if line is None:
            raise HungUp
        return line


class WebChat:
    """The channel ``web``; see ``bot.channels.base.Channel``.

    Args:
        receive: Commits one raw update to the inbox.
        spool: Folder of uploads that wait for the photo loop; made if it is not there.
        clock: Gives the time of what is sent.
    """

    name: ClassVar[str] = "web"
    fills_photos_later: ClassVar[bool] = True

    def __init__(
        self,
        receive: Receive,
        spool: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.receive = receive
        self.spool = spool
        self.clock = clock
        self._listeners: set[Listener] = set()
        self._stopped = False
        spool.mkdir(parents=True, exist_ok=True)

    def parse(self, raw: str) -> Incoming:
        """Turn one inbox row into an ``Incoming``; a row not written by us is nothing."""
        try:
            return _incoming(Posted.model_validate_json(raw))
        except ValidationError:
            return _nothing()

    async def send(self, letter: Letter) -> str:
        """Show the letter on the pages that are open; the others read it in the outbox."""
        at = stamp(self.clock())
        body = letter.body.model_dump_json()
        self.publish(conversation_of(letter.chat), Line("out", letter.id, "", body, at))
        return str(letter.id)

    def publish(self, conversation: str, line: Line) -> None:
        """Hand a line to every open page of a conversation."""
        for listener in self._of(conversation):
            listener.put(line)

    def _of(self, conversation: str) -> list[Listener]:
        return [one for one in self._listeners if one.conversation == conversation]

    @contextmanager
    def listen(self, conversation: str, seat: str) -> Iterator[Listener]:
        """Collect what is sent to a conversation from now on."""
        listener = Listener(conversation, seat)
        self._listeners.add(listener)
        if self._stopped:
            listener.hang_up()
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def hang_up(self, seat: str) -> None:
        """End the open pages of a seat that was left."""
        for listener in [one for one in self._listeners if one.seat == seat]:
            listener.hang_up()

    async def fetch(self, ref: str, into: Path, *, limit_bytes: int) -> None:
        """Copy an upload from the spool.

        Raises:
            Gone: It is not there any more, or larger than ``limit_bytes``.
        """
        source = self._spooled(ref)
        try:
            size = source.stat().st_size
        except FileNotFoundError as error:
            raise Gone from error
        if size > limit_bytes:
            raise Gone("photo-too-big")
        await asyncio.to_thread(shutil.copyfile, source, into)

    async def forget(self, ref: str) -> None:
        """Remove an upload from the spool; removing it again changes nothing."""
        self._spooled(ref).unlink(missing_ok=True)

    def _spooled(self, ref: str) -> Path:
        if not _SPOOL_NAME.fullmatch(ref):
            raise Gone
        return self.spool / ref

    async def start(self) -> None:
        """Let pages listen; what they post comes through the page's routes."""
        self._stopped = False

    def sweep(self, needed: Collection[str]) -> None:
        """Remove uploads whose message was never committed, before anything is received.

        Args:
            needed: Spool names that a photo still waits for.
        """
        for left in self.spool.iterdir():
            if left.name not in needed:
                left.unlink()

    async def stop(self) -> None:
        """End all open event streams; a web server waits for them before it exits."""
        self._stopped = True
        for listener in self._listeners:
            listener.hang_up()
