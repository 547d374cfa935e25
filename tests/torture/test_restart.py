"""What was begun before the program was killed goes on after it."""

from __future__ import annotations

import asyncio

import pytest

from tests.standin.telegram import StandIn
from tests.support.pictures import photo
from tests.torture.crowd import ACCEPTED, PLACES
from tests.torture.program import Program

pytestmark = pytest.mark.torture


async def test_half_a_report_survives_a_kill(telegram: StandIn, program: Program):
    """A draft that was begun before a kill is finished after it, with its photo and words."""
    someone = telegram.person()
    async with asyncio.timeout(30):
        someone.shows(photo(64, 48), "村口垃圾堆了三天没人收")
        await telegram.until(lambda: "在哪里" in "".join(someone.seen))
        await program.kill()
        lon, lat = PLACES[0]
        someone.sends_place(lat, lon)  # nobody is there to hear it yet
        await program.begin()
        await telegram.until(lambda: "村口垃圾堆了三天" in "".join(someone.seen))
        someone.taps("提交")
        await telegram.until(lambda: bool(ACCEPTED.search(someone.seen[-1])))
    summary = next(words for words in someone.seen if "村口垃圾堆了三天" in words)
    assert "1 张" in summary


async def test_a_tap_nobody_heard_is_heard_after_the_restart(telegram: StandIn, program: Program):
    """提交 tapped while the program was dead files the report once, when it lives again."""
    someone = telegram.person()
    async with asyncio.timeout(30):
        someone.shows(photo(64, 48), "村口垃圾堆了三天没人收")
        lon, lat = PLACES[0]
        someone.sends_place(lat, lon)
        await telegram.until(lambda: "请看一遍" in "".join(someone.seen))
        await program.kill()
        someone.taps("提交")
        someone.taps("提交")
        await program.begin()
        await telegram.until(lambda: not telegram.pending and "不用再点" in someone.seen[-1])
    assert len([words for words in someone.seen if ACCEPTED.search(words)]) == 1
