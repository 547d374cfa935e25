"""What each verb does to an issue, from filing to the fix, and what it refuses."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.district import CHINA
from domain.errors import (
    BadInput,
    NoSuchIssue,
    NotAllowed,
    ProofMissing,
    Refusal,
    StaleIssue,
    StepNotAllowed,
)
from domain.geo import Point
from domain.issues import Request, Shown, Source
from domain.lifecycle import Status, Step
from domain.people import SYSTEM, Role
from handlers.actions import unit as unit_actions
from handlers.actions.people import switch_off
from tests.support.desk import CHECKER, DISTRICT, NEXT_DOOR, RESIDENT, STREET, UNIT, Desk, staff_of


async def refusal(work) -> str:
    """Return the name of the text a step is refused with."""
    with pytest.raises(Refusal) as refused:
        await work
    return refused.value.text_key


async def test_a_report_is_filed_and_dispatched_in_one(desk: Desk):
    """Filing writes two entries: the report by its reporter, the dispatch by the system."""
    issue = await desk.file()
    filed, sent = await desk.town.history(issue.no)
    assert (filed.step, filed.role, filed.words) == (Step.FILE, Role.RESIDENT, "垃圾堆了三天")
    assert (sent.step, sent.actor, sent.unit) == (Step.DISPATCH, SYSTEM, "hepu-sanitation")
    assert issue == await desk.town.issue(issue.no)
    assert (issue.status, issue.source) == (Status.DISPATCHED, Source.RESIDENT)


async def test_the_clock_starts_at_dispatch(desk: Desk):
    """Exposed waste found on Tuesday is due at the end of Wednesday; accepting moves nothing."""
    issue = await desk.file()
    wednesday = datetime(2024, 3, 13, 23, 59, 59, tzinfo=CHINA)
    assert issue.due_at == wednesday
    desk.town.clock.move(hours=20)
    assert (await desk.step(UNIT, Step.ACCEPT, issue)).due_at == wednesday


async def test_the_history_holds_no_words(desk: Desk):
    """What people write stands beside the entries, not in their facts."""
    issue = await desk.file()
    await desk.step(UNIT, Step.DECLINE, issue, words="是王家的地")
    rows = await desk.town.rows("SELECT facts FROM entries")
    assert not any("王家" in row["facts"] for row in rows)


async def test_a_grid_workers_find_is_patrol(desk: Desk):
    """What a grid worker reports counts as found on patrol."""
    assert (await desk.file(CHECKER)).source is Source.PATROL


async def test_outside_the_district_is_filed_and_waits_for_the_district(desk: Desk):
    """A point outside belongs to the whole district, and its supervisor is told why."""
    issue = await desk.file(point=Point(116.0, 23.0), area=None)
    assert (issue.status, issue.area, issue.unit) == (Status.SUBMITTED, "440512", None)
    assert issue.unrouted == "unrouted-outside"
    assert "位置在本区范围外" in await desk.last(DISTRICT)
    assert not await desk.news(STREET)


async def test_no_place_at_all_is_filed_all_the_same(desk: Desk):
    """A report of nowhere waits in the district's tray."""
    issue = await desk.file(area=None)
    assert (issue.unrouted, issue.area) == ("unrouted-no-place", "440512")


async def test_a_unit_without_staff_gets_nothing_by_itself(desk: Desk):
    """Where nobody works for the unit the report waits in the tray, with that reason."""
    gone = await desk.who(UNIT)
    await desk.town.run(lambda office: switch_off(office, gone.id, None))
    issue = await desk.file()
    assert (issue.status, issue.unrouted) == (Status.SUBMITTED, "unrouted-no-staff")
    assert "责任单位暂时没有经办人" in await desk.last(STREET)


async def test_dispatch_by_hand_starts_the_clock_then(desk: Desk):
    """The supervisor's dispatch takes the issue out of the tray; the clock starts with it."""
    issue = await desk.file(area=None)
    desk.town.clock.move(days=1)
    sent = await desk.step(DISTRICT, Step.DISPATCH, issue, unit="urban")
    assert (sent.status, sent.unit, sent.unrouted) == (Status.DISPATCHED, "urban", "")
    assert sent.due_at == datetime(2024, 3, 14, 23, 59, 59, tzinfo=CHINA)  # Thursday


async def test_dispatch_to_an_unknown_unit_is_refused(desk: Desk):
    """A unit's code must exist, and one must be named."""
    issue = await desk.file(area=None)
    for unit in ("no-such", None):
        with pytest.raises(BadInput):
            await desk.step(DISTRICT, Step.DISPATCH, issue, unit=unit)


async def test_dispatch_to_a_unit_without_staff_tells_the_supervisor(desk: Desk):
    """The supervisor hears that nobody there will see it."""
    issue = await desk.file(area=None)
    await desk.step(DISTRICT, Step.DISPATCH, issue, unit="dahao-office")
    assert "没有经办人" in await desk.last(DISTRICT)


async def test_a_stale_issue_is_refused(desk: Desk):
    """A step on an issue as it was before somebody else's step is refused, and writes nothing."""
    read = await desk.file()
    await desk.step(UNIT, Step.ACCEPT, read)
    person, shown = await desk.who(UNIT), Shown(words="不是我们的")
    with pytest.raises(StaleIssue):
        await desk.town.run(lambda office: unit_actions.decline(office, person, read, shown))
    assert len(await desk.town.history(read.no)) == 3


async def test_a_unit_keeps_a_declined_issue_until_it_is_answered(desk: Desk):
    """A declined issue stays with the unit and keeps its date; it waits in the tray."""
    issue = await desk.file()
    declined = await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    assert (declined.status, declined.unit) == (Status.DISPATCHED, "hepu-sanitation")
    assert (declined.request, declined.due_at) == (Request.DECLINE, issue.due_at)


async def test_a_decline_needs_a_reason(desk: Desk):
    """Nobody declines without saying why."""
    with pytest.raises(ProofMissing):
        await desk.step(UNIT, Step.DECLINE, await desk.file())


async def test_one_request_at_a_time(desk: Desk):
    """While a decline waits for its answer there is no second one."""
    issue = await desk.file()
    await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    again = desk.step(UNIT, Step.DECLINE, issue, words="真的是")
    assert await refusal(again) == "refuse-request-open"


async def test_after_a_refusal_no_second_decline(desk: Desk):
    """The unit that was refused keeps the duty for good."""
    issue = await desk.file()
    await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    refused = await desk.step(STREET, Step.REFUSE, issue, words="合同里是你们")
    assert refused.request is Request.NONE
    again = desk.step(UNIT, Step.DECLINE, issue, words="真的是")
    assert await refusal(again) == "refuse-second-decline"


async def test_a_reassigned_issue_that_comes_back_is_not_declined_again(desk: Desk):
    """A unit declines an issue once, also when it comes to it a second time."""
    issue = await desk.file()
    await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    moved = await desk.step(STREET, Step.REASSIGN, issue, unit="water", words="归水务")
    assert (moved.unit, moved.due_at, moved.request) == ("water", issue.due_at, Request.NONE)
    await desk.step("unit-water", Step.DECLINE, issue, words="是垃圾")
    await desk.step(STREET, Step.REASSIGN, issue, unit="hepu-sanitation", words="还是你们")
    again = desk.step(UNIT, Step.DECLINE, issue, words="不是")
    assert await refusal(again) == "refuse-second-decline"


async def test_reassigning_to_the_same_unit_is_refused(desk: Desk):
    """A unit cannot be given what it has."""
    same = desk.step(STREET, Step.REASSIGN, await desk.file(), unit="hepu-sanitation", words="重派")
    assert await refusal(same) == "refuse-same-unit"


async def test_nothing_to_refuse(desk: Desk):
    """A supervisor refuses only what was asked for."""
    issue = await desk.file()
    assert (
        await refusal(desk.step(STREET, Step.REFUSE, issue, words="不")) == "refuse-nothing-asked"
    )


async def test_an_accepted_issue_is_not_declined(desk: Desk):
    """Who accepted cannot decline any more; the refusal names the issue."""
    issue = await desk.step(UNIT, Step.ACCEPT, await desk.file())
    with pytest.raises(StepNotAllowed) as refused:
        await desk.step(UNIT, Step.DECLINE, issue, words="不是我们的")
    assert refused.value.facts["no"] == issue.no


async def test_accepting_takes_the_own_decline_back(desk: Desk):
    """A unit that declined and then accepts waits for no answer any more."""
    issue = await desk.file()
    await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    assert (await desk.step(UNIT, Step.ACCEPT, issue)).request is Request.NONE


async def test_a_fix_from_dispatched_accepts_first(desk: Desk):
    """Reporting a fix of an issue nobody accepted writes the acceptance before it."""
    fixed = await desk.fixed()
    steps = [entry.step for entry in await desk.town.history(fixed.no)]
    assert steps == [Step.FILE, Step.DISPATCH, Step.ACCEPT, Step.REPORT_FIX]
    assert (fixed.status, fixed.fixed_at) == (Status.HANDLED, desk.town.clock())


async def test_a_fix_answers_a_pending_decline(desk: Desk):
    """Who fixes what they had declined waits for no answer any more."""
    issue = await desk.file()
    await desk.step(UNIT, Step.DECLINE, issue, words="是河道的")
    assert (await desk.fixed(issue)).request is Request.NONE


async def test_a_refused_fix_leaves_no_acceptance(desk: Desk):
    """A fix without a usable photo changes nothing, not even the acceptance before it."""
    issue = await desk.file()
    waiting = await desk.photo(UNIT, kept=False)
    for photos in ((), (waiting,)):
        with pytest.raises(ProofMissing):
            await desk.step(UNIT, Step.REPORT_FIX, issue, photos=photos)
    assert (await desk.town.issue(issue.no)).status is Status.DISPATCHED


async def test_a_fix_is_not_shown_by_the_reports_photo(desk: Desk):
    """The reporter's picture, sent by the unit or under its own number, shows no fix."""
    before = await desk.photo(RESIDENT, sha="f" * 64)
    issue = await desk.file(photos=(before,))
    copy = await desk.photo(UNIT, sha="f" * 64)
    tried = desk.step(UNIT, Step.REPORT_FIX, issue, photos=(copy,))
    assert await refusal(tried) == "refuse-photo-again"
    tried = desk.step(UNIT, Step.REPORT_FIX, issue, photos=(before,))
    assert await refusal(tried) == "refuse-photo-not-yours"


async def test_another_unit_sees_nothing(desk: Desk):
    """Staff of another unit are told that there is no such issue, whatever they try."""
    issue = await desk.file()
    for step in (Step.ACCEPT, Step.DECLINE, Step.REPORT_FIX, Step.ADD):
        with pytest.raises(NoSuchIssue):
            await desk.step("unit-water", step, issue, words="x")


async def test_after_reassigning_the_old_unit_sees_nothing(desk: Desk):
    """A unit that is rid of an issue has nothing to do with it any more."""
    issue = await desk.step(UNIT, Step.ACCEPT, await desk.file())
    moved = await desk.step(STREET, Step.REASSIGN, issue, unit="water", words="归水务")
    assert (moved.status, moved.due_at) == (Status.DISPATCHED, issue.due_at)
    with pytest.raises(NoSuchIssue):
        await desk.step(UNIT, Step.ADD, issue, words="x")


async def test_withdrawn_before_acceptance_only(desk: Desk):
    """The reporter withdraws until the unit accepts; then it goes on."""
    first, second = await desk.file(), await desk.file()
    gone = await desk.step(RESIDENT, Step.WITHDRAW, first)
    assert (gone.status, gone.closed_at) == (Status.WITHDRAWN, desk.town.clock())
    await desk.step(UNIT, Step.ACCEPT, second)
    with pytest.raises(StepNotAllowed):
        await desk.step(RESIDENT, Step.WITHDRAW, second)


async def test_void_needs_a_reason_and_another_unit(desk: Desk):
    """Not to be dealt with is said with a reason, by nobody of the responsible unit."""
    issue = await desk.file()
    with pytest.raises(ProofMissing):
        await desk.step(STREET, Step.VOID, issue)
    await desk.hire(STREET, staff_of("hepu-sanitation"))
    with pytest.raises(NotAllowed):
        await desk.step(STREET, Step.VOID, issue, words="不归我们管")
    gone = await desk.step(DISTRICT, Step.VOID, issue, words="是私人工地")
    assert (gone.status, gone.closed_at) == (Status.VOID, desk.town.clock())


async def test_a_new_category_counts_from_the_dispatch(desk: Desk):
    """An illegal structure has 15 working days from the dispatch, not from the change."""
    issue = await desk.step(UNIT, Step.ACCEPT, await desk.file())
    desk.town.clock.move(days=3)
    changed = await desk.step(STREET, Step.RECATEGORISE, issue, sub_category="illegal_structure")
    assert changed.due_at == datetime(2024, 4, 2, 23, 59, 59, tzinfo=CHINA)  # Tuesday
    assert (changed.status, changed.category) == (Status.HANDLING, "clear_demolish_tidy")


async def test_a_new_category_before_dispatch_starts_no_clock(desk: Desk):
    """What waits for dispatch has no date, whatever its category."""
    issue = await desk.file(area=None)
    changed = await desk.step(DISTRICT, Step.RECATEGORISE, issue, sub_category="bin_overflow")
    assert (changed.due_at, changed.dispatched_at) == (None, None)


async def test_the_same_category_is_refused(desk: Desk):
    """Changing a category to itself is no change."""
    same = desk.step(STREET, Step.RECATEGORISE, await desk.file(), sub_category="exposed_waste")
    assert await refusal(same) == "refuse-same-category"


async def test_an_addition_changes_nothing_but_the_history(desk: Desk):
    """Whoever may see an open issue may add to it; its state stays."""
    issue = await desk.file()
    for key in (RESIDENT, UNIT, CHECKER, NEXT_DOOR, STREET, DISTRICT):
        added = await desk.step(key, Step.ADD, issue, words="路灯下")
    assert (added.status, added.due_at, added.seq) == (issue.status, issue.due_at, issue.seq + 6)
