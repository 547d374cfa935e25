"""How fast messages leave for Telegram."""

from __future__ import annotations

import pytest

from bot.channels.base import Later
from bot.channels.telegram_send import Pace


class StillSeconds:
    """A clock for the pace that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self.now += seconds


async def test_the_whole_bot_keeps_its_pace():
    """Of 300 messages 30 leave at once and 30 each second."""
    clock = StillSeconds()
    pace = Pace(per_second=30, monotonic=clock, sleep=clock.sleep)
    for chat in range(300):
        await pace.wait(str(chat), 1)
    assert 8.9 < clock.now - 1000 < 9.1


async def test_a_long_wait_is_handed_back():
    """Nothing waits in memory for more than a second."""
    clock = StillSeconds()
    pace = Pace(per_second=10, monotonic=clock, sleep=clock.sleep)
    await pace.wait("1", 40)
    with pytest.raises(Later):
        await pace.wait("2", 1)


async def test_a_group_gets_twenty_a_minute():
    """The 21st message to a group waits for the first to be a minute old; others do not."""
    clock = StillSeconds()
    pace = Pace(monotonic=clock, sleep=clock.sleep)
    for _ in range(20):
        await pace.wait("-1", 1)
    with pytest.raises(Later) as caught:
        await pace.wait("-1", 1)
    await pace.wait("-2", 1)
    assert caught.value.seconds == pytest.approx(60, abs=1)
