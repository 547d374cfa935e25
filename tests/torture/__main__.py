"""The long versions: ``python -m tests.torture``, which is ``make torture``."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.torture.kills import torture


def main() -> int:
    """Run the kill test as often as asked, and say what came of it."""
    arguments = argparse.ArgumentParser(prog="python -m tests.torture")
    arguments.add_argument("--kills", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--variant", default="")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        outcome = asyncio.run(
            torture(data, kills=asked.kills, seed=asked.seed, variant=asked.variant)
        )
    sys.stdout.write(f"{outcome}\n" + "".join(f"  {p}\n" for p in outcome.problems[:40]))
    return bool(outcome.problems)


if __name__ == "__main__":
    sys.exit(main())
