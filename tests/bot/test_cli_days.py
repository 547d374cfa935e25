"""``xiaohao workday`` and ``xiaohao calendar add``."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import control, verbs
from bot.__main__ import main
from bot.opening import opened, prepare
from bot.settings import Settings
from domain.lifecycle import Step
from domain.people import Grant, Person, Role
from handlers.actions.report import Report, file_report
from storage import issues, people
from storage.calendar import LAST_YEAR, load_calendar, read_local
from storage.sqlite import SqliteLedger

NEXT = LAST_YEAR + 1


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run one command with the data folder ``tmp_path / "data"``."""
    monkeypatch.setenv("XIAOHAO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def command(*args: str, language: str = "en") -> Result:
        return CliRunner().invoke(main, ["--language", language, *args], catch_exceptions=False)

    return command


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2021-03-31", "+10", "2021-04-15"),
        ("2023-01-18", "+10", "2023-02-06"),
        ("2024-02-02", "+10", "2024-02-21"),
        ("2024-04-22", "+5", "2024-04-28"),
        ("2024-09-27", "+10", "2024-10-16"),
        ("2026-02-10", "+10", "2026-03-02"),
        ("2023-11-30", "+3m", "2024-02-29"),
        ("2024-07-07", "+3m", "2024-10-08"),
        ("2024-04-22", "5", "2024-04-28"),
        ("2024-04-22", "+5d", "2024-04-28"),
        ("2024-04-27", "+0", "2024-04-27"),
    ],
)
def test_the_day_is_printed(run, start, length, end):
    """Working days and months lead where the calendar of the State Council says."""
    done = run("workday", start, length)
    assert (done.exit_code, done.stdout) == (0, f"{end}\n")


def test_why_lists_the_days(run):
    """Each day counted is numbered, each skipped has its reason; the answer stands last."""
    assert run("workday", "2024-04-22", "+5", "--why", language="zh-CN").stdout.splitlines() == [
        "-　2024-04-22 周一　起算日，不算",
        "1　2024-04-23 周二",
        "2　2024-04-24 周三",
        "3　2024-04-25 周四",
        "4　2024-04-26 周五",
        "-　2024-04-27 周六　周末",
        "5　2024-04-28 周日　劳动节调休上班",
        "2024-04-28",
    ]
    english = run("workday", "2024-07-07", "+3m", "--why").stdout
    assert "-  2024-10-07 Monday  National Day, day off" in english


@pytest.mark.parametrize(
    ("start", "length", "word"),
    [
        ("2024-02-30", "+5", "2024-02-30"),
        ("22.4.2024", "+5", "22.4.2024"),
        ("2024-04-22", "+5w", "+5w"),
        ("2024-04-22", "--", "Usage"),
        ("2024-04-22", "+9999", "+9999"),
        ("2024-04-22", "+121m", "+121m"),
        ("9999-12-31", "+5", "9999-12-31"),
    ],
)
def test_what_is_not_understood_is_named(run, start, length, word):
    """Bad input ends with 1 or 2 and a sentence, never with a traceback."""
    done = run("workday", start, length)
    assert done.exit_code in {1, 2}
    assert word in done.stderr


def test_beyond_the_published_years_it_says_so(run):
    """The date goes to the output, the warning beside it."""
    done = run("workday", f"{LAST_YEAR}-12-30", "+5")
    assert date.fromisoformat(done.stdout.strip()).year == NEXT
    assert str(LAST_YEAR) in done.stderr


def new_days(tmp_path: Path, text: str = "") -> str:
    """A file with the next year's first days."""
    file = tmp_path / "next.toml"
    days = f"[days]\noff = [{NEXT}-01-01, {NEXT}-01-04]\non = [{NEXT}-01-09]\nuntil = {NEXT}\n"
    file.write_text(text or days, encoding="utf-8")
    return str(file)


def _december() -> datetime:
    return datetime(LAST_YEAR, 12, 30, 1, 30, tzinfo=UTC)


def _file(office) -> str:
    """File clutter that is due in the next year."""
    person = people.add(office.tx, language="en", now=office.now)
    area = next(area.code for area in office.areas.areas if area.kind == "grid")
    report = Report("clutter here", (), "clutter", area=area)
    return file_report(office, Person(person, "en"), report).no


async def _issue(data_dir: Path, no: str):
    ledger = await SqliteLedger.open(data_dir / "ledger.sqlite3")
    try:
        return await ledger.run(lambda tx: (issues.get(tx, no), issues.history(tx, no)))
    finally:
        await ledger.close()


async def _open_issue(data_dir: Path) -> str:
    prepare(data_dir)
    async with opened(Settings(data_dir=data_dir), clock=_december) as folder:
        await folder.run(_staffed)
        return await folder.run(_file)


def _staffed(office) -> None:
    for unit in office.areas.units:
        person = people.add(office.tx, language="en", now=office.now)
        people.give(office.tx, person, Grant(Role.UNIT_STAFF, unit=unit.code), office.now)


def test_a_year_is_added_and_open_dates_follow(run, tmp_path):
    """The days go into the data folder, the date moves and is certain, the history says so."""
    data_dir = tmp_path / "data"
    no = asyncio.run(_open_issue(data_dir))
    done = run("calendar", "add", new_days(tmp_path))
    assert (done.exit_code, "1 open issue" in done.stdout) == (0, True)
    issue, history = asyncio.run(_issue(data_dir, no))
    assert (issue.due_provisional, history[-1].step) == (False, Step.RECOMPUTE)
    assert not load_calendar(data_dir / "calendar.toml").is_working(date(NEXT, 1, 4))
    again = run("calendar", "add", new_days(tmp_path))
    assert "no date changed" in again.stdout


async def test_the_running_program_counts_by_them_at_once(tmp_path):
    """Through the socket, the program writes the file and goes on with the new calendar."""
    prepare(tmp_path)
    async with opened(Settings(data_dir=tmp_path), clock=_december) as folder:
        await folder.run(_staffed)
        await folder.run(_file)
        days = read_local(Path(new_days(tmp_path)))
        args = {
            "off": [day.isoformat() for day in days.off],
            "on": [day.isoformat() for day in days.on],
            "until": days.until,
            "language": "en",
        }
        async with control.serve_control(tmp_path / control.FILE, verbs.as_commands(folder)):
            ask = asyncio.to_thread(control.ask, tmp_path / control.FILE, "calendar-add", args)
            assert "1 open issue" in (await ask)[0]
        assert folder.calendar.last_year == NEXT
        later = await folder.run(_file)
        issue = await folder.run(lambda office: issues.get(office.tx, later))
        assert not issue.due_provisional


def test_days_are_added_to_those_that_are_there(run, tmp_path):
    """What the folder's file said stays, except where the new file says otherwise."""
    run("init")
    local = tmp_path / "data" / "calendar.toml"
    local.write_text('[days]\noff = ["2026-03-04", "2026-03-05"]\n', encoding="utf-8")
    run("calendar", "add", new_days(tmp_path, "[days]\non = [2026-03-05]\noff = [2026-03-06]\n"))
    days = read_local(local)
    assert days.off == {date(2026, 3, 4), date(2026, 3, 6)}
    assert days.on == {date(2026, 3, 5)}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[days]\n", "no day"),
        (f"[days]\nuntil = {NEXT}\n", str(NEXT)),
        ("[days]\noff = [2026-02-30]\n", "next.toml"),
        ("nonsense", "next.toml"),
    ],
)
def test_a_bad_file_changes_nothing(run, tmp_path, text, word):
    """It is refused in words, and the data folder has no calendar of its own afterwards."""
    run("init")
    done = run("calendar", "add", new_days(tmp_path, text))
    assert done.exit_code == 1
    assert word in done.stderr
    assert not (tmp_path / "data" / "calendar.toml").exists()
