"""Points and polygons: datums, distances, and which areas hold a point."""

from itertools import product
from math import inf, nan

import pytest

from domain.errors import BadData, BadInput
from domain.geo import Point, Polygons, distance_m, from_gcj02, to_gcj02


def square(west, south, size=1.0):
    """The ring of a square, closed."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings):
    """A GeoJSON polygon; rings after the first are holes."""
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_known_point_is_shifted_as_published():
    """Tian'anmen's GCJ-02 coordinates come out within a metre of the published pair."""
    lon, lat = to_gcj02(Point(116.3912757, 39.9072174))
    assert distance_m(Point(lon, lat), Point(116.3975170, 39.9086187)) < 1


@pytest.mark.parametrize(
    ("lon", "lat"),
    list(product((75.5, 87.6, 104.1, 116.72, 126.6, 134.7), (3.8, 18.2, 23.27, 39.9, 53.5))),
)
def test_gcj02_comes_back_to_the_millimetre(lon, lat):
    """There and back moves a point by less than a millimetre, anywhere in China."""
    point = Point(lon, lat)
    assert distance_m(from_gcj02(*to_gcj02(point)), point) < 0.001


def test_haojiang_is_shifted_by_hundreds_of_metres():
    """Taking GCJ-02 for WGS-84 in the district would miss by more than a grid."""
    assert 400 < distance_m(Point(116.72, 23.27), Point(*to_gcj02(Point(116.72, 23.27)))) < 800


@pytest.mark.parametrize(("lon", "lat"), [(-0.1276, 51.5072), (139.69, 35.68), (0.0, 0.0)])
def test_nothing_is_shifted_outside_china(lon, lat):
    """Outside China both datums are the same."""
    assert to_gcj02(Point(lon, lat)) == (lon, lat)
    assert from_gcj02(lon, lat) == Point(lon, lat)


@pytest.mark.parametrize(("lon", "lat"), [(nan, 23.0), (116.0, inf), (181.0, 0.0), (0.0, -90.1)])
def test_a_place_off_the_earth_is_refused(lon, lat):
    """Coordinates that are no place are refused before they reach an index."""
    with pytest.raises(BadInput):
        Point(lon, lat)


def test_a_degree_of_latitude_is_111_km():
    """Distances are metres on a sphere, over the date line as well."""
    assert distance_m(Point(116, 23), Point(116, 24)) == pytest.approx(111_195, abs=1)
    assert distance_m(Point(179.5, 0), Point(-179.5, 0)) == pytest.approx(111_195, abs=1)
    assert distance_m(Point(0, 0), Point(180, 0)) == pytest.approx(20_015_115, abs=1)


def test_a_hole_is_outside():
    """A point in a hole is not in the area; on the hole's edge it is."""
    areas = Polygons({"ring": polygon(square(0, 0, 3), square(1, 1))})
    assert areas.containing(Point(0.5, 0.5)) == ("ring",)
    assert areas.containing(Point(1.5, 1.5)) == ()
    assert areas.containing(Point(1.0, 1.5)) == ("ring",)


def test_an_area_may_have_several_parts():
    """Every part of a MultiPolygon belongs to the area, the gap between them does not."""
    parts = {"type": "MultiPolygon", "coordinates": [[square(0, 0)], [square(5, 5)]]}
    areas = Polygons({"islands": parts})
    assert areas.containing(Point(5.5, 5.5)) == areas.containing(Point(0.5, 0.5)) == ("islands",)
    assert areas.containing(Point(3, 3)) == ()


def test_a_shared_edge_belongs_to_both_sides():
    """A point on a shared edge is in both areas, in order of code, so that no gap opens."""
    areas = Polygons({"b": polygon(square(1, 0)), "a": polygon(square(0, 0))})
    assert areas.containing(Point(1, 0.5)) == ("a", "b")


def test_a_point_inside_is_inside():
    """The point that stands for an area lies in it, whatever its form; undrawn ones have none."""
    horseshoe = [[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [1, 1], [1, 9], [0, 9], [0, 0]]
    areas = Polygons({"horseshoe": polygon(horseshoe)})
    assert areas.containing(areas.inside("horseshoe")) == ("horseshoe",)
    assert areas.inside("undrawn") is None


def test_no_polygons_hold_nothing():
    """A district without any drawn area can still be asked."""
    assert Polygons({}).containing(Point(116.72, 23.27)) == ()


@pytest.mark.parametrize(
    "drawn",
    [
        polygon([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]),  # a bow tie
        polygon([[0, 0], [1, 1]]),
        polygon(),
        polygon([[23.2, 116.7], [23.3, 116.7], [23.3, 116.8], [23.2, 116.7]]),
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": "no"},
        {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["e", "f"]]]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Blob", "coordinates": []},
        {},
    ],
)
def test_an_area_that_cannot_be_drawn_is_named(drawn):
    """A geometry that is broken, swapped or no area is refused with the area's code."""
    with pytest.raises(BadData) as refusal:
        Polygons({"ok": polygon(square(0, 0)), "bad": drawn})
    assert refusal.value.facts["area"] == "bad"
