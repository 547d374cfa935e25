"""Filing a report, and what its reporter may still do with it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.geo import Point
from domain.issues import Entry, Issue, Request, Shown, Source
from domain.lifecycle import Step, next_status
from domain.people import Person, Role
from domain.routing import Unrouted, route
from handlers import notices
from handlers.actions import desk
from handlers.actions.step import take
from handlers.office import Office
from storage import follows, issues, people


@dataclass(frozen=True, slots=True)
class Report:
    """What a person says about a problem.

    Attributes:
        words: What is wrong, cleaned; may be empty when there is a photo.
        photos: Photo numbers; they may still be on their way.
        sub_category: Chosen or confirmed by the person.
        point: Where, or None.
        area: Code of the area picked or named; the point decides where it lies in a drawn area.
        place: The name a map gave the place, or empty.
    """

    words: str
    photos: tuple[int, ...]
    sub_category: str
    point: Point | None = None
    area: str | None = None
    place: str = ""


def file_report(office: Office, person: Person, report: Report) -> Issue:
    """File a report as an issue and send it to the responsible unit.

    What cannot be routed is filed all the same and waits in a supervisor's tray with the reason.
    Filing the same draft twice is kept out by the dialogue, which ends in the same transaction.

    Raises:
        ProofMissing: Neither words nor a photo.
        BadInput: A code of an area or category that does not exist.
    """
    sub = office.catalogue.get(report.sub_category)
    found = route(report.point, report.area, sub, office.areas)
    shown = Shown(words=report.words, photos=report.photos)
    issue = Issue(
        no=issues.next_no(office.tx, office.district.prefix, office.today),
        seq=1,
        status=next_status(None, Step.FILE, role=Role.RESIDENT, shown=shown.proofs),
        source=Source.PATROL if person.has(Role.GRID_WORKER) else Source.RESIDENT,
        category=sub.category,
        sub_category=sub.code,
        area=found.area or office.areas.district.code,
        filed_at=office.now,
        place=report.place,
        point=report.point,
        unrouted=found.why if isinstance(found, Unrouted) else "",
    )
    receipt = f"{office.chance.randrange(1_000_000):06d}"
    first = _first_entry(person, issue, shown)
    issues.file(office.tx, issue, first, reporter=person.id, receipt=receipt)
    if isinstance(found, Unrouted):
        notices.waits_in_tray(office, issue)
        return issue
    if not people.of_unit(office.tx, found.unit):
        return desk.note_unrouted(office, issue, "unrouted-no-staff")
    return desk.dispatch_by_rule(office, issue, found.unit)


def _first_entry(person: Person, issue: Issue, shown: Shown) -> Entry:
    """Return the entry an issue's history begins with."""
    return Entry(
        no=issue.no,
        seq=1,
        step=Step.FILE,
        status=issue.status,
        at=issue.filed_at,
        actor=person.id,
        role=Role.RESIDENT,
        facts={"sub_category": issue.sub_category, "area": issue.area},
        words=shown.words,
        photos=shown.photos,
    )


def withdraw(office: Office, person: Person, issue: Issue) -> Issue:
    """Take a report back, while no unit has accepted it and nobody else follows it."""
    after = take(
        office,
        person,
        issue,
        Step.WITHDRAW,
        Shown(),
        request=Request.NONE,
        closed_at=office.now,
    )
    notices.withdrawn(office, issue, after)
    return after


def add(office: Office, person: Person, issue: Issue, shown: Shown) -> Issue:
    """Add words or photos to an open issue, and show them to whoever owes the next step."""
    after = take(office, person, issue, Step.ADD, shown)
    notices.added(office, after, person, shown)
    return after


def receipt_of(office: Office, issue: Issue) -> str:
    """Return the code that lets somebody else ask about an issue."""
    return follows.receipt(office.tx, issue.no)
