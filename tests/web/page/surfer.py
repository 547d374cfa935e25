"""Chromium, and a page of it that notices mistakes."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from handlers.messages import Button, Incoming, Outgoing

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
IN_HENAN = {"longitude": 116.668, "latitude": 23.258}
_ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start Debian's chromium; where there is none the test is skipped."""
    found = shutil.which("chromium", path="/usr/bin:/usr/local/bin:/snap/bin")
    if not found:
        pytest.skip("no chromium here")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(_ARGS))
        yield browser
        await browser.close()


@asynccontextmanager
async def surfer(browser: Browser, **options: Any) -> AsyncIterator[Page]:
    """Open a tab of a phone that speaks Chinese; a script error or a breach of policy fails."""
    settings: dict[str, Any] = {"viewport": PHONE, "locale": "zh-CN", "geolocation": IN_HENAN}
    context = await browser.new_context(**settings | options)
    context.set_default_timeout(10_000)
    page = await context.new_page()
    mistakes: list[str] = []
    watch(page, mistakes)
    yield page
    assert mistakes == []
    await context.close()


def watch(page: Page, mistakes: list[str]) -> None:
    """Note script errors, dialogs and breaches of the content policy."""
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("dialog", lambda dialog: mistakes.append(f"dialog {dialog.type}"))
    page.on(
        "console",
        lambda said: mistakes.append(said.text) if "Content Security" in said.text else None,
    )


HELLO = Outgoing(text="您好", rows=((Button(label="上报问题"), Button(label="帮助")),))
WHERE = Outgoing(text="在哪里？", wants="place")


def polite(incoming: Incoming) -> list[Outgoing]:
    """Greet, ask for the place of pictures, repeat words."""
    if incoming.text == "/start":
        return [HELLO]
    if incoming.photos:
        return [WHERE]
    return [Outgoing(text=f"听到：{incoming.text}")] if incoming.text else []
