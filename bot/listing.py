"""Areas and units for the command line, read from the district's files."""

from __future__ import annotations

from pathlib import Path

from bot.district import DISTRICT_FILE, load_district
from domain.errors import BadInput
from domain.routing import AreaMap


def area_map(data_dir: Path) -> AreaMap:
    """Return the areas and units of a data folder.

    Raises:
        BadInput: There are no district files yet.
        BadData: They contradict each other.
    """
    if not (data_dir / DISTRICT_FILE).exists():
        raise BadInput("cli-no-ledger", folder=str(data_dir))
    files = load_district(data_dir)
    return AreaMap(files.areas, files.polygons, files.units, files.duties)
