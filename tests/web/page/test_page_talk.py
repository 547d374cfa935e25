"""The page in a real browser: what a person sees and does."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from handlers.messages import Outgoing
from tests.web.page.surfer import DESK, polite, surfer, watch
from tests.web.room import Room

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def mine(page: Page) -> list[str]:
    """Texts of the person's own messages on the page."""
    return await page.locator(".mine .text").all_inner_texts()


async def test_a_resident_reads_the_notice_before_anything(browser: Browser, room: Room):
    """The first page says who runs this and whom to ring, in one step to the chat."""
    async with surfer(browser) as page:
        await page.goto(room.url)
        await expect(page.locator(".notice")).to_contain_text("问题台账")
        await expect(page.locator(".notice")).to_contain_text("0754-0000000")
        assert room.heard == []


async def test_talk_survives_a_reload(page: Page, room: Room):
    """Enter sends, the answer comes without reload, and a reload shows both sides once."""
    await page.locator("#text").fill("路灯坏了")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("听到：路灯坏了")).to_be_visible()
    await expect(page.locator(".mine .mark-slot")).to_contain_text("已送达")
    await page.reload()
    await expect(page.get_by_text("听到：路灯坏了")).to_be_visible()
    assert await mine(page) == ["路灯坏了"]
    assert [one.text for one in room.heard] == ["/start", "路灯坏了"]


async def test_shift_enter_begins_a_line(page: Page, room: Room):
    """Shift and Enter write a new line instead of sending."""
    await page.locator("#text").press_sequentially("一")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("二")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("听到")).to_be_visible()
    assert room.heard[-1].text == "一\n二"


async def test_a_button_is_a_tap(page: Page, room: Room):
    """Pressing a button sends its place in the message, and shows its label as said."""
    await page.get_by_role("button", name="帮助").first.dblclick()
    await expect(page.locator(".mine .mark-slot")).to_contain_text("已送达")
    tap = room.heard[-1].tap
    assert tap is not None and tap.button == 1
    assert await mine(page) == ["帮助"] and len(room.heard) == 2


async def test_pictures_are_looked_over_before_they_go(
    page: Page, room: Room, pictures: list[Path]
):
    """Chosen pictures are previewed, one is taken out, the others go together with the words."""
    await page.locator("#files").set_input_files(pictures)
    await expect(page.locator(".preview")).to_have_count(3)
    await page.get_by_role("button", name="去掉第 2 张照片").click()
    await page.locator("#text").fill("垃圾")
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.locator(".mine .photo.ready")).to_have_count(2)
    await expect(page.locator(".mine .mark-slot")).to_contain_text("已送达")
    assert len(room.heard[-1].photos) == 2 and room.heard[-1].text == "垃圾"


async def test_a_picture_fills_when_it_is_kept(page: Page, room: Room, pictures: list[Path]):
    """After a reload an unfinished picture is said to be coming, and appears by itself."""
    await page.locator("#files").set_input_files(pictures[:1])
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .mark-slot")).to_contain_text("已送达")
    await page.reload()
    await expect(page.get_by_text("照片马上就到")).to_be_visible()
    await keep(room, pictures[0].read_bytes())
    await expect(page.locator(".photo.ready")).to_be_visible()
    await page.locator(".photo.ready").click()
    await expect(page.locator("#light-image")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#lightbox")).to_be_hidden()


async def keep(room: Room, data: bytes) -> None:
    """Do what the photo loop does with the last picture heard."""
    sha = "cd" * 32
    folder = room.folder / "photos" / "cd" / "cd"
    folder.mkdir(parents=True)
    for ending in (".jpg", ".thumb.jpg"):
        (folder / f"{sha}{ending}").write_bytes(data)
    heard = room.heard[-1]
    facts = {"key": heard.photos[0].key, "conversation": heard.conversation, "sha": sha}
    await room.ledger.run(
        lambda tx: tx.execute(
            "INSERT INTO photos (channel, ref, key, person, conversation, state, sha256, next_at,"
            " sent_at) VALUES ('web', 'r', :key, 1, :conversation, 'kept', :sha, 'x', 'x')",
            facts,
        )
    )


async def test_the_place_comes_from_the_browser_in_one_tap(
    page: Page, room: Room, pictures: list[Path]
):
    """Asked where, one button sends the browser's position; the card names the community."""
    await page.locator("#files").set_input_files(pictures[:1])
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="发送我的位置").click()
    await expect(page.locator(".place-text")).to_contain_text("河浦街道 · 河南社区")
    await expect(page.locator(".mine .mark-slot").last).to_contain_text("已送达")
    place = room.heard[-1].place
    assert place is not None and (place.lon, place.lat) == (116.668, 23.258)


async def test_the_place_comes_from_the_map(page: Page, room: Room):
    """A tap on the map names what is under the finger; a second button sends it."""
    await page.get_by_role("button", name="发送位置").click()
    await expect(page.locator(".area-street")).to_have_count(7)
    await expect(page.get_by_role("button", name="发送这个位置")).to_be_disabled()
    await page.locator("#map").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#place-name")).to_contain_text("街道")
    await page.get_by_role("button", name="发送这个位置").click()
    await expect(page.locator(".mine .place-card")).to_be_visible()
    await expect(page.locator(".mine .mark-slot")).to_contain_text("已送达")
    assert room.heard[-1].place is not None


async def test_the_language_can_be_changed_in_the_middle(page: Page, room: Room):
    """One tap turns every word of the page to English and lets the bot know."""
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("#district")).to_have_text("Haojiang")
    await expect(page.locator(".day")).to_have_text("Today")
    await expect(page.get_by_text("听到：/language en")).to_be_visible()
    assert await page.locator(".mine").count() == 0
    assert await page.evaluate("document.documentElement.lang") == "en"


async def test_an_invitation_is_passed_on_and_taken_out_of_the_address(
    browser: Browser, room: Room
):
    """A link with a code enters like anybody, hands the code over once, and hides it."""
    room.answer = polite
    async with surfer(browser) as page:
        await page.goto(f"{room.url}/?start=CODE-1")
        await expect(page.get_by_text("工作邀请")).to_be_visible()
        await page.locator("#enter").click()
        await expect(page.get_by_text("您好")).to_be_visible()
        assert (room.heard[0].start, room.heard[0].text) == ("CODE-1", "/start")
        assert "CODE" not in page.url
        await page.reload()
        await expect(page.get_by_text("您好")).to_be_visible()
        assert len(room.heard) == 1


async def test_older_messages_come_on_request(page: Page, room: Room):
    """A long history shows its end first and grows upwards."""
    for n in range(45):
        await room.say(room.heard[0].chat, Outgoing(text=f"第 {n} 条"))
    await page.reload()
    await expect(page.get_by_text("第 44 条")).to_be_in_viewport()
    assert await page.locator(".message").count() == 40
    await page.get_by_role("button", name="更早的消息").click()
    await expect(page.locator(".message")).to_have_count(46)
    await expect(page.get_by_text("您好")).to_have_count(1)


async def test_two_tabs_are_two_people(browser: Browser, demo: Room):
    """In a demonstration each tab is somebody else, and stays so over a reload."""
    demo.answer = polite
    async with surfer(browser, viewport=DESK) as one:
        other = await one.context.new_page()
        watch(other, [])
        for page, key in ((one, "grid-hebei-3"), (other, "unit-hepu")):
            await page.goto(demo.url)
            await page.locator(f"[data-key={key}]").click()
            await expect(page.get_by_text("您好")).to_be_visible()
        await one.bring_to_front()
        await one.reload()
        await expect(one.locator("#who")).to_have_text("您是河北社区第 3 网格网格员")
        await expect(other.locator("#who")).to_have_text("您是河浦街道环卫站经办人")
        await expect(other.get_by_role("button", name="我的任务")).to_be_visible()
        await one.get_by_role("button", name="退出").click()
        await one.get_by_role("button", name="换人").click()
        await expect(one.locator(".person")).to_have_count(5)
