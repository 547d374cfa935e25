"""People, their roles, how they are reached, and the codes that let them in."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from domain.people import Grant, Role
from storage import conversations, counters, invites, people
from storage.conversations import Conversation
from storage.invites import Invite
from storage.ledger import Tx
from tests.support.clock import TUESDAY

SUPERVISOR = Grant(Role.SUPERVISOR, area="d")
STAFF = Grant(Role.UNIT_STAFF, unit="u")
SECOND = timedelta(seconds=1)


@pytest.fixture
def town(tx: Tx) -> Tx:
    """A ledger with one area and one unit."""
    tx.execute("INSERT INTO areas (code, kind, name, name_en) VALUES ('d', 'district', 'd', 'd')")
    tx.execute("INSERT INTO units (code, area, name, name_en) VALUES ('u', 'd', 'u', 'u')")
    return tx


def somebody(tx: Tx, *grants: Grant) -> int:
    """Make somebody with these roles."""
    number = people.add(tx, language="zh-CN", now=TUESDAY)
    for grant in grants:
        people.give(tx, number, grant, TUESDAY)
    return number


def test_a_new_person_is_a_resident(town: Tx):
    """Whoever writes first has no role; nobody is there twice."""
    number = somebody(town)
    person = people.get(town, number)
    assert person.grants == ()
    assert person.has(Role.RESIDENT)
    assert people.get(town, number + 1) is None


def test_an_address_leads_to_one_person(town: Tx):
    """A person has any number of addresses; one that had another person moves over."""
    first, second = somebody(town), somebody(town)
    for channel, address, number in [
        ("web", "a", first),
        ("telegram", "a", second),
        ("telegram", "7", first),
        ("telegram", "7", second),
    ]:
        people.add_identity(town, channel, address, number, TUESDAY)
    assert people.at_address(town, "web", "a").id == first
    assert people.at_address(town, "telegram", "7").id == second
    assert people.at_address(town, "web", "7") is None


def test_a_role_is_held_once(town: Tx):
    """Giving what is held changes nothing; taking back ends all, and they can be given anew."""
    number = somebody(town, SUPERVISOR, SUPERVISOR, STAFF)
    assert people.get(town, number).grants == (SUPERVISOR, STAFF)
    assert people.take_back_all(town, number, TUESDAY) == 2
    assert people.take_back_all(town, number, TUESDAY) == 0
    people.give(town, number, STAFF, TUESDAY)
    assert people.get(town, number).grants == (STAFF,)


@pytest.mark.parametrize(
    "grant",
    [
        Grant(Role.RESIDENT),
        Grant(Role.SYSTEM),
        Grant(Role.SUPERVISOR),
        Grant(Role.UNIT_STAFF, area="d"),
        Grant(Role.ADMIN, unit="u"),
        Grant(Role.GRID_WORKER, area="nowhere"),
    ],
)
def test_a_role_without_its_scope_cannot_be_kept(town: Tx, grant: Grant):
    """The tables refuse a role that reaches nowhere, too far, or is never given."""
    with pytest.raises(sqlite3.IntegrityError):
        somebody(town, grant)


def test_who_works_where(town: Tx):
    """Staff are found by unit, by role and area, and all together; who left is not."""
    boss, worker, gone = somebody(town, SUPERVISOR), somebody(town, STAFF), somebody(town, STAFF)
    people.take_back_all(town, gone, TUESDAY)
    assert [p.id for p in people.of_unit(town, "u")] == [worker]
    assert [p.id for p in people.with_role(town, Role.SUPERVISOR, ("x", "d", "d"))] == [boss]
    assert [p.id for p in people.staff(town)] == [boss, worker]


def invited(tx: Tx, code: str, **parts: object) -> None:
    """Keep an invite that lasts an hour."""
    made = Invite(Role.SUPERVISOR, "d", None, None, TUESDAY + timedelta(hours=1))
    invites.add(tx, code, made, 0, TUESDAY)


def test_an_invite_is_used_once_and_in_time(town: Tx):
    """The first to use it has it; used up, expired and unknown are the same."""
    number = somebody(town)
    invited(town, "h1")
    invited(town, "h2")
    assert invites.use(town, "h1", number, TUESDAY + timedelta(hours=1) - SECOND).area == "d"
    assert invites.use(town, "h1", number, TUESDAY) is None
    assert invites.use(town, "h2", number, TUESDAY + timedelta(hours=1)) is None
    assert invites.use(town, "h3", number, TUESDAY) is None


def test_who_leaves_takes_their_invites_along(town: Tx):
    """Links to somebody who left, and invites they made, let nobody in."""
    number = somebody(town, SUPERVISOR)
    later = TUESDAY + timedelta(hours=1)
    invites.add(town, "theirs", Invite(Role.ADMIN, None, None, None, later), number, TUESDAY)
    invites.add(town, "link", Invite(None, None, None, number, later), 0, TUESDAY)
    invited(town, "another's")
    people.take_back_all(town, number, TUESDAY)
    assert invites.use(town, "theirs", number, TUESDAY) is None
    assert invites.use(town, "link", number, TUESDAY) is None
    assert invites.use(town, "another's", number, TUESDAY) is not None


def test_a_person_is_reached_where_they_spoke_last(town: Tx):
    """The last conversation that is not blocked; speaking there unblocks it."""
    number = somebody(town)
    for place, at in (("one", TUESDAY), ("two", TUESDAY + SECOND)):
        where = Conversation(f"web::{place}", "web", place, number)
        conversations.heard(town, where, at)
    assert conversations.reachable_at(town, number).key == "web::two"
    assert conversations.block(town, "web::two", TUESDAY) == number
    assert conversations.reachable_at(town, number).key == "web::one"
    conversations.block(town, "web::one", TUESDAY)
    assert conversations.reachable_at(town, number) is None
    assert conversations.blocked(town) == (number,)
    conversations.heard(town, Conversation("web::one", "web", "one", number), TUESDAY)
    assert conversations.reachable_at(town, number).key == "web::one"


def test_a_conversation_remembers_what_was_spoken_of(town: Tx):
    """Issue and asked message stay until another is named; nothing overwrites with nothing."""
    number = somebody(town)
    conversations.heard(town, Conversation("web::a", "web", "a", number), TUESDAY)
    conversations.remember(town, "web::a", issue="HJ-1", asked=5)
    conversations.remember(town, "web::a", issue="", asked=0)
    found = conversations.find(town, "web::a")
    assert (found.issue, found.asked, found.blocked) == ("HJ-1", 5, False)


def test_a_group_is_nobodys(town: Tx):
    """A group has no person, moves to its new chat, and blocks nobody."""
    conversations.heard(town, Conversation("telegram:1:-7", "telegram", "-7", None), TUESDAY)
    conversations.move_chat(town, "telegram:1:-7", "-100")
    assert conversations.find(town, "telegram:1:-7").chat == "-100"
    assert conversations.block(town, "telegram:1:-7", TUESDAY) is None
    assert conversations.blocked(town) == ()


def test_wrong_tries_are_counted_by_person_number_and_time(town: Tx):
    """Somebody else's tries and older ones do not count; the number's count whoever tried."""
    first, second = somebody(town), somebody(town)
    for who, at in ((first, TUESDAY), (first, TUESDAY + SECOND), (second, TUESDAY)):
        counters.note_wrong_try(town, who, "HJ-1", at)
    assert counters.wrong_tries(town, first, TUESDAY) == 2
    assert counters.wrong_tries(town, first, TUESDAY + SECOND) == 1
    assert counters.wrong_tries_on(town, "HJ-1", TUESDAY) == 3
    assert counters.forget_wrong_tries(town, TUESDAY + SECOND) == 2


def test_a_counter_counts_by_day(town: Tx):
    """What is not filed leaves a number and a day, nothing else."""
    for day in ("2024-03-12", "2024-03-12", "2024-03-13"):
        counters.count(town, "misconduct_not_filed", day)
    rows = town.rows("SELECT name, day, n FROM counters ORDER BY day")
    assert [(row["day"], row["n"]) for row in rows] == [("2024-03-12", 2), ("2024-03-13", 1)]
