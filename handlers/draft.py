"""A report in the making: what was said so far, kept as data of a dialogue."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from domain.geo import Point
from handlers.actions.report import Report

MOST_PHOTOS: Final = 9
"""Photos a report may have. Source: what an album of WeChat holds, and people are used to."""

MOST_WORDS: Final = 8000
"""Characters a report may have, as many as two of Telegram's longest messages hold."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person said of a problem before filing it.

    Attributes:
        words: Messages in the order they came, cleaned.
        photos: Photo numbers in the order they came.
        lon, lat: WGS-84, or None.
        place: The name a map gave the point.
        area: Area picked from the list or named in the words.
        picked: The area was picked or the point sent, not merely named in passing.
        sub: Sub-category chosen by the person; empty: the bot's suggestion holds.
        asking: What was asked last: ``what``, ``place``, ``photo``, ``category``, ``summary``;
            with ``-said`` when words came that did not answer it.
        begun: Newest outbox number when it began; buttons up to there belong to something else.
        maybe: An issue they filed just before, which this may be about; or empty.
        unplaced: How many of the words name a place that was taken back since.
        without_photo: The person said there is no photo.
        extra: Photos beyond ``MOST_PHOTOS``, which were not taken.
        offered_lon, offered_lat: Capture place of a photo, offered once as the place.
        list: Where the person is in a list: an area or category code, or empty.
        page: Page of that list.
        find: The word the list is narrowed to.
    """

    words: tuple[str, ...] = ()
    photos: tuple[int, ...] = ()
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    area: str | None = None
    picked: bool = False
    sub: str = ""
    asking: str = ""
    begun: int = 0
    maybe: str = ""
    unplaced: int = 0
    without_photo: bool = False
    extra: int = 0
    offered_lon: float | None = None
    offered_lat: float | None = None
    list: str = ""
    page: int = 1
    find: str = ""

    @property
    def text(self) -> str:
        """Everything that was written, one message a line."""
        return "\n".join(self.words)

    @property
    def point(self) -> Point | None:
        """Where it is, if a point is known."""
        return None if self.lon is None or self.lat is None else Point(self.lon, self.lat)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet of what is wrong."""
        return not self.words and not self.photos

    @property
    def parts(self) -> str:
        """Which parts there are, as the text ``cancelled-report`` names them; empty for none."""
        parts = {"photos": self.photos, "words": self.words, "place": self.point}
        return "-".join(name for name, there in parts.items() if there)

    @property
    def is_choosing(self) -> bool:
        """Whether a list of places or categories is shown."""
        return bool(self.list) or self.asking == "category"

    def as_data(self) -> dict[str, Any]:
        """Return it as the dialogue keeps it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Draft:
        """Make it from what the dialogue kept."""
        lists = {name: tuple(data.get(name, ())) for name in ("words", "photos")}
        return cls(**{**data, **lists})

    def report(self, sub_category: str) -> Report:
        """Return it as it is filed."""
        return Report(
            words=self.text,
            photos=self.photos,
            sub_category=sub_category,
            point=self.point,
            area=self.area,
            place=self.place,
        )
