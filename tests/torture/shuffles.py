"""Deliveries as an unkind network makes them: twice, late, mixed up; and what was filed of them."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from bot.channels.base import Raw
from bot.channels.webchat import Posted
from handlers.messages import PhotoRef, Place
from tests.standin.people import Someone
from tests.standin.state import BotState, Json
from tests.support.clock import TUESDAY
from tests.torture.crowd import PLACES
from tests.torture.desk import Desk, from_telegram, from_web

Delivery = tuple[str, Raw]

WINDOW = 50
"""How far a delivery may be from its place. Source: the project's own promise."""


@dataclass(frozen=True)
class Filed:
    """One issue, without its number, its receipt code, and the order in which words came."""

    area: str
    unit: str | None
    sub_category: str
    status: str
    point: tuple[float, float] | None
    words: tuple[str, ...]
    photos: tuple[str, ...]


FILED = (
    "SELECT i.no, i.area, i.unit, i.sub_category, i.status, i.lon, i.lat,"
    " COALESCE(w.words, '') AS words,"
    " (SELECT GROUP_CONCAT(p.key) FROM entry_photos AS s JOIN photos AS p ON p.id = s.photo"
    "  WHERE s.no = i.no AND s.seq = 1) AS photos,"
    " (SELECT MIN(n.address) FROM follows AS f JOIN identities AS n ON n.person = f.person"
    "  WHERE f.no = i.no AND f.reporter = 1) AS reporter"
    " FROM issues AS i LEFT JOIN entry_words AS w ON w.no = i.no AND w.seq = 1"
)


async def filed(desk: Desk) -> dict[str, list[Filed]]:
    """Return what everybody filed, in the order of filing."""
    found = defaultdict(list)
    for row in await desk.rows(f"{FILED} ORDER BY i.no"):
        found[row["reporter"]].append(_read(row))
    return dict(found)


def _read(row: dict[str, Any]) -> Filed:
    return Filed(
        row["area"],
        row["unit"],
        row["sub_category"],
        row["status"],
        None if row["lon"] is None else (row["lon"], row["lat"]),
        tuple(sorted(row["words"].split("\n"))),
        tuple(sorted((row["photos"] or "").split(","))),
    )


class OnTelegram:
    """A person on Telegram whose every message becomes a delivery."""

    def __init__(self, api: BotState, number: int) -> None:
        self._someone = Someone(api, number)

    def says(self, text: str) -> Delivery:
        """Write."""
        return from_telegram(self._someone.says(text))

    def shows(self, name: str, caption: str = "") -> Delivery:
        """Send a photo."""
        return from_telegram(self._someone.shows(name.encode() * 9, caption))

    def pins(self, place: tuple[float, float]) -> Delivery:
        """Send a place."""
        return from_telegram(self._someone.sends_place(place[1], place[0]))


class OnWeb:
    """A person in the web chat whose every message becomes a delivery."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._keys = count(1)

    def posts(self, **parts: Any) -> Delivery:
        """Post a message of any content."""
        key = f"k{next(self._keys)}"
        return from_web(Posted(key=key, address=self._address, at=TUESDAY, **parts))

    def says(self, text: str) -> Delivery:
        """Write."""
        return self.posts(text=text)

    def shows(self, name: str, caption: str = "") -> Delivery:
        """Send a photo."""
        return self.posts(text=caption, photos=(PhotoRef(ref=name, key=name),))

    def pins(self, place: tuple[float, float]) -> Delivery:
        """Send a place."""
        return self.posts(place=Place(lon=place[0], lat=place[1]))


MANNERS = (
    ("photo with words", "place"),
    ("words", "place", "photo"),
    ("words", "place"),
    ("words", "cancel", "words", "photo", "place"),
    ("place", "photo", "words"),
)
"""In which order people bring what a report is made of."""


def reports(someone: OnTelegram, dice: random.Random, name: str) -> list[Delivery]:
    """Make one to three reports of a person, each in another manner; all are filed in the end."""
    made = []
    for number in range(dice.randint(1, 3)):
        words, place = f"村口垃圾堆了很久（{name}，第 {number} 件）", dice.choice(PLACES)
        photo = f"{name}-{number}"
        acts = {
            "photo with words": partial(someone.shows, photo, words),
            "photo": partial(someone.shows, photo),
            "words": partial(someone.says, words),
            "place": partial(someone.pins, place),
            "cancel": partial(someone.says, "取消"),
            "submit": partial(someone.says, "提交"),
        }
        made += [acts[act]() for act in (*dice.choice(MANNERS), "submit")]
    return made


def interleaved(streams: Sequence[list[Delivery]], dice: random.Random) -> list[Delivery]:
    """Mix conversations; each keeps its order."""
    left = [deque(stream) for stream in streams]
    mixed = []
    while left:
        stream = dice.choice(left)
        mixed.append(stream.popleft())
        left = [stream for stream in left if stream]
    return mixed


def shuffled(deliveries: Sequence[Delivery], dice: random.Random) -> list[Delivery]:
    """Mix up windows of deliveries; each conversation keeps its order."""
    mixed = []
    for start in range(0, len(deliveries), WINDOW):
        window = list(deliveries[start : start + WINDOW])
        order = [raw.conversation for _, raw in window]
        waiting: dict[str, deque[Delivery]] = defaultdict(deque)
        for delivery in window:
            waiting[delivery[1].conversation].append(delivery)
        dice.shuffle(order)
        mixed += [waiting[conversation].popleft() for conversation in order]
    return mixed


def doubled(deliveries: Sequence[Delivery], dice: random.Random) -> list[Delivery]:
    """Deliver everything again, at once or up to a window later."""
    placed = [(float(place), delivery) for place, delivery in enumerate(deliveries)]
    placed += [(place + dice.uniform(0.1, WINDOW), delivery) for place, delivery in placed]
    return [delivery for _, delivery in sorted(placed, key=lambda pair: pair[0])]


def renumbered(update: Json, number: int) -> Json:
    """Return the same message under another update id, as after a change to a webhook."""
    return update | {"update_id": number}
