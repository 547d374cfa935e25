"""The stream of new messages (server-sent events) of one conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Final

import orjson

from bot.channels.webchat import HungUp, Listener
from bot.web.lines import shown
from storage.ledger import Ledger, Tx
from storage.seats import Line, outbox_after

HEARTBEAT_S: Final = 15.0
"""A page that hears nothing for two of these opens the stream again."""

_BEAT: Final = b": beat\nevent: beat\ndata: \n\n"  # the comment for proxies, the event for the page


def encode(line: Line) -> bytes:
    """Return one event; only what we said has an id, which is where a page resumes."""
    item = shown(line)
    if item is None:
        return b""
    head = f"id: {line.id}\n" if line.side == "out" else "event: own\n"
    return head.encode() + b"data: " + orjson.dumps(item) + b"\n\n"


async def stream(
    ledger: Ledger,
    listening: AbstractContextManager[Listener],
    after: int,
    *,
    heartbeat_s: float = HEARTBEAT_S,
) -> AsyncIterator[bytes]:
    """Yield what was sent after the message ``after``, then what is sent from now on.

    Listening begins before the outbox is read, so that nothing falls between the two.
    """
    with listening as listener:
        yield b"retry: 1000\n\n"
        missed = await ledger.read(partial(_missed, listener.conversation, after))
        for line in missed:
            yield encode(line)
        seen = {line.id for line in missed}
        try:
            while True:
                if part := await _next(listener, heartbeat_s, seen):
                    yield part
        except HungUp:
            return


def _missed(conversation: str, after: int, tx: Tx) -> list[Line]:
    return outbox_after(tx, conversation, after)


async def _next(listener: Listener, heartbeat_s: float, seen: set[int]) -> bytes:
    try:
        line = await asyncio.wait_for(listener.next(), heartbeat_s)
    except TimeoutError:
        return _BEAT
    return b"" if line.side == "out" and line.id in seen else encode(line)
