"""Plays a transcript on the sample district, and writes down what was said.

A file of ``tests/journeys`` is a page to read; its fenced blocks are one conversation, in the form

    居民 ▸ 〔照片〕村口垃圾堆了三天没人收        what somebody sends: words, or 〔…〕, or both
    居民 ▸ [提交]                               a button they tap
    销号 ▸ HJ-20240312-0001 已受理。            the answer, word for word
           [撤回] [补充]                         its buttons, a line a row
    销号 → 经办 ▸ 新派单 …                       news for somebody else of the cast
    —— 3 月 13 日 10:00 ——                      the clock moves on

and the line ``cast:`` names who is who: ``居民 resident-1, 经办 unit-hepu-sanitation``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from domain.geo import Point
from handlers.messages import Oddity, Outgoing, PhotoRef, Place
from handlers.office import Office
from storage import people, photos
from tests.support.office import GRID, Chat, Town, hear_strike_off

BOT = "销号"
_CAST = re.compile(r"^cast: (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"^(?P<who>[^\s▸→]+) ▸ (?P<what>.*)$")
_SENT = re.compile(r"^〔(?P<kind>[^〕]+)〕(?P<words>.*)$")
_CLOCK = re.compile(r"^—— (\d+) 月 (\d+) 日 (\d+):(\d+) ——$")
_ODD = {
    "表情": Oddity.STICKER,
    "语音": Oddity.VOICE,
    "视频": Oddity.VIDEO,
    "名片": Oddity.CONTACT,
}


def blocks(page: str) -> list[str]:
    """Return the transcripts of a page."""
    return _BLOCK.findall(page)


def rewritten(page: str, played: list[str]) -> str:
    """Put transcripts as they were played in place of those of the page."""
    rest = iter(played)
    return _BLOCK.sub(lambda _: f"```\n{next(rest)}```", page)


@dataclass
class Player:
    """Plays the blocks of one page, in order, in one town."""

    town: Town
    cast: dict[str, Chat] = field(default_factory=dict)
    _seen: int = 0

    @classmethod
    async def of(cls, town: Town, page: str) -> Player:
        """Let the cast of a page come in."""
        player = cls(town)
        found = _CAST.search(page)
        assert found, "the page names no cast"
        for entry in found[1].split(", "):
            await player._enter(*entry.split())
        return player

    async def _enter(self, name: str, key: str, language: str = "zh-CN") -> None:
        channel, _, address = key.rpartition(":")
        chat = self.town.person(key)
        self.cast[name] = Chat(self.town, channel, address) if channel else chat

        def speak(office: Office) -> None:
            person = people.at_address(office.tx, "web", chat.address)
            if person:
                people.set_language(office.tx, person.id, language)

        await self.town.run(speak)

    async def play(self, block: str) -> str:
        """Play what people send in a block; return it with what the bot says."""
        lines: list[str] = []
        for line in block.splitlines():
            said, clock = _SAID.match(line), _CLOCK.match(line)
            if clock:
                self._move_clock(*(int(number) for number in clock.groups()))
                lines += ["", line]
            elif said and said["who"] != BOT:
                lines += [line] if lines and _CLOCK.match(lines[-1]) else ["", line]
                await self._send(self.cast[said["who"]], said["what"])
                lines += await self._answers(said["who"])
        return "".join(f"{line}\n" for line in lines[1:])

    def _move_clock(self, month: int, day: int, hour: int, minute: int) -> None:
        zone = self.town.files.district.zone
        local = datetime(2024, month, day, hour, minute, tzinfo=zone)
        self.town.clock.now = local.astimezone(self.town.clock.now.tzinfo)

    async def _send(self, chat: Chat, what: str) -> None:
        sent = _SENT.match(what)
        if what.startswith("["):
            await chat.taps(what.strip("[]"))
        elif sent is None:
            await chat.says(what)
        else:
            await self._send_thing(chat, sent["kind"], sent["words"])

    async def _send_thing(self, chat: Chat, kind: str, words: str) -> None:
        name, _, detail = kind.partition(" ")
        if name == "照片":
            await self._photo(chat, detail, words)
        elif name == "位置":
            point = self._point(detail)
            await chat._send(place=Place(lon=point.lon, lat=point.lat), text=words)
        elif name == "文件":
            await self._file(chat, detail)
        elif name == "打开链接":
            texts = [text for other in self.cast.values() for text in await other.heard()]
            code = re.findall(r"\?start=(\w+)", "\n".join(texts))[-1]
            await chat._send(text="/start", start=code)
        else:
            await chat.sends_oddity(_ODD[name], words)

    def _point(self, detail: str) -> Point:
        """Return a point of an area by its code, by degrees, or of the grid in the journeys."""
        if "," in detail:
            lon, lat = detail.split(",")
            return Point(float(lon), float(lat))
        point = self.town.areas.centre(detail or GRID)
        assert point is not None
        return point

    async def _photo(self, chat: Chat, detail: str, words: str) -> None:
        if detail.startswith("拍于"):
            number = await self._announce(chat, words)
            await self.town.keep(number, taken=self._point(detail.removeprefix("拍于")))
            return
        several = int(detail or 1)
        await chat.sends_photo(words, n=several, album=f"a{self._seen}" if several > 1 else "")

    async def _file(self, chat: Chat, ending: str) -> None:
        await self.town.refuse_photo(
            await self._announce(chat, ""), f"photo-not-a-picture:{ending}"
        )

    async def _announce(self, chat: Chat, words: str) -> int:
        number = next(self.town._keys)
        ref = PhotoRef(ref=f"spool-{number}", key=f"photo-{number}")
        await chat._send(text=words, photos=(ref,))
        waiting = await self.town.run(lambda office: photos.due(office.tx, office.now, 1))
        return waiting[0].id

    async def _answers(self, speaker: str) -> list[str]:
        """Return what was said since the last call, first to the speaker, then to the others."""
        rows = await self.town.rows(
            "SELECT id, conversation, body, tells FROM outbox WHERE id > :seen ORDER BY id",
            seen=self._seen,
        )
        lines: list[str] = []
        for name in sorted(self.cast, key=lambda name: name != speaker):
            for row in rows:
                if row["conversation"] == self.cast[name].key:
                    to = BOT if name == speaker else f"{BOT} → {name}"
                    lines += _drawn(to, Outgoing.model_validate_json(row["body"]))
                    await self._note_told(name, row["tells"])
        self._seen = max([self._seen, *(row["id"] for row in rows)])
        return lines

    async def _note_told(self, name: str, no: str) -> None:
        if no:
            await hear_strike_off(self.cast[name], no)


def _drawn(to: str, message: Outgoing) -> list[str]:
    """Draw one message as lines."""
    photos = f"〔{len(message.photos)} 张照片〕" if message.photos else ""
    pin = "〔位置〕" if message.point else ""
    first, *rest = message.text.splitlines()
    buttons = [" ".join(f"[{button.label}]" for button in row) for row in message.rows]
    return [f"{to} ▸ {photos}{pin}{first}", *(f"    {line}" for line in [*rest, *buttons])]


def pages() -> list[Path]:
    """Return the pages that are played."""
    return sorted(Path(__file__).parent.glob("*.md"))
