"""Invites: single-use, expiring; the code itself is never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.people import PersonId, Role
from storage.ledger import Tx
from storage.values import moment, stamp


@dataclass(frozen=True, slots=True)
class Invite:
    """An unused invite: a role for whoever uses it, or another device of ``person``."""

    role: Role | None
    area: str | None
    unit: str | None
    person: PersonId | None
    expires_at: datetime


def add(tx: Tx, code_hash: str, invite: Invite, made_by: PersonId, now: datetime) -> None:
    """Keep an invite under the hash of its code."""
    tx.execute(
        "INSERT INTO invites (code_hash, role, area, unit, person, made_by, made_at, expires_at)"
        " VALUES (:code_hash, :role, :area, :unit, :person, :made_by, :now, :expires_at)",
        {
            "code_hash": code_hash,
            "role": invite.role,
            "area": invite.area,
            "unit": invite.unit,
            "person": invite.person,
            "made_by": made_by,
            "now": stamp(now),
            "expires_at": stamp(invite.expires_at),
        },
    )


def is_link(tx: Tx, code_hash: str, now: datetime) -> bool:
    """Whether there is an unused invite of this hash that joins a device to a person."""
    return bool(
        tx.row(
            "SELECT 1 AS n FROM invites WHERE code_hash = :code_hash AND used_at IS NULL"
            " AND expires_at > :now AND person IS NOT NULL",
            {"code_hash": code_hash, "now": stamp(now)},
        )
    )


def use(tx: Tx, code_hash: str, person: PersonId, now: datetime) -> Invite | None:
    """Take an invite for good; None if there is none, or it was used or has expired."""
    row = tx.row(
        "UPDATE invites SET used_at = :now, used_by = :person"
        " WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now"
        " RETURNING role, area, unit, person, expires_at",
        {"code_hash": code_hash, "person": person, "now": stamp(now)},
    )
    if row is None:
        return None
    role = Role(row["role"]) if row["role"] else None
    return Invite(role, row["area"], row["unit"], row["person"], moment(row["expires_at"]))
