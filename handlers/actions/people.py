"""Inviting people into roles, letting them in, and switching off who leaves."""

from __future__ import annotations

import hashlib
import string
from datetime import timedelta
from typing import Final

from domain.errors import BadInput, NotAllowed
from domain.people import STAFF, Grant, Person, PersonId, Role
from handlers import notices
from handlers.actions.check import hand_on_checks
from handlers.messages import Outgoing
from handlers.office import Office
from storage import conversations, dialogues, follows, invites, issues, outbox, people
from storage.invites import Invite

INVITE_LASTS: Final = timedelta(hours=48)
LINK_LASTS: Final = timedelta(minutes=15)
"""A link to another device of oneself is used at once."""

_ALPHABET: Final = string.ascii_letters + string.digits
CODE_LENGTH: Final = 24
"""Letters and digits of a code: 142 bits; Telegram's start payload may have 64 characters."""


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _new_code(office: Office) -> str:
    return "".join(office.chance.choice(_ALPHABET) for _ in range(CODE_LENGTH))


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
        BadInput: The role is none that is given; or it needs an area (grid worker, supervisor) or
            a unit (unit staff) and has none, or one that does not exist, or one it must not have.
    """
    needs_area = role in {Role.GRID_WORKER, Role.SUPERVISOR}
    needs_unit = role is Role.UNIT_STAFF
    if role not in STAFF or needs_area != (area is not None) or needs_unit != (unit is not None):
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


def is_link(office: Office, code: str) -> bool:
    """Whether a code joins a device to the person who made it; asked before it is used."""
    return invites.is_link(office.tx, _hash(code), office.now)


def use_invite(office: Office, person: Person, code: str) -> Person:
    """Use a code: give its role to the person, or join the person to the one who made it.

    Raises:
        BadInput: There is no such code, it was used, or it has expired; the answer is the same.
            Or it is a link to another device, opened on one's own, or by somebody who held a role
            or took part in a check: what they did must stay theirs.
    """
    found = invites.use(office.tx, _hash(code), person.id, office.now)
    if found is None:
        raise BadInput("refuse-invite")
    if found.person is not None:
        return _join(office, person, found.person)
    if found.role is None:
        raise BadInput("refuse-invite")
    grant = Grant(found.role, found.area, found.unit)
    people.give(office.tx, person.id, grant, office.now)
    people.set_title(office.tx, person.id, title_of(office, grant))
    after = people.get(office.tx, person.id) or person
    hand_on_checks(office, after)
    return after


def _join(office: Office, person: Person, into: PersonId) -> Person:
    """Let two accounts be one person: addresses, conversations, reports and drafts move over."""
    if person.id == into:
        raise BadInput("refuse-link-own")
    if people.took_part(office.tx, person.id):
        raise BadInput("refuse-link-staff")
    for move in (people.move_identities, conversations.move_person, follows.move, dialogues.move):
        move(office.tx, person.id, into)
    return people.get(office.tx, into) or person


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
        NotAllowed: Not in the area of who asks, or who asks may switch off nobody.
        BadInput: No such member of staff.
    """
    if by is not None and not (by.has(Role.ADMIN) or by.has(Role.SUPERVISOR)):
        raise NotAllowed("refuse-staff-list")
    person = people.get(office.tx, person_id)
    if person is None or not person.grants:
        raise BadInput("refuse-no-such-person", id=str(person_id))
    if by is not None and not may_switch_off(office, by, person):
        raise NotAllowed("refuse-switch-off")
    people.take_back_all(office.tx, person.id, office.now)
    dialogues.end_all(office.tx, person.id)
    _drop_tasks(office, person)
    for issue in issues.release_tasks(office.tx, person.id):
        notices.check_in_tray(office, issue)
    for unit in person.units:
        if not people.of_unit(office.tx, unit):
            for issue in issues.listed(office.tx, "of_unit", unit=unit):
                notices.unit_has_nobody(office, issue)
    return person


def _drop_tasks(office: Office, person: Person) -> None:
    """Take back what was not said yet about issues the person has nothing to do with any more."""
    for letter in outbox.waiting_for(office.tx, person.id):
        no = Outgoing.model_validate_json(letter.body).issue
        if no and person.id not in follows.followers(office.tx, no):
            outbox.drop(office.tx, letter.id)
