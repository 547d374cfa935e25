"""The long versions: ``python -m tests.torture``, which is ``make torture``.

Prints what was done and what was wrong; the exit status is 1 if anything was.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.torture.desk import desk
from tests.torture.kills import torture
from tests.torture.torment import torment, unanswered

UPDATES = 4000
"""Hostile updates a seed."""

WRONG = ("marks-first", "confirms-first")


async def _kills(folder: Path, asked: argparse.Namespace) -> list[str]:
    outcome = await torture(folder, kills=asked.kills, seed=asked.seed)
    _say(f"kills: {outcome}")
    return outcome.problems


async def _wrong(folder: Path, asked: argparse.Namespace) -> list[str]:
    """Run the two wrong programs; what is wrong is if nothing is found wrong with them."""
    missed = []
    for variant in WRONG:
        outcome = await torture(folder / variant, kills=20, seed=asked.seed, variant=variant)
        _say(f"{variant}: {outcome}")
        lost = outcome.kinds().keys() & {"lost", "unanswered"}
        missed += [] if outcome.stops and lost else [f"{variant} was not noticed"]
    return missed


async def _updates(folder: Path, asked: argparse.Namespace) -> list[str]:
    problems, begun = [], time.monotonic()
    for seed in range(asked.seed, asked.seed + asked.updates // UPDATES):
        async with desk(folder / str(seed)) as office:
            await torment(office, updates=UPDATES, seed=seed)
            failed = await office.rows("SELECT key, error FROM inbox WHERE state = 'failed'")
            problems += [f"seed {seed}: {row['key']} ended in {row['error']}" for row in failed]
            alone = await unanswered(office)
            problems += [f"seed {seed}: {one.key} was not answered" for one in alone]
    seconds = time.monotonic() - begun
    _say(f"updates: {asked.updates} hostile ones, {seconds:.0f} s, {len(problems)} problems")
    return problems


LONG: dict[str, Callable[[Path, argparse.Namespace], Awaitable[list[str]]]] = {
    "kills": _kills,
    "wrong": _wrong,
    "updates": _updates,
}
"""Every long test by name."""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what was asked for, or everything."""
    arguments = argparse.ArgumentParser(prog="python -m tests.torture")
    arguments.add_argument("what", nargs="*", default=list(LONG), help=", ".join(LONG))
    arguments.add_argument("--kills", type=int, default=1000)
    arguments.add_argument("--updates", type=int, default=40_000)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    problems: list[str] = []
    for name in asked.what:
        with tempfile.TemporaryDirectory() as folder:
            problems += asyncio.run(LONG[name](Path(folder) / "data", asked))  # type: ignore[arg-type]
    for problem in problems[:100]:
        _say(f"  {problem}")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
