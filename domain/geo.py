"""Points and polygons on the earth.

Everything kept is WGS-84, longitude before latitude. Chinese maps and WeCom speak GCJ-02, which is
shifted by up to some 700 m inside China; it is converted on the way in and out. No kept library
does this conversion, so it stands here. The only module that imports shapely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, hypot, isfinite, pi, radians, sin, sqrt
from typing import Any, Final

import shapely
from shapely.geometry import MultiPolygon, Polygon, shape

from domain.errors import BadData, BadInput

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius. Source: IUGG."""

_AXIS: Final = 6_378_245.0  # Krasovsky 1940, metres, on which GCJ-02 is defined
_ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
_EXACT_ENOUGH: Final = 1e-10  # degrees: a hundredth of a millimetre


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, WGS-84, in degrees.

    Raises:
        BadInput: No such place: not a number, or beyond the poles or the date line.
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lon) and isfinite(self.lat)):
            raise BadInput("refuse-place")
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise BadInput("refuse-place")


def to_gcj02(point: Point) -> tuple[float, float]:
    """Return the GCJ-02 longitude and latitude of a point; the same outside China."""
    if not _is_shifted(point.lon, point.lat):
        return point.lon, point.lat
    east, north = _shift(point.lon, point.lat)
    return point.lon + east, point.lat + north


def from_gcj02(lon: float, lat: float) -> Point:
    """Return the point whose GCJ-02 coordinates these are, within a millimetre."""
    if not _is_shifted(lon, lat):
        return Point(lon, lat)
    guess_lon, guess_lat = lon, lat
    for _ in range(20):
        east, north = _shift(guess_lon, guess_lat)
        off_lon, off_lat = guess_lon + east - lon, guess_lat + north - lat
        if hypot(off_lon, off_lat) < _EXACT_ENOUGH:
            break
        guess_lon, guess_lat = guess_lon - off_lon, guess_lat - off_lat
    return Point(guess_lon, guess_lat)


def distance_m(a: Point, b: Point) -> float:
    """Return the metres between two points along the earth's surface, taken as a sphere."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    across = sin((lat_b - lat_a) / 2) ** 2
    along = cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(across + along)))


class Polygons:
    """Areas as drawn, indexed for asking which of them hold a point.

    Args:
        drawn: GeoJSON geometries (Polygon or MultiPolygon, holes allowed), WGS-84, by area code.

    Raises:
        BadData: A geometry cannot be used; ``area`` names it, ``why`` says what is wrong.
    """

    def __init__(self, drawn: Mapping[str, Mapping[str, Any]]) -> None:
        self._codes = tuple(drawn)
        self._shapes = [_checked(code, drawn[code]) for code in self._codes]
        self._place = {code: place for place, code in enumerate(self._codes)}
        self._tree = shapely.STRtree(self._shapes)
        shapely.prepare(self._shapes)

    def containing(self, point: Point) -> tuple[str, ...]:
        """Return the codes of the areas that hold the point, sorted; on an edge, both sides."""
        near = self._tree.query(shapely.Point(point.lon, point.lat))
        return tuple(
            sorted(
                self._codes[place]
                for place in near.tolist()
                if shapely.intersects_xy(self._shapes[place], point.lon, point.lat)
            )
        )

    def inside(self, code: str) -> Point | None:
        """Return some point well inside an area, or None when it is not drawn."""
        place = self._place.get(code)
        if place is None:
            return None
        inner = self._shapes[place].representative_point()
        return Point(inner.x, inner.y)


def _checked(code: str, drawn: Mapping[str, Any]) -> Polygon | MultiPolygon:
    try:
        made = shape(dict(drawn))
    except (
        shapely.errors.ShapelyError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise BadData("data-polygon", area=code, why=str(error)) from error
    if not isinstance(made, Polygon | MultiPolygon) or made.is_empty:
        raise BadData("data-polygon", area=code, why=f"{made.geom_type}, not a drawn area")
    if not made.is_valid:
        raise BadData("data-polygon", area=code, why=shapely.is_valid_reason(made))
    west, south, east, north = made.bounds
    if west < -180 or south < -90 or east > 180 or north > 90:
        raise BadData("data-polygon", area=code, why="longitude must stand before latitude")
    return made


def _is_shifted(lon: float, lat: float) -> bool:
    """Source: the rectangle that every published form of the conversion uses."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """Return the degrees east and north by which GCJ-02 moves a WGS-84 point."""
    x, y = lon - 105.0, lat - 35.0
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east_m += (ripple + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east_m += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north_m += (ripple + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north_m += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    latitude = radians(lat)
    flat = 1 - _ECCENTRICITY_SQUARED * sin(latitude) ** 2
    along_m = _AXIS / sqrt(flat) * cos(latitude)
    across_m = _AXIS * (1 - _ECCENTRICITY_SQUARED) / (flat * sqrt(flat))
    return east_m * 180 / (along_m * pi), north_m * 180 / (across_m * pi)
