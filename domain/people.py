"""People, their roles, and where each role reaches.

How a person is reached (a Telegram id, a web session) is not here: identities are kept apart, in
``storage.people``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PersonId = int

SYSTEM: Final[PersonId] = 0
"""The actor of entries nobody in particular made: routing, timers."""


class Role(StrEnum):
    """What a person may be. Stored values, never renamed."""

    RESIDENT = "resident"  # 居民: everybody is one, without being granted it
    GRID_WORKER = "grid_worker"  # 网格员
    UNIT_STAFF = "unit_staff"  # 责任单位经办人
    SUPERVISOR = "supervisor"  # 督查
    ADMIN = "admin"  # 管理员
    SYSTEM = "system"  # the program itself; never granted


STAFF: Final = frozenset({Role.GRID_WORKER, Role.UNIT_STAFF, Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person, and where it reaches.

    Attributes:
        role: One of ``STAFF``.
        area: Area code for a grid worker or supervisor: the area and all below it. None otherwise.
        unit: Unit code for unit staff. None otherwise.
    """

    role: Role
    area: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks with the bot.

    Attributes:
        id: Number in the ledger; 0 is the system.
        language: ``zh-CN`` or ``en``: the language the bot answers in.
        title: How staff are named to others ("河北社区网格员"); empty for a resident.
        grants: Roles given and not taken back. Empty: a resident.
    """

    id: PersonId
    language: str = "zh-CN"
    title: str = ""
    grants: tuple[Grant, ...] = ()

    def has(self, role: Role) -> bool:
        """Whether the person was given this role anywhere; everybody is a resident."""
        return role is Role.RESIDENT or any(grant.role is role for grant in self.grants)

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units the person works for."""
        return frozenset(grant.unit for grant in self.grants if grant.unit)

    def areas_as(self, role: Role) -> tuple[str, ...]:
        """Codes of the areas this role reaches, without the areas below them."""
        return tuple(g.area for g in self.grants if g.role is role and g.area)
