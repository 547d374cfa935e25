"""Sending on Telegram: what people see, and what the relay hears when it goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.channels.base import Blocked, Later, Moved, Unknown, Unsendable
from handlers.messages import Button
from tests.standin.people import JPEG
from tests.support.telegram_bot import bot_for, letter


@pytest.fixture
def resident(standin):
    """Somebody who has written to the bot."""
    someone = standin.person()
    someone.says("你好")
    return someone


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Twelve photos on disk."""
    files = [tmp_path / f"{n}.jpg" for n in range(12)]
    for n, file in enumerate(files):
        file.write_bytes(JPEG + bytes([n]))
    return files


async def test_words_and_buttons_arrive(bot, resident):
    """A letter is one message with its buttons, and its name is the message's number."""
    name = await bot.send(letter("HJ-20240312-0001 已受理", "撤回", "补充"))
    assert resident.seen == ["HJ-20240312-0001 已受理"]
    assert resident.buttons == ["撤回", "补充"]
    assert name == str(resident.keyboard()["message_id"])


async def test_buttons_are_numbered_row_by_row(bot, resident):
    """A button's data is the outbox id and its position, counted over all rows."""
    rows = ((Button(label="一"), Button(label="二")), (Button(label="三"),))
    await bot.send(letter("选", rows=rows, id_=4123))
    shown = resident.keyboard()["reply_markup"]["inline_keyboard"]
    assert [b["callback_data"] for row in shown for b in row] == ["4123.0", "4123.1", "4123.2"]


async def test_a_link_opens(bot, resident):
    """A button with an address opens it; one that Telegram would refuse stands in the text."""
    links = (
        Button(label="图", url="https://example.org/a"),
        Button(label="本机", url="http://localhost:8080"),
    )
    await bot.send(letter("看", rows=(links,)))
    assert resident.buttons == ["图"]
    assert resident.seen == ["看\n本机 http://localhost:8080"]


async def test_many_buttons_in_a_row_wrap(bot, resident):
    """Telegram takes eight in a row and a hundred in all; the rest can still be typed."""
    row = tuple(Button(label=f"{n}" * 40) for n in range(120))
    await bot.send(letter("选", rows=(row,)))
    assert len(resident.buttons) == 100
    assert max(map(len, resident.buttons)) == 64


async def test_a_long_text_comes_in_pieces(bot, resident):
    """5,000 characters are two messages, cut at a paragraph, the buttons under the last."""
    text = "\n\n".join(["路灯坏了😀" * 50] * 20)
    await bot.send(letter(text, "好"))
    assert "\n\n".join(resident.seen) == text
    assert resident.keyboard()["text"] == resident.seen[-1]


async def test_a_photo_has_its_words_under_it(bot, resident, pictures):
    """One photo and a short text are one message with the buttons."""
    await bot.send(letter("请核查", "核查通过", files=pictures[:1]))
    (shown,) = resident.api.chat(5001).shown
    assert (shown["caption"], bool(shown["photo"])) == ("请核查", True)
    assert resident.buttons == ["核查通过"]


async def test_before_and_after_are_an_album(bot, resident, pictures):
    """Two photos are an album, and the words with the buttons follow it."""
    name = await bot.send(letter("整改前后", "核查通过", files=pictures[:2]))
    kinds = [("photo" in shown, shown.get("text")) for shown in resident.api.chat(5001).shown]
    assert kinds == [(True, None), (True, None), (False, "整改前后")]
    assert name == str(resident.keyboard()["message_id"])


@pytest.mark.parametrize("count", [1, 2, 10, 11, 12])
async def test_any_number_of_photos(bot, resident, pictures, count):
    """Every photo is shown, and every word, however many there are."""
    await bot.send(letter("长" * 1100, files=pictures[:count]))
    shown = resident.api.chat(5001).shown
    assert sum("photo" in message for message in shown) == count
    assert resident.seen == ["长" * 1100]


async def test_a_pin_follows(bot, resident):
    """A point is shown as a pin after the words, and the name is still that of the words."""
    name = await bot.send(letter("位置", "签收", point=(116.73, 23.28)))
    *_, words, pin = resident.api.chat(5001).shown
    assert pin["location"] == {"latitude": 23.28, "longitude": 116.73}
    assert name == str(words["message_id"])


async def test_asking_for_the_place(bot, resident):
    """In a private chat one button sends the place, and the others can be typed by pressing."""
    await bot.send(letter("请发送位置", "跳过", "取消", wants="place"))
    markup = resident.api.chat(5001).shown[-1]["reply_markup"]
    labels = [[button["text"] for button in row] for row in markup["keyboard"]]
    assert labels == [["📍 发送我的位置"], ["跳过"], ["取消"]]
    assert markup["keyboard"][0][0]["request_location"] is True


async def test_the_keyboard_goes_away(bot, resident):
    """The next message with room for it takes the keyboard away, and it is done once."""
    await bot.send(letter("Where is it?", wants="place", id_=1))
    for number, labels in ((2, ["好"]), (3, []), (4, [])):
        await bot.send(letter("ok", *labels, id_=number))
    markups = [shown.get("reply_markup", {}) for shown in resident.api.chat(5001).shown]
    assert [next(iter(markup), "") for markup in markups] == [
        "keyboard",
        "inline_keyboard",
        "remove_keyboard",
        "",
    ]


async def test_no_place_keyboard_in_a_group(bot, standin):
    """In a group the place is asked for with ordinary buttons: Telegram allows no other."""
    standin.person(chat=-1001)
    await bot.send(letter("在哪里", "跳过", chat=-1001, wants="place", private=False))
    assert "inline_keyboard" in standin.chats[-1001].shown[-1]["reply_markup"]


async def test_a_topic_is_answered_in_the_topic(bot, standin):
    """A message to a topic of a group stays in it, albums and pins too."""
    standin.person(chat=-1001, topic=9)
    await bot.send(letter("好", chat="-1001/9", point=(116.0, 23.0), private=False))
    assert [m["message_thread_id"] for m in standin.chats[-1001].shown] == [9, 9]


async def test_private_words_never_reach_a_group(bot, standin):
    """A letter that is private is refused for a group before anything is called."""
    standin.person(chat=-1001)
    with pytest.raises(Unsendable):
        await bot.send(letter("您的上报", chat=-1001))
    assert not standin.calls


@pytest.mark.parametrize(
    ("kind", "more", "meant"),
    [
        ("too-many", {"seconds": 7}, Later),
        ("status", {"status": 500}, Later),
        ("page", {}, Later),
        ("refused-token", {}, Later),
        ("bad-request", {}, Unsendable),
        ("cut-after", {}, Unknown),
        ("hang-after", {}, Unknown),
    ],
)
async def test_what_errors_mean(bot, standin, resident, kind, more, meant):
    """Refused means not sent; a connection that broke after the call means: perhaps."""
    standin.fails("sendMessage", kind, **more)
    with pytest.raises(meant):
        await bot.send(letter())
    assert len(resident.seen) == (1 if meant is Unknown else 0)


async def test_too_many_requests_says_how_long(bot, standin, resident):
    """The wait that Telegram names is handed on, and only this chat has to wait."""
    standin.fails("sendMessage", "too-many", seconds=7)
    with pytest.raises(Later) as caught:
        await bot.send(letter())
    assert (caught.value.seconds, caught.value.everybody) == (7, False)


async def test_a_refused_token_stops_everybody(bot, standin, resident):
    """With a token that is refused nobody can be reached, so the whole channel waits."""
    standin.fails("sendMessage", "refused-token")
    with pytest.raises(Later) as caught:
        await bot.send(letter())
    assert caught.value.everybody


async def test_no_server_means_not_sent(standin, kept):
    """Where nobody listens nothing can have arrived: later, not perhaps."""
    bot = bot_for(standin, kept, base_url="http://127.0.0.1:9/bot")
    with pytest.raises(Later):
        await bot.send(letter())
    await bot.stop()


async def test_after_stop_means_not_sent(bot, resident):
    """A letter that comes after the end is kept for later."""
    await bot.stop()
    with pytest.raises(Later):
        await bot.send(letter())


async def test_blocked_and_unknown_people(bot, standin, resident):
    """Somebody who blocked the bot, or whom it never met, is marked as not reachable."""
    resident.blocks()
    for chat in (5001, 9999):
        with pytest.raises(Blocked):
            await bot.send(letter(chat=chat))


async def test_a_closed_topic_is_not_reachable(bot, standin):
    """A topic that is gone cannot be answered in."""
    standin.person(chat=-1001)
    with pytest.raises(Blocked):
        await bot.send(letter(chat="-1001/9", private=False))


async def test_a_group_that_moved(bot, standin):
    """The new number of a group is handed on."""
    standin.person(chat=-55).sees_group_move(-100777)
    with pytest.raises(Moved) as caught:
        await bot.send(letter(chat=-55, private=False))
    assert caught.value.chat == "-100777"


async def test_a_photo_telegram_refuses_is_left_out(bot, resident, tmp_path):
    """The words and buttons arrive without the picture."""
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture")
    await bot.send(letter("请核查", "核查通过", files=[broken]))
    assert (resident.seen, resident.buttons) == (["请核查"], ["核查通过"])


async def test_an_album_telegram_refuses_is_left_out(bot, resident, tmp_path):
    """The words arrive without the album, and a file that is gone is not looked for."""
    broken = [tmp_path / "1.jpg", tmp_path / "2.jpg"]
    for file in broken:
        file.write_bytes(b"not a picture")
    await bot.send(letter("请核查", files=[*broken, tmp_path / "gone.jpg"]))
    assert resident.seen == ["请核查"]


async def test_a_half_sent_letter_goes_on(bot, standin, resident, pictures):
    """After 429 between album and words, the second try sends the words only."""
    standin.fails("sendMessage", "too-many")
    half = letter("整改前后", files=pictures[:2])
    with pytest.raises(Later):
        await bot.send(half)
    await bot.send(half)
    shown = resident.api.chat(5001).shown
    assert [("photo" in m, m.get("text")) for m in shown] == [
        (True, None),
        (True, None),
        (False, "整改前后"),
    ]


async def test_a_doubtful_letter_is_sent_with_its_new_words(bot, standin, resident):
    """A letter that says something else on its second try is worked out anew."""
    standin.fails("sendMessage", "cut-after")
    with pytest.raises(Unknown):
        await bot.send(letter("已受理"))
    await bot.send(letter("已受理（可能重复）"))
    assert resident.seen == ["已受理", "已受理（可能重复）"]


async def test_nothing_to_send(bot, resident):
    """A letter without words, photo or pin can never be sent."""
    with pytest.raises(Unsendable):
        await bot.send(letter(""))


async def test_the_reason_quotes_nothing(bot, standin, resident):
    """What Telegram quotes of our message is not in the reason that is kept."""
    rows = ((Button(label="x", url="tg://a.b/secret"),),)
    standin.fails("sendMessage", "bad-request")
    with pytest.raises(Unsendable) as caught:
        await bot.send(letter("私人的话", rows=rows))
    assert str(caught.value) == "BadRequest: Something about"


async def test_plain_text_without_preview(bot, standin, resident):
    """What people wrote is shown as they wrote it: no markup, no preview of links."""
    await bot.send(letter("<b>*_[a](http://b.c)_*</b>"))
    params = standin.calls[-1].params
    assert "parse_mode" not in params
    assert json.loads(params["link_preview_options"]) == {"is_disabled": True}
