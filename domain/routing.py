"""Areas (属地) and units (责任单位): where a place lies, and who answers for it.

A duty (职责) says which unit answers for a category in an area and all below it, unless a more
specific duty says otherwise. What cannot be routed is filed all the same and waits for a
supervisor with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from domain.categories import SubCategory
from domain.errors import BadData, BadInput
from domain.geo import Point, Polygons
from domain.placenames import Gazetteer

EVERYTHING: Final = "*"
"""The category of a duty that covers whatever no other duty of the area names."""


class AreaKind(StrEnum):
    """What an area is, from the widest down. Stored values, never renamed."""

    DISTRICT = "district"  # 区
    STREET = "street"  # 街道
    COMMUNITY = "community"  # 社区、村
    GRID = "grid"  # 网格


DEPTH: Final = MappingProxyType({kind: depth for depth, kind in enumerate(AreaKind)})


@dataclass(frozen=True, slots=True)
class Area:
    """One node of the tree of areas; only the district has no parent."""

    code: str
    kind: AreaKind
    parent: str | None
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody who answers for fixing: an office, a station. ``area`` is where it belongs."""

    code: str
    area: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Duty:
    """In ``area`` and below, ``unit`` answers for ``category``.

    Attributes:
        area: Area code.
        category: Code of a sub-category or a category, or ``*`` for everything.
        unit: Unit code.
    """

    area: str
    category: str
    unit: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The most specific area known of a place, and the unit that answers."""

    area: str
    unit: str


@dataclass(frozen=True, slots=True)
class Unrouted:
    """No unit was found.

    Attributes:
        area: The most specific area known; the district's for a point outside it; None when
            nothing is known of the place.
        why: Key of the text that says why.
    """

    area: str | None
    why: str


class AreaMap:
    """The district's areas, units and duties, checked against each other when it is made.

    Args:
        areas: Every area, in any order; exactly one district.
        polygons: GeoJSON geometries by area code; an area may be undrawn.
        units: Every unit.
        duties: Every duty.

    Raises:
        BadData: They contradict each other; the facts name the code.
    """

    def __init__(
        self,
        areas: Iterable[Area],
        polygons: Mapping[str, Mapping[str, Any]],
        units: Iterable[Unit],
        duties: Iterable[Duty],
    ) -> None:
        self.areas = tuple(sorted(areas, key=lambda area: (DEPTH[area.kind], area.code)))
        self.units = tuple(sorted(units, key=lambda unit: unit.code))
        self._areas = {area.code: area for area in self.areas}
        self._units = {unit.code: unit for unit in self.units}
        self._duties = {(duty.area, duty.category): duty.unit for duty in duties}
        self._check(polygons)
        self.district = self.areas[0]
        self._paths = self._make_paths()
        self._children = self._make_children()
        self._polygons = Polygons(polygons)
        self._names = Gazetteer({a.code: (a.name, a.name_en, a.parent) for a in self.areas})

    def get(self, code: str) -> Area:
        """Return the area with this code.

        Raises:
            BadInput: There is none.
        """
        if code not in self._areas:
            raise BadInput("refuse-no-such-area", code=code)
        return self._areas[code]

    def unit(self, code: str) -> Unit:
        """Return the unit with this code.

        Raises:
            BadInput: There is none.
        """
        if code not in self._units:
            raise BadInput("refuse-no-such-unit", code=code)
        return self._units[code]

    def path(self, code: str) -> tuple[Area, ...]:
        """Return the areas from the district down to this one, both included."""
        return self._paths[self.get(code).code]

    def children(self, code: str) -> tuple[Area, ...]:
        """Return the areas directly below, in order of code; empty for a grid."""
        return self._children[self.get(code).code]

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether ``code`` is ``ancestor`` or lies below it; False for unknown codes."""
        return any(area.code == ancestor for area in self._paths.get(code, ()))

    def locate(self, point: Point) -> Area | None:
        """Return the most specific area drawn around the point, or None outside the district.

        On an edge between two areas it is the one with the lower code.
        """
        holding = [self._areas[code] for code in self._polygons.containing(point)]
        return max(holding, key=lambda area: DEPTH[area.kind], default=None)

    def named_in(self, text: str) -> tuple[Area, ...]:
        """Return the most specific areas whose names stand in the text; several if it is unclear.

        Names count with and without their ending (街道, 社区, Street, ...). Empty when none is
        named, when only the district is, and for a bare 第 1 网格 that every community has.
        """
        return tuple(self._areas[code] for code in self._names.find(text))

    def centre(self, code: str) -> Point | None:
        """Return a point well inside the area, or None when it is not drawn."""
        return self._polygons.inside(code)

    def unit_for(self, code: str, sub: SubCategory) -> str | None:
        """Return the code of the unit whose duty this sub-category is in this area, or None.

        The most specific area decides; within one, the sub-category before the category before
        everything.
        """
        for area in reversed(self.path(code)):
            for category in (sub.code, sub.category, EVERYTHING):
                unit = self._duties.get((area.code, category))
                if unit is not None:
                    return unit
        return None

    def _check(self, polygons: Mapping[str, Any]) -> None:
        if [area.kind for area in self.areas].count(AreaKind.DISTRICT) != 1:
            raise BadData("data-one-district")
        for area in self.areas:
            self._check_parent(area)
        for unit in self.units:
            self._must_have(self._areas, unit.area, wanted_by=unit.code)
        for (area_code, _), unit_code in self._duties.items():
            self._must_have(self._areas, area_code, wanted_by=unit_code)
            self._must_have(self._units, unit_code, wanted_by=area_code)
        for code in polygons:
            self._must_have(self._areas, code, wanted_by=code)

    def _check_parent(self, area: Area) -> None:
        if area.kind is AreaKind.DISTRICT:
            if area.parent is not None:
                raise BadData("data-parent", area=area.code, parent=area.parent)
            return
        parent = self._areas.get(area.parent or "")
        if parent is None or DEPTH[parent.kind] >= DEPTH[area.kind]:
            raise BadData("data-parent", area=area.code, parent=area.parent or "")

    def _must_have(self, known: Mapping[str, Any], code: str, *, wanted_by: str) -> None:
        if code not in known:
            raise BadData("data-unknown-code", code=code, wanted_by=wanted_by)

    def _make_paths(self) -> dict[str, tuple[Area, ...]]:
        paths: dict[str, tuple[Area, ...]] = {}
        for area in self.areas:  # parents come first: they are wider
            paths[area.code] = (*paths.get(area.parent or "", ()), area)
        return paths

    def _make_children(self) -> dict[str, tuple[Area, ...]]:
        below: dict[str, list[Area]] = {area.code: [] for area in self.areas}
        for area in self.areas:
            if area.parent is not None:
                below[area.parent].append(area)
        return {code: tuple(children) for code, children in below.items()}


def route(
    point: Point | None, area_code: str | None, sub: SubCategory, areas: AreaMap
) -> Assignment | Unrouted:
    """Return who answers for a report, or why nobody could be found.

    The point decides where it lies in a drawn area; otherwise ``area_code``, which the person
    picked or wrote.
    """
    area = areas.locate(point) if point else None
    if area is None and area_code is not None:
        area = areas.get(area_code)
    if area is None:
        return (
            Unrouted(areas.district.code, "unrouted-outside")
            if point
            else Unrouted(None, "unrouted-no-place")
        )
    unit = areas.unit_for(area.code, sub)
    return Assignment(area.code, unit) if unit else Unrouted(area.code, "unrouted-no-duty")
