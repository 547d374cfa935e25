"""Who is told when a date is asked about or moves: the unit, the supervisor, whoever reported."""

from __future__ import annotations

from dataclasses import replace

from domain.errors import Fact
from domain.issues import Issue, Shown
from domain.lifecycle import Status
from domain.people import SYSTEM, Person
from handlers.describe import quoted
from handlers.mail import News, tell, tell_all
from handlers.notices import deciders
from handlers.office import Office
from storage import follows, people


def _news(issue: Issue, key: str, purpose: str, *rows: tuple[str, ...]) -> News:
    return News(key=key, dedupe=f"{issue.no}:{issue.seq}:{purpose}", issue=issue, labels=rows)


def _staff(office: Office, issue: Issue) -> tuple[Person, ...]:
    return people.of_unit(office.tx, issue.unit) if issue.unit else ()


def _next_steps(issue: Issue) -> tuple[tuple[str, ...], ...]:
    first = ("accept", "report-fix") if issue.status is Status.DISPATCHED else ("report-fix",)
    return (first, ("why",))


def _tell_followers(office: Office, news: News) -> None:
    for person in follows.followers(office.tx, news.issue.no):
        if person != SYSTEM:
            tell(office, person, news)


def asked_for(office: Office, issue: Issue, shown: Shown) -> None:
    """Ask the supervisor for an answer: one tap and a reason."""
    parking = shown.review is not None
    key, answer = ("tray-ask-park", "park") if parking else ("tray-ask-days", "extend")
    news = _news(issue, key, "tray", (answer, "refuse"), ("status", "why"))
    tell_all(office, deciders(office, issue), replace(news, extra=_given(shown)))


def _given(shown: Shown) -> tuple[tuple[str, Fact], ...]:
    """Return the time asked for or given, and why, as variables of a text."""
    given: Fact = shown.review or shown.days or 0
    return (("review" if shown.review else "days", given), ("why", quoted(shown.words)))


def extended(office: Office, issue: Issue, shown: Shown) -> None:
    """Tell the unit and the reporter the new date."""
    extra = _given(shown)
    news = _news(issue, "task-extended", "task", *_next_steps(issue))
    tell_all(office, _staff(office, issue), replace(news, extra=extra))
    told = replace(_news(issue, "news-extended", "news"), extra=extra)
    _tell_followers(office, told)


def parked(office: Office, issue: Issue, shown: Shown) -> None:
    """Tell the unit and the reporter that it rests, until when and why."""
    extra = _given(shown)
    tell_all(
        office, _staff(office, issue), replace(_news(issue, "task-parked", "task"), extra=extra)
    )
    _tell_followers(office, replace(_news(issue, "news-parked", "news"), extra=extra))


def resumed(office: Office, issue: Issue, by: Person) -> None:
    """Tell the unit its date and the reporter that it goes on; supervisors, when it was time."""
    tell_all(
        office, _staff(office, issue), _news(issue, "task-resumed", "task", *_next_steps(issue))
    )
    _tell_followers(office, _news(issue, "news-resumed", "news"))
    if by.id == SYSTEM:
        news = _news(issue, "tray-resumed", "tray", ("status", "why"))
        tell_all(office, deciders(office, issue), news)


def refused(office: Office, issue: Issue, why: str) -> None:
    """Tell the unit that it gets no more time."""
    news = _news(issue, "task-time-refused", "task", *_next_steps(issue))
    tell_all(office, _staff(office, issue), replace(news, extra=(("why", quoted(why)),)))


def recomputed(office: Office, before: Issue, after: Issue) -> None:
    """Tell the unit, and where the day moved the reporter, what the new calendar leads to."""
    moved = before.due_at != after.due_at
    news = _news(after, "task-recomputed" if moved else "task-confirmed", "task", ("why",))
    if after.status is not Status.HANDLED:
        tell_all(office, _staff(office, after), news)
    if moved and after.status in {Status.DISPATCHED, Status.HANDLING}:
        _tell_followers(office, _news(after, "news-recomputed", "news"))
