"""One turn of a conversation: who said what, where, and how to answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from domain.errors import Fact
from domain.issues import Issue
from domain.people import STAFF, Person
from handlers.describe import facts as issue_facts
from handlers.mail import Rows, button, post
from handlers.messages import Button, Incoming, Outgoing
from handlers.office import Office
from storage.conversations import Conversation
from storage.outbox import Lane

ALBUM_WAIT: Final = timedelta(seconds=1.5)
"""How long an answer to a part of an album waits for further parts; no platform marks the last."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The message a tapped button belongs to: its number, when it was made, of what it spoke."""

    message: int
    made_at: datetime
    issue: str
    seq: int


@dataclass(slots=True)
class Talk:
    """What a handler is handed for one message.

    Attributes:
        line: What the person typed, or the line a tapped button stands for.
        offer: Where a tapped button came from; None for typed words.
        command: The command the line begins with, a row of ``commands.COMMANDS``, or empty.
        into: Kind of the dialogue that takes the message, or empty.
        preface: Put in front of the next answer, then forgotten.
    """

    office: Office
    person: Person
    where: Conversation
    incoming: Incoming
    line: str = ""
    offer: Offer | None = None
    command: str = ""
    into: str = ""
    preface: str = ""
    said: int = field(default=0)

    @property
    def language(self) -> str:
        """The language the person is answered in."""
        return self.person.language

    def text(self, key: str, **facts: Fact) -> str:
        """Put a text into the person's language."""
        return self.office.words.say(self.language, key, **facts)

    def button(self, label: str, rest: str = "") -> Button:
        """Make a button for a label, in the person's language."""
        return button(self.office, self.language, label, rest)

    @property
    def home(self) -> Rows:
        """Where one goes on from when nothing else is offered."""
        mine = "tasks" if any(self.person.has(role) for role in STAFF) else "my"
        return [[self.button(mine), self.button("help")]]

    def pick(self, label: str, code: str) -> Button:
        """Make a button that chooses one of a list."""
        return Button(label=label, says=f"{PICK} {code}")

    def say(
        self,
        key: str,
        *,
        rows: Rows = (),
        photos: tuple[int, ...] = (),
        issue: Issue | None = None,
        wants: Literal["photo", "place", "number", None] = None,
        **facts: Fact,
    ) -> None:
        """Answer with a text; the facts of ``issue`` are among its variables."""
        known = issue_facts(self.office, self.language, issue) | facts if issue else facts
        self.say_words(self.text(key, **known), rows=rows, photos=photos, issue=issue, wants=wants)

    def say_words(
        self,
        words: str,
        *,
        rows: Rows = (),
        photos: tuple[int, ...] = (),
        issue: Issue | None = None,
        wants: Literal["photo", "place", "number", None] = None,
    ) -> None:
        """Answer with words that are already in the person's language."""
        text, self.preface = "\n".join(filter(None, (self.preface, words))), ""
        message = Outgoing(
            text=text,
            photos=photos,
            rows=tuple(tuple(row) for row in rows),
            wants=wants,
            issue=issue.no if issue else "",
            seq=issue.seq if issue else 0,
            private=self.incoming.private,
        )
        self._post(message)

    def _post(self, message: Outgoing) -> None:
        """Post an answer. Those to the parts of one album replace each other until one is sent."""
        self.said += 1
        incoming, now = self.incoming, self.office.now
        own = f"{incoming.key}:{self.said}"
        if not incoming.album:
            post(self.office, self.where, message, key=own, lane=Lane.ANSWER, not_before=now)
            return
        shared = f"album:{self.where.key}:{incoming.album}:{self.said}"
        later = now + ALBUM_WAIT
        if not post(
            self.office, self.where, message, key=shared, lane=Lane.ANSWER, not_before=later
        ):
            post(self.office, self.where, message, key=own, lane=Lane.ANSWER, not_before=now)


PICK: Final = "选"
"""Begins the line of a button that chooses one of a list; a code follows."""
