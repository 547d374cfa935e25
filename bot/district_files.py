"""The form of the office's files, and reading one of them.

What the fields mean stands in the files of ``bot/sample``. Unknown fields are refused in the TOML
files, because they are typing errors; in ``areas.geojson`` they are not, because drawing programs
write their own.
"""

from __future__ import annotations

import json
import tomllib
from datetime import time
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from domain.categories import Category
from domain.errors import BadData
from domain.people import Role
from domain.routing import AreaKind


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class HoursRow(_Row):
    """Hours of a working day."""

    spans: tuple[tuple[time, time], ...]


class UnitRow(_Row):
    """A responsible unit (责任单位)."""

    code: str = Field(min_length=1)
    area: str
    name: str = Field(min_length=1)
    name_en: str = ""


class DutyRow(_Row):
    """What a unit answers for, where."""

    area: str
    unit: str
    categories: tuple[str, ...] = Field(min_length=1)


class PersonRow(_Row):
    """A sample person; a role reaches an area or a unit, never both."""

    key: str = Field(min_length=1)
    role: Literal[Role.RESIDENT, Role.GRID_WORKER, Role.UNIT_STAFF, Role.SUPERVISOR, Role.ADMIN]
    title: str
    title_en: str = ""
    area: str | None = None
    unit: str | None = None

    @model_validator(mode="after")
    def _reaches_what_the_role_reaches(self) -> Self:
        in_area = self.role in {Role.GRID_WORKER, Role.SUPERVISOR}
        in_unit = self.role is Role.UNIT_STAFF
        if (self.area is not None, self.unit is not None) != (in_area, in_unit):
            raise ValueError(f"role {self.role}: area or unit missing or too many")
        return self


class DistrictFile(_Row):
    """``district.toml``."""

    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    prefix: str
    zone: str = "+08:00"
    duty_phone: str = ""
    notice: str = ""
    notice_en: str = ""
    hours: HoursRow | None = None
    units: tuple[UnitRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()
    people: tuple[PersonRow, ...] = ()


class LimitRow(_Row):
    """How long a fix may take: one of the two."""

    working_days: int | None = Field(default=None, ge=1, le=1000)
    working_hours: int | None = Field(default=None, ge=1, le=1000)

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.working_days is None) == (self.working_hours is None):
            raise ValueError("working_days or working_hours, one of the two")
        return self


class CategoryRow(_Row):
    """How a category is called."""

    code: Category
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)


class SubRow(_Row):
    """A sub-category."""

    code: str = Field(min_length=1)
    category: Category
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    limit: LimitRow
    words: tuple[str, ...] = ()
    words_en: tuple[str, ...] = ()


class SimplifiedRow(_Row):
    """Traditional characters and, at the same places, their Simplified ones."""

    traditional: str = Field(alias="from")
    simplified: str = Field(alias="to")

    @model_validator(mode="after")
    def _is_as_long(self) -> Self:
        if len(self.traditional) != len(self.simplified):
            raise ValueError("from and to must be equally long")
        return self


class CategoriesFile(_Row):
    """``categories.toml``."""

    categories: tuple[CategoryRow, ...]
    subs: tuple[SubRow, ...] = Field(min_length=1)
    simplified: SimplifiedRow | None = None


class _Feature(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


class AreaProperties(_Feature):
    """What is said of an area beside its polygon."""

    code: str = Field(min_length=1)
    kind: AreaKind
    parent: str | None = None
    name: str = Field(min_length=1)
    name_en: str = ""


class AreaFeature(_Feature):
    """One area; without geometry it is not drawn."""

    properties: AreaProperties
    geometry: dict[str, Any] | None = None


class AreasFile(_Feature):
    """``areas.geojson``."""

    type: Literal["FeatureCollection"]
    features: tuple[AreaFeature, ...] = Field(min_length=1)


M = TypeVar("M", bound=BaseModel)

_SENTENCES: Final = {"missing": "data-missing", "extra_forbidden": "data-unknown-field"}


def read_file(path: Path, form: type[M]) -> M:
    """Read a TOML or GeoJSON file of this form.

    Raises:
        BadData: It is missing or not of the form; the facts name the file, the field and what is
            wrong with it.
    """
    try:
        return form.model_validate(_parsed(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"]) or "-"
        key = _SENTENCES.get(first["type"], "data-field")
        raise BadData(key, file=path.name, field=field, why=first["msg"]) from error


def _parsed(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except FileNotFoundError as error:
        raise BadData("data-no-file", file=path.name) from error
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadData("data-syntax", file=path.name, why=str(error)) from error
