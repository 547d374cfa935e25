"""People by talking: who is listed, switching off, and the first words of somebody invited."""

from __future__ import annotations

from domain.people import Role
from handlers.actions.people import invite
from tests.support.office import Chat, Town
from tests.support.talks import CHECKER, STREET, UNIT, filed, fixed


async def test_a_supervisor_lists_the_people_of_their_area(town: Town):
    """Those of other streets and of the district are not among them."""
    (answer,) = await town.person(STREET).says("人员")
    assert "河北社区第 3 网格" in answer and "区城管局" not in answer


async def test_an_administrator_searches_the_list(town: Town):
    """A word after the label narrows it."""
    (answer,) = await town.person("admin").says("人员 水务")
    assert answer.startswith("1 人")


async def test_others_do_not_see_the_list(town: Town):
    """Residents and units are told whose it is."""
    for key in ("resident-1", UNIT, CHECKER):
        assert "只有督查和管理员" in (await town.person(key).says("人员"))[0]


async def test_switching_off_is_one_step_and_ends_everything(town: Town):
    """Roles, buttons and tasks of who leaves end at once."""
    no = await filed(town)
    await fixed(town, no)
    gone = await town.who(CHECKER)
    assert "已停用" in (await town.person(STREET).says(f"停用 {gone.id}"))[-1]
    checker = town.person(CHECKER)
    assert "没有查到" in (await checker.says(f"核查通过 {no}"))[0]
    assert (await town.issue(no)).verifier != gone.id


async def test_a_report_begun_by_who_is_switched_off_is_dropped(town: Town):
    """Nothing half-finished of theirs is left."""
    await town.person(CHECKER).sends_photo("垃圾没人收")
    gone = await town.who(CHECKER)
    await town.person("admin").says(f"停用 {gone.id}")
    assert await town.rows("SELECT 1 FROM dialogues") == []


async def test_an_invite_is_greeted_with_the_role_it_gives(town: Town):
    """The link makes somebody a grid worker, once."""
    area = "440512006001002"
    code = await town.run(
        lambda office: invite(office, role=Role.GRID_WORKER, area=area, made_by=1)
    )
    (answer,) = await Chat(town, "telegram", "5").says("/start", start=code)
    assert "网格员" in answer
    assert "不能用" in (await Chat(town, "telegram", "6").says("/start", start=code))[0]


async def test_ordinary_english_is_no_command(town: Town):
    """People ..., Check ..., English ... begin reports, as in any sentence."""
    for n, words in enumerate(
        (
            "People dump rubbish here",
            "Check the drain at the gate, it is blocked",
            "English garden is full of rubbish",
            "Status of the toilet is terrible",
            "Fixed wires hang over the road",
        )
    ):
        (answer,) = await town.person(f"visitor-{n}").says(words, language="en")
        assert answer.startswith("Noted. Where is it?")
