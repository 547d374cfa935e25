"""Telling the administrators in December that next year's working days are not known yet."""

from __future__ import annotations

from typing import Final

from domain.people import Person, Role
from handlers.mail import post
from handlers.messages import Outgoing
from handlers.office import Office
from storage import conversations, people
from storage.outbox import Lane

DECEMBER: Final = 12


def tell_missing_days(office: Office) -> None:
    """Tell each administrator, once a week in December, until the days are there.

    Running it again in the same week tells nobody twice.
    """
    today = office.today
    if today.month != DECEMBER or office.calendar.last_year > today.year:
        return
    for person in people.staff(office.tx):
        if person.has(Role.ADMIN):
            _tell(office, person)


def _tell(office: Office, person: Person) -> None:
    where = conversations.reachable_at(office.tx, person.id)
    if where is None:
        return
    week = office.today.isocalendar()
    text = office.words.say(person.language, "calendar-missing", year=str(office.today.year + 1))
    key = f"calendar-missing:{week.year}-{week.week}:{person.id}"
    post(office, where, Outgoing(text=text), key=key, lane=Lane.NEWS, not_before=office.now)
