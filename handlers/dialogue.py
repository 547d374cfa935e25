"""The kinds of dialogue, and what each does with a line, with other content, and when taken up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.errors import Refusal
from handlers import questions, report, steps, which
from handlers.refusals import explain
from handlers.talk import Talk
from storage import dialogues
from storage.dialogues import Dialogue

PhotoNews = Callable[[Talk, Dialogue, int], None]


def _nothing(talk: Talk, dialogue: Dialogue, photo: int) -> None:
    """Leave it: this kind of dialogue does not wait for photos."""
    del talk, dialogue, photo


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dialogue.

    Attributes:
        take: Takes a line that is one of its own; False if it is none.
        absorb: Takes words, photos and places.
        cancel: Ends it (取消) and says what was dropped.
        again: Asks its question again.
        photo_kept: A photo was kept; it may be one of its own.
        photo_refused: A photo cannot be used; it may be one of its own.
    """

    take: Callable[[Talk, Dialogue], bool]
    absorb: Callable[[Talk, Dialogue], None]
    cancel: Callable[[Talk, Dialogue], None]
    again: Callable[[Talk, Dialogue], None]
    photo_kept: PhotoNews = _nothing
    photo_refused: PhotoNews = _nothing


DIALOGUES: Final[Mapping[str, Kind]] = {
    questions.KIND: Kind(
        report.take,
        report.absorb,
        report.cancel,
        report.again,
        report.photo_kept,
        report.photo_refused,
    ),
    steps.KIND: Kind(
        steps.take,
        steps.absorb,
        steps.cancel,
        steps.again,
        steps.photo_kept,
        steps.photo_refused,
    ),
    which.KIND: Kind(
        which.take,
        which.absorb,
        which.cancel,
        which.again,
        photo_refused=which.photo_refused,
    ),
}


def take_up_again(talk: Talk, before: tuple[Dialogue, ...]) -> None:
    """Ask again what was laid aside, when what the person was in the middle of is over.

    Args:
        talk: The turn that may have ended it.
        before: The dialogues before that turn, first the one they were in.
    """
    left = dialogues.every(talk.office.tx, talk.person.id) if len(before) > 1 else ()
    if left and left[0] in before[1:] and before[0].kind not in {one.kind for one in left}:
        _again(talk, left[0])


def _again(talk: Talk, dialogue: Dialogue) -> None:
    """Ask again; a step that nobody may take any more is given up, and what came before stays."""
    try:
        talk.office.tx.attempt(lambda: DIALOGUES[dialogue.kind].again(talk, dialogue))
    except Refusal as refusal:
        dialogues.end(talk.office.tx, talk.person.id, dialogue.kind)
        talk.preface, talk.offer = "", None
        explain(talk, refusal)
