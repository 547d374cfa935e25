"""The sections of the settings: web, Telegram, log. How they are read is in ``bot.settings``."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)


def _secret(pattern: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError
        return value

    return AfterValidator(check)


def _without_slash(address: str) -> str:
    return address.rstrip("/")


_Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$")]
_OptionalAddress = Annotated[
    str, StringConstraints(pattern=r"^(https?://[^\s/]+(/\S*)?)?$"), AfterValidator(_without_slash)
]
_Tiles = Annotated[str, StringConstraints(pattern=r"^(https?://\S*\{z\}\S*)?$")]
_Username = Annotated[
    str,
    BeforeValidator(lambda name: str(name).removeprefix("@")),
    StringConstraints(pattern=r"^([A-Za-z0-9_]{4,32})?$"),
]
_Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    BeforeValidator(lambda level: str(level).upper()),
]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class WebSettings(_Section):
    """The web server: chat page, webhooks.

    Attributes:
        host: Address to listen on. Anything but loopback ends the choosing of sample people.
        port: 0 takes any free port.
        public_url: How people reach the program from outside, for links; empty: host and port.
        tiles: Address of map tiles with ``{z} {x} {y}``; empty: the map shows areas only.
    """

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: _OptionalAddress = ""
    tiles: _Tiles = ""

    @property
    def address(self) -> str:
        """Where the web chat is, for people: without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


class TelegramSettings(_Section):
    """Telegram, or any server that speaks its Bot API.

    Attributes:
        token: From @BotFather; empty: no Telegram.
        username: The bot's name without @, for invite links made while nothing runs; a running
            program asks Telegram itself.
        base_url: As python-telegram-bot takes it, ending in ``/bot``.
        base_file_url: As python-telegram-bot takes it, ending in ``/file/bot``.
        webhook_url: Where Telegram posts updates in webhook mode.
        webhook_secret: What Telegram must send along; 1 to 256 of ``A-Za-z0-9_-``.
        poll_seconds: How long one request for updates waits, in polling mode.
    """

    token: Annotated[SecretStr, _secret(r"\d+:[A-Za-z0-9_-]+")] = SecretStr("")
    username: _Username = ""
    base_url: _Address = "https://api.telegram.org/bot"
    base_file_url: _Address = "https://api.telegram.org/file/bot"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: _OptionalAddress = ""
    webhook_secret: Annotated[SecretStr, _secret(r"[A-Za-z0-9_-]{1,256}")] = SecretStr("")
    poll_seconds: int = Field(default=50, ge=0, le=300)


class LogSettings(_Section):
    """What is logged: event names and ids, to the standard error stream.

    Attributes:
        level: The least important level that is shown.
        as_json: One JSON object a line instead of words; the setting is called ``log.json``.
    """

    level: _Level = "INFO"
    as_json: bool = Field(default=False, alias="json")


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be reached from this machine."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
