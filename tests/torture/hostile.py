"""Updates as a bored or wicked stranger could make them; all decided by one seed.

Most are well-formed and hostile in what they say; some contradict the documentation as well.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.standin.people import Someone
from tests.standin.state import BotState, Json

NAMES = ("\u202e\u200f倒", "\u200b\u200d\u2060", "a\u0301" * 60, "管理员", "", "\ud83d", "<b>x</b>")
WORDS = (
    *("村口垃圾堆了三天", "路灯下面有人乱搭棚子", "你好", "谢谢", "嗯", "？", "\u200b", " \n\t "),
    *("\u202eTXET", "e\u0301" * 300, "\x00", "\ud83d", "\udc00\ud83d", "😀" * 1500, "汉" * 4096),
    *("=cmd|' /C calc'!A0", "'; DROP TABLE issues; --", "<script>alert(1)</script>", "{ $no }"),
    *("%s%n{0}{name}", "[x](tg://user?id=1)", "\\u0000", "１２３", "٣", "0", "-1", "999999999999"),
    *(
        "第 9999 页",
        "第 0 页",
        "page 3",
        "选",
        "选 here",
        "选 440512006001",
        "选 sanitation",
        "选 '",
    ),
    *("河浦街道 河北社区", "河浦", "hebei", "达濠", "没有照片", "从列表选", "改地点", "改类别"),
    *("书记收钱", "举报村主任贪污", "@XiaohaoTestBot", "/", "//", "/ start", "/start@other_bot"),
)
LABELS = (
    *("上报问题", "提交", "取消", "我的上报", "我的任务", "帮助", "签收", "退单", "整改完成"),
    *("核查通过", "核查不通过", "仍未解决", "撤回", "补充", "派单", "改派", "不同意", "不予受理"),
    *("Submit", "Cancel", "Report a problem", "Accept", "人员", "停用", "绑定", "没送到的消息"),
    *(
        "解决了",
        "申请延期",
        "新问题",
        "不清楚",
        "上一页",
        "下一页",
        "就用这个地点",
        "改类别",
        "查询",
    ),
)
COMMANDS = ("start", "report", "status", "my", "tasks", "help", "cancel", "language", "nonsense")
JUNK: tuple[str, ...] = (
    "",
    " ",
    " 1",
    " HJ-20240312-0001",
    " hj 20240312 1",
    " HJ-20240312-0001 000000",
    " ——",
)
JUNK = (*JUNK, " HJ-99999999-9999", " \u202e", " " + "x" * 70, " 第 2 页", " ١٢٣", " -1", " en")
VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    -(2**70),
    1.5,
    "",
    "\ud83d",
    [],
    {},
    [[]],
    "a" * 9000,
)
FORGED = ("", ".", "0.0", "1", "99999999.0", "1.999", "-1.0", "１.０", "1.0\n", "a" * 64, "1.0.0")
FILES = ("x.jpg", "../../etc/passwd.png", "a\x00.gif", "病毒.apk", "", ".")
MIMES = ("image/jpeg", "image/../x", "application/zip", "", "IMAGE/PNG")
KINDS = ("channel_post", "message_reaction", "inline_query", "poll_answer", "telepathy")


class Hostile:
    """Makes updates of several people, one at a time.

    Attributes:
        offered: For each chat the data of buttons it was shown; most taps are on one of these.
        issues: Numbers that exist; some labels name one of them.
    """

    def __init__(self, seed: int, people: int, staff: int) -> None:
        self.dice = random.Random(seed)
        self.offered: dict[str, list[str]] = {}
        self.issues: list[str] = []
        self._api = BotState()
        self._people = [Someone(self._api, 7000 + n) for n in range(people)]
        self._busy = [5] * staff + [1] * (people - staff)
        self._groups = [Someone(self._api, 7000 + n, chat=-1000 - n) for n in range(3)]
        self._makers: tuple[tuple[int, Callable[[Someone], Json]], ...] = (
            (20, self._words),
            (20, self._label),
            (10, self._command),
            (24, self._tap),
            (14, self._photo),
            (12, self._place),
            (6, self._thing),
            (4, self._edit),
            (3, self._group),
            (3, self._news),
        )

    def __call__(self) -> Json:
        """Return the next update."""
        weights = [weight for weight, _ in self._makers]
        _, make = self.dice.choices(self._makers, weights)[0]
        update = make(self.dice.choices(self._people, self._busy)[0])
        if self.dice.random() < 0.3:
            update = self._named(update)
        return self._broken(update) if self.dice.random() < 0.15 else update

    def _words(self, who: Someone) -> Json:
        text = "".join(self.dice.choices(WORDS, k=self.dice.randint(1, 2)))
        if self.dice.random() < 0.01:
            text = self.dice.choice(("村口垃圾 ", "1", "\n", "河")) * 1_000_000
        return who.sends(text=text[: 2**20])

    def _label(self, who: Someone) -> Json:
        return who.says(self._label_of_something())

    def _label_of_something(self) -> str:
        rest = self.dice.choice(JUNK)
        if self.issues and self.dice.random() < 0.6:
            rest = f" {self.dice.choice(self.issues)}"
        return self.dice.choice(LABELS) + rest

    def _command(self, who: Someone) -> Json:
        return who.says(f"/{self.dice.choice(COMMANDS)}{self.dice.choice(JUNK)}")

    def _tap(self, who: Someone) -> Json:
        data = f"{self.dice.randint(1, 2500)}.{self.dice.randint(0, 9)}"
        if self.dice.random() < 0.2:
            data = self.dice.choice(FORGED)
        elif self.offered.get(str(who.chat)) and self.dice.random() < 0.8:
            data = self.dice.choice(self.offered[str(who.chat)])
        return who.taps_data(data, who.message(text="选"))

    def _photo(self, who: Someone) -> Json:
        data = self.dice.randbytes(30)
        if self.dice.random() < 0.3:
            return who.sends_file(data, self.dice.choice(FILES), self.dice.choice(MIMES))
        album = str(self.dice.randint(1, 40))
        more = {"media_group_id": album} if self.dice.random() < 0.4 else {}
        captions = ("", self.dice.choice(WORDS), self._label_of_something())
        return who.shows(data, self.dice.choice(captions), **more)

    def _place(self, who: Someone) -> Json:
        lat, lon = self.dice.choice(
            (*((23.2646, 116.6205),) * 4, (0.0, 0.0), (90.0, 180.0), (-90.0, -180.0), (91.0, 500.0))
        )
        more: Json = {"live_period": 900} if self.dice.random() < 0.2 else {}
        if self.dice.random() < 0.2:
            lat = self.dice.choice((float("nan"), float("inf"), 10**30))
        if self.dice.random() < 0.2:
            point, title = {"latitude": lat, "longitude": lon}, self.dice.choice(WORDS)
            venue = {"location": point, "title": title, "address": title}
            return who.sends(location=point, venue=venue)
        return who.sends_place(lat, lon, **more)

    def _thing(self, who: Someone) -> Json:
        things: tuple[Json, ...] = (
            {"contact": {"phone_number": "1", "first_name": "x"}},
            {"dice": {"emoji": "🎲", "value": 3}},
            {"video_note": {"file_id": "v", "file_unique_id": "v", "length": 1, "duration": 1}},
            {"hologram": {"depth": 3}},
            {"poll": {"id": "1", "question": "?", "options": []}},
            {"story": {"chat": {"id": 1, "type": "private"}, "id": 1}},
            {"pinned_message": who.message(text="x")},
            {},
        )
        kinds = (who.sends_sticker, who.sends_voice, lambda: who.sends(**self.dice.choice(things)))
        return self.dice.choice(kinds)()

    def _edit(self, who: Someone) -> Json:
        return who.edits(who.says("从前"), self.dice.choice(WORDS))

    def _group(self, _: Someone) -> Json:
        who = self.dice.choice(self._groups)
        text = self.dice.choice(("", "@XiaohaoTestBot ", "/help@XiaohaoTestBot ", "/status "))
        return who.says((text + self.dice.choice(WORDS)) or "x")

    def _news(self, who: Someone) -> Json:
        if self.dice.random() < 0.3:
            return self._api.push(**{self.dice.choice(KINDS): {"id": 1}})
        return self.dice.choice((who.blocks, who.unblocks))()

    def _named(self, update: Json) -> Json:
        """Give the sender a name that hides, turns round, or pretends."""
        named = deepcopy(update)
        for part in named.values():
            if isinstance(part, dict) and isinstance(part.get("from"), dict):
                part["from"] |= {"first_name": self.dice.choice(NAMES), "language_code": "ar"}
        return named

    def _broken(self, update: Json) -> Json:
        """Replace or take away values anywhere but the update's own number."""
        broken = deepcopy(update)
        for _ in range(self.dice.randint(1, 3)):
            places = [place for place in _places(broken) if place[1] != "update_id"]
            if not places:
                break
            holder, key = self.dice.choice(places)
            if isinstance(holder, list) or self.dice.random() < 0.5:
                holder[key] = deepcopy(self.dice.choice(VALUES))
            else:
                del holder[key]
        return broken


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a JSON value: what holds it, and under which key."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [(value, key) for key, _ in inner] + [p for _, below in inner for p in _places(below)]
