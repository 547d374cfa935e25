"""What one letter looks like in Telegram: one or more messages, worked out before any is sent.

Plain text always, no markup: what people wrote is shown as they wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.base import Letter
from handlers.messages import Button, Outgoing

TEXT_UNITS: Final = 4096
CAPTION_UNITS: Final = 1024
"""Limits in UTF-16 units. Source: Bot API, sendMessage and sendPhoto."""

LABEL_CHARS: Final = 64
"""A label longer than this is cut; phones show about half of it."""

BUTTONS_A_ROW: Final = 8
BUTTONS_A_MESSAGE: Final = 100
"""Source: platforms.md A.6; Telegram drops what is beyond. Typed numbers still reach them all."""

ALBUM_PHOTOS: Final = 10
"""Source: Bot API, sendMediaGroup: 2 to 10."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(frozen=True, slots=True)
class Part:
    """One call to the Bot API: a text, a photo with or without caption, an album, or a pin.

    Attributes:
        text: Words or caption; empty for an album and a pin.
        photos: Files; more than one makes an album.
        point: WGS-84 longitude and latitude of a pin.
        markup: Buttons or a keyboard; an album cannot have any.
    """

    text: str = ""
    photos: tuple[Path, ...] = ()
    point: tuple[float, float] | None = None
    markup: Markup | None = None


def compose(
    letter: Letter, *, photos: tuple[Path, ...], place_labels: Mapping[str, str]
) -> list[Part]:
    """Work out the messages of a letter, in the order in which they are sent.

    Photos come first, then the words with the buttons, then the pin.

    Args:
        letter: What to say.
        photos: Those of its photos that can be shown now.
        place_labels: Label of the button that sends one's place, by language.
    """
    body = letter.body
    text, markup = _text_and_markup(letter, place_labels)
    parts = list(_with_photos(text, photos, markup))
    if body.point:
        parts.append(Part(point=body.point))
    return parts


def without_keyboard(parts: list[Part]) -> list[Part]:
    """Take away the keyboard an earlier message left, with the first part that has room for it.

    A message carries one markup only: where each part has its own, the keyboard stays for now.
    """
    for index, part in enumerate(parts):
        if part.markup is None and len(part.photos) < 2:
            changed = replace(part, markup=ReplyKeyboardRemove())
            return [*parts[:index], changed, *parts[index + 1 :]]
    return parts


def _with_photos(text: str, photos: tuple[Path, ...], markup: Markup | None) -> Iterator[Part]:
    if len(photos) == 1 and units(text) <= CAPTION_UNITS:
        yield Part(text=text, photos=photos, markup=markup)
        return
    for start in range(0, len(photos), ALBUM_PHOTOS):
        yield Part(photos=photos[start : start + ALBUM_PHOTOS])
    pieces = split(text, TEXT_UNITS)
    if not pieces and markup:
        pieces = ["⬇️"]  # buttons need a message with something in it
    for piece in pieces[:-1]:
        yield Part(text=piece)
    for piece in pieces[-1:]:
        yield Part(text=piece, markup=markup)


def _text_and_markup(letter: Letter, place_labels: Mapping[str, str]) -> tuple[str, Markup | None]:
    body = letter.body
    if body.wants == "place" and not letter.chat.startswith("-"):
        links = [f"{button.label} {button.url}" for button in body.buttons if button.url]
        return "\n".join([body.text, *links]).strip(), _place_keyboard(body, place_labels)
    links = [f"{b.label} {b.url}" for b in body.buttons if b.url and not _is_linkable(b.url)]
    return "\n".join([body.text, *links]).strip(), _inline_keyboard(letter)


def _place_keyboard(body: Outgoing, place_labels: Mapping[str, str]) -> ReplyKeyboardMarkup:
    label = place_labels[_language(body.text, place_labels)]
    rows = [[KeyboardButton(label, request_location=True)]]
    for row in body.rows:
        labels = [KeyboardButton(button.label[:LABEL_CHARS]) for button in row if not button.url]
        rows += [labels] if labels else []
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)


def _language(text: str, known: Mapping[str, str]) -> str:
    """Return the language a text is written in, as far as its letters tell."""
    wanted = "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
    return next((name for name in known if name.startswith(wanted)), next(iter(known)))


def _inline_keyboard(letter: Letter) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    position = 0
    for row in letter.body.rows:
        numbered = list(enumerate(row, position))
        position += len(row)
        numbered = [(n, b) for n, b in numbered if n < BUTTONS_A_MESSAGE]
        shown = [
            _inline_button(letter, n, b) for n, b in numbered if not b.url or _is_linkable(b.url)
        ]
        rows += [shown[i : i + BUTTONS_A_ROW] for i in range(0, len(shown), BUTTONS_A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None


def _inline_button(letter: Letter, position: int, button: Button) -> InlineKeyboardButton:
    label = button.label.strip()[:LABEL_CHARS] or str(position + 1)
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=f"{letter.id}.{position}")


def _is_linkable(url: str) -> bool:
    """Whether Telegram takes the address on a button; it refuses ``localhost`` and the like."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "tg"} and "." in (parts.hostname or "")


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def split(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most ``limit`` units, at a paragraph, line or space if it can.

    Nothing but white space at the cuts is lost; a text of white space gives no piece.
    """
    pieces = []
    rest = text.strip()
    while units(rest) > limit:
        head = _head(rest, limit)
        pieces.append(head.rstrip())
        rest = rest[len(head) :].strip()
    return [*pieces, rest] if rest else pieces


def _head(text: str, limit: int) -> str:
    """Return the longest good beginning of at most ``limit`` units."""
    fitting = text[:limit]
    while units(fitting) > limit:
        fitting = fitting[: len(fitting) - (units(fitting) - limit + 1) // 2]
    for mark in ("\n\n", "\n", "。", " "):
        cut = fitting.rfind(mark)
        if cut > limit // 4:
            return fitting[: cut + len(mark)]
    return fitting
