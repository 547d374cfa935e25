"""Photos that came with a message, and what follows when one is kept or refused."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.messages import PhotoRef
from handlers.talk import Talk
from storage import photos


def register(talk: Talk, refs: Sequence[PhotoRef]) -> tuple[int, ...]:
    """Note photos that came, to be fetched beside the talk, and return their numbers."""
    return tuple(
        photos.add_photo(
            talk.office.tx,
            channel=talk.incoming.channel,
            ref=ref.ref,
            key=ref.key,
            person=talk.person.id,
            conversation=talk.where.key,
            at=talk.office.now,
        )
        for ref in refs
    )
