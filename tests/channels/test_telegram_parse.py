"""What a Telegram update says: every recorded update against what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram_parse import parse
from bot.channels.telegram_raw import Account, raw_of
from tests.support.clock import TUESDAY

RECORDED = sorted(Path("tests/recorded").glob("telegram_*.json"))
BOT = Account(123456789, "XiaohaoTestBot")


def raw(update: dict[str, Any], account: Account = BOT):
    """Put an update into its envelope, as the receiver does."""
    return raw_of(account, update, text=json.dumps(update), at=TUESDAY)


def recorded(name: str) -> dict[str, Any]:
    """One recorded update."""
    found = json.loads(Path(f"tests/recorded/telegram_{name}.json").read_text())
    return found["update"]


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem.removeprefix("telegram_"))
def test_recorded(file):
    """Each recorded update is read as the file beside it says, whatever else it has."""
    record = json.loads(file.read_text())
    said = parse(raw(record["update"]).body).model_dump(mode="json")
    assert {name: said[name] for name in record["expect"]} == record["expect"]


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem.removeprefix("telegram_"))
def test_the_conversation_is_the_same_before_and_after(file):
    """The conversation under which a row is kept is the one its ``Incoming`` names."""
    kept = raw(json.loads(file.read_text())["update"])
    assert parse(kept.body).conversation == kept.conversation
    assert parse(kept.body).key == kept.key


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem.removeprefix("telegram_"))
def test_an_oddity_is_somebodys(file):
    """Whatever is to be answered names who sent it and where, and nothing else is answered."""
    said = parse(raw(json.loads(file.read_text())["update"]).body)
    assert bool(said.user and said.chat) or said.lifecycle


def test_every_kind_of_content_is_recorded():
    """The records cover each lifecycle and each oddity that Telegram can cause."""
    expected = [json.loads(file.read_text())["expect"] for file in RECORDED]
    assert {e["oddity"] for e in expected if e.get("oddity")} == {
        *("sticker", "voice", "video", "file", "contact", "too-long", "other"),
    }
    assert {e["lifecycle"] for e in expected if "lifecycle" in e} == {
        *("blocked", "unblocked", "moved", "ignored"),
    }


@pytest.mark.parametrize("junk", ["", "{", "[]", "null", '{"bot": 1}', "[" * 100_000, "\ud83d"])
def test_no_envelope(junk):
    """A body that is no envelope is nothing anybody said."""
    assert parse(junk).lifecycle == "ignored"


def test_keys_of_a_message():
    """The delivery has one key and its content another, for the same message under another id."""
    kept = raw(recorded("text"))
    assert kept.key == f"tg:123456789:{recorded('text')['update_id']}"
    assert kept.twin == "tg:123456789:5001:41"
    assert kept.conversation == "telegram:123456789:5001"


def test_an_edit_is_no_twin_of_its_message():
    """An edit is kept beside its message, and so are two edits of one second."""
    first = recorded("edited_text")
    second = first | {"edited_message": first["edited_message"] | {"text": "路灯坏了四天"}}
    twins = {raw(update).twin for update in (recorded("text"), first, second, first)}
    assert len(twins) == 3


@pytest.mark.parametrize("name", ["tap", "blocked", "empty", "no_chat"])
def test_what_has_no_twin(name):
    """Taps and news have no message of their own, so only their key tells them apart."""
    assert raw(recorded(name)).twin == ""


def test_topics_are_conversations():
    """A topic of a group is a conversation of its own, and so is its twin."""
    kept = raw(recorded("group_topic"))
    assert kept.conversation == "telegram:123456789:-1001234567890/9"


def test_the_name_decides_who_is_meant():
    """The same group message is for one bot and not for another: the envelope names it."""
    other = Account(987654321, "other_bot")
    update = recorded("group_command_of_other_bot")
    assert parse(raw(update, other).body).text == "/help"
    assert parse(raw(update).body).lifecycle == "ignored"
