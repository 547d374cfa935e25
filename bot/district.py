"""The district's own files: read once at the start, checked against each other.

What is wrong in one is refused with the name of the file and of the field, so that whoever edits
them can mend it. The form of each file is ``bot.district_files``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from importlib import resources
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.district_files import (
    AreasFile,
    CategoriesFile,
    DistrictFile,
    LimitRow,
    SubRow,
    read_file,
)
from domain.categories import Catalogue, Category, CategoryName, SubCategory
from domain.deadlines import Limit, LimitUnit, WorkingHours
from domain.district import District
from domain.errors import BadData
from domain.people import Role
from domain.routing import EVERYTHING, Area, AreaMap, Duty, Unit

DISTRICT_FILE: Final = "district.toml"
AREAS_FILE: Final = "areas.geojson"
CATEGORIES_FILE: Final = "categories.toml"


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody to try the program with in demo mode.

    Attributes:
        key: Stable name among the sample people.
        role: What they are; a resident is granted nothing.
        area: Area code of a grid worker or supervisor, None otherwise.
        unit: Unit code of unit staff, None otherwise.
        title: Chinese title; sample people have no names.
        title_en: English title.
    """

    key: str
    role: Role
    area: str | None
    unit: str | None
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class DistrictFiles:
    """Everything the three files say.

    Attributes:
        district: Name, zone, hours, categories.
        areas: All areas, in the order of the file.
        polygons: GeoJSON geometries by area code; undrawn areas are missing.
        units: All responsible units.
        duties: One row a unit, area and category.
        people: Sample people, for demo mode.
    """

    district: District
    areas: tuple[Area, ...]
    polygons: dict[str, dict[str, Any]]
    units: tuple[Unit, ...]
    duties: tuple[Duty, ...]
    people: tuple[SamplePerson, ...]

    def geojson(self) -> dict[str, Any]:
        """Return the drawn areas as a FeatureCollection, for the page's map."""
        features = [
            {
                "type": "Feature",
                "properties": {
                    "code": area.code,
                    "kind": area.kind,
                    "parent": area.parent,
                    "name": area.name,
                    "name_en": area.name_en,
                },
                "geometry": self.polygons[area.code],
            }
            for area in self.areas
            if area.code in self.polygons
        ]
        return {"type": "FeatureCollection", "features": features}


def copy_sample(folder: Path) -> tuple[Path, ...]:
    """Put the sample district's files into ``folder`` where they are missing; return the new ones.

    What exists is not touched. The folder must exist.
    """
    names = (DISTRICT_FILE, AREAS_FILE, CATEGORIES_FILE)
    missing = tuple(folder / name for name in names if not (folder / name).exists())
    for path in missing:
        path.write_bytes((resources.files("bot") / "sample" / path.name).read_bytes())
    return missing


def load_district(folder: Path) -> DistrictFiles:
    """Read the three files of a folder.

    Raises:
        BadData: One is missing, cannot be read, or contradicts itself or another.
    """
    about = read_file(folder / DISTRICT_FILE, DistrictFile)
    drawn = read_file(folder / AREAS_FILE, AreasFile)
    sorts = read_file(folder / CATEGORIES_FILE, CategoriesFile)
    with _naming(CATEGORIES_FILE):
        catalogue = _catalogue(sorts)
    with _naming(DISTRICT_FILE):
        district = _district(about, catalogue)
    files = DistrictFiles(
        district=district,
        areas=_areas(drawn),
        polygons={f.properties.code: f.geometry for f in drawn.features if f.geometry},
        units=_units(about),
        duties=_duties(about),
        people=_people(about),
    )
    _check(files)
    return files


def _district(about: DistrictFile, catalogue: Catalogue) -> District:
    return District(
        name=about.name,
        name_en=about.name_en,
        prefix=about.prefix,
        catalogue=catalogue,
        zone=_zone(about.zone),
        hours=WorkingHours(about.hours.spans) if about.hours else WorkingHours(),
        notice=about.notice,
        notice_en=about.notice_en,
        duty_phone=about.duty_phone,
    )


def _zone(name: str) -> tzinfo:
    """Return the zone of an offset (``+08:00``) or of a name the system knows."""
    try:
        if name[:1] in {"+", "-"}:
            fixed = datetime.strptime(name, "%z").tzinfo
            if fixed is not None:
                return fixed
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise BadData("data-zone", value=name) from error


def _areas(drawn: AreasFile) -> tuple[Area, ...]:
    rows = [feature.properties for feature in drawn.features]
    return tuple(
        Area(row.code, row.kind, row.parent, row.name, row.name_en or row.name) for row in rows
    )


def _units(about: DistrictFile) -> tuple[Unit, ...]:
    return tuple(Unit(row.code, row.area, row.name, row.name_en or row.name) for row in about.units)


def _duties(about: DistrictFile) -> tuple[Duty, ...]:
    return tuple(
        Duty(row.area, category, row.unit) for row in about.duties for category in row.categories
    )


def _people(about: DistrictFile) -> tuple[SamplePerson, ...]:
    return tuple(
        SamplePerson(
            row.key, Role(row.role), row.area, row.unit, row.title, row.title_en or row.title
        )
        for row in about.people
    )


def _catalogue(file: CategoriesFile) -> Catalogue:
    names = tuple(CategoryName(row.code, row.name, row.name_en) for row in file.categories)
    same = file.simplified
    simplified = dict(zip(same.traditional, same.simplified, strict=True)) if same else {}
    return Catalogue(names, tuple(map(_sub_category, file.subs)), simplified)


def _sub_category(row: SubRow) -> SubCategory:
    limit = _limit(row.limit)
    return SubCategory(
        row.code, row.category, row.name, row.name_en, row.words, row.words_en, limit
    )


def _limit(row: LimitRow) -> Limit:
    if row.working_days is not None:
        return Limit(row.working_days, LimitUnit.WORKING_DAYS)
    return Limit(row.working_hours or 0, LimitUnit.WORKING_HOURS)


def _check(files: DistrictFiles) -> None:
    """Refuse areas that are no tree, and codes that stand twice or that nobody has."""
    with _naming(AREAS_FILE):
        _refuse_twice(area.code for area in files.areas)
        AreaMap(files.areas, files.polygons, (), ())
    with _naming(DISTRICT_FILE):
        _refuse_twice(unit.code for unit in files.units)
        _refuse_twice(person.key for person in files.people)
        _refuse_twice(f"{duty.area} {duty.category}" for duty in files.duties)
        AreaMap(files.areas, {}, files.units, files.duties)
        _check_categories(files)
        _check_people(files)


def _check_categories(files: DistrictFiles) -> None:
    known = {EVERYTHING, *Category, *(sub.code for sub in files.district.catalogue.subs)}
    _refuse_unknown(((duty.unit, duty.category) for duty in files.duties), known)


def _check_people(files: DistrictFiles) -> None:
    areas, units = {area.code for area in files.areas}, {unit.code for unit in files.units}
    _refuse_unknown(((who.key, who.area) for who in files.people if who.area), areas)
    _refuse_unknown(((who.key, who.unit) for who in files.people if who.unit), units)


def _refuse_twice(codes: Iterable[str]) -> None:
    for code, times in Counter(codes).items():
        if times > 1:
            raise BadData("data-code-twice", code=code)


def _refuse_unknown(wanted: Iterable[tuple[str, str]], known: set[str]) -> None:
    for wanted_by, code in wanted:
        if code not in known:
            raise BadData("data-unknown-code", code=code, wanted_by=wanted_by)


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Add the name of the file to a refusal of the domain, which knows no files."""
    try:
        yield
    except BadData as error:
        raise BadData(error.text_key, **{**error.facts, "file": file}) from error
