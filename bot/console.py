"""The command line's side of things: which language, which settings, where words go.

Answers go to the standard output; hints and refusals to the standard error stream.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from domain.errors import Fact, Refusal
    from handlers.words import Words

_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of_terminal(env: Mapping[str, str] = os.environ) -> str:
    """Choose the language for whoever sits at this terminal: Chinese where the locale is."""
    locale = next((env[name] for name in _LOCALE_VARIABLES if env.get(name)), "")
    return "zh-CN" if locale.lower().startswith("zh") else "en"


class Said(click.ClickException):
    """Why something was not done, already in words. Ends the command with 1."""

    def show(self, file: object = None) -> None:  # noqa: ARG002 (click's signature)
        """Print the words as they are, without a prefix."""
        click.echo(self.message, err=True)


@dataclass
class Console:
    """What every command is handed. What is slow to load is loaded when it is first used."""

    language: str

    @cached_property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            BadSetting: One is wrong.
        """
        from bot.settings import load_settings  # noqa: PLC0415

        return load_settings()

    @cached_property
    def words(self) -> Words:
        """The texts."""
        from handlers.words import load_words  # noqa: PLC0415

        return load_words(UTC)

    def say(self, key: str, **facts: Fact) -> str:
        """Put a text into words."""
        return self.words.say(self.language, key, **facts)

    def tell(self, key: str, **facts: Fact) -> None:
        """Say a text as an answer."""
        click.echo(self.say(key, **facts))

    def hint(self, key: str, **facts: Fact) -> None:
        """Say a text beside the answer."""
        click.echo(self.say(key, **facts), err=True)

    def refuse(self, refusal: Refusal) -> None:
        """Say why something was not done."""
        click.echo(self.words.refuse(self.language, refusal), err=True)


def is_looked_at() -> bool:
    """Whether a person sees what is drawn on the standard error stream."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def utc_now() -> datetime:
    """Return the time it is."""
    return datetime.now(UTC)
