"""Greetings, thanks and scraps: answered, never filed."""

from __future__ import annotations

from typing import Final

from handlers.talk import Talk
from handlers.words import LANGUAGES, cleaned, folded

SCRAP: Final = 4
"""Texts of fewer characters are answered, not filed. Source: the office's rule."""

_KINDS: Final = ("greeting", "thanks", "yes")


def smalltalk(talk: Talk) -> str:
    """Return which kind of small talk a message is (``greeting``, ``thanks``, ``yes``), or ''."""
    if talk.incoming.photos or talk.incoming.place:
        return ""
    typed = folded(talk.line)
    return next((kind for kind in _KINDS if typed in spelled(talk, f"small-{kind}-words")), "")


def spelled(talk: Talk, key: str) -> frozenset[str]:
    """Return what a text lists, separated by ``|``, in all languages, folded."""
    texts = (talk.office.words.say(language, key) for language in LANGUAGES)
    return frozenset(folded(word) for text in texts for word in text.split("|"))


def answer_scrap(talk: Talk) -> bool:
    """Answer a greeting, a thank-you or a scrap; False if the message is none of them."""
    if talk.incoming.photos or talk.incoming.place:
        return False
    kind, words = smalltalk(talk), cleaned(talk.line)
    if not kind and len(words) >= SCRAP and any(c.isalnum() for c in words):
        return False
    key = f"small-{kind}" if kind else "not-understood"
    talk.say(key, rows=[[talk.button("report"), talk.button("my")]])
    return True
