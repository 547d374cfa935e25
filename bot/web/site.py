"""What the web pages are made from, by shape: they can be built without the whole program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.channels.webchat import WebChat
from storage.ledger import Ledger

AreasGeoJson = Callable[[], Mapping[str, Any]]
"""Gives a FeatureCollection in WGS-84; properties ``code, kind, parent, name, name_en``."""


class WebSettings(Protocol):
    """The part of the settings under ``web``."""

    @property
    def host(self) -> str:
        """Address the server is bound to."""
        ...

    @property
    def tiles(self) -> str:
        """Address of map tiles with ``{z} {x} {y}``; empty: areas are drawn, no tiles."""
        ...


class Settings(Protocol):
    """The settings the pages use."""

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration with sample people."""
        ...

    @property
    def web(self) -> WebSettings:
        """How the pages are served."""
        ...

    @property
    def data_dir(self) -> Path:
        """The data folder, with ``photos`` in it."""
        ...


class District(Protocol):
    """Who runs this, as the entry page says it."""

    @property
    def name(self) -> str:
        """Its Chinese name."""
        ...

    @property
    def name_en(self) -> str:
        """Its English name."""
        ...

    @property
    def notice(self) -> str:
        """The privacy notice in Chinese, in paragraphs: who runs this, what is kept, who sees."""
        ...

    @property
    def notice_en(self) -> str:
        """The same in English."""
        ...

    @property
    def duty_phone(self) -> str:
        """The phone of the duty desk; empty if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the chat's routes work with."""

    ledger: Ledger
    webchat: WebChat
    district: District
    areas_geojson: AreasGeoJson
    settings: Settings
