"""Issues and their history. Nothing in this module changes or deletes an entry."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson

from domain.errors import NoSuchIssue, StaleIssue
from domain.geo import Point
from domain.issues import Entry, Issue, IssueNo, Request, Source, issue_no
from domain.lifecycle import Status, Step
from domain.people import PersonId, Role
from storage.ledger import Row, Tx, Value
from storage.values import moment, stamp

_COLUMNS = (
    "no, seq, status, source, category, sub_category, area, place, lon, lat, unit, unrouted, "
    "verifier, request, filed_at, dispatched_at, due_at, due_provisional, fixed_at, closed_at, "
    "rework, relapse, objections, kept"
)
_NAMES = tuple(name.strip() for name in _COLUMNS.split(","))
_INSERT = f"INSERT INTO issues ({_COLUMNS}) VALUES ({', '.join(':' + n for n in _NAMES)})"  # noqa: S608
_UPDATE = (
    "UPDATE issues SET "  # noqa: S608 (made of the names above)
    + ", ".join(f"{name} = :{name}" for name in _NAMES if name not in {"no", "filed_at", "source"})
    + " WHERE no = :no AND seq = :seq - 1"
)


def next_no(tx: Tx, prefix: str, day: date) -> IssueNo:
    """Take the day's next number. A number taken by a verb that fails is taken again: no gaps."""
    row = tx.one(
        "INSERT INTO numbers (day, last) VALUES (:day, 1)"
        " ON CONFLICT (day) DO UPDATE SET last = numbers.last + 1 RETURNING last",
        {"day": day.isoformat()},
    )
    return issue_no(prefix, day, row["last"])


def _params(issue: Issue) -> dict[str, Value]:
    point = issue.point
    return {
        "no": issue.no,
        "seq": issue.seq,
        "status": issue.status,
        "source": issue.source,
        "category": issue.category,
        "sub_category": issue.sub_category,
        "area": issue.area,
        "place": issue.place,
        "lon": point.lon if point else None,
        "lat": point.lat if point else None,
        "unit": issue.unit,
        "unrouted": issue.unrouted,
        "verifier": issue.verifier,
        "request": issue.request,
        "filed_at": stamp(issue.filed_at),
        "dispatched_at": stamp(issue.dispatched_at),
        "due_at": stamp(issue.due_at),
        "due_provisional": int(issue.due_provisional),
        "fixed_at": stamp(issue.fixed_at),
        "closed_at": stamp(issue.closed_at),
        "rework": issue.rework,
        "relapse": issue.relapse,
        "objections": issue.objections,
        "kept": issue.kept,
    }


def _issue(row: Row) -> Issue:
    return Issue(
        no=IssueNo(row["no"]),
        seq=row["seq"],
        status=Status(row["status"]),
        source=Source(row["source"]),
        category=row["category"],
        sub_category=row["sub_category"],
        area=row["area"],
        place=row["place"],
        point=None if row["lon"] is None else Point(row["lon"], row["lat"]),
        unit=row["unit"],
        unrouted=row["unrouted"],
        verifier=row["verifier"],
        request=Request(row["request"]),
        filed_at=moment(row["filed_at"]),
        dispatched_at=moment(row["dispatched_at"]),
        due_at=moment(row["due_at"]),
        due_provisional=bool(row["due_provisional"]),
        fixed_at=moment(row["fixed_at"]),
        closed_at=moment(row["closed_at"]),
        rework=row["rework"],
        relapse=row["relapse"],
        objections=row["objections"],
        kept=row["kept"],
    )


def find(tx: Tx, no: str) -> Issue | None:
    """Return an issue, or None."""
    row = tx.row(f"SELECT {_COLUMNS} FROM issues WHERE no = :no", {"no": no})  # noqa: S608
    return _issue(row) if row else None


def get(tx: Tx, no: str) -> Issue:
    """Return an issue.

    Raises:
        NoSuchIssue: There is none of this number.
    """
    issue = find(tx, no)
    if issue is None:
        raise NoSuchIssue
    return issue


def file(tx: Tx, issue: Issue, entry: Entry, *, reporter: PersonId, receipt: str) -> None:
    """Make a new issue with its first entry, its reporter and its receipt code."""
    tx.execute(_INSERT, _params(issue))
    tx.execute(
        "INSERT INTO receipts (no, code) VALUES (:no, :code)", {"no": issue.no, "code": receipt}
    )
    tx.execute(
        "INSERT INTO follows (no, person, reporter, since) VALUES (:no, :person, 1, :at)",
        {"no": issue.no, "person": reporter, "at": stamp(entry.at)},
    )
    _write(tx, entry)


def append(tx: Tx, issue: Issue, entry: Entry) -> None:
    """Add one entry to an issue's history and bring the issue to the state after it.

    Args:
        tx: The open transaction.
        issue: The state after the step; its ``seq`` is the entry's.
        entry: What happened.

    Raises:
        StaleIssue: The issue is not at ``entry.seq - 1``; somebody moved it first.
    """
    _write(tx, entry)
    if not tx.execute(_UPDATE, _params(issue)):
        raise StaleIssue(no=issue.no)


def _write(tx: Tx, entry: Entry) -> None:
    key: dict[str, Value] = {"no": entry.no, "seq": entry.seq}
    try:
        tx.execute(
            "INSERT INTO entries (no, seq, step, status, at, actor, role, unit, facts)"
            " VALUES (:no, :seq, :step, :status, :at, :actor, :role, :unit, :facts)",
            key
            | {
                "step": entry.step,
                "status": entry.status,
                "at": stamp(entry.at),
                "actor": entry.actor,
                "role": entry.role,
                "unit": entry.unit,
                "facts": orjson.dumps(entry.facts).decode(),
            },
        )
    except sqlite3.IntegrityError as error:
        raise StaleIssue(no=entry.no) from error
    if entry.words:
        tx.execute(
            "INSERT INTO entry_words (no, seq, words) VALUES (:no, :seq, :words)",
            key | {"words": entry.words},
        )
    for position, photo in enumerate(entry.photos):
        tx.execute(
            "INSERT INTO entry_photos (no, seq, position, photo)"
            " VALUES (:no, :seq, :position, :photo)",
            key | {"position": position, "photo": photo},
        )


def history(tx: Tx, no: str) -> tuple[Entry, ...]:
    """Return all entries of an issue, oldest first, with words and photos."""
    rows = tx.rows(
        "SELECT e.no, e.seq, step, status, at, actor, role, unit, facts,"
        " COALESCE(w.words, '') AS words"
        " FROM entries AS e LEFT JOIN entry_words AS w ON w.no = e.no AND w.seq = e.seq"
        " WHERE e.no = :no ORDER BY e.seq",
        {"no": no},
    )
    shown: dict[int, list[int]] = {}
    for row in tx.rows(
        "SELECT seq, photo FROM entry_photos WHERE no = :no ORDER BY seq, position", {"no": no}
    ):
        shown.setdefault(row["seq"], []).append(row["photo"])
    return tuple(_entry(row, shown.get(row["seq"], ())) for row in rows)


def _entry(row: Row, photos: Iterable[int]) -> Entry:
    return Entry(
        no=IssueNo(row["no"]),
        seq=row["seq"],
        step=Step(row["step"]),
        status=Status(row["status"]),
        at=moment(row["at"]),
        actor=row["actor"],
        role=Role(row["role"]),
        unit=row["unit"],
        facts=orjson.loads(row["facts"]),
        words=row["words"],
        photos=tuple(photos),
    )


_LISTS: dict[str, str] = {
    "reported": (
        "SELECT i.* FROM issues AS i JOIN follows AS f ON f.no = i.no"
        " WHERE f.person = :person ORDER BY i.filed_at DESC, i.no DESC"
    ),
    "of_unit": (
        "SELECT * FROM issues WHERE unit = :unit AND status IN ('dispatched', 'handling')"
        " ORDER BY due_at, no"
    ),
    "to_check": (
        "SELECT * FROM issues WHERE verifier = :person AND status = 'handled' ORDER BY fixed_at, no"
    ),
    "tray": (
        "WITH RECURSIVE scope (code) AS (SELECT :area UNION ALL"
        " SELECT areas.code FROM areas JOIN scope ON areas.parent = scope.code)"
        " SELECT * FROM issues WHERE area IN (SELECT code FROM scope) AND (status = 'submitted'"
        " OR (request <> '' AND status IN ('dispatched', 'handling', 'void'))"
        " OR (status IN ('dispatched', 'handling') AND NOT EXISTS (SELECT 1 FROM grants AS g"
        " WHERE g.unit = issues.unit AND g.ended_at IS NULL))"
        " OR (status = 'handled' AND verifier IS NULL)) ORDER BY filed_at, no"
    ),
}


def listed(tx: Tx, name: str, **params: Any) -> tuple[Issue, ...]:
    """Return one of the lists people work from, in the order they should be worked.

    ``reported`` (person): what somebody reported or follows, newest first. ``of_unit`` (unit):
    what a unit owes. ``to_check`` (person): fixes somebody has the task to check. ``tray``
    (area): what waits for a supervisor there: unrouted, declined, fixes nobody can check.
    """
    return tuple(_issue(row) for row in tx.rows(_LISTS[name], params))


def set_verifier(tx: Tx, issue: Issue) -> None:
    """Note who has the task to check; a task is no part of the history."""
    tx.execute(
        "UPDATE issues SET verifier = :verifier WHERE no = :no",
        {"no": issue.no, "verifier": issue.verifier},
    )


def set_unrouted(tx: Tx, issue: Issue) -> None:
    """Note why an issue waits in the tray."""
    tx.execute(
        "UPDATE issues SET unrouted = :why WHERE no = :no",
        {"no": issue.no, "why": issue.unrouted},
    )


def release_tasks(tx: Tx, verifier: PersonId) -> tuple[Issue, ...]:
    """Put the checks somebody had back into the tray, and return their issues."""
    rows = tx.rows(
        "UPDATE issues SET verifier = NULL WHERE verifier = :verifier AND status = 'handled'"
        " RETURNING *",
        {"verifier": verifier},
    )
    return tuple(_issue(row) for row in rows)


def shown_before(tx: Tx, no: str, photos: Iterable[int]) -> bool:
    """Whether one of these pictures, by number or content, stands in the issue's history."""
    return any(
        tx.row(
            "SELECT 1 AS n FROM entry_photos AS e JOIN photos AS old ON old.id = e.photo"
            " JOIN photos AS new ON new.id = :photo"
            " WHERE e.no = :no AND (old.id = new.id OR old.sha256 = new.sha256) LIMIT 1",
            {"no": no, "photo": photo},
        )
        for photo in photos
    )
