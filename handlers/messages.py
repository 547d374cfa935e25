"""What comes in and what goes out, the same for every channel.

These are pydantic models because they are stored: an ``Outgoing`` waits in the outbox as JSON, an
``Incoming`` is made anew from the raw inbox row whenever it is needed. A channel turns its own
bytes into ``Incoming`` with a pure function and renders ``Outgoing`` in its best native form.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Stored):
    """A point somebody sent.

    Attributes:
        lon: Degrees east, in ``datum``.
        lat: Degrees north, in ``datum``.
        datum: ``wgs84`` (GPS, Telegram, browsers) or ``gcj02`` (WeCom and Chinese maps).
        live: A moving "live location"; only its first point counts.
        label: The name the sender's map gave the point, if any.
    """

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    datum: Literal["wgs84", "gcj02"] = "wgs84"
    live: bool = False
    label: str = ""


class PhotoRef(_Stored):
    """A picture somebody sent, as the channel names it; its bytes are fetched later.

    Attributes:
        ref: What the channel needs to fetch it, for example a ``file_id`` or a spool name.
        key: Stable name of the same picture within the channel: the same key is fetched once.
        size: Bytes, as the sender claims; 0 when unknown.
    """

    ref: str
    key: str
    size: int = 0


class Tap(_Stored):
    """A button that was pressed.

    Attributes:
        message: Outbox id of the message the button belongs to.
        button: Its position in that message, counted from 0, row by row.
    """

    message: int
    button: int


class Oddity(StrEnum):
    """What a person may send that the bot cannot use; each gets a short helpful answer."""

    STICKER = "sticker"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"  # a file that claims to be no picture; its extension stands in ``text``
    CONTACT = "contact"
    TOO_LONG = "too-long"  # text was cut to the channel's limit
    OTHER = "other"


class Lifecycle(StrEnum):
    """News about the conversation itself; never answered."""

    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MOVED = "moved"  # a group became a supergroup; ``Incoming.moved_to`` is its new chat
    IGNORED = "ignored"  # nothing a person said: reactions, edits of old messages, other bots


class Incoming(_Stored):
    """One thing that reached us: a message, a tap, or news about the conversation.

    Attributes:
        key: Dedupe key, unique over all channels; a second delivery has the same one.
        channel: Name of the channel, a row of ``bot.app.CHANNELS``.
        account: Our own account on it (bot id), for channels that may have several.
        chat: The conversation, as the channel names it; for a private chat the person's own.
        user: The sender, as the channel names them. Never shown to anybody.
        private: False in a group, where only what is addressed to the bot is answered.
        addressed: In a group: a command for us, a mention, or a reply to one of our messages.
        at: When it was sent, aware.
        language: The language of the sender's client (``zh-hans``, ``en-US``), or empty.
        text: Words, or the caption of the photos; commands as typed (``/status HJ-...``).
        photos: Pictures, in the order sent.
        place: A pin.
        tap: A pressed button.
        album: Same value for the parts of one album; each part is an ``Incoming`` of its own.
        edited: The text of an earlier message was changed.
        forwarded: The message was written by somebody else first.
        oddity: Something we cannot use came with it.
        start: Payload of a link somebody followed (an invite code), without command or slash.
        moved_to: New chat of a group that moved.
    """

    key: str
    channel: str
    chat: str
    user: str
    at: datetime
    account: str = ""
    private: bool = True
    addressed: bool = True
    language: str = ""
    text: str = ""
    photos: tuple[PhotoRef, ...] = ()
    place: Place | None = None
    tap: Tap | None = None
    album: str = ""
    edited: bool = False
    forwarded: bool = False
    oddity: Oddity | None = None
    lifecycle: Lifecycle | None = None
    start: str = ""
    moved_to: str = ""

    @property
    def conversation(self) -> str:
        """Key of the conversation: ``telegram:123:456``, ``web::a1b2``."""
        return f"{self.channel}:{self.account}:{self.chat}"


class Button(_Stored):
    """A choice under a message.

    Attributes:
        label: What it shows, in the person's language.
        says: The line that tapping it stands for, as a person could type it
            (``签收 HJ-20240312-0007``). Empty: the label itself.
        url: A link to open instead.
    """

    label: str
    says: str = ""
    url: str = ""

    @property
    def line(self) -> str:
        """What a tap means, as typed text."""
        return self.says or self.label


class Outgoing(_Stored):
    """One message to one conversation: what we mean; each channel picks the form.

    Attributes:
        text: Plain words, no markup; a channel that has markup escapes them.
        photos: Photo numbers of the ledger, in order, shown with the text.
        rows: Buttons, row by row.
        wants: What the person is asked for, so that the channel can show its own control. Where
            it is a number, a number typed is the answer and counts no buttons.
        point: WGS-84 longitude and latitude of a pin to show, or None.
        issue: The issue it speaks of, so that a later bare ``签收`` means this one.
        seq: Where the issue's history stood when the buttons were offered.
        private: May be shown only in a private chat.
    """

    text: str
    photos: tuple[int, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    wants: Literal["photo", "place", "number", None] = None
    point: tuple[float, float] | None = None
    issue: str = ""
    seq: int = 0
    private: bool = True

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row by row: the order in which a typed number counts them, from 1."""
        return tuple(button for row in self.rows for button in row)
