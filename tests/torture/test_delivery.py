"""However often and in whatever order updates arrive, the same issues are filed."""

from __future__ import annotations

import json
import random
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from tests.standin.people import Someone
from tests.standin.state import BotState
from tests.torture.crowd import PLACES
from tests.torture.desk import Desk, desk, from_telegram
from tests.torture.shuffles import (
    Delivery,
    Filed,
    OnTelegram,
    OnWeb,
    doubled,
    filed,
    interleaved,
    renumbered,
    reports,
    shuffled,
)

pytestmark = pytest.mark.torture

PEOPLE = 150
AT_ONCE = 20


async def _deliver(folder: Path, deliveries: list[Delivery]) -> dict[str, list[Filed]]:
    """Hand everything over, some at a time, and return what was filed."""
    async with desk(folder) as office:
        for start in range(0, len(deliveries), AT_ONCE):
            await office.takes(*deliveries[start : start + AT_ONCE])
        await office.rests()
        assert not await office.rows("SELECT id FROM inbox WHERE state = 'failed'")
        return await filed(office)


@pytest.mark.parametrize("seed", [1, 2])
async def test_twice_and_shuffled_files_the_same(tmp_path: Path, seed: int):
    """Everything twice, conversations shuffled within 50: the same issues but for numbers."""
    dice, api = random.Random(seed), BotState()
    streams = [reports(OnTelegram(api, 5000 + n), dice, f"{n} 号") for n in range(PEOPLE)]
    in_order = await _deliver(tmp_path / "a", [one for stream in streams for one in stream])
    unkind = doubled(shuffled(interleaved(streams, dice), dice), dice)
    assert await _deliver(tmp_path / "b", unkind) == in_order
    assert sum(map(len, in_order.values())) == sum(
        '"提交"' in raw.body or "\\u63d0\\u4ea4" in raw.body for s in streams for _, raw in s
    )


async def test_another_update_id_is_no_other_message(tmp_path: Path):
    """The same message under a new update id, as after a change to a webhook, is known."""
    someone = Someone(BotState(), 5001)
    updates = [someone.shows(b"photo", "村口垃圾堆了三天"), someone.sends_place(*PLACES[0][::-1])]
    updates.append(someone.says("提交"))
    again = [renumbered(update, 900_000_000 + n) for n, update in enumerate(updates)]
    both = [from_telegram(update) for update in (*updates, *again)]
    issues = await _deliver(tmp_path, both)
    assert [len(found) for found in issues.values()] == [1]


async def test_any_order_of_photos_words_and_place_files_the_same(tmp_path: Path):
    """Two photos, two sentences and a pin before 提交 make one issue in all 120 orders."""
    api, streams = BotState(), []
    for number, order in enumerate(permutations(range(5))):
        someone = OnTelegram(api, 5000 + number)
        parts = [
            someone.shows("one"),
            someone.shows("two"),
            someone.says("村口垃圾堆了三天"),
            someone.says("苍蝇很多，请快点来"),
            someone.pins(PLACES[0]),
        ]
        streams.append([*(parts[place] for place in order), someone.says("提交")])
    issues = await _deliver(tmp_path, interleaved(streams, random.Random(1)))
    different = {one for found in issues.values() for one in found}
    assert (len(issues), len(different)) == (120, 1)
    assert all(len(found) == 1 for found in issues.values())


async def _linked(office: Desk, api: BotState, number: int) -> tuple[OnTelegram, OnWeb]:
    """Join a web address to a person on Telegram, as they would."""
    phone, page = OnTelegram(api, number), OnWeb(f"page-{number}")
    await office.takes(phone.says("绑定"))
    await office.rests()
    said = await office.rows("SELECT body FROM outbox ORDER BY id DESC LIMIT 1")
    code = json.loads(said[0]["body"])["text"].partition("start=")[2].split()[0]
    await office.takes(page.posts(text="/start", start=code))
    await office.rests()
    await office.takes(page.says(f"绑定 {code}"))
    await office.rests()
    return phone, page


async def test_two_channels_at_once_file_the_same_as_one(tmp_path: Path):
    """A report half on the phone and half in the browser, at once, is the report of one device."""
    dice, api = random.Random(3), BotState()
    parts = ("photo", "words", "place")
    async with desk(tmp_path) as office:
        for number in range(30):
            devices = await _linked(office, api, 6000 + number)
            for part in dice.sample(parts, 3):
                device = dice.choice(devices)
                acts = {
                    "photo": partial(device.shows, "a photo"),
                    "words": partial(device.says, "村口垃圾堆了三天"),
                    "place": partial(device.pins, PLACES[0]),
                }
                await office.takes(acts[part]())
            await office.takes(*(device.says("提交") for device in devices))
        await office.rests()
        issues = await filed(office)
    assert [len(found) for found in issues.values()] == [1] * 30
    plain = {(f.area, f.unit, f.sub_category, f.status, f.words) for (f,) in issues.values()}
    assert len(plain) == 1


@pytest.mark.parametrize("seed", [1, 2])
async def test_two_channels_racing_file_each_report_once(tmp_path: Path, seed: int):
    """Whatever two devices of one person send at the same moment, nothing is filed twice."""
    dice, api = random.Random(seed), BotState()
    async with desk(tmp_path) as office:
        phone, page = await _linked(office, api, 6000)
        for round_ in range(20):
            words = [f"村口垃圾堆了三天（{round_}，{n}）" for n in range(2)]
            both = [phone.says(words[0]), phone.pins(PLACES[0])]
            both += [page.shows(f"p{round_}", words[1]), page.pins(PLACES[0])]
            dice.shuffle(both)
            await office.takes(*both, *both)
            ends = [phone.says("提交"), page.says("提交"), phone.says("提交")]
            await office.takes(*ends, *ends)
        await office.rests()
        (found,) = (await filed(office)).values()
    assert len(found) == 20
    assert sorted(line for one in found for line in one.words) == sorted(
        f"村口垃圾堆了三天（{round_}，{n}）" for round_ in range(20) for n in range(2)
    )
