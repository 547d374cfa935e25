"""``make bench``: measure, and print medians with their spread, and ratios."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

import uvloop

from bench.rounds import measure

async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        n = await measure(Path(folder) / "data")
        print(json.dumps(n, indent=1))

with asyncio.Runner(loop_factory=uvloop.new_event_loop) as r:
    r.run(main())
