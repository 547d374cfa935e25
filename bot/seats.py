"""Sample people of the demonstration, each with an address in the web chat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.district import SamplePerson
from domain.people import Grant, Role
from storage import conversations, people
from storage.conversations import Conversation
from storage.ledger import Tx


def address_of(key: str) -> str:
    """Return the web address of a sample person."""
    return f"demo-{key}"


def seat_sample_people(tx: Tx, sample: Iterable[SamplePerson], now: datetime) -> None:
    """Make the sample people who are not there yet; running it again changes nothing."""
    for one in sample:
        address = address_of(one.key)
        if people.at_address(tx, "web", address) is not None:
            continue
        person = people.add(tx, language="zh-CN", now=now, title=one.title)
        people.add_identity(tx, "web", address, person, now)
        conversations.heard(tx, Conversation(f"web::{address}", "web", address, person), now)
        if one.role is not Role.RESIDENT:
            people.give(tx, person, Grant(one.role, one.area, one.unit), now)
