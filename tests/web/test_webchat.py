"""The channel: what the page posted becomes an Incoming, what is sent reaches open pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import Channel, Gone, Letter
from bot.channels.webchat import HungUp, Posted, WebChat
from handlers.messages import Lifecycle, Oddity, Outgoing, PhotoRef, Place, Tap
from tests.support.clock import TUESDAY, StillClock


async def _refuse(_: object) -> bool:
    raise AssertionError("nothing is received here")


@pytest.fixture
def webchat(tmp_path: Path) -> WebChat:
    """A channel whose clock stands still."""
    return WebChat(_refuse, tmp_path / "spool", clock=StillClock())


@pytest.fixture
async def spooled(webchat: WebChat) -> AsyncIterator[str]:
    """An upload of ten bytes that waits."""
    (webchat.spool / ("0" * 32)).write_bytes(b"0123456789")
    yield "0" * 32


def test_it_is_a_channel(webchat: WebChat):
    """The web chat keeps to the protocol of channels."""
    channel: Channel = webchat
    assert channel.name == "web"


def test_a_message_survives_the_inbox(webchat: WebChat):
    """Everything the page posted is in the Incoming, under the page's own key."""
    posted = Posted(
        key="uuid-0001",
        address="0123",
        at=TUESDAY,
        text="垃圾",
        photos=(PhotoRef(ref="0" * 32, key="uuid-0001.0", size=3),),
        place=Place(lon=116.7, lat=23.2),
        tap=Tap(message=7, button=2),
        start="CODE",
        language="en",
    )
    raw = posted.raw()
    assert (raw.key, raw.conversation) == ("web:0123:uuid-0001", "web::0123")
    incoming = webchat.parse(raw.body)
    assert incoming.key == raw.key and incoming.conversation == raw.conversation
    for name in ("text", "photos", "place", "tap", "start", "language", "at"):
        assert getattr(incoming, name) == getattr(posted, name)


def test_a_long_text_is_cut_and_noted(webchat: WebChat):
    """A text over 4096 characters is cut there and the cut is noted; 4096 are not."""
    long = Posted(key="uuid-0001", address="0", at=TUESDAY, text="长" * 4097)
    incoming = webchat.parse(long.raw().body)
    assert len(incoming.text) == 4096 and incoming.oddity is Oddity.TOO_LONG
    short = long.model_copy(update={"text": "长" * 4096})
    assert webchat.parse(short.raw().body).oddity is None


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '{"key": "k", "at": "yesterday"}'])
def test_a_row_that_is_not_ours_is_nothing(webchat: WebChat, raw: str):
    """Parsing never raises: what we did not write is ignored."""
    assert webchat.parse(raw).lifecycle is Lifecycle.IGNORED


async def test_a_letter_reaches_the_pages_of_its_conversation_only(webchat: WebChat):
    """An open page hears what is sent to it, and nothing sent to others."""
    with webchat.listen("web::a", "s1") as mine, webchat.listen("web::b", "s2") as theirs:
        name = await webchat.send(Letter(id=7, chat="a", body=Outgoing(text="x"), files={}))
        webchat.hang_up("s2")
        assert (name, (await mine.next()).id) == ("7", 7)
        with pytest.raises(HungUp):
            await theirs.next()


async def test_stopping_ends_pages_open_and_new(webchat: WebChat):
    """After stop no page waits any longer, not even one that comes later."""
    with webchat.listen("web::a", "s") as before:
        await webchat.stop()
        with webchat.listen("web::a", "s") as after:
            for listener in (before, after):
                with pytest.raises(HungUp):
                    await asyncio.wait_for(listener.next(), 1)


async def test_a_page_that_does_not_read_is_hung_up_on(webchat: WebChat):
    """Memory stays bounded: a page that reads nothing is cut off and resumes later."""
    with webchat.listen("web::a", "s") as listener:
        for n in range(500):
            await webchat.send(Letter(id=n, chat="a", body=Outgoing(text="x"), files={}))
        with pytest.raises(HungUp):
            for _ in range(500):
                await asyncio.wait_for(listener.next(), 1)


async def test_an_upload_is_copied_until_it_is_forgotten(
    webchat: WebChat, spooled: str, tmp_path: Path
):
    """A photo can be fetched again and again until it is kept; then it is gone for good."""
    for _ in range(2):
        await webchat.fetch(spooled, tmp_path / "copy", limit_bytes=10)
    assert (tmp_path / "copy").read_bytes() == b"0123456789"
    await webchat.forget(spooled)
    await webchat.forget(spooled)
    with pytest.raises(Gone):
        await webchat.fetch(spooled, tmp_path / "copy", limit_bytes=10)


async def test_an_upload_over_the_limit_is_not_copied(
    webchat: WebChat, spooled: str, tmp_path: Path
):
    """What is larger than allowed is refused with the text that says so."""
    with pytest.raises(Gone) as gone:
        await webchat.fetch(spooled, tmp_path / "copy", limit_bytes=9)
    assert gone.value.key == "photo-too-big"


async def test_a_name_outside_the_spool_leads_nowhere(webchat: WebChat, tmp_path: Path):
    """A ref is a name in the spool, never a path."""
    (tmp_path / "secret").write_bytes(b"s")
    with pytest.raises(Gone):
        await webchat.fetch("../secret", tmp_path / "copy", limit_bytes=10)
    with pytest.raises(Gone):
        await webchat.forget("../secret")
    assert (tmp_path / "secret").exists()
