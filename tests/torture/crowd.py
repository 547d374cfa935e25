"""A crowd on the stand-in: residents who report, and staff who work, each as a person would.

They know nothing of the program but what is shown in their chat: they read, answer what is asked,
and tap the buttons they see. Who gets no answer waits; it is the program that must come back.
"""

from __future__ import annotations

import random
import re
from collections import deque
from dataclasses import dataclass, field

from tests.standin.people import Someone
from tests.standin.state import Json
from tests.support.pictures import photo

ACCEPTED = re.compile(r"(HJ-\d{8}-\d{4,}) 已受理。")
"""What a resident may rely on: a number and 已受理."""

AGAIN = "（补发）"
KNOWN = ("村口垃圾堆了三天没人收", "公厕门坏了，很臭", "水沟堵了，水流不出去")
UNKNOWN = ("这里好久没有人管了", "请快点派人来看看吧")
PLACES = ((116.6205, 23.2646), (116.6177, 23.2875), (116.6473, 23.2820), (120.0, 30.0))
"""Longitude and latitude: in three grids of 河浦街道, and outside the district."""


def words_of(message: Json) -> str:
    """Return the words of a message that was shown."""
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> dict[str, str]:
    """Return the buttons of a message that was shown: label to data, in order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {b["text"]: b.get("callback_data", "") for row in rows for b in row}


class Pictures:
    """Many different small photos, made quickly: one JPEG with another comment each."""

    def __init__(self) -> None:
        self._jpeg = photo(64, 48)
        self._sizes = [photo(40 + n, 30 + n, seed=n) for n in range(24)]

    def __call__(self, number: int) -> bytes:
        """Return the photo of this number; neighbours differ in their pixels too."""
        note = f"photo {number}".encode()
        jpeg = self._sizes[number % len(self._sizes)]
        return jpeg[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + jpeg[2:]


class Reader:
    """Somebody who reads each message of a chat once."""

    def __init__(self, someone: Someone) -> None:
        self.someone = someone
        self._read = 0

    @property
    def heard(self) -> list[str]:
        """Return all words they were shown."""
        return self.someone.seen

    def news(self) -> list[Json]:
        """Return what was shown since the last look."""
        shown = self.someone.api.chat(self.someone.chat).shown
        fresh, self._read = shown[self._read :], len(shown)
        return fresh


@dataclass
class Resident:
    """One person with one problem.

    Attributes:
        words: What they write; no two write the same.
        order: In which order they bring photo, words and place before anything was asked.
        numbers: Every number they were told with 已受理, each as often as told without 补发.
    """

    reader: Reader
    words: str
    picture: bytes
    place: tuple[float, float]
    dice: random.Random
    order: list[str]
    pinned: bool = False
    shown: bool = False
    submitted: bool = False
    numbers: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether they were told that the report is accepted."""
        return bool(self.numbers)

    def begins(self) -> None:
        """Send what they send unasked."""
        for part in self.order:
            getattr(self, f"_sends_{part}")()

    def _sends_photo_with_words(self) -> None:
        self.shown = True
        self.reader.someone.shows(self.picture, caption=self.words)

    def _sends_photo(self) -> None:
        self.shown = True
        self.reader.someone.shows(self.picture)

    def _sends_words(self) -> None:
        self.reader.someone.says(self.words)

    def _sends_place(self) -> None:
        lon, lat = self.place
        self.pinned = True
        self.reader.someone.sends_place(lat, lon)

    def goes_on(self) -> None:
        """Read what is new, and do what it asks for."""
        for message in self.reader.news():
            self._hears(message)

    def _hears(self, message: Json) -> None:
        words, buttons = words_of(message), buttons_of(message)
        self.heard.append(words)
        accepted = ACCEPTED.search(words)
        if accepted and not (self.numbers and words.startswith(AGAIN)):
            self.numbers.append(accepted[1])
        elif "哪一类" in words:
            self.reader.someone.taps_data(next(iter(buttons.values())), message)
        elif "在哪里" in words and not self.pinned:
            self._sends_place()
        elif "有照片吗" in words and not self.shown:
            self._sends_photo()
        elif "提交" in buttons and not self.submitted and self.pinned:
            self._submits(buttons["提交"], message)

    def _submits(self, data: str, message: Json) -> None:
        self.submitted = True
        if self.dice.random() < 0.2:
            self.reader.someone.says("提交")
            return
        self.reader.someone.taps_data(data, message)
        if self.dice.random() < 0.2:  # an impatient thumb
            self.reader.someone.taps_data(data, message)


NEWS = re.compile(r"(（补发）)?(新派单|请到现场核查|待派单|HJ-\S+ 核查通过，已销号。$)")
"""How what staff are told without having asked begins; all else answers them."""

WORK = {"签收": False, "整改完成": True, "核查通过": True}
"""What staff do when they see the button, and whether it is asked to be shown by a photo."""


class Worker:
    """A member of staff, who does one thing after the other."""

    def __init__(self, reader: Reader, pictures: Pictures, dice: random.Random) -> None:
        self.reader = reader
        self._pictures = pictures
        self._dice = dice
        self._waiting: deque[tuple[str, str, Json]] = deque()
        self._doing = ""
        self._shown = 0
        self.welcomed = False

    @property
    def idle(self) -> bool:
        """Whether nothing is left to be done, or answered."""
        return self.welcomed and not self._doing and not self._waiting

    def goes_on(self) -> None:
        """Read what is new, then go on with the work."""
        for message in self.reader.news():
            self._hears(message)
        if not self._doing and self._waiting:
            self._doing, data, message = self._waiting.popleft()
            self.reader.someone.taps_data(data, message)

    def _hears(self, message: Json) -> None:
        words, buttons = words_of(message), buttons_of(message)
        self.welcomed |= "欢迎" in words
        if self._doing and words and not NEWS.match(words):
            self._answered(words)
        for label in WORK:
            if label in buttons and (label != "整改完成" or self._dice.random() < 0.5):
                self._waiting.append((label, buttons[label], message))
                return

    def _answered(self, words: str) -> None:
        asked = "照片" in words and "请" in words and "已签收" not in words
        if asked and WORK[self._doing]:
            number = 1_000_000 * (self.reader.someone.id % 1000) + self._shown
            self._shown += 1
            self.reader.someone.shows(self._pictures(number))
            return
        self._doing = ""
