"""What tests of channels share: a running stand-in, and a bot that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.standin.telegram import StandIn
from tests.support.telegram_bot import Kept, bot_for


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    """A Bot API server with nobody on it yet."""
    async with StandIn() as running:
        yield running


@pytest.fixture
def kept() -> Kept:
    """An inbox."""
    return Kept()


@pytest.fixture
async def bot(standin, kept):
    """A bot that receives from the stand-in once it is started, and can send at once."""
    made = bot_for(standin, kept)
    yield made
    await made.stop()
