"""Routing: where a place lies, which areas a text names, and who answers for them."""

import time
from pathlib import Path

import pytest

from bot.district import load_district
from domain.categories import Category, SubCategory
from domain.deadlines import Limit, LimitUnit
from domain.errors import BadData, BadInput
from domain.geo import Point
from domain.routing import (
    Area,
    AreaKind,
    AreaMap,
    Assignment,
    Duty,
    Unit,
    Unrouted,
    route,
)

ROOT = Path(__file__).parents[2]
SAMPLE = load_district(ROOT / "bot" / "sample")
HAOJIANG = AreaMap(SAMPLE.areas, SAMPLE.polygons, SAMPLE.units, SAMPLE.duties)


def area(code, kind, parent=None, name="", name_en=""):
    """An area named by its code unless told otherwise."""
    return Area(code, AreaKind(kind), parent, name or code, name_en or code)


def square(west, south, size):
    """A GeoJSON square."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def kind_of_problem(code, category=Category.SANITATION):
    """A sub-category of which only code and category matter."""
    return SubCategory(code, category, code, code, (), (), Limit(1, LimitUnit.WORKING_DAYS))


AREAS = [
    area("g1", "grid", "c1", "第1网格", "Grid 1"),
    area("c1", "community", "s1", "东湖社区", "Donghu Community"),
    area("c2", "community", "s2", "东湖社区", "Donghu Community"),
    area("c3", "community", "s1", "南村", "South Village"),
    area("c4", "community", "s2", "马滘社区", "Majiao Community"),
    area("g2", "grid", "c2", "第1网格", "Grid 1"),
    area("s1", "street", "d", "河浦街道", "Hepu Street"),
    area("s2", "street", "d", "马滘街道", "Majiao Street"),
    area("d", "district", None, "濠江区", "Haojiang"),
]
POLYGONS = {
    "d": square(0, 0, 10),
    "s1": square(0, 0, 5),
    "c1": square(0, 0, 2),
    "g1": square(0, 0, 1),
    "s2": square(5, 5, 5),
}
UNITS = [Unit("office", "d", "区城管局", "Office"), Unit("station", "s1", "环卫站", "Station")]


def small_map(*duties):
    """The small district with these duties."""
    return AreaMap(AREAS, POLYGONS, UNITS, [Duty(*duty) for duty in duties])


SMALL = small_map(("d", "*", "office"))
EXPOSED = kind_of_problem("exposed_waste")


@pytest.mark.parametrize(
    ("lon", "lat", "code"), [(0.5, 0.5, "g1"), (1.5, 1.5, "c1"), (4, 4, "s1"), (4, 8, "d")]
)
def test_a_point_lies_in_the_most_specific_area(lon, lat, code):
    """The grid where it is drawn, else the community, the street, the district."""
    assert SMALL.locate(Point(lon, lat)).code == code


def test_a_point_outside_lies_nowhere():
    """Outside the district no area is made up."""
    assert SMALL.locate(Point(11, 11)) is None


def test_a_point_on_an_edge_has_one_answer():
    """On the corner of two streets it is the lower code, every time."""
    assert SMALL.locate(Point(5, 5)).code == "s1"


@pytest.mark.parametrize(
    ("duties", "unit"),
    [
        ([("d", "*", "office")], "office"),
        ([("d", "exposed_waste", "office"), ("s1", "*", "station")], "station"),
        ([("s1", "sanitation", "office"), ("s1", "*", "station")], "office"),
        ([("s1", "sanitation", "office"), ("s1", "exposed_waste", "station")], "station"),
        ([("s2", "*", "station"), ("d", "sanitation", "office")], "office"),
        ([("g1", "toilets", "station"), ("d", "*", "office")], "office"),
    ],
)
def test_the_nearest_and_narrowest_duty_decides(duties, unit):
    """From the grid upward; within one area sub-category before category before everything."""
    assert route(Point(0.5, 0.5), None, EXPOSED, small_map(*duties)) == Assignment("g1", unit)


def test_a_point_decides_before_what_was_picked():
    """A picked area counts only where the point lies in no drawn area."""
    assert route(Point(0.5, 0.5), "s2", EXPOSED, SMALL) == Assignment("g1", "office")
    assert route(Point(50, 50), "s2", EXPOSED, SMALL) == Assignment("s2", "office")
    assert route(None, "c3", EXPOSED, SMALL) == Assignment("c3", "office")


@pytest.mark.parametrize(
    ("point", "picked", "unrouted"),
    [
        (Point(50, 50), None, Unrouted("d", "unrouted-outside")),
        (None, None, Unrouted(None, "unrouted-no-place")),
        (None, "c1", Unrouted("c1", "unrouted-no-duty")),
    ],
)
def test_what_cannot_be_routed_says_why(point, picked, unrouted):
    """Outside, without a place, or without anybody's duty: three reasons, told apart."""
    assert route(point, picked, EXPOSED, small_map(("s2", "*", "office"))) == unrouted


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("河浦街道 市场后面", ["s1"]),
        ("河浦市场后面", ["s1"]),
        ("河浦街道东湖社区路口", ["c1"]),
        ("马滘的东湖社区", ["c2"]),
        ("东湖社区路口", ["c1", "c2"]),
        ("河浦 东湖 第 1 网格", ["g1"]),
        ("马滘", ["s2"]),
        ("马滘社区", ["c4"]),
        ("河浦或者马滘", ["s1", "s2"]),
        ("南村口", ["c3"]),
        ("河南边的路", []),
        ("濠江区", []),
        ("behind the market in HEPU street", ["s1"]),
        ("Donghu community, Majiao", ["c2"]),
        ("在Hepu，Grid 1", ["g1"]),
        ("Hepus Grid 12", []),
        ("", []),
    ],
)
def test_areas_are_known_by_the_names_people_write(text, codes):
    """With or without the ending, most specific first, told apart by the street beside them."""
    assert [found.code for found in SMALL.named_in(text)] == codes


def test_a_name_that_everybody_has_says_nothing():
    """Grid 1 alone names no area in a district in which every community has one."""
    assert HAOJIANG.named_in("第1网格") == ()
    assert [found.code for found in HAOJIANG.named_in("河浦街道河北社区第 3 网格")] == [
        "440512006001003"
    ]


def test_the_tree_can_be_walked():
    """Path down, children, and what lies within what."""
    assert [step.code for step in SMALL.path("g1")] == ["d", "s1", "c1", "g1"]
    assert [child.code for child in SMALL.children("s2")] == ["c2", "c4"]
    assert SMALL.is_within("g1", "s1") and SMALL.is_within("s1", "s1")
    assert not SMALL.is_within("s1", "g1") and not SMALL.is_within("nowhere", "d")


def test_unknown_codes_are_refused():
    """A code nobody has is refused, not answered with nothing."""
    for ask in (SMALL.get, SMALL.path, SMALL.children, SMALL.unit):
        with pytest.raises(BadInput):
            ask("nowhere")


@pytest.mark.parametrize(
    ("areas", "polygons", "units", "duties"),
    [
        ([], {}, [], []),
        ([area("d", "district"), area("e", "district")], {}, [], []),
        ([area("d", "district", "d")], {}, [], []),
        ([area("d", "district"), area("s", "street")], {}, [], []),
        ([area("d", "district"), area("s", "street", "x")], {}, [], []),
        ([area("d", "district"), area("s", "street", "s")], {}, [], []),
        ([area("d", "district"), area("c", "community", "g"), area("g", "grid", "d")], {}, [], []),
        ([area("d", "district")], {}, [Unit("u", "x", "u", "u")], []),
        ([area("d", "district")], {}, [], [Duty("d", "*", "x")]),
        ([area("d", "district")], {}, [Unit("u", "d", "u", "u")], [Duty("x", "*", "u")]),
        ([area("d", "district")], {"x": square(0, 0, 1)}, [], []),
    ],
)
def test_areas_that_contradict_each_other_are_refused(areas, polygons, units, duties):
    """One district, every parent wider, every code known; otherwise the map is not made."""
    with pytest.raises(BadData):
        AreaMap(areas, polygons, units, duties)


def test_a_report_is_located_and_routed_quickly():
    """Locating and routing a point of the sample takes well under a quarter of a millisecond."""
    point, sub = HAOJIANG.centre("440512006001003"), kind_of_problem("exposed_waste")
    began = time.perf_counter()
    for _ in range(200):
        route(point, None, sub, HAOJIANG)
    assert (time.perf_counter() - began) / 200 < 0.00025
