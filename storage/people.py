"""People, the roles they were given, and, apart from them, how they are reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.people import Grant, Person, PersonId, Role
from storage.ledger import Tx
from storage.values import stamp


def add(tx: Tx, *, language: str, now: datetime, title: str = "") -> PersonId:
    """Make a person without roles and return their number."""
    row = tx.one(
        "INSERT INTO people (language, title, created_at) VALUES (:language, :title, :now)"
        " RETURNING id",
        {"language": language, "title": title, "now": stamp(now)},
    )
    return int(row["id"])


def add_identity(tx: Tx, channel: str, address: str, person: PersonId, now: datetime) -> None:
    """Let a person be reached at an address; an address that had another person moves over."""
    tx.execute(
        "INSERT INTO identities (channel, address, person, created_at)"
        " VALUES (:channel, :address, :person, :now)"
        " ON CONFLICT (channel, address) DO UPDATE SET person = excluded.person",
        {"channel": channel, "address": address, "person": person, "now": stamp(now)},
    )


def move_identities(tx: Tx, gone: PersonId, into: PersonId) -> None:
    """Let somebody be reached at every address of another person, who turned out to be them."""
    tx.execute(
        "UPDATE identities SET person = :into WHERE person = :gone", {"gone": gone, "into": into}
    )


def at_address(tx: Tx, channel: str, address: str) -> Person | None:
    """Return who is reached at an address, or None."""
    row = tx.row(
        "SELECT p.id, p.language, p.title FROM identities AS i JOIN people AS p ON p.id = i.person"
        " WHERE i.channel = :channel AND i.address = :address",
        {"channel": channel, "address": address},
    )
    return _person(tx, row["id"], row["language"], row["title"]) if row else None


def get(tx: Tx, person: PersonId) -> Person | None:
    """Return a person with the roles they hold now, or None."""
    row = tx.row("SELECT language, title FROM people WHERE id = :id", {"id": person})
    return _person(tx, person, row["language"], row["title"]) if row else None


def _person(tx: Tx, person: PersonId, language: str, title: str) -> Person:
    grants = tx.rows(
        "SELECT role, area, unit FROM grants WHERE person = :id AND ended_at IS NULL ORDER BY id",
        {"id": person},
    )
    held = tuple(Grant(Role(row["role"]), row["area"], row["unit"]) for row in grants)
    return Person(person, language, title, held)


def set_language(tx: Tx, person: PersonId, language: str) -> None:
    """Remember the language somebody wants to be answered in."""
    tx.execute(
        "UPDATE people SET language = :language WHERE id = :id",
        {"id": person, "language": language},
    )


def set_title(tx: Tx, person: PersonId, title: str) -> None:
    """Name a member of staff to others."""
    tx.execute("UPDATE people SET title = :title WHERE id = :id", {"id": person, "title": title})


def give(tx: Tx, person: PersonId, grant: Grant, now: datetime) -> None:
    """Give a role; giving one that is held already changes nothing."""
    held = get(tx, person)
    if held is None or grant in held.grants:
        return
    tx.execute(
        "INSERT INTO grants (person, role, area, unit, granted_at)"
        " VALUES (:person, :role, :area, :unit, :now)",
        {
            "person": person,
            "role": grant.role,
            "area": grant.area,
            "unit": grant.unit,
            "now": stamp(now),
        },
    )
    tx.execute("UPDATE people SET left_at = NULL WHERE id = :id", {"id": person})


def take_back_all(tx: Tx, person: PersonId, now: datetime) -> int:
    """End every role of a person, and their unused invites; return how many roles ended."""
    ended = tx.execute(
        "UPDATE grants SET ended_at = :now WHERE person = :id AND ended_at IS NULL",
        {"id": person, "now": stamp(now)},
    )
    tx.execute(
        "UPDATE invites SET expires_at = :now WHERE used_at IS NULL"
        " AND (made_by = :id OR person = :id)",
        {"id": person, "now": stamp(now)},
    )
    tx.execute("UPDATE people SET left_at = :now WHERE id = :id", {"id": person, "now": stamp(now)})
    return ended


def with_role(tx: Tx, role: Role, areas: Iterable[str]) -> tuple[Person, ...]:
    """Return who holds a role on exactly one of these areas, in the order of the areas."""
    found = []
    for area in areas:
        rows = tx.rows(
            "SELECT person FROM grants WHERE role = :role AND area = :area AND ended_at IS NULL"
            " ORDER BY person",
            {"role": role, "area": area},
        )
        found += [row["person"] for row in rows]
    return tuple(person for id_ in dict.fromkeys(found) if (person := get(tx, id_)))


def of_unit(tx: Tx, unit: str) -> tuple[Person, ...]:
    """Return who works for a unit now."""
    rows = tx.rows(
        "SELECT DISTINCT person FROM grants WHERE unit = :unit AND ended_at IS NULL"
        " ORDER BY person",
        {"unit": unit},
    )
    return tuple(person for row in rows if (person := get(tx, row["person"])))


def staff(tx: Tx) -> tuple[Person, ...]:
    """Return everybody who holds a role now."""
    rows = tx.rows("SELECT DISTINCT person FROM grants WHERE ended_at IS NULL ORDER BY person")
    return tuple(person for row in rows if (person := get(tx, row["person"])))


def took_part(tx: Tx, person: PersonId) -> bool:
    """Whether somebody ever held a role, or did more in an issue's history than report and add."""
    return bool(
        tx.row("SELECT 1 AS n FROM grants WHERE person = :person LIMIT 1", {"person": person})
        or tx.row(
            "SELECT 1 AS n FROM entries WHERE actor = :person"
            " AND step NOT IN ('file', 'add', 'withdraw') LIMIT 1",
            {"person": person},
        )
    )
