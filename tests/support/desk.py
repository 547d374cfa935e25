"""Steps taken on issues without talking: what the verbs do, apart from how they are asked for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from domain.issues import Issue, Shown
from domain.lifecycle import Step
from domain.people import Grant, Person, Role
from handlers.actions.report import Report, file_report
from handlers.actions.verbs import VERBS
from handlers.messages import Outgoing
from handlers.office import Office
from storage import conversations, issues, people, photos
from storage.conversations import Conversation
from tests.support.office import GRID, Town

UNIT = "unit-hepu-sanitation"
CHECKER = "grid-hebei-3"
NEXT_DOOR = "grid-hebei-1"
STREET = "supervisor-hepu"
DISTRICT = "supervisor-district"
RESIDENT = "resident-1"


@dataclass
class Desk:
    """The town's people, acting on issues by verbs."""

    town: Town
    _numbers: Any = field(default_factory=lambda: itertools.count(1000))

    async def who(self, key: str) -> Person:
        """Return a sample person, or somebody hired, as the ledger knows them now."""
        return await self.town.who(key)

    async def hire(self, key: str, *grants: Grant) -> Person:
        """Make somebody who can be reached, with these roles; call it again to give more."""

        def verb(office: Office) -> None:
            found = people.at_address(office.tx, "web", f"demo-{key}")
            number = found.id if found else people.add(office.tx, language="en", now=office.now)
            if found is None:
                address = f"demo-{key}"
                people.add_identity(office.tx, "web", address, number, office.now)
                where = Conversation(f"web::{address}", "web", address, number)
                conversations.heard(office.tx, where, office.now)
            for grant in grants:
                people.give(office.tx, number, grant, office.now)

        await self.town.run(verb)
        return await self.who(key)

    async def photo(self, key: str, *, kept: bool = True, sha: str = "") -> int:
        """Let somebody send a photo now."""
        person, number = await self.who(key), next(self._numbers)

        def verb(office: Office) -> int:
            photo = photos.add_photo(
                office.tx,
                channel="web",
                ref=f"r{number}",
                key=f"k{number}",
                person=person.id,
                conversation=f"web::demo-{key}",
                at=office.now,
            )
            if kept:
                sha256 = sha or f"{number:064x}"
                photos.keep(office.tx, photo, sha256=sha256, width=9, height=9, taken=None)
            return photo

        return await self.town.run(verb)

    async def file(self, by: str = RESIDENT, **parts: Any) -> Issue:
        """File a report; by default waste in 河北社区第 3 网格, with a photo."""
        known = {"words": "垃圾堆了三天", "sub_category": "exposed_waste", "area": GRID}
        if "photos" not in parts:
            known["photos"] = (await self.photo(by),)  # type: ignore[assignment]
        person, report = await self.who(by), Report(**(known | parts))  # type: ignore[arg-type]
        return await self.town.run(lambda office: file_report(office, person, report))

    async def step(self, key: str, step: Step, issue: Issue, **shown: Any) -> Issue:
        """Take a step as somebody, on the issue as it is now."""
        person = await self.who(key)
        return await self.town.run(
            lambda office: VERBS[step](
                office, person, issues.get(office.tx, issue.no), Shown(**shown)
            )
        )

    async def fixed(self, issue: Issue | None = None, by: str = UNIT) -> Issue:
        """Let the unit report a fix, of a new issue unless one is given."""
        issue = issue or await self.file()
        self.town.clock.move(minutes=1)
        return await self.step(by, Step.REPORT_FIX, issue, photos=(await self.photo(by),))

    async def passed(self, issue: Issue | None = None, by: str = CHECKER) -> Issue:
        """Let somebody pass the check, of a new fix unless an issue is given."""
        issue = issue or await self.fixed()
        self.town.clock.move(minutes=1)
        return await self.step(by, Step.VERIFY_PASS, issue, photos=(await self.photo(by),))

    async def failed(self, issue: Issue, by: str = CHECKER) -> Issue:
        """Let somebody fail the check."""
        self.town.clock.move(minutes=1)
        return await self.step(by, Step.VERIFY_FAIL, issue, words="还有一堆")

    async def objected(self, issue: Issue | None = None, by: str = RESIDENT) -> Issue:
        """Let the reporter object, to a new strike-off unless an issue is given."""
        issue = issue or await self.passed()
        self.town.clock.move(minutes=1)
        return await self.step(by, Step.OBJECT, issue)

    async def news(self, key: str) -> list[Outgoing]:
        """Return what the outbox holds for somebody, oldest first."""
        person = await self.who(key)
        rows = await self.town.rows(
            "SELECT body FROM outbox WHERE person = :person ORDER BY id", person=person.id
        )
        return [Outgoing.model_validate_json(row["body"]) for row in rows]

    async def last(self, key: str) -> str:
        """Return the words of the last message to somebody, or ''."""
        found = await self.news(key)
        return found[-1].text if found else ""


def staff_of(unit: str) -> Grant:
    """The role of somebody who works for a unit."""
    return Grant(Role.UNIT_STAFF, unit=unit)


def grid_worker(area: str) -> Grant:
    """The role of a grid worker."""
    return Grant(Role.GRID_WORKER, area=area)


def supervisor(area: str) -> Grant:
    """The role of a supervisor."""
    return Grant(Role.SUPERVISOR, area=area)
