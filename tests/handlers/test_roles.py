"""Invites, links to another device, and switching off who leaves."""

from __future__ import annotations

import hashlib

import pytest

from domain.errors import BadInput, NoSuchIssue, NotAllowed, Refusal
from domain.lifecycle import Status, Step
from domain.people import SYSTEM, Grant, Person, Role
from handlers.actions.people import INVITE_LASTS, LINK_LASTS, invite, link_device, use_invite
from handlers.actions.people import switch_off as switch_off_verb
from storage import dialogues, people
from storage.dialogues import Dialogue
from tests.support.desk import (
    CHECKER,
    DISTRICT,
    RESIDENT,
    STREET,
    UNIT,
    Desk,
    grid_worker,
    staff_of,
    supervisor,
)
from tests.support.office import GRID

EVERY_INVITE = (
    (Role.GRID_WORKER, GRID, None),
    (Role.SUPERVISOR, "440512006", None),
    (Role.UNIT_STAFF, None, "urban"),
    (Role.ADMIN, None, None),
)


async def invited(desk: Desk, role: Role, area: str | None = None, unit: str | None = None) -> str:
    """Return the code of a new invite."""
    return await desk.town.run(
        lambda office: invite(office, role=role, area=area, unit=unit, made_by=SYSTEM)
    )


async def used(desk: Desk, key: str, code: str) -> Person:
    """Let somebody use a code."""
    person = await desk.who(key)
    return await desk.town.run(lambda office: use_invite(office, person, code))


async def linked(desk: Desk, key: str) -> str:
    """Return the code of a link somebody made to another device of theirs."""
    person = await desk.who(key)
    return await desk.town.run(lambda office: link_device(office, person))


async def switch_off(desk: Desk, key: str, by: str | None = None) -> Person:
    """Switch somebody off, by somebody or by the command line."""
    gone, who = await desk.who(key), await desk.who(by) if by else None
    return await desk.town.run(lambda office: switch_off_verb(office, gone.id, who))


@pytest.mark.parametrize(("role", "area", "unit"), EVERY_INVITE)
async def test_an_invite_gives_its_role_once(desk: Desk, role: Role, area, unit):
    """Whoever uses it first has the role; the second gets the answer of a code that never was."""
    code = await invited(desk, role, area, unit)
    assert Grant(role, area, unit) in (await used(desk, RESIDENT, code)).grants
    for key, tried in (("resident-2", code), (RESIDENT, code), (RESIDENT, "no-such-code")):
        with pytest.raises(BadInput) as refused:
            await used(desk, key, tried)
        assert (refused.value.text_key, refused.value.facts) == ("refuse-invite", {})


async def test_an_invite_lasts_48_hours(desk: Desk):
    """To the last second, and not one longer."""
    first, second = [await invited(desk, Role.ADMIN) for _ in range(2)]
    desk.town.clock.now += INVITE_LASTS
    with pytest.raises(BadInput):
        await used(desk, RESIDENT, first)
    desk.town.clock.move(seconds=-1)
    assert (await used(desk, RESIDENT, second)).has(Role.ADMIN)


async def test_only_the_hash_of_a_code_is_kept(desk: Desk):
    """The ledger could not let anybody in."""
    code = await invited(desk, Role.ADMIN)
    (row,) = await desk.town.rows("SELECT * FROM invites")
    assert code not in str(row)
    assert row["code_hash"] == hashlib.sha256(code.encode()).hexdigest()
    assert len(code) == 24
    assert code.isalnum()


@pytest.mark.parametrize(
    ("role", "area", "unit"),
    [
        (Role.GRID_WORKER, None, None),
        (Role.SUPERVISOR, None, "urban"),
        (Role.UNIT_STAFF, GRID, None),
        (Role.UNIT_STAFF, GRID, "urban"),
        (Role.ADMIN, GRID, None),
        (Role.GRID_WORKER, "no-such-area", None),
        (Role.UNIT_STAFF, None, "no-such-unit"),
        (Role.RESIDENT, None, None),
        (Role.SYSTEM, None, None),
    ],
)
async def test_an_invite_fits_its_role(desk: Desk, role: Role, area, unit):
    """A role has the area or unit it needs, that exists, and no other; some are never given."""
    with pytest.raises(BadInput):
        await invited(desk, role, area, unit)


async def test_a_link_joins_two_accounts(desk: Desk):
    """Reports, addresses and the draft of the second account move to the first."""
    issue = await desk.file("resident-2")
    other, into = await desk.who("resident-2"), await desk.who(RESIDENT)
    draft = Dialogue(other.id, "report", "web::demo-resident-2", {"words": []}, desk.town.clock())
    await desk.town.ledger.run(lambda tx: dialogues.keep(tx, draft))
    joined = await used(desk, "resident-2", await linked(desk, RESIDENT))
    assert joined.id == (await desk.who("resident-2")).id == into.id
    found = await desk.town.ledger.run(lambda tx: dialogues.find(tx, into.id, "report"))
    assert found is not None
    assert (await desk.step(RESIDENT, Step.WITHDRAW, issue)).status is Status.WITHDRAWN


async def test_joined_accounts_follow_an_issue_once(desk: Desk):
    """Where both followed, one follows, and the reporter stays the reporter."""
    issue = await desk.file("resident-2")
    into = await desk.who(RESIDENT)
    await desk.town.ledger.run(
        lambda tx: tx.execute(
            "INSERT INTO follows (no, person, since) VALUES (:no, :person, '-')",
            {"no": issue.no, "person": into.id},
        )
    )
    await used(desk, "resident-2", await linked(desk, RESIDENT))
    rows = await desk.town.rows("SELECT person, reporter FROM follows")
    assert rows == [{"person": into.id, "reporter": 1}]


async def test_a_link_lasts_a_quarter_of_an_hour_and_once(desk: Desk):
    """An old or used link joins nobody."""
    code = await linked(desk, RESIDENT)
    await used(desk, "resident-2", code)
    late = await linked(desk, RESIDENT)
    desk.town.clock.now += LINK_LASTS
    for tried in (code, late):
        with pytest.raises(BadInput):
            await used(desk, "admin", tried)


async def test_a_link_is_not_for_oneself_nor_for_other_staff(desk: Desk):
    """One's own link changes nothing and stays good; staff is not joined to somebody else."""
    code = await linked(desk, RESIDENT)
    for key, text in ((RESIDENT, "refuse-link-own"), (UNIT, "refuse-link-staff")):
        with pytest.raises(BadInput) as refused:
            await used(desk, key, code)
        assert refused.value.text_key == text
    assert (await used(desk, "resident-2", code)).id == (await desk.who(RESIDENT)).id


async def test_who_is_switched_off_is_a_resident(desk: Desk):
    """All roles end at once, in one step; what they reported stays theirs."""
    issue = await desk.file(UNIT)
    await desk.hire(UNIT, grid_worker(GRID), supervisor("440512"))
    await switch_off(desk, UNIT, by="admin")
    assert (await desk.who(UNIT)).grants == ()
    with pytest.raises(Refusal):
        await desk.step(UNIT, Step.ACCEPT, issue)
    assert (await desk.step(UNIT, Step.ADD, issue, words="还在")).status is Status.DISPATCHED


async def test_links_and_dialogues_end_with_the_roles(desk: Desk):
    """A link somebody made before they left, and a step they were in, are dead."""
    code = await linked(desk, CHECKER)
    person = await desk.who(CHECKER)
    step = Dialogue(person.id, "step", "web::x", {}, desk.town.clock())
    await desk.town.ledger.run(lambda tx: dialogues.keep(tx, step))
    await switch_off(desk, CHECKER)
    assert await desk.town.ledger.run(lambda tx: dialogues.every(tx, person.id)) == ()
    with pytest.raises(BadInput):
        await used(desk, RESIDENT, code)


async def test_a_task_not_told_yet_is_taken_back(desk: Desk):
    """What waits to be said about other people's issues is not said to who left."""
    own = await desk.file(CHECKER)
    await desk.fixed()
    await desk.fixed(own)
    told = {message.issue for message in await desk.news(CHECKER)}
    assert len(told) == 2
    await switch_off(desk, CHECKER)
    assert {message.issue for message in await desk.news(CHECKER)} == {own.no}


async def test_a_unit_left_without_staff_is_told_of(desk: Desk):
    """The supervisor hears of every open issue of a unit nobody works for any more."""
    issue = await desk.file()
    colleague = await desk.hire("colleague", staff_of("hepu-sanitation"))
    await switch_off(desk, UNIT)
    assert not await desk.news(STREET)
    await switch_off(desk, "colleague")
    assert issue.no in await desk.last(STREET)
    assert "没有经办人" in await desk.last(STREET)
    assert colleague.units


@pytest.mark.parametrize(
    ("by", "key", "allowed"),
    [
        ("admin", STREET, True),
        ("admin", "admin", True),
        (STREET, CHECKER, True),
        (STREET, UNIT, True),
        (STREET, "unit-urban", False),
        (STREET, DISTRICT, False),
        (STREET, STREET, False),
        (STREET, "admin", False),
        (DISTRICT, STREET, True),
        (DISTRICT, "unit-urban", True),
        (DISTRICT, "admin", False),
        (CHECKER, UNIT, False),
        (UNIT, CHECKER, False),
        (RESIDENT, UNIT, False),
    ],
)
async def test_who_switches_off_whom(desk: Desk, by: str, key: str, allowed: bool):
    """An admin everybody; a supervisor whoever works only in their area, but not themselves."""
    if allowed:
        await switch_off(desk, key, by)
        assert not (await desk.who(key)).grants
    else:
        with pytest.raises(NotAllowed):
            await switch_off(desk, key, by)
        assert (await desk.who(key)).grants


async def test_a_resident_cannot_find_out_who_works_here(desk: Desk):
    """Staff, resident and nobody: who may switch off nobody gets one answer."""
    person = await desk.who(RESIDENT)
    answers = set()
    for number in ((await desk.who(UNIT)).id, person.id, 999_999_999_999):
        with pytest.raises(NotAllowed) as refused:
            await desk.town.run(lambda office, n=number: switch_off_verb(office, n, person))
        answers.add((refused.value.text_key, *refused.value.facts.items()))
    assert len(answers) == 1


async def test_who_comes_back_needs_a_new_invite(desk: Desk):
    """A new invite switches somebody on again; the old grant stays ended."""
    await switch_off(desk, CHECKER)
    await used(desk, CHECKER, await invited(desk, Role.GRID_WORKER, GRID))
    person = await desk.who(CHECKER)
    assert person.grants == (Grant(Role.GRID_WORKER, GRID),)
    rows = await desk.town.rows("SELECT ended_at FROM grants WHERE person = :p", p=person.id)
    assert [row["ended_at"] is None for row in rows] == [False, True]


async def test_somebody_switched_off_sees_no_issue_they_worked_on(desk: Desk):
    """What staff saw they see no more."""
    issue = await desk.fixed()
    await switch_off(desk, UNIT)
    with pytest.raises(NoSuchIssue):
        await desk.step(UNIT, Step.ADD, issue, words="x")
    assert await desk.town.ledger.run(lambda tx: people.of_unit(tx, "hepu-sanitation")) == ()
