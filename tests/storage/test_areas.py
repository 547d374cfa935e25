"""Areas, units and duties in the ledger."""

from pathlib import Path

import pytest

from domain.errors import BadData
from domain.routing import Area, AreaKind, Duty, Unit
from storage.areas import list_areas, list_units, load, replace_areas
from storage.migrate import migrate
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY

DISTRICT = Area("d", AreaKind.DISTRICT, None, "濠江区", "Haojiang")
STREET = Area("s", AreaKind.STREET, "d", "河浦街道", "Hepu Street")
OTHER = Area("t", AreaKind.STREET, "d", "玉新街道", "Yuxin Street")
GRID = Area("g", AreaKind.GRID, "t", "第 1 网格", "Grid 1")
STATION = Unit("station", "s", "河浦街道环卫站", "Hepu Street sanitation")
OFFICE = Unit("office", "d", "区城管局", "District urban management")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
EVERYTHING = (
    (DISTRICT, STREET, OTHER, GRID),
    {"s": SQUARE, "g": SQUARE},
    (STATION, OFFICE),
    (Duty("d", "*", "office"), Duty("s", "sanitation", "station")),
)
LITTLE = ((DISTRICT, STREET), {"s": SQUARE}, (OFFICE,), (Duty("d", "*", "office"),))


def put(areas, polygons, units, duties):
    """A verb that makes the ledger's areas these."""
    return lambda tx: replace_areas(tx, areas, polygons, units, duties)


def everything(tx):
    """All rows of the three tables."""
    return [
        tx.rows(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608
        for table in ("areas", "units", "duties")
    ]


@pytest.fixture
async def ledger(tmp_path: Path):
    """A ledger with a district of two streets."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    await migrate(opened, TUESDAY)
    await opened.run(put(*EVERYTHING))
    yield opened
    await opened.close()


async def test_what_was_put_is_loaded(ledger):
    """Areas, polygons, units and duties come back as they were given."""
    areas = await ledger.read(load)
    assert set(areas.areas) == set(EVERYTHING[0])
    assert areas.units == (OFFICE, STATION)
    assert areas.locate(areas.centre("s")).code == "g"
    assert areas.centre("d") is None
    assert await ledger.read(list_areas) == (DISTRICT, GRID, STREET, OTHER)
    assert await ledger.read(list_units) == (OFFICE, STATION)


async def test_putting_the_same_again_changes_nothing(ledger):
    """A second start with the same files leaves the same rows."""
    before = await ledger.read(everything)
    await ledger.run(put(*EVERYTHING))
    assert await ledger.read(everything) == before


async def test_what_the_files_no_longer_name_goes(ledger):
    """Unused areas go from the grids up, unused units and all old duties with them."""
    await ledger.run(put(*LITTLE))
    areas = await ledger.read(load)
    assert areas.areas == (DISTRICT, STREET)
    assert areas.units == (OFFICE,)
    assert await ledger.read(lambda tx: len(tx.rows("SELECT * FROM duties"))) == 1


async def test_an_area_somebody_answers_for_stays_undrawn(ledger):
    """An area with a role in it stays, and what is above it, but no point lies in it any more."""
    await ledger.run(grant("grid_worker", area="g"))
    await ledger.run(put(*LITTLE))
    areas = await ledger.read(load)
    assert set(areas.areas) == {DISTRICT, STREET, OTHER, GRID}
    assert areas.centre("g") is None


async def test_a_unit_with_staff_stays(ledger):
    """A unit somebody works for stays in the list, without duties."""
    await ledger.run(grant("unit_staff", unit="station"))
    await ledger.run(put(*LITTLE))
    assert await ledger.read(list_units) == (OFFICE, STATION)


async def test_names_and_outlines_are_brought_up_to_date(ledger):
    """A new name or polygon in the files replaces the one in the ledger."""
    renamed = Area("s", AreaKind.STREET, "d", "新河浦街道", "New Hepu Street")
    await ledger.run(put((DISTRICT, renamed), {}, (OFFICE,), ()))
    areas = await ledger.read(load)
    assert areas.get("s") == renamed
    assert areas.centre("s") is None


async def test_a_ledger_without_areas_says_so(tmp_path):
    """Before the files were put, there is no map to load."""
    opened = await SqliteLedger.open(tmp_path / "ledger.sqlite3")
    await migrate(opened, TUESDAY)
    with pytest.raises(BadData):
        await opened.read(load)
    await opened.close()


def grant(role, *, area=None, unit=None):
    """A verb that gives a new person this role."""

    def verb(tx):
        tx.execute("INSERT INTO people (id, language, created_at) VALUES (1, 'en', '2024-03-12')")
        tx.execute(
            "INSERT INTO grants (person, role, area, unit, granted_at)"
            " VALUES (1, :role, :area, :unit, '2024-03-12')",
            {"role": role, "area": area, "unit": unit},
        )

    return verb
