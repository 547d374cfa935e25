"""The Bot API's methods over the stand-in's state; a limit that is broken is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from tests.standin import limits
from tests.standin.limits import Refused, bad
from tests.standin.state import BotState, Chat, Json

Files = dict[str, bytes]


def _set_webhook(api: BotState, params: Json, files: Files) -> bool:
    if not params.get("url"):
        return _delete_webhook(api, params, files)
    limits.check_webhook(params)
    api.webhook = params
    api.kinds = json.loads(params.get("allowed_updates") or "[]")
    api.news.set()
    return True


def _delete_webhook(api: BotState, params: Json, files: Files) -> bool:
    if str(params.get("drop_pending_updates", "")).lower() == "true":
        api.pending.clear()
    api.webhook = {}
    return True


def _where(api: BotState, params: Json) -> Chat:
    chat = api.chats.get(int(params["chat_id"]))
    if chat is None:
        raise bad("chat not found")
    if chat.moved_to:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.moved_to,
        )
    if chat.blocked:
        words = "bot was blocked by the user" if chat.private else "bot was kicked"
        raise Refused(403, f"Forbidden: {words}")
    topic = int(params.get("message_thread_id") or 0)
    if topic and topic not in chat.topics:
        raise bad("message thread not found")
    return chat


def _say(api: BotState, params: Json, **content: Any) -> Json:
    chat = _where(api, params)
    markup = json.loads(params["reply_markup"]) if params.get("reply_markup") else None
    limits.check_markup(markup, private=chat.private)
    number, date = api.next_message()
    message = {
        "message_id": number,
        "date": date,
        "from": api.me,
        "chat": {"id": chat.id, "type": "private" if chat.private else "supergroup"},
        **content,
    }
    if params.get("message_thread_id"):
        message |= {"message_thread_id": int(params["message_thread_id"])}
        message |= {"is_topic_message": True}
    shown = message | ({"reply_markup": markup} if markup else {})
    chat.shown.append(shown)
    chat.messages.append(shown)
    return {k: v for k, v in shown.items() if k != "reply_markup" or "inline_keyboard" in v}


def _send_message(api: BotState, params: Json, files: Files) -> Json:
    _where(api, params)
    limits.check_text(params.get("text"))
    return _say(api, params, text=params["text"])


def _send_photo(api: BotState, params: Json, files: Files) -> Json:
    _where(api, params)
    limits.check_caption(params.get("caption"))
    caption = {"caption": params["caption"]} if params.get("caption") else {}
    photo = _photo(api, params.get("photo", "attach://photo"), files)
    return _say(api, params, photo=photo, **caption)


def _photo(api: BotState, named: str, files: Files) -> list[Json]:
    if not named.startswith("attach://"):
        if named not in api.files:
            raise bad("wrong file identifier/HTTP URL specified")
        return [api.keep_file(api.files[named]) | {"width": 1280, "height": 960}]
    data = files.get(named.removeprefix("attach://"), b"")
    if len(data) > limits.PHOTO_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if not data.startswith((b"\xff\xd8", b"\x89PNG")):
        raise bad("IMAGE_PROCESS_FAILED")
    return [api.keep_file(data) | {"width": 1280, "height": 960}]


def _send_album(api: BotState, params: Json, files: Files) -> list[Json]:
    _where(api, params)
    media = json.loads(params["media"])
    if len(media) not in limits.ALBUM:
        raise bad("there must be from 2 to 10 messages in an album")
    if params.get("reply_markup"):
        raise bad("an album cannot have a reply markup")
    for item in media:
        limits.check_caption(item.get("caption"))
    album = f"13{api.next_message()[0]}"
    photos = [_photo(api, item["media"], files) for item in media]
    return [_say(api, params, photo=photo, media_group_id=album) for photo in photos]


def _send_location(api: BotState, params: Json, files: Files) -> Json:
    lat, lon = float(params["latitude"]), float(params["longitude"])
    if abs(lat) > 90 or abs(lon) > 180:
        raise bad("wrong location")
    return _say(api, params, location={"latitude": lat, "longitude": lon})


def _edit_text(api: BotState, params: Json, files: Files) -> Json:
    chat = _where(api, params)
    limits.check_text(params.get("text"))
    number = int(params["message_id"])
    message = next((m for m in chat.shown if m["message_id"] == number), None)
    if message is None:
        raise bad("message to edit not found")
    markup = json.loads(params["reply_markup"]) if params.get("reply_markup") else None
    limits.check_markup(markup, private=chat.private)
    if (message.get("text"), message.get("reply_markup")) == (params["text"], markup):
        raise bad("message is not modified")
    message |= {"text": params["text"], "reply_markup": markup}
    return message


def _answer_tap(api: BotState, params: Json, files: Files) -> bool:
    if len(params.get("text", "")) > limits.TOAST_CHARS:
        raise bad("MESSAGE_TOO_LONG")
    if params["callback_query_id"] not in api.taps:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    api.taps.discard(params["callback_query_id"])
    api.answered.append(params["callback_query_id"])
    return True


def _set_commands(api: BotState, params: Json, files: Files) -> bool:
    commands = json.loads(params["commands"])
    limits.check_commands(commands)
    api.commands[_audience(params)] = commands
    return True


def _get_file(api: BotState, params: Json, files: Files) -> Json:
    data = api.files.get(params["file_id"])
    if data is None:
        raise bad("invalid file_id")
    if len(data) > limits.DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {
        "file_id": params["file_id"],
        "file_unique_id": f"AQAD{sha256(data).hexdigest()[:12]}",
        "file_size": len(data),
        "file_path": f"photos/{params['file_id']}.jpg",
    }


def _audience(params: Json) -> tuple[str, str]:
    scope = json.loads(params["scope"])["type"] if params.get("scope") else "default"
    return scope, params.get("language_code") or ""


METHODS: dict[str, Callable[[BotState, Json, Files], Any]] = {
    "getme": lambda api, params, files: api.me,
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": lambda api, params, files: {"url": api.webhook.get("url", "")},
    "sendmessage": _send_message,
    "sendphoto": _send_photo,
    "sendmediagroup": _send_album,
    "sendlocation": _send_location,
    "editmessagetext": _edit_text,
    "answercallbackquery": _answer_tap,
    "setmycommands": _set_commands,
    "getmycommands": lambda api, params, files: api.commands.get(_audience(params), []),
    "getfile": _get_file,
}
"""Method names in lower case, as Telegram takes them."""
