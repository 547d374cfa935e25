"""Putting messages into the outbox. Nothing is sent here, and nothing inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Fact
from domain.issues import Issue
from domain.people import Person, PersonId
from handlers.describe import facts as issue_facts
from handlers.messages import Button, Outgoing
from handlers.office import Office
from storage import conversations, dialogues, outbox, people
from storage.conversations import Conversation
from storage.outbox import Lane

Rows = Sequence[Sequence[Button]]


def button(office: Office, language: str, label: str, rest: str = "") -> Button:
    """Make a button whose tap means its label, followed by ``rest`` (an issue's number)."""
    text = office.words.say(language, f"label-{label}")
    return Button(label=text, says=f"{text} {rest}".strip())


@dataclass(frozen=True, slots=True)
class News:
    """Something somebody is told without having asked.

    Attributes:
        key: Name of the text; the facts of ``issue`` and ``extra`` are its variables.
        dedupe: What makes this news the same news: told once to each person.
        labels: Names of the labels of its buttons, row by row; each carries the number.
        photos: Photo numbers shown with it.
        tells: It tells the strike-off, which starts the time to object.
    """

    key: str
    dedupe: str
    issue: Issue
    labels: tuple[tuple[str, ...], ...] = ()
    photos: tuple[int, ...] = ()
    extra: tuple[tuple[str, Fact], ...] = ()
    lane: Lane = Lane.NEWS
    tells: bool = False
    pin: bool = False


def tell(office: Office, person_id: PersonId, news: News) -> bool:
    """Tell a person some news, where they last spoke; False if they can be reached nowhere."""
    person = people.get(office.tx, person_id)
    where = conversations.reachable_at(office.tx, person_id)
    if person is None or where is None:
        return False
    language, issue = person.language, news.issue
    known = issue_facts(office, language, issue) | dict(news.extra)
    message = Outgoing(
        text=office.words.say(language, news.key, **known),
        photos=news.photos,
        rows=tuple(
            tuple(button(office, language, label, issue.no) for label in row) for row in news.labels
        ),
        point=(issue.point.lon, issue.point.lat) if news.pin and issue.point else None,
        issue=issue.no,
        seq=issue.seq,
    )
    post(
        office,
        where,
        message,
        key=f"{news.dedupe}:{person_id}",
        lane=news.lane,
        not_before=office.now,
        tells=issue.no if news.tells else "",
    )
    return True


def post(
    office: Office,
    where: Conversation,
    message: Outgoing,
    *,
    key: str,
    lane: Lane,
    not_before: datetime,
    tells: str = "",
) -> int:
    """Put one message into the outbox and remember what it spoke of and asked.

    News does not change what a typed number counts while the person is in the middle of something:
    they are answering a question.

    Returns:
        The outbox number, or 0 when the same was said before.
    """
    number = outbox.post(
        office.tx,
        key=key,
        conversation=where.key,
        channel=where.channel,
        person=where.person,
        lane=lane,
        body=message.model_dump_json(exclude_defaults=True),
        now=office.now,
        not_before=not_before,
        tells=tells,
    )
    if message.issue or message.rows:
        busy = lane is not Lane.ANSWER and where.person and dialogues.every(office.tx, where.person)
        asked = number if message.rows and not busy else 0
        conversations.remember(office.tx, where.key, issue=message.issue, asked=asked)
    return number


def tell_all(office: Office, who: Sequence[Person], news: News) -> None:
    """Tell several people the same news."""
    for person in who:
        tell(office, person.id, news)


def marked_again(office: Office, person_id: PersonId | None, body: str) -> str:
    """Mark a message as sent again, because nobody knows whether it arrived; once is enough."""
    person = people.get(office.tx, person_id) if person_id else None
    mark = office.words.say(person.language if person else "zh-CN", "sent-again")
    message = Outgoing.model_validate_json(body)
    if message.text.startswith(mark):
        return body
    marked = message.model_copy(update={"text": mark + message.text})
    return marked.model_dump_json(exclude_defaults=True)
