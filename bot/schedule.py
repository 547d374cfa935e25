"""What happens by the clock. APScheduler only ticks: each job is a verb, run like any other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from handlers.actions.extra_time import recompute_known, resume_due
from handlers.housekeeping import tidy
from handlers.office import Office
from handlers.year_end import tell_missing_days

Verb = Callable[[Office], None]
Run = Callable[[Verb], Awaitable[Any]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A verb and when it runs: ``cron`` in the district's zone, never on the hour or half hour."""

    name: str
    cron: str
    verb: Verb


SCHEDULE: Final = (
    Job("tidy", "17 3 * * *", tidy),
    Job("recompute", "23 * * * *", recompute_known),
    Job("resume", "7 7-18 * * *", resume_due),
    Job("year-end", "41 9-16 * 12 *", tell_missing_days),
)
"""Every job. To add one: a verb in ``handlers`` and a row here."""


def build_schedule(run: Run, zone: tzinfo) -> AsyncIOScheduler:
    """Return a scheduler with every job; the caller starts it and shuts it down.

    A tick that comes late, because the machine was busy, is run all the same, once.
    """
    scheduler = AsyncIOScheduler(timezone=zone)
    for job in SCHEDULE:
        trigger = CronTrigger.from_crontab(job.cron, timezone=zone)
        scheduler.add_job(
            _tick, trigger, args=(run, job), id=job.name, coalesce=True, misfire_grace_time=None
        )
    return scheduler


async def _tick(run: Run, job: Job) -> None:
    """Run one job; a mistake in it is logged and leaves the others alone."""
    try:
        await run(job.verb)
    except Exception:  # the job wrapper: one of the four places
        log.exception("job_mistake", job=job.name)
