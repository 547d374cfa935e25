"""The page in a real browser when things go wrong, and for every hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from handlers.messages import Button, Outgoing
from tests.web.page.surfer import polite, surfer
from tests.web.room import Room, new_room, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_too_much_stays_in_the_box(page: Page, room: Room, pictures: list[Path]):
    """Ten pictures are refused in words before they are sent, and nothing is lost."""
    await page.locator("#text").fill("都在这里")
    await page.locator("#files").set_input_files(pictures * 3 + pictures[:1])
    await page.locator("#text").press("Enter")
    await expect(page.locator("#trouble")).to_contain_text("最多 9 张")
    assert await page.locator("#text").input_value() == "都在这里"
    assert await page.locator(".preview").count() == 10 and len(room.heard) == 1


async def test_hostile_words_are_only_words(page: Page, room: Room):
    """Markup and scripts in any text are shown as they were typed."""
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    await page.locator("#text").fill(evil)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"听到：{evil}")).to_be_visible()
    await room.say(
        room.heard[0].chat,
        Outgoing(text="链接", rows=((Button(label=evil, url="javascript:alert(3)"),),)),
    )
    await expect(page.locator("a.choice")).to_have_attribute("href", "#")
    assert await page.locator(".message img:not(.avatar)").count() == 0


async def test_everything_to_press_is_large_enough_for_a_thumb(page: Page):
    """Every button can be hit 21 pixels from its middle, above and below."""
    missed = await page.evaluate(
        """() => [...document.querySelectorAll("button")].filter((button) => {
            const { x, y, width, height } = button.getBoundingClientRect();
            if (!width) return false;
            const hits = (by) => button.contains(
                document.elementFromPoint(x + width / 2, y + height / 2 + by));
            return width < 44 || !hits(-21) || !hits(21);
        }).map((button) => button.outerHTML)"""
    )
    assert missed == []


async def test_the_page_does_not_scroll_sideways(page: Page, room: Room):
    """On a phone's width even a long word without spaces stays inside."""
    await room.say(room.heard[0].chat, Outgoing(text="x" * 400, rows=((Button(label="长" * 60),),)))
    await expect(page.get_by_text("x" * 400)).to_be_visible()
    widths: Any = await page.evaluate(
        "[document.documentElement.scrollWidth, document.querySelector('#scroller').scrollWidth]"
    )
    assert max(widths) <= 390


async def test_a_broken_connection_loses_nothing(browser: Browser, tmp_path: Path):
    """While the server is away messages wait; afterwards each arrives once, in order."""
    async with new_room(tmp_path) as room, surfer(browser) as page:
        room.answer = polite
        async with served(room):
            await page.goto(room.url)
            await page.locator("#enter").click()
            await expect(page.get_by_text("您好")).to_be_visible()
            port = int(room.url.rpartition(":")[2])
        for text in ("一", "二"):
            await page.locator("#text").fill(text)
            await page.keyboard.press("Enter")
        await expect(page.locator("#bar")).to_contain_text("连接断了")
        await expect(page.locator(".mine .mark-slot").last).to_contain_text("正在发送")
        address = room.heard[0].chat
        await room.say(address, Outgoing(text="断线时的消息"))
        await room.webchat.start()
        async with served(room, port=port):
            await expect(page.get_by_text("断线时的消息")).to_be_visible()
            await expect(page.get_by_text("听到：二")).to_be_visible()
            await expect(page.locator("#bar")).to_be_hidden()
        assert [one.text for one in room.heard] == ["/start", "一", "二"]


async def test_a_seat_that_ended_leads_back_to_the_entry(page: Page, room: Room):
    """When the seat has ended the page says so and offers to enter again."""
    await room.ledger.run(lambda tx: tx.execute("UPDATE seats SET ended_at = 'x'"))
    await page.locator("#text").fill("还在吗")
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry-note")).to_contain_text("会话已结束")
