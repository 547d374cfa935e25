"""What happens by the clock: jobs run as verbs, and a mistake in one leaves the others."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from structlog.testing import capture_logs

from bot import schedule
from bot.schedule import SCHEDULE, Job, build_schedule
from domain.district import CHINA
from handlers.office import Office
from tests.support.office import Town


def test_no_job_runs_on_the_hour_or_half_hour():
    """Rounds are at odd minutes, so that not everything in the country ticks at once."""
    for job in SCHEDULE:
        trigger = CronTrigger.from_crontab(job.cron, timezone=CHINA)
        now = datetime(2024, 3, 12, tzinfo=CHINA)
        for _ in range(50):
            now = trigger.get_next_fire_time(None, now)
            assert now.minute not in {0, 30}
            now += timedelta(seconds=1)


def test_jobs_have_names_of_their_own():
    """Two jobs under one name would be one."""
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)


async def test_the_schedule_holds_every_job_in_the_districts_zone(town: Town):
    """Every row of the schedule is a job, once, by the district's clock."""
    scheduler = build_schedule(town.run, CHINA)
    jobs = scheduler.get_jobs()
    assert [job.id for job in jobs] == [job.name for job in SCHEDULE]
    assert all(job.trigger.timezone is CHINA for job in jobs)
    assert all(job.misfire_grace_time is None and job.coalesce for job in jobs)


async def test_a_tick_runs_the_job_once(town: Town):
    """A tick is one verb in one transaction."""
    ran: list[datetime] = []
    await schedule._tick(
        town.run, Job("count", "17 3 * * *", lambda office: ran.append(office.now))
    )
    assert ran == [town.clock()]


async def test_a_jobs_mistake_is_logged_and_leaves_the_others(town: Town):
    """What a job raises is logged with its name; nothing of it is kept, the next one runs."""

    def broken(office: Office) -> None:
        office.tx.execute("INSERT INTO counters (name, day, n) VALUES ('x', 'd', 1)")
        raise ZeroDivisionError

    ran: list[str] = []
    with capture_logs() as logs:
        await schedule._tick(town.run, Job("broken", "17 3 * * *", broken))
        await schedule._tick(town.run, Job("fine", "17 3 * * *", lambda _: ran.append("fine")))
    assert [(log["event"], log["job"]) for log in logs] == [("job_mistake", "broken")]
    assert (ran, await town.rows("SELECT * FROM counters")) == (["fine"], [])


async def test_a_started_schedule_ticks(town: Town, monkeypatch: pytest.MonkeyPatch):
    """A job whose time has come runs by itself."""
    ran = asyncio.Event()
    job = Job("now", "17 3 * * *", lambda _: None)
    monkeypatch.setattr(schedule, "SCHEDULE", (job,))

    async def run(verb):
        await town.run(verb)
        ran.set()

    scheduler = build_schedule(run, CHINA)
    scheduler.start()
    scheduler.modify_job("now", next_run_time=datetime.now(CHINA))
    async with asyncio.timeout(5):
        await ran.wait()
    scheduler.shutdown(wait=False)
