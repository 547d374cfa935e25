"""Inviting people into roles, letting them in, and switching off who leaves."""

from __future__ import annotations

import hashlib
import string
from datetime import timedelta
from typing import Final

from domain.errors import BadInput, NotAllowed
from domain.people import Grant, Person, PersonId, Role
from handlers import notices
from handlers.office import Office
from storage import dialogues, invites, issues, people
from storage.invites import Invite

INVITE_LASTS: Final = timedelta(hours=48)
LINK_LASTS: Final = timedelta(minutes=15)
"""A link to another device of oneself is used at once."""

_ALPHABET: Final = string.ascii_letters + string.digits
_CODE_LENGTH: Final = 24
"""Letters and digits of a code: 142 bits; Telegram's start payload may have 64 characters."""


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _new_code(office: Office) -> str:
    return "".join(office.chance.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def invite(
    office: Office,
    *,
    role: Role,
    area: str | None = None,
    unit: str | None = None,
    made_by: PersonId,
) -> str:
    """Make a code that gives a role once, within 48 hours; it is kept only as a hash.

    Raises:
        BadInput: The role needs an area (grid worker, supervisor) or a unit (unit staff) and has
            none, or one that does not exist, or one it must not have.
    """
    needs_area = role in {Role.GRID_WORKER, Role.SUPERVISOR}
    if needs_area != (area is not None) or (role is Role.UNIT_STAFF) != (unit is not None):
        raise BadInput("refuse-invite-scope", role=role)
    if area is not None:
        office.areas.get(area)
    if unit is not None:
        office.areas.unit(unit)
    code = _new_code(office)
    made = Invite(role, area, unit, None, office.now + INVITE_LASTS)
    invites.add(office.tx, _hash(code), made, made_by, office.now)
    return code


def link_device(office: Office, person: Person) -> str:
    """Make a code that joins another channel or device to this person, once, within minutes."""
    code = _new_code(office)
    made = Invite(None, None, None, person.id, office.now + LINK_LASTS)
    invites.add(office.tx, _hash(code), made, person.id, office.now)
    return code


def use_invite(office: Office, person: Person, channel: str, address: str, code: str) -> Person:
    """Use a code: give its role to the person, or join this address to the person who made it.

    Raises:
        BadInput: There is no such code, it was used, or it has expired; the answer is the same.
    """
    found = invites.use(office.tx, _hash(code), person.id, office.now)
    if found is None:
        raise BadInput("refuse-invite")
    if found.person is not None:
        people.add_identity(office.tx, channel, address, found.person, office.now)
        return people.get(office.tx, found.person) or person
    if found.role is None:
        raise BadInput("refuse-invite")
    grant = Grant(found.role, found.area, found.unit)
    people.give(office.tx, person.id, grant, office.now)
    people.set_title(office.tx, person.id, title_of(office, grant))
    return people.get(office.tx, person.id) or person


def title_of(office: Office, grant: Grant) -> str:
    """Name a member of staff by what they are: ``河北社区网格员``."""
    role = office.words.say("zh-CN", f"role-{grant.role}".replace("_", "-"))
    if grant.unit:
        return office.areas.unit(grant.unit).name + role
    if grant.area:
        return office.areas.get(grant.area).name + role
    return role


def may_switch_off(office: Office, by: Person, person: Person) -> bool:
    """Whether somebody may switch staff off: an admin, or a supervisor of all their areas."""
    if by.has(Role.ADMIN):
        return True
    own = by.areas_as(Role.SUPERVISOR)
    reach = [grant.area or _unit_area(office, grant) for grant in person.grants]
    return (
        bool(reach)
        and by.id != person.id
        and not person.has(Role.ADMIN)
        and all(any(office.areas.is_within(a, area) for area in own) for a in reach)
    )


def _unit_area(office: Office, grant: Grant) -> str:
    return office.areas.unit(grant.unit).area if grant.unit else ""


def switch_off(office: Office, person_id: PersonId, by: Person | None) -> Person:
    """End all roles of somebody who leaves, in one step; open tasks go back to the tray.

    ``by`` is None for the command line. Buttons end with the roles: each tap is decided anew.

    Raises:
        NotAllowed: Not in the area of who asks.
        BadInput: No such member of staff.
    """
    person = people.get(office.tx, person_id)
    if person is None or not person.grants:
        raise BadInput("refuse-no-such-person", id=str(person_id))
    if by is not None and not may_switch_off(office, by, person):
        raise NotAllowed("refuse-switch-off")
    people.take_back_all(office.tx, person.id, office.now)
    dialogues.end(office.tx, person.id)
    for issue in issues.release_tasks(office.tx, person.id):
        notices.check_in_tray(office, issue)
    for unit in person.units:
        if not people.of_unit(office.tx, unit):
            for issue in issues.listed(office.tx, "of_unit", unit=unit):
                notices.unit_has_nobody(office, issue)
    return person
