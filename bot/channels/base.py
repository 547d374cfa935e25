"""What the program asks of a channel, and what a channel may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from handlers.messages import Incoming, Outgoing


@dataclass(frozen=True, slots=True)
class Raw:
    """One update as it arrived, to be committed to the inbox before it is confirmed.

    Attributes:
        key: Dedupe key of the delivery (``tg:<bot>:<update_id>``, ``web:<client uuid>``).
        conversation: Key of the conversation it belongs to; order is kept within one.
        body: The update as JSON text.
        twin: Key of the content (bot, chat, message), for the same message under another update
            id; empty where there is none.
    """

    key: str
    conversation: str
    body: str
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One outbox row, ready to be sent.

    Attributes:
        id: Outbox id; a button's data is ``<id>.<position>`` (see ``Outgoing.buttons``).
        chat: Where to, as the channel names it.
        body: What to say.
        files: Photo number to file for the photos that are kept; a number that is missing here
            cannot be shown now.
        late: Sent again after a doubt; the text already says so.
    """

    id: int
    chat: str
    body: Outgoing
    files: Mapping[int, Path]


class Blocked(Exception):  # noqa: N818
    """The person cannot be reached here any more: blocked the bot, deleted the account."""


class Moved(Exception):  # noqa: N818
    """The chat has a new name; send there and remember it."""

    def __init__(self, chat: str) -> None:
        super().__init__(chat)
        self.chat = chat


class Later(Exception):  # noqa: N818
    """Not now, surely not sent: too many requests, server away. Try again after ``seconds``.

    Attributes:
        seconds: How long the platform wants to be left alone; None: our own back-off.
        everybody: The whole channel must wait, not this chat alone.
    """

    def __init__(self, seconds: float | None = None, *, everybody: bool = False) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.everybody = everybody


class Unknown(Exception):  # noqa: N818
    """The connection broke after sending: perhaps delivered, perhaps not."""


class Unsendable(Exception):  # noqa: N818
    """The platform will never take this message. The reason has no token and no text in it."""


class Gone(Exception):  # noqa: N818
    """The picture cannot be fetched any more; ``key`` names the text that says why."""

    def __init__(self, key: str = "photo-gone") -> None:
        super().__init__(key)
        self.key = key


class Channel(Protocol):
    """One way to talk with people.

    Attributes:
        name: As it stands in conversation keys.
        fills_photos_later: A photo still on its way when a message is sent appears by itself
            when it is kept. Elsewhere the message waits a little for its photos.
    """

    name: ClassVar[str]
    fills_photos_later: ClassVar[bool]

    def parse(self, raw: str) -> Incoming:
        """Turn one inbox row into an ``Incoming``.

        Pure: the same text gives the same answer. Never raises on what a stranger can send: what
        cannot be understood becomes ``Oddity.OTHER``, what nobody said ``Lifecycle.IGNORED``.
        """
        ...

    async def send(self, letter: Letter) -> str:
        """Send one message and return the platform's name for it.

        Raises:
            Blocked, Moved, Later, Unknown, Unsendable: As each says.
        """
        ...

    async def fetch(self, ref: str, into: Path, *, limit_bytes: int) -> None:
        """Write the picture's bytes to the file ``into``.

        Raises:
            Gone: It can never be had, or is larger than ``limit_bytes``.
            Later: Not now.
        """
        ...

    async def forget(self, ref: str) -> None:
        """Drop what was kept of a picture until its verdict; dropping it again changes nothing."""
        ...

    async def start(self) -> None:
        """Begin to receive. Raw updates go to the ``receive`` the channel was made with."""
        ...

    async def stop(self) -> None:
        """Stop receiving; what is not confirmed is delivered again later."""
        ...


RawUpdate = Mapping[str, Any]
