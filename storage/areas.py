"""Areas (属地), responsible units (责任单位) and duties in the ledger.

They come from the district's files and are put here at every start, because issues, roles and
invites refer to them. What the files no longer name goes, unless something still refers to it;
an area that stays for that reason loses its polygon, so that no report is located in it any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from domain.routing import DEPTH, Area, AreaKind, AreaMap, Duty, Unit
from storage.ledger import Row, Tx


def replace_areas(
    tx: Tx,
    areas: Iterable[Area],
    polygons: Mapping[str, Mapping[str, Any]],
    units: Iterable[Unit],
    duties: Iterable[Duty],
) -> None:
    """Make the ledger's areas, units and duties those given. Idempotent.

    They are expected to agree with each other, as ``AreaMap`` checks.
    """
    wanted_areas = sorted(areas, key=lambda area: DEPTH[area.kind])
    wanted_units = list(units)
    tx.execute("DELETE FROM duties")
    for area in wanted_areas:
        _put_area(tx, area, polygons.get(area.code))
    for unit in wanted_units:
        _put_unit(tx, unit)
    for duty in duties:
        _put_duty(tx, duty)
    _drop_units(tx, {unit.code for unit in wanted_units})
    _drop_areas(tx, {area.code for area in wanted_areas})


def load(tx: Tx) -> AreaMap:
    """Return the map of all areas, units and duties; slow, so that callers keep it.

    Raises:
        BadData: There are no areas yet, or they contradict each other.
    """
    drawn = tx.rows("SELECT code, polygon FROM areas WHERE polygon IS NOT NULL")
    duties = tx.rows("SELECT area, category, unit FROM duties ORDER BY area, category")
    return AreaMap(
        list_areas(tx),
        {row["code"]: json.loads(row["polygon"]) for row in drawn},
        list_units(tx),
        [Duty(row["area"], row["category"], row["unit"]) for row in duties],
    )


def list_areas(tx: Tx) -> tuple[Area, ...]:
    """Return all areas in order of code."""
    rows = tx.rows("SELECT code, kind, parent, name, name_en FROM areas ORDER BY code")
    return tuple(map(_as_area, rows))


def list_units(tx: Tx) -> tuple[Unit, ...]:
    """Return all units in order of code."""
    rows = tx.rows("SELECT code, area, name, name_en FROM units ORDER BY code")
    return tuple(Unit(row["code"], row["area"], row["name"], row["name_en"]) for row in rows)


def _as_area(row: Row) -> Area:
    return Area(row["code"], AreaKind(row["kind"]), row["parent"], row["name"], row["name_en"])


def _put_area(tx: Tx, area: Area, polygon: Mapping[str, Any] | None) -> None:
    tx.execute(
        "INSERT INTO areas (code, kind, parent, name, name_en, polygon)"
        " VALUES (:code, :kind, :parent, :name, :name_en, :polygon)"
        " ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, parent = excluded.parent,"
        " name = excluded.name, name_en = excluded.name_en, polygon = excluded.polygon",
        {
            "code": area.code,
            "kind": area.kind,
            "parent": area.parent,
            "name": area.name,
            "name_en": area.name_en,
            "polygon": json.dumps(polygon, separators=(",", ":")) if polygon else None,
        },
    )


def _put_unit(tx: Tx, unit: Unit) -> None:
    tx.execute(
        "INSERT INTO units (code, area, name, name_en) VALUES (:code, :area, :name, :name_en)"
        " ON CONFLICT (code) DO UPDATE SET area = excluded.area, name = excluded.name,"
        " name_en = excluded.name_en",
        {"code": unit.code, "area": unit.area, "name": unit.name, "name_en": unit.name_en},
    )


def _put_duty(tx: Tx, duty: Duty) -> None:
    tx.execute(
        "INSERT INTO duties (area, category, unit) VALUES (:area, :category, :unit)",
        {"area": duty.area, "category": duty.category, "unit": duty.unit},
    )


def _drop_units(tx: Tx, wanted: set[str]) -> None:
    for unit in list_units(tx):
        if unit.code not in wanted:
            tx.execute(
                "DELETE FROM units WHERE code = :code"
                " AND NOT EXISTS (SELECT 1 FROM issues WHERE unit = :code)"
                " AND NOT EXISTS (SELECT 1 FROM entries WHERE unit = :code)"
                " AND NOT EXISTS (SELECT 1 FROM grants WHERE unit = :code)"
                " AND NOT EXISTS (SELECT 1 FROM invites WHERE unit = :code)",
                {"code": unit.code},
            )


def _drop_areas(tx: Tx, wanted: set[str]) -> None:
    stale = [area for area in list_areas(tx) if area.code not in wanted]
    for area in sorted(stale, key=lambda area: DEPTH[area.kind], reverse=True):
        tx.execute("UPDATE areas SET polygon = NULL WHERE code = :code", {"code": area.code})
        tx.execute(
            "DELETE FROM areas WHERE code = :code"
            " AND NOT EXISTS (SELECT 1 FROM areas AS below WHERE below.parent = :code)"
            " AND NOT EXISTS (SELECT 1 FROM units WHERE area = :code)"
            " AND NOT EXISTS (SELECT 1 FROM issues WHERE area = :code)"
            " AND NOT EXISTS (SELECT 1 FROM grants WHERE area = :code)"
            " AND NOT EXISTS (SELECT 1 FROM invites WHERE area = :code)",
            {"code": area.code},
        )
