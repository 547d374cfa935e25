"""What the chat's routes work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.webchat import WebChat
from bot.settings import Settings
from domain.district import District
from storage.ledger import Ledger

AreasGeoJson = Callable[[], Mapping[str, Any]]
"""Gives a FeatureCollection in WGS-84; properties ``code, kind, parent, name, name_en``."""


@dataclass(frozen=True, slots=True)
class Site:
    """One district's ledger, channel, areas and settings."""

    ledger: Ledger
    webchat: WebChat
    district: District
    areas_geojson: AreasGeoJson
    settings: Settings
