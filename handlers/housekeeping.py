"""Forgetting what is no longer needed: drafts left lying, raw updates, words already delivered."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers.office import Office
from storage import counters, dialogues, inbox, outbox

DRAFT_LASTS: Final = timedelta(hours=24)
RAW_LASTS: Final = timedelta(days=7)
WORDS_LAST: Final = timedelta(days=30)
"""Source of the three: README *What is kept, and how long*."""

OWN_HISTORY: Final = ("telegram",)
"""Channels that keep what was said themselves; the web chat's history is ours."""


def tidy(office: Office) -> None:
    """Forget what has lasted long enough; running it again changes nothing."""
    dialogues.forget_old(office.tx, office.now - DRAFT_LASTS)
    counters.forget_wrong_tries(office.tx, office.now - DRAFT_LASTS)
    for channel in OWN_HISTORY:
        inbox.forget_old(office.tx, channel, office.now - RAW_LASTS)
        outbox.forget_old(office.tx, channel, office.now - WORDS_LAST)
