"""Links that join another device to oneself: asked about first, and no way around a check."""

from __future__ import annotations

from handlers.actions.people import switch_off
from handlers.messages import PhotoRef
from tests.support.office import Chat, Town
from tests.support.talks import CHECKER, UNIT, filed, fixed, struck_off


async def link_of(chat: Chat) -> str:
    """Ask for a link and return its code."""
    return (await chat.says("绑定"))[0].split("start=")[-1]


async def open_and_agree(chat: Chat, code: str) -> str:
    """Follow a link, agree, and return the answer."""
    await chat.says("/start", start=code)
    return (await chat.taps("绑定"))[0]


async def test_following_a_link_alone_joins_nobody(town: Town):
    """Whoever follows a link is asked first, and told not to if somebody sent it to them."""
    code = await link_of(town.person("resident-1"))
    (answer,) = await town.person("new-phone").says("/start", start=code)
    assert "别人发来的，不要点" in answer
    assert len(await town.rows("SELECT DISTINCT person FROM identities")) == 14


async def test_a_fixer_who_left_cannot_become_the_checker(town: Town):
    """Somebody who fixed it, was switched off and follows the checker's link may not join."""
    no = await filed(town)
    await fixed(town, no)
    fixer = await town.who(UNIT)
    await town.run(lambda office: switch_off(office, fixer.id, None))
    answer = await open_and_agree(town.person(UNIT), await link_of(town.person(CHECKER)))
    assert "不能并到别人名下" in answer


async def test_an_objector_cannot_become_a_checker(town: Town):
    """Somebody who said it is not fixed may not join an account that could check it."""
    no = await filed(town)
    await struck_off(town, no)
    await town.person("resident-1").says(f"仍未解决 {no}")
    answer = await open_and_agree(town.person("resident-1"), await link_of(town.person(CHECKER)))
    assert "不能并到别人名下" in answer


async def test_the_rest_of_an_album_belongs_to_the_fix(town: Town):
    """Parts of an album that come after its first was taken for the fix begin no report."""
    no = await filed(town)
    unit = town.person(UNIT)
    await unit.says(f"整改完成 {no}")
    await unit.sends_photo(album="a1")
    await unit.sends_photo(album="a1")
    shown = [len(entry.photos) for entry in await town.history(no)]
    assert shown[-2:] == [1, 1]
    assert await town.rows("SELECT 1 FROM dialogues WHERE kind = 'report'") == []


async def test_the_rest_of_an_album_after_a_strike_off_is_answered_in_words(town: Town):
    """A struck-off issue takes no more photos; the sender is told that one was enough."""
    no = await filed(town)
    await fixed(town, no)
    checker = town.person(CHECKER)
    await checker.says(f"核查通过 {no}")
    await checker.sends_photo(album="a2")
    (answer,) = await checker.says("", photos=(PhotoRef(ref="x", key="x"),), album="a2")
    assert "用第一张就够了" in answer


async def test_one_number_is_guessed_by_everybody_together(town: Town):
    """Twenty wrong codes on one number slow everybody down, however many seats they took."""
    no = await filed(town)
    answers = [
        await town.person(f"stranger-{n}").says(f"查询 {no} 00000{n % 10}") for n in range(21)
    ]
    assert "分钟" in answers[-1][0] and "分钟" not in answers[19][0]
