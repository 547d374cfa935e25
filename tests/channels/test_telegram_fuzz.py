"""Nothing a stranger can send makes the parser raise."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram_parse import parse
from bot.channels.telegram_raw import Account, raw_of
from tests.support.clock import TUESDAY

BOT = Account(123456789, "XiaohaoTestBot")
UPDATES = [
    json.loads(file.read_text())["update"]
    for file in sorted(Path("tests/recorded").glob("telegram_*.json"))
]

HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 2**31, 2**63, -(2**63), 10**30, 5001, -1001234567890, 1710205200]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "/start",
                "/start@",
                "@XiaohaoTestBot",
                "4123.0",
                "0.0",
                "١.٢",
                "image/png",
                "private",
            ),
            *("\u202e\u200f倒", "\u200b\u200d", "\ud83d", "\udc00\ud83d", "\x00", "a" * 9000),
            *("e\u0301" * 50, "=cmd|' /C calc'!A0", "'; DROP TABLE issues; --"),
        ]
    ),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"id": 5001, "type": "private"}),
    st.just({"id": -5, "type": "supergroup"}),
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, below in inner:
        found += paths(below, (*path, key))
    return found


@st.composite
def broken_updates(draw: st.DrawFn) -> dict[str, Any]:
    """A recorded update with some of its values replaced or taken away."""
    update = json.loads(json.dumps(draw(st.sampled_from(UPDATES))))
    for _ in range(draw(st.integers(1, 4))):
        places = paths(update)
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        holder = update
        for key in way:
            holder = holder[key]
        if draw(st.booleans()) or isinstance(holder, list):
            holder[last] = deepcopy(draw(HOSTILE))
        else:
            del holder[last]
    update["update_id"] = 700_000_001
    return update


@settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken_updates())
def test_broken_updates_are_read(update):
    """A broken update is somebody's oddity or nobody's, in the conversation it was kept under."""
    kept = raw_of(BOT, update, text=json.dumps(update), at=TUESDAY)
    said = parse(kept.body)
    assert (said.key, said.conversation) == (kept.key, kept.conversation)
    assert said.lifecycle or (said.user and said.chat)
    said.model_dump_json().encode()
    kept.body.encode()
    kept.twin.encode()


@pytest.mark.parametrize("name", ["language_code", "file_id", "media_group_id", "title", "data"])
def test_half_an_emoji_can_be_stored(name):
    """Half of a surrogate pair is replaced wherever it stands, so that it can be written down."""
    for update in UPDATES:
        halved = re.sub(rf'("{name}": ")[^"]*', r"\1\\ud83d\\u0000", json.dumps(update))
        kept = raw_of(BOT, json.loads(halved), text=halved, at=TUESDAY)
        parse(kept.body).model_dump_json().encode()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(body):
    """A body that is no envelope is nothing anybody said."""
    assert parse(body).lifecycle == "ignored"
