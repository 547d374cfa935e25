"""``make bench``: measure round by round, and print medians with their spread, and ratios."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

import uvloop
from rich.console import Console

from bench.rounds import Numbers, measure
from bench.tables import show


async def main(rounds: int, console: Console) -> None:
    """Measure so many rounds, each on a new ledger and everything in each, and print.

    The load says whether the machine did something else: the measurement itself makes about 2.
    """
    measured: list[Numbers] = []
    for number in range(1, rounds + 1):
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="xiaohao-bench-") as folder:
            measured.append(await measure(Path(folder) / "data"))
        took, load = time.monotonic() - began, os.getloadavg()[0]
        console.print(f"round {number} of {rounds}: {took:.0f} s, load {load:.1f}", highlight=False)
    show(measured, console)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(arguments.parse_args().rounds, Console(width=120)))
