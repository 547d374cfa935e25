"""From a stored Telegram update to ``Incoming``; pure, no network and no clock.

What a stranger can send decides nothing about whether the program lives: every value is checked,
and an update that contradicts the documentation becomes ``Oddity.OTHER`` or ``IGNORED``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    Document,
    Location,
    Message,
    PhotoSize,
    Update,
    Venue,
)
from telegram.error import TelegramError

from bot.channels.telegram_raw import NAME, Account, Envelope, is_id
from handlers.messages import Incoming, Lifecycle, Oddity, PhotoRef, Place, Tap

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for; all others are never sent to us."""

TEXT_LIMIT: Final = 4096
"""Characters of a text that are read. Source: Bot API, sendMessage; nobody can type more."""

_MALFORMED: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TelegramError,
    TypeError,
    ValueError,
)
"""What reading values of the wrong type or size raises. Source: fuzzing ``Update.de_json``."""

_OF_NOBODY: Final = frozenset(
    {
        "my_chat_member",  # where it cannot be read
        *("channel_post", "edited_channel_post", "chat_member", "chat_join_request"),
        *("message_reaction", "message_reaction_count", "poll", "poll_answer", "inline_query"),
        *("chosen_inline_result", "shipping_query", "pre_checkout_query", "chat_boost"),
        *("removed_chat_boost", "business_connection", "business_message"),
        *("edited_business_message", "deleted_business_messages", "purchased_paid_media"),
    }
)
"""Kinds of update that are nothing said to us."""

_SERVICE: Final = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
        *("delete_chat_photo", "group_chat_created", "supergroup_chat_created"),
        *("channel_chat_created", "message_auto_delete_timer_changed", "migrate_from_chat_id"),
        *("pinned_message", "successful_payment", "refunded_payment", "users_shared"),
        *("chat_shared", "connected_website", "write_access_allowed", "passport_data"),
        *("proximity_alert_triggered", "boost_added", "chat_background_set", "web_app_data"),
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed"),
        *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden"),
        *("giveaway_created", "giveaway", "giveaway_winners", "giveaway_completed"),
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended"),
        *("video_chat_participants_invited", "paid_message_price_changed", "gift", "unique_gift"),
        *("direct_message_price_changed", "checklist_tasks_done", "checklist_tasks_added"),
        *("suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined"),
        *("suggested_post_paid", "suggested_post_refunded", "is_automatic_forward"),
    }
)
"""Fields of messages that Telegram writes, not people. Source: Bot API, Message."""

_ODDITIES: Final = (
    ("sticker", Oddity.STICKER),
    ("voice", Oddity.VOICE),
    ("audio", Oddity.VOICE),
    ("animation", Oddity.VIDEO),  # before document: an animation carries both
    ("video", Oddity.VIDEO),
    ("video_note", Oddity.VIDEO),
    ("contact", Oddity.CONTACT),
)

_PICTURE_NAME: Final = re.compile(r"\.(?:jpe?g|png|webp|heic|heif|bmp|gif|tiff?)$", re.IGNORECASE)
_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")
_START: Final = re.compile(r"/start\s+([A-Za-z0-9_-]{1,64})\s*", re.IGNORECASE)
_TAP: Final = re.compile(r"([0-9]{1,15})\.([0-9]{1,3})", re.ASCII)
_GONE: Final = frozenset({"left", "kicked"})


def parse(raw: str) -> Incoming:
    """Turn the body of a ``Raw`` into an ``Incoming``; see ``Channel.parse``."""
    try:
        opened = Envelope.open(raw)
    except _MALFORMED:
        return _nothing(Envelope(Account(0, ""), datetime.fromtimestamp(0, UTC), {}))
    if not opened.chat:
        return _nothing(opened)
    try:
        return _read(opened)
    except _MALFORMED:
        return _unreadable(opened)


def _incoming(opened: Envelope, **fields: object) -> Incoming:
    """Make an ``Incoming``; ``fields`` go before what is the same for every kind."""
    common: dict[str, object] = {
        "key": opened.key,
        "channel": NAME,
        "account": str(opened.account.id),
        "chat": opened.chat,
        "private": opened.private,
        "user": "",
        "at": opened.at,
    }
    return Incoming.model_validate(common | fields)


def _nothing(opened: Envelope) -> Incoming:
    """Make the ``Incoming`` of an update in which nobody said anything to us."""
    return _incoming(opened, lifecycle=Lifecycle.IGNORED)


def _read(opened: Envelope) -> Incoming:
    update = Update.de_json(opened.update, None)
    if update.message:
        return _message(opened, update.message)
    if update.edited_message:
        return _edited(opened, update.edited_message)
    if update.callback_query:
        return _tap(opened, update.callback_query)
    if update.my_chat_member:
        return _membership(opened, update.my_chat_member)
    return _unreadable(opened)


def _message(opened: Envelope, message: Message) -> Incoming:
    sender = message.from_user
    if sender is None:
        return _unreadable(opened)
    if sender.is_bot or message.chat.type == "channel":
        return _nothing(opened)
    fields = {
        "user": _number(sender.id),
        "language": sender.language_code or "",
        "at": message.edit_date or message.date,
        "album": message.media_group_id or "",
        "forwarded": message.forward_origin is not None,
    }
    if message.migrate_to_chat_id:
        moved_to = _number(message.migrate_to_chat_id)
        return _incoming(opened, **fields, lifecycle=Lifecycle.MOVED, moved_to=moved_to)
    if _SERVICE & opened.holder.keys():
        return _nothing(opened)
    return _content(opened, message, fields)


def _content(opened: Envelope, message: Message, fields: dict[str, object]) -> Incoming:
    words = message.text or message.caption or ""
    command = _COMMAND.match(words)
    if command and not opened.private and _is_of_other_bot(opened, command):
        return _nothing(opened)
    if command:
        words = f"/{command[1]}{words[command.end() :]}"
    fields["addressed"] = opened.private or bool(command) or _is_for_us(opened, message, words)
    fields |= _what_was_sent(opened, message)
    if not opened.private:
        words = _without_mention(words, opened.account.username)
    return _incoming(opened, **_with_words(fields, words))


def _is_of_other_bot(opened: Envelope, command: re.Match[str]) -> bool:
    return bool(command[2]) and command[2].lower() != opened.account.username.lower()


def _is_for_us(opened: Envelope, message: Message, words: str) -> bool:
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == opened.account.id:
        return True
    entities = (*message.entities, *message.caption_entities)
    if any(entity.user and entity.user.id == opened.account.id for entity in entities):
        return True
    return bool(_mention(opened.account.username).search(words))


def _mention(username: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@])@{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)


def _without_mention(words: str, username: str) -> str:
    return re.sub(r"[ \t]{2,}", " ", _mention(username).sub(" ", words)).strip()


def _with_words(fields: dict[str, object], words: str) -> dict[str, object]:
    """Add the words, the payload of a link, and what is odd about them."""
    if payload := _START.fullmatch(words):
        return fields | {"text": "/start", "start": payload[1]}
    if len(words) > TEXT_LIMIT:
        return {"oddity": Oddity.TOO_LONG} | fields | {"text": words[:TEXT_LIMIT]}
    if not words.strip() and not fields.keys() & {"photos", "place", "oddity"}:
        return fields | {"oddity": Oddity.OTHER}
    return fields | ({"text": words} if words else {})


def _what_was_sent(opened: Envelope, message: Message) -> dict[str, object]:
    """Return the photo, the place or the oddity of a message, as fields of ``Incoming``."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return {"photos": (_photo(largest),)}
    for name, oddity in _ODDITIES:
        if getattr(message, name):
            return {"oddity": oddity}
    if message.document:
        return _document(message.document)
    if message.location:
        live = "live_period" in opened.holder["location"]
        return {"place": _place(message.location, message.venue).model_copy(update={"live": live})}
    return {}


def _photo(file: PhotoSize | Document) -> PhotoRef:
    return PhotoRef(ref=file.file_id, key=file.file_unique_id, size=file.file_size or 0)


def _document(file: Document) -> dict[str, object]:
    name = file.file_name or ""
    kind = file.mime_type or ("image/" if _PICTURE_NAME.search(name) else "")
    if kind.lower().startswith("image/"):
        return {"photos": (_photo(file),)}
    ending = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
    return {"oddity": Oddity.FILE, "text": ending[1].lower() if ending else ""}


def _place(point: Location, venue: Venue | None) -> Place:
    names = (venue.title, venue.address) if venue else ()
    label = " ".join(name for name in names if name)
    return Place(lon=point.longitude, lat=point.latitude, label=label)


def _edited(opened: Envelope, message: Message) -> Incoming:
    """Read an edit; a moving location arrives as edits, and only its first point counts."""
    if message.location:
        return _nothing(opened)
    incoming = _message(opened, message)
    if incoming.lifecycle:
        return incoming
    return incoming.model_copy(update={"edited": True})


def _tap(opened: Envelope, query: CallbackQuery) -> Incoming:
    if query.message is None:
        return _nothing(opened)
    fields: dict[str, object] = {
        "user": _number(query.from_user.id),
        "language": query.from_user.language_code or "",
    }
    data = _TAP.fullmatch(query.data or "")
    if data is None:
        return _incoming(opened, **fields, oddity=Oddity.OTHER)
    return _incoming(opened, **fields, tap=Tap(message=int(data[1]), button=int(data[2])))


def _membership(opened: Envelope, change: ChatMemberUpdated) -> Incoming:
    was_gone = change.old_chat_member.status in _GONE
    is_gone = change.new_chat_member.status in _GONE
    if was_gone == is_gone:
        return _nothing(opened)
    news = Lifecycle.BLOCKED if is_gone else Lifecycle.UNBLOCKED
    user = _number(change.from_user.id)
    return _incoming(opened, user=user, at=change.date, lifecycle=news)


def _unreadable(opened: Envelope) -> Incoming:
    """Say at least who sent something, so that they are answered."""
    known = is_id(opened.sender.get("id"))
    nobody = _OF_NOBODY & opened.update.keys() or opened.sender.get("is_bot") is True
    if nobody or not opened.chat or not (known or opened.private):
        return _nothing(opened)
    user = str(opened.sender["id"]) if known else opened.chat
    return _incoming(opened, user=user, addressed=opened.private, oddity=Oddity.OTHER)


def _number(value: object) -> str:
    if not is_id(value):
        raise ValueError("not an id")
    return str(value)
