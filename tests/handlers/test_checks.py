"""Checking a fix: who is asked, what counts as proof, and what follows."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.district import CHINA
from domain.errors import NoSuchIssue, ProofMissing, Refusal
from domain.lifecycle import Status, Step
from domain.people import SYSTEM, Role
from handlers.actions.people import invite, switch_off, use_invite
from storage import conversations, follows, people
from tests.support.desk import (
    CHECKER,
    DISTRICT,
    NEXT_DOOR,
    RESIDENT,
    STREET,
    UNIT,
    Desk,
    grid_worker,
    staff_of,
    supervisor,
)
from tests.support.office import GRID


async def refusal(work) -> str:
    """Return the name of the text a step is refused with."""
    with pytest.raises(Refusal) as refused:
        await work
    return refused.value.text_key


async def leaves(desk: Desk, key: str) -> None:
    """Switch somebody off."""
    gone = await desk.who(key)
    await desk.town.run(lambda office: switch_off(office, gone.id, None))


async def test_who_is_asked_in_which_order(desk: Desk):
    """The grid's worker, another grid of the community, the street, the district, the tray."""
    issues = [await desk.file() for _ in range(5)]
    asked = []
    for issue, key in zip(issues, (CHECKER, NEXT_DOOR, STREET, DISTRICT, ""), strict=True):
        asked.append((await desk.fixed(issue)).verifier)
        if key:
            assert asked[-1] == (await desk.who(key)).id
            await leaves(desk, key)
    assert asked[-1] is None


async def test_a_grid_worker_of_another_community_is_not_asked(desk: Desk):
    """The nearest supervisor is asked before a grid worker from elsewhere."""
    await leaves(desk, CHECKER)
    await leaves(desk, NEXT_DOOR)
    fixed = await desk.fixed()
    assert fixed.verifier == (await desk.who(STREET)).id
    with pytest.raises(NoSuchIssue):
        await desk.passed(fixed, by="grid-henan-1")


async def test_who_cannot_be_reached_is_not_asked(desk: Desk):
    """Somebody who blocked the bot gets no task."""
    person = await desk.who(CHECKER)
    await desk.town.run(
        lambda office: conversations.block(office.tx, f"web::demo-{CHECKER}", office.now)
    )
    assert (await desk.fixed()).verifier != person.id


async def test_the_fixing_units_people_are_not_asked(desk: Desk):
    """A grid worker who works for the unit, or did since the dispatch, is passed over."""
    issue = await desk.file()
    now = await desk.hire(CHECKER, staff_of("hepu-sanitation"))
    left = await desk.hire(NEXT_DOOR, staff_of("hepu-sanitation"))
    desk.town.clock.move(minutes=1)
    await desk.town.run(lambda office: people.take_back_all(office.tx, left.id, office.now))
    await desk.hire(NEXT_DOOR, grid_worker("440512006001001"))
    fixed = await desk.fixed(issue)
    assert fixed.verifier == (await desk.who(STREET)).id
    for key in (CHECKER, NEXT_DOOR):
        assert await refusal(desk.passed(fixed, by=key)) == "refuse-own-fix"
    assert now.id != fixed.verifier


async def test_who_left_the_unit_before_the_dispatch_may_check(desk: Desk):
    """Old ties to the unit do not count."""
    person = await desk.hire(CHECKER, staff_of("hepu-sanitation"))
    await desk.town.run(lambda office: people.take_back_all(office.tx, person.id, office.now))
    await desk.hire(CHECKER, grid_worker(GRID))
    desk.town.clock.move(minutes=1)
    assert (await desk.passed()).status is Status.STRUCK_OFF


async def test_people_of_an_earlier_fixing_unit_do_not_check_the_next_ones_fix(desk: Desk):
    """After a failed check and a reassignment the first unit's people are still out."""
    failed = await desk.failed(await desk.fixed())
    await desk.step(STREET, Step.REASSIGN, failed, unit="urban", words="归城管")
    fixed = await desk.fixed(failed, by="unit-urban")
    await desk.hire(UNIT, grid_worker(GRID))
    assert await refusal(desk.passed(fixed, by=UNIT)) == "refuse-own-fix"


async def test_a_verifier_who_joins_the_unit_hands_the_check_on(desk: Desk):
    """Whoever may not check any more loses the task to the next who may."""
    issue = await desk.fixed()

    def join(office):

        code = invite(office, role=Role.UNIT_STAFF, unit="hepu-sanitation", made_by=SYSTEM)
        use_invite(office, checker, code)

    checker = await desk.who(CHECKER)
    await desk.town.run(join)
    assert (await desk.town.issue(issue.no)).verifier == (await desk.who(NEXT_DOOR)).id
    assert "请到现场核查" in await desk.last(NEXT_DOOR)


async def test_a_check_whose_verifier_leaves_lies_in_the_tray(desk: Desk):
    """Open tasks of somebody who is switched off go back to the tray, and the supervisor hears."""
    issue = await desk.fixed()
    await leaves(desk, CHECKER)
    assert (await desk.town.issue(issue.no)).verifier is None
    assert "没有人能核查" in await desk.last(STREET)
    with pytest.raises(NoSuchIssue):
        await desk.passed(issue)


async def test_a_passed_check_strikes_off(desk: Desk):
    """The check closes the issue; its task is done."""
    passed = await desk.passed()
    assert (passed.status, passed.verifier) == (Status.STRUCK_OFF, None)
    assert passed.closed_at == desk.town.clock()


async def test_a_check_needs_a_kept_photo(desk: Desk):
    """Neither no photo nor one on its way passes a check."""
    issue = await desk.fixed()
    waiting = await desk.photo(CHECKER, kept=False)
    for photos in ((), (waiting,)):
        with pytest.raises(ProofMissing):
            await desk.step(CHECKER, Step.VERIFY_PASS, issue, photos=photos)


async def test_a_photo_from_before_the_fix_passes_no_check(desk: Desk):
    """A photo the checker sent before the fix was reported is refused with words."""
    old = await desk.photo(CHECKER)
    issue = await desk.fixed()
    tried = desk.step(CHECKER, Step.VERIFY_PASS, issue, photos=(old,))
    assert await refusal(tried) == "refuse-photo-early"
    fresh = await desk.photo(CHECKER)
    done = await desk.step(CHECKER, Step.VERIFY_PASS, issue, photos=(old, fresh))
    assert done.status is Status.STRUCK_OFF


async def test_the_units_photo_passes_no_check(desk: Desk):
    """The checker shows what they saw, not what the unit sent."""
    issue = await desk.fixed()
    theirs = await desk.photo(UNIT)
    tried = desk.step(CHECKER, Step.VERIFY_PASS, issue, photos=(theirs,))
    assert await refusal(tried) == "refuse-photo-not-yours"


async def test_a_picture_of_the_history_passes_no_check(desk: Desk):
    """The fix's own picture, sent again by the checker, is refused."""
    fix = await desk.photo(UNIT, sha="e" * 64)
    issue = await desk.step(UNIT, Step.REPORT_FIX, await desk.file(), photos=(fix,))
    copy = await desk.photo(CHECKER, sha="e" * 64)
    tried = desk.step(CHECKER, Step.VERIFY_PASS, issue, photos=(copy,))
    assert await refusal(tried) == "refuse-photo-again"


async def test_a_failed_check_sends_back_and_keeps_the_date(desk: Desk):
    """The unit goes on; rework is counted; the date stays."""
    issue = await desk.fixed()
    failed = await desk.failed(issue)
    assert (failed.status, failed.rework, failed.verifier) == (Status.HANDLING, 1, None)
    assert failed.due_at == issue.due_at
    again = await desk.failed(await desk.fixed(failed), by=NEXT_DOOR)
    assert again.rework == 2


async def test_an_objection_brings_another_verifier(desk: Desk):
    """Who passed it is not asked again, and may not pass it again."""
    objected = await desk.objected()
    assert (objected.status, objected.closed_at) == (Status.HANDLED, None)
    assert objected.verifier == (await desk.who(NEXT_DOOR)).id
    assert await refusal(desk.passed(objected)) == "refuse-passed-before"
    assert (await desk.passed(objected, by=NEXT_DOOR)).status is Status.STRUCK_OFF


async def test_an_objector_who_could_check_does_not(desk: Desk):
    """A grid worker who reported and objected is not the one who decides."""
    issue = await desk.file(CHECKER)
    objected = await desk.objected(await desk.passed(await desk.fixed(issue), NEXT_DOOR), CHECKER)
    assert objected.verifier == (await desk.who(STREET)).id
    assert await refusal(desk.passed(objected)) == "refuse-own-objection"


async def test_a_second_objection_goes_to_a_supervisor(desk: Desk):
    """From the second objection on grid workers neither get the task nor may take it."""
    await desk.hire("grid-third", grid_worker("440512006001"))
    objected = await desk.objected(await desk.passed(await desk.objected(), by=NEXT_DOOR))
    assert objected.verifier == (await desk.who(STREET)).id
    assert await refusal(desk.passed(objected, by="grid-third")) == "refuse-supervisor-checks"
    struck = await desk.passed(objected, by=STREET)
    third = await desk.objected(struck)
    assert third.verifier == (await desk.who(DISTRICT)).id


async def test_the_second_check_needs_a_photo_after_the_objection(desk: Desk):
    """A photo from before the objection does not answer it."""
    struck = await desk.passed()
    old = await desk.photo(NEXT_DOOR)
    objected = await desk.objected(struck)
    tried = desk.step(NEXT_DOOR, Step.VERIFY_PASS, objected, photos=(old,))
    assert await refusal(tried) == "refuse-photo-early"


async def test_reopening_starts_a_new_clock(desk: Desk):
    """After an objection and a failed check the unit has the whole limit again."""
    struck = await desk.passed()
    desk.town.clock.move(days=5)  # Sunday 2024-03-17
    objected = await desk.objected(struck)
    assert objected.due_at == struck.due_at  # on time is still judged by the fix that passed
    reopened = await desk.failed(objected, by=NEXT_DOOR)
    assert reopened.due_at == datetime(2024, 3, 18, 23, 59, 59, tzinfo=CHINA)
    again = await desk.failed(await desk.fixed(reopened), by=NEXT_DOOR)
    assert again.due_at == reopened.due_at


async def test_a_new_category_after_reopening_counts_from_there(desk: Desk):
    """The clock that runs is the one a new category recomputes."""
    objected = await desk.objected()
    desk.town.clock.move(days=6)  # Monday 2024-03-18
    reopened = await desk.failed(objected, by=NEXT_DOOR)
    changed = await desk.step(STREET, Step.RECATEGORISE, reopened, sub_category="messy_cables")
    assert changed.due_at == datetime(2024, 3, 25, 23, 59, 59, tzinfo=CHINA)  # Monday


async def test_objecting_after_seven_days_is_refused(desk: Desk):
    """From the eighth day after being told the way is a new report."""
    struck = await desk.passed()
    person = await desk.who(RESIDENT)
    await desk.town.run(
        lambda office: follows.mark_told(office.tx, struck.no, person.id, office.now)
    )
    desk.town.clock.move(days=8)
    assert await refusal(desk.objected(struck)) == "refuse-objection-late"


async def test_a_refused_pass_does_not_restart_the_time_to_object(desk: Desk):
    """The time to object begins anew with a new strike-off only."""
    struck = await desk.passed()
    person = await desk.who(RESIDENT)
    await desk.town.run(
        lambda office: follows.mark_told(office.tx, struck.no, person.id, office.now)
    )
    with pytest.raises(Refusal):
        await desk.passed(struck, by=NEXT_DOOR)
    told = await desk.town.rows("SELECT told_at FROM follows")
    assert told[0]["told_at"] is not None
    await desk.passed(await desk.objected(struck), by=NEXT_DOOR)
    told = await desk.town.rows("SELECT told_at FROM follows")
    assert told[0]["told_at"] is None


async def test_a_supervisor_of_a_community_is_asked_before_the_street(desk: Desk):
    """The nearest supervisor upward is asked first."""
    near = await desk.hire("near", supervisor("440512006001"))
    await leaves(desk, CHECKER)
    await leaves(desk, NEXT_DOOR)
    assert (await desk.fixed()).verifier == near.id
