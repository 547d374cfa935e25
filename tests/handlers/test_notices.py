"""Who is told what after each step, once, and what nobody is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from domain.issues import Issue
from domain.lifecycle import Step
from handlers import notices
from handlers.messages import Outgoing
from handlers.words import LANGUAGES
from storage import conversations, people
from tests.support.desk import (
    CHECKER,
    DISTRICT,
    NEXT_DOOR,
    RESIDENT,
    STREET,
    UNIT,
    Desk,
    staff_of,
)

EVERYBODY = (
    RESIDENT,
    "resident-2",
    CHECKER,
    NEXT_DOOR,
    UNIT,
    "unit-water",
    STREET,
    DISTRICT,
    "admin",
)


async def told(desk: Desk, step: Callable[[], Awaitable[object]]) -> dict[str, Outgoing]:
    """Return who heard something of a step, and the last they heard."""
    before = {key: len(await desk.news(key)) for key in EVERYBODY}
    await step()
    after = {key: await desk.news(key) for key in EVERYBODY}
    return {key: news[-1] for key, news in after.items() if len(news) > before[key]}


async def in_(desk: Desk, status: str) -> Issue:
    """Return an issue that came that far."""
    if status == "tray":
        return await desk.file(area="440512006", sub_category="exposed_waste", point=None)
    issue = await desk.file()
    if status == "declined":
        await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    if status in {"handled", "struck_off", "objected"}:
        issue = await desk.fixed(issue)
    if status in {"struck_off", "objected"}:
        issue = await desk.passed(issue)
    return await desk.objected(issue) if status == "objected" else issue


STEPS = (
    # so far, by, step, what is brought, who is told which words
    ("new", UNIT, Step.ACCEPT, {}, {RESIDENT: "已签收"}),
    ("new", UNIT, Step.DECLINE, {"words": "是河道的"}, {STREET: "是河道的"}),
    ("declined", STREET, Step.REFUSE, {"words": "是你们的"}, {UNIT: "是你们的"}),
    (
        "declined",
        STREET,
        Step.REASSIGN,
        {"words": "归水务", "unit": "water"},
        {UNIT: "归水务", "unit-water": "归水务", RESIDENT: "区水务局"},
    ),
    ("new", STREET, Step.VOID, {"words": "私人工地"}, {UNIT: "私人工地", RESIDENT: "私人工地"}),
    (
        "new",
        STREET,
        Step.RECATEGORISE,
        {"sub_category": "messy_cables"},
        {UNIT: "三线乱拉挂", RESIDENT: "三线乱拉挂"},
    ),
    ("new", RESIDENT, Step.WITHDRAW, {}, {UNIT: "撤回"}),
    ("new", RESIDENT, Step.ADD, {"words": "越来越多"}, {UNIT: "越来越多"}),
    ("handled", RESIDENT, Step.ADD, {"words": "没清"}, {CHECKER: "没清"}),
    ("handled", CHECKER, Step.VERIFY_FAIL, {"words": "墙角"}, {UNIT: "墙角", RESIDENT: "退回"}),
    ("struck_off", RESIDENT, Step.OBJECT, {}, {NEXT_DOOR: "仍未解决", UNIT: "仍未解决"}),
)


@pytest.mark.parametrize(
    ("so_far", "by", "step", "brought", "hear"), STEPS, ids=lambda v: str(v)[:20]
)
async def test_who_hears_of_a_step(desk: Desk, *, so_far, by, step, brought, hear):
    """Unit, checker, supervisor and reporter hear what concerns them, and nobody else does."""
    issue = await in_(desk, so_far)
    heard = await told(desk, lambda: desk.step(by, step, issue, **brought))
    assert heard.keys() == hear.keys()
    for key, words in hear.items():
        assert words in heard[key].text
        assert issue.no in heard[key].text


async def test_filing_tells_the_unit_with_photo_place_and_buttons(desk: Desk):
    """The unit's task has all that is needed to go there, and its buttons carry the number."""
    point = desk.town.areas.centre("440512006001003")
    heard = await told(desk, lambda: desk.file(point=point, area=None))
    assert heard.keys() == {UNIT}
    task = heard[UNIT]
    assert len(task.photos) == 1
    assert task.point == (point.lon, point.lat)
    says = [f"{label} {task.issue}" for label in ("签收", "退单", "整改完成", "为什么是这天")]
    assert [button.says for button in task.buttons] == says


async def test_a_fix_tells_checker_and_reporter(desk: Desk):
    """The checker gets before and after; the reporter hears that somebody else will look."""
    issue = await desk.file()
    heard = await told(desk, lambda: desk.fixed(issue))
    assert heard.keys() == {CHECKER, RESIDENT}
    assert len(heard[CHECKER].photos) == 2
    assert [b.label for b in heard[CHECKER].buttons] == ["核查通过", "核查不通过"]


async def test_a_strike_off_shows_before_and_after(desk: Desk):
    """The reporter sees the report's and the fix's photo, and may say that it is not solved."""
    issue = await desk.fixed()
    heard = await told(desk, lambda: desk.passed(issue))
    assert heard.keys() == {RESIDENT, UNIT}
    history = await desk.town.history(issue.no)
    assert heard[RESIDENT].photos == (history[0].photos[0], history[3].photos[0])
    assert "仍未解决" in [b.label for b in heard[RESIDENT].buttons]
    tells = await desk.town.rows("SELECT person FROM outbox WHERE tells = :no", no=issue.no)
    assert [row["person"] for row in tells] == [(await desk.who(RESIDENT)).id]


async def test_another_follower_hears_of_an_objection(desk: Desk):
    """Who follows the issue hears that it is open again; who objected knows."""
    struck = await desk.passed()
    other = await desk.who("resident-2")
    await desk.town.ledger.run(
        lambda tx: tx.execute(
            "INSERT INTO follows (no, person, since) VALUES (:no, :person, '-')",
            {"no": struck.no, "person": other.id},
        )
    )
    heard = await told(desk, lambda: desk.objected(struck))
    assert "仍未解决" in heard["resident-2"].text
    assert RESIDENT not in heard


async def test_a_supervisor_of_the_unit_is_not_asked_to_decide(desk: Desk):
    """Where the street's supervisor works for the unit the district's is asked."""
    await desk.hire(STREET, staff_of("hepu-sanitation"))
    issue = await desk.file()
    heard = await told(desk, lambda: desk.step(UNIT, Step.DECLINE, issue, words="是河道的"))
    assert heard.keys() == {DISTRICT}


async def test_a_supervisor_who_cannot_be_reached_is_passed_over(desk: Desk):
    """Where the street's supervisor blocked the bot the district's is asked."""
    await desk.town.run(
        lambda office: conversations.block(office.tx, f"web::demo-{STREET}", office.now)
    )
    issue = await desk.file()
    heard = await told(desk, lambda: desk.step(UNIT, Step.DECLINE, issue, words="是河道的"))
    assert heard.keys() == {DISTRICT}


async def test_everybody_of_the_unit_hears_in_their_language(desk: Desk):
    """A colleague who wants English gets the same task in English, buttons too."""
    await desk.hire("colleague", staff_of("hepu-sanitation"))
    await desk.file()
    ours, theirs = (await desk.news(UNIT))[-1], (await desk.news("colleague"))[-1]
    assert [b.label for b in theirs.buttons] == ["Accept", "Decline", "Fixed", "Why this day"]
    assert ours.issue == theirs.issue
    assert not any("\u4e00" <= c <= "\u9fff" for c in theirs.text.replace("垃圾堆了三天", ""))


async def test_the_same_news_is_told_once(desk: Desk):
    """Telling the same step again posts nothing, whoever calls it twice."""
    issue = await desk.fixed()
    count = len(await desk.news(CHECKER)), len(await desk.news(RESIDENT))
    for _ in range(2):
        await desk.town.run(lambda office: notices.fixed(office, issue))
    assert (len(await desk.news(CHECKER)), len(await desk.news(RESIDENT))) == count


async def test_nobody_is_told_who_reported(desk: Desk):
    """No message to staff names the reporter, their number or how they are reached."""
    issue = await desk.objected()
    await desk.failed(issue, by=NEXT_DOOR)
    person = await desk.who(RESIDENT)
    for key in (UNIT, CHECKER, NEXT_DOOR, STREET):
        for message in await desk.news(key):
            assert "resident" not in message.model_dump_json()
            assert f"{person.id}号" not in message.text


async def test_long_words_are_shortened(desk: Desk):
    """A report of 8,000 characters does not flood the unit's screen."""
    await desk.file(words="垃圾" * 4000)
    assert len(await desk.last(UNIT)) < 500


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_notice_can_be_said_in_both_languages(desk: Desk, language: str):
    """A whole life of an issue is told to everybody without a missing variable."""
    for key in EVERYBODY:
        person = await desk.who(key)
        await desk.town.ledger.run(
            lambda tx, number=person.id: people.set_language(tx, number, language)
        )
    issue = await desk.failed(await desk.objected(), by=NEXT_DOOR)
    await desk.step(STREET, Step.REASSIGN, issue, unit="water", words="归水务")
    await desk.step("unit-water", Step.DECLINE, issue, words="不是")
    await desk.step(STREET, Step.REFUSE, issue, words="是")
    await desk.step(STREET, Step.RECATEGORISE, issue, sub_category="silt")
    await desk.step(STREET, Step.VOID, issue, words="重复")
    await desk.step(RESIDENT, Step.WITHDRAW, await desk.file())
    tray = await desk.file(area=None)
    await desk.step(DISTRICT, Step.DISPATCH, tray, unit="dahao-office")
    texts = [message.text for key in EVERYBODY for message in await desk.news(key)]
    assert len(texts) > 20
    assert all(text and "{" not in text for text in texts)
