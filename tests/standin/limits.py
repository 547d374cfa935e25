"""The documented limits of the Bot API, enforced: what breaks one is refused as Telegram does.

Source of the numbers: core.telegram.org/bots/api; of the words: tdlib/telegram-bot-api.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
CALLBACK_BYTES = 64
BUTTONS = 100
BUTTONS_A_ROW = 8
ALBUM = range(2, 11)
PHOTO_BYTES = 10_000_000
DOWNLOAD_BYTES = 20_000_000
COMMANDS = 100
TOAST_CHARS = 200
ACTIONS = ("callback_data", "url", "web_app", "copy_text", "login_url", "switch_inline_query")


class Refused(Exception):  # noqa: N818 (an answer, not an error)
    """A call that is answered with an error."""

    def __init__(self, status: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.status = status
        self.parameters = parameters


def bad(words: str) -> Refused:
    """Make the answer 400."""
    return Refused(400, f"Bad Request: {words}")


def check_text(text: object) -> None:
    """Refuse a message without words or with too many."""
    if not isinstance(text, str) or not text.strip():
        raise bad("message text is empty")
    if _units(text) > TEXT_UNITS:
        raise bad("message is too long")


def check_caption(caption: object) -> None:
    """Refuse words that are too many under a photo."""
    if caption is not None and (not isinstance(caption, str) or _units(caption) > CAPTION_UNITS):
        raise bad("message caption is too long")


def check_markup(markup: dict[str, Any] | None, *, private: bool) -> None:
    """Refuse buttons that break a rule."""
    if markup is None:
        return
    kinds = markup.keys() & {"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"}
    if len(kinds) != 1:
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS or any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise bad("Text buttons are allowed in the reply keyboard only with text")
        check_button(button, inline="inline_keyboard" in kinds, private=private)


def check_button(button: dict[str, Any], *, inline: bool, private: bool) -> None:
    """Refuse one button."""
    if not inline:
        if button.get("request_location") and not private:
            raise bad("location can be requested in private chats only")
        return
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if len(actions) != 1:
        raise bad("Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    url = urlsplit(button.get("url", "https://a.b"))
    if url.scheme not in {"http", "https", "tg"} or "." not in (url.hostname or ""):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def check_commands(commands: list[dict[str, str]]) -> None:
    """Refuse a menu that breaks a rule."""
    if len(commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for entry in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", entry["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(entry["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def check_webhook(params: dict[str, Any]) -> None:
    """Refuse an address or secret that Telegram would; plain http is taken for tests."""
    if not re.fullmatch(r"https?://\S+", str(params.get("url", ""))):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", str(params.get("secret_token", ""))):
        raise bad("secret token contains unallowed characters")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
