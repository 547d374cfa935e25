"""The district's files: the sample is whole, and what is wrong in a file is named."""

import json
import re
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from shapely.geometry import shape

from bot.district import copy_sample, load_district
from domain.errors import BadData
from domain.people import Role
from domain.routing import AreaKind, AreaMap, Assignment, Unrouted, route

ROOT = Path(__file__).parents[2]
SAMPLE = load_district(ROOT / "bot" / "sample")
MAP = AreaMap(SAMPLE.areas, SAMPLE.polygons, SAMPLE.units, SAMPLE.duties)
GRIDS = [area for area in SAMPLE.areas if area.kind is AreaKind.GRID]


@pytest.fixture
def folder(tmp_path):
    """A folder with a copy of the sample."""
    copy_sample(tmp_path)
    return tmp_path


def change(path, old, new):
    """Replace the first ``old`` in a file; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_sample_is_haojiang():
    """Seven streets with two to four communities of two or three grids each, in UTC+8."""
    streets = MAP.children(MAP.district.code)
    names = "达濠 礐石 马滘 广澳 滨海 河浦 玉新"
    assert " ".join(street.name.removesuffix("街道") for street in streets) == names
    for street in streets:
        communities = MAP.children(street.code)
        assert 2 <= len(communities) <= 4
        assert all(2 <= len(MAP.children(community.code)) <= 3 for community in communities)
    assert SAMPLE.district.zone.utcoffset(None) == timedelta(hours=8)
    assert (SAMPLE.district.prefix, SAMPLE.district.name) == ("HJ", "濠江区")


def test_every_area_says_that_it_is_drawn():
    """No polygon of the sample can be taken for a real boundary."""
    text = (ROOT / "bot" / "sample" / "areas.geojson").read_text(encoding="utf-8")
    notes = {feature["properties"]["note"] for feature in json.loads(text)["features"]}
    assert notes == {"drawn for the sample, not a real boundary"}
    assert len(text.encode()) < 150_000


def test_the_areas_tile_the_district_exactly():
    """Children cover their parent without gap or overlap, down to the grids."""
    drawn = {code: shape(polygon) for code, polygon in SAMPLE.polygons.items()}
    for area in SAMPLE.areas:
        parts = [drawn[child.code] for child in MAP.children(area.code)]
        if parts:
            assert sum(part.area for part in parts) == pytest.approx(
                drawn[area.code].area, rel=1e-9
            )
            assert all(a.intersection(b).area < 1e-14 for a, b in combinations(parts, 2))


def test_the_middle_of_every_grid_is_located_there():
    """A point well inside a grid is located in that grid."""
    assert [MAP.locate(MAP.centre(grid.code)) for grid in GRIDS] == GRIDS


def test_every_kind_of_problem_has_a_unit_everywhere_but_one():
    """Only the sea near 广澳 is nobody's duty, on purpose: it shows the supervisor's tray."""
    found = {
        (grid.parent[:9], sub.code): route(None, grid.code, sub, MAP)
        for grid in GRIDS
        for sub in SAMPLE.district.catalogue.subs
    }
    nobody = {key for key, answer in found.items() if not isinstance(answer, Assignment)}
    assert nobody == {("440512004", "near_shore")}
    assert {found[key].why for key in nobody if isinstance(found[key], Unrouted)} == {
        "unrouted-no-duty"
    }


@pytest.mark.parametrize(
    ("sub", "unit"),
    [
        ("exposed_waste", "hepu-sanitation"),
        ("public_toilet_upkeep", "hepu-sanitation"),
        ("household_toilet", "hepu-office"),
        ("black_smelly_water", "water"),
        ("near_shore", "hepu-office"),
        ("illegal_structure", "urban"),
        ("derelict_building", "housing"),
    ],
)
def test_the_sample_routes_as_told(sub, unit):
    """In Hebei Community, Hepu Street, each kind goes to the unit the README names."""
    kind = SAMPLE.district.catalogue.get(sub)
    point = MAP.centre("440512006001003")
    assert route(point, None, kind, MAP) == Assignment("440512006001003", unit)


def test_there_is_somebody_of_every_role_to_be():
    """Demo mode has each role, the checkers of one place from grid to district, and no names."""
    assert {person.role for person in SAMPLE.people} == set(Role) - {Role.SYSTEM}
    checkers = [person.area for person in SAMPLE.people if person.area]
    for wider, narrower in pairwise(["440512", "440512006", "440512006001001"]):
        assert {wider, narrower} <= set(checkers)
    assert {"hepu-sanitation", "water", "urban"} <= {person.unit for person in SAMPLE.people}


def test_the_sample_is_copied_once(tmp_path):
    """Missing files are put there; a file that exists is left as it is."""
    (tmp_path / "district.toml").write_text("mine", encoding="utf-8")
    assert [path.name for path in copy_sample(tmp_path)] == ["areas.geojson", "categories.toml"]
    assert copy_sample(tmp_path) == ()
    assert (tmp_path / "district.toml").read_text(encoding="utf-8") == "mine"


def test_a_zone_may_be_named(folder):
    """A zone is an offset or a name."""
    change(folder / "district.toml", '"+08:00"', '"Asia/Shanghai"')
    assert load_district(folder).district.zone == ZoneInfo("Asia/Shanghai")


def test_an_area_need_not_be_drawn(folder):
    """An area without geometry is known by name and holds no point."""
    text = (folder / "areas.geojson").read_text(encoding="utf-8")
    undrawn = re.sub(r'"geometry":\{.*?\]\]\]\}', '"geometry":null', text)
    (folder / "areas.geojson").write_text(undrawn, encoding="utf-8")
    files = load_district(folder)
    assert (files.polygons, len(files.areas)) == ({}, len(SAMPLE.areas))


@pytest.mark.parametrize("name", ["district.toml", "areas.geojson", "categories.toml"])
@pytest.mark.parametrize(
    ("content", "key"), [(None, "data-no-file"), (b"[{", "data-syntax"), (b"\xff", "data-syntax")]
)
def test_a_file_that_cannot_be_read_is_named(folder, name, content, key):
    """A missing, broken or wrongly encoded file is refused by name."""
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(BadData) as refusal:
        load_district(folder)
    assert (refusal.value.text_key, refusal.value.facts["file"]) == (key, name)


@pytest.mark.parametrize(
    ("name", "old", "new", "key"),
    [
        ("district.toml", 'prefix = "HJ"', 'prefixx = "HJ"', "data-missing"),
        ("district.toml", 'duty_phone = ""', 'phone = ""', "data-unknown-field"),
        ("district.toml", 'prefix = "HJ"', 'prefix = "hj-"', "data-prefix"),
        ("district.toml", 'prefix = "HJ"', "prefix = 3", "data-field"),
        ("district.toml", '"+08:00"', '"Mars/Olympus"', "data-zone"),
        ("district.toml", '"+08:00"', '"../etc"', "data-zone"),
        ("district.toml", '"+08:00"', '"+8 hours"', "data-zone"),
        ("district.toml", '"08:30"', '"13:30"', "data-hours"),
        ("district.toml", '"08:30"', '"half past eight"', "data-field"),
        ("district.toml", '"derelict_building"', '"derelict"', "data-unknown-code"),
        ("district.toml", 'unit = "housing"', 'unit = "houses"', "data-unknown-code"),
        ("district.toml", 'code = "housing"', 'code = "water"', "data-code-twice"),
        ("district.toml", '"illegal_advert"]', '"illegal_structure"]', "data-code-twice"),
        (
            "district.toml",
            'area = "440512006001003"',
            'area = "440512006001009"',
            "data-unknown-code",
        ),
        ("district.toml", 'area = "440512006001003"', 'unit = "water"', "data-field"),
        ("district.toml", 'role = "admin"', 'role = "system"', "data-field"),
        ("areas.geojson", '"kind":"district"', '"kind":"street"', "data-one-district"),
        ("areas.geojson", '"parent":"440512"', '"parent":"440513"', "data-parent"),
        ("areas.geojson", '"code":"440512002"', '"code":"440512001"', "data-code-twice"),
        ("areas.geojson", '"kind":"grid"', '"kind":"block"', "data-field"),
        ("areas.geojson", '"Polygon"', '"LineString"', "data-polygon"),
        ("areas.geojson", '"FeatureCollection"', '"Feature"', "data-field"),
        ("categories.toml", 'code = "waterways"', 'code = "water"', "data-field"),
        ("categories.toml", "working_hours = 5", "working_hours = 0", "data-field"),
        (
            "categories.toml",
            "working_hours = 5",
            "working_hours = 5, working_days = 1",
            "data-field",
        ),
        ("categories.toml", 'code = "clutter"', 'code = "silt"', "data-code-twice"),
        ("categories.toml", '"乱堆乱放"]', '"乱堆乱放", "+"]', "data-clue"),
        ("categories.toml", 'to = "', 'to = "多', "data-field"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(folder, name, old, new, key):
    """A typing error, a wrong value or a code nobody has: refused with the name of its file."""
    change(folder / name, old, new)
    with pytest.raises(BadData) as refusal:
        load_district(folder)
    assert (refusal.value.text_key, refusal.value.facts["file"]) == (key, name)


def test_a_misspelt_field_is_named(folder):
    """The refusal says which field of which row."""
    change(folder / "categories.toml", "limit = {", "limits = {")
    with pytest.raises(BadData) as refusal:
        load_district(folder)
    assert refusal.value.facts["field"] in {"subs.0.limit", "subs.0.limits"}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_refusal_of_the_files_has_words(language):
    """Each ``data-`` and ``unrouted-`` key in the code stands in both languages."""
    sources = [
        *(ROOT / "domain").glob("*.py"),
        ROOT / "storage" / "calendar.py",
        *(ROOT / "bot").glob("district*.py"),
    ]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r'"((?:data|unrouted)-[a-z-]+)"', code))
    words = (ROOT / "handlers" / "locales" / language / "data.ftl").read_text(encoding="utf-8")
    assert used <= set(re.findall(r"^([a-z-]+) =", words, re.MULTILINE))
