"""The program under measurement, as a process of its own: ``python -m bench.program FOLDER``.

It is what ``xiaohao serve`` runs, with two differences. Telegram's limit of 30 messages a second is
lifted, or no more than the limit would be measured; and a word on the standard input is answered
with a line of JSON on the standard output:

* ``count``: what was used and done so far;
* ``settle``: the same, as soon as every update in the inbox is worked on;
* ``rest``: the same, as soon as all messages have left and all photos are kept as well;
* ``hold``: the same, and from then on no message leaves, so that the way in is measured alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

import uvloop

from bot import control, serving
from bot.app import App, build
from bot.channels import telegram
from bot.channels.telegram_send import Pace
from bot.console import utc_now
from bot.lock import held
from bot.logs import configure
from bot.opening import prepare
from bot.settings import load_settings
from domain.people import Grant, Role
from domain.routing import AreaKind
from handlers.office import Office
from storage import conversations, people
from storage.conversations import Conversation

UNIT_CHATS: Final = 900_000
"""Telegram number of the first unit's member of staff; the others follow."""

LOOK_SECONDS: Final = 0.002
"""Between two looks at the ledger; what is measured takes a thousand times as long."""


class Gate(Pace):
    """No limit, and a gate that keeps messages from leaving while it is shut."""

    opened: ClassVar = asyncio.Event()

    def __init__(self) -> None:
        super().__init__(per_second=0)

    async def wait(self, chat: str, messages: int) -> None:
        """Wait for the gate alone."""
        del chat, messages
        await self.opened.wait()


def seat_units(bot: int, office: Office) -> list[tuple[float, float]]:
    """Give each unit a member of staff on Telegram; return a point within each grid."""
    grids = [area for area in office.areas.areas if area.kind is AreaKind.GRID]
    for number, unit in enumerate(office.areas.units, start=UNIT_CHATS):
        person = people.add(office.tx, language="zh-CN", now=office.now)
        people.add_identity(office.tx, "telegram", str(number), person, office.now)
        people.give(office.tx, person, Grant(Role.UNIT_STAFF, None, unit.code), office.now)
        where = Conversation(f"telegram:{bot}:{number}", "telegram", str(number), person)
        conversations.heard(office.tx, where, office.now)
    centres = [office.areas.centre(grid.code) for grid in grids]
    return [(centre.lon, centre.lat) for centre in centres if centre]


_UNTIL: Final = {
    "settle": "SELECT 1 AS n FROM inbox WHERE state = 'new' LIMIT 1",
    "rest": (
        "SELECT 1 AS n FROM inbox WHERE state = 'new' UNION ALL"
        " SELECT 1 FROM outbox WHERE state IN ('waiting', 'claimed') UNION ALL"
        " SELECT 1 FROM photos WHERE state = 'waiting' LIMIT 1"
    ),
}
"""What must find nothing before a word is answered."""


async def _until_none(app: App, sql: str) -> None:
    while await app.folder.ledger.read(lambda tx: tx.row(sql)):  # noqa: ASYNC110
        await asyncio.sleep(LOOK_SECONDS)


def _counted(app: App) -> dict[str, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    ledger = app.folder.ledger
    return {
        "at": time.monotonic(),
        "cpu": used.ru_utime + used.ru_stime,
        "commits": ledger.commits,
        "verbs": ledger.verbs,
    }


async def _obey(app: App) -> None:
    """Answer each word until the input ends."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    Gate.opened.set()
    while word := (await reader.readline()).decode().strip():
        if word in _UNTIL:
            await _until_none(app, _UNTIL[word])
        elif word == "hold":
            Gate.opened.clear()
        _say(_counted(app))
    Gate.opened.set()


def _say(data: object) -> None:
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()


async def _begin(app: App) -> None:
    bot = int(app.settings.telegram.token.get_secret_value().partition(":")[0])
    points = await app.run(partial(seat_units, bot))
    staff = [UNIT_CHATS + number for number in range(len(app.folder.areas.units))]
    _say({"port": app.settings.web.port, "points": points, "staff": staff})
    await _obey(app)


async def _serve(app: App, listening: socket.socket) -> None:
    obeying: list[asyncio.Task[None]] = []
    await serving.serve(
        app,
        listening,
        app.settings.data_dir / control.FILE,
        on_started=lambda: obeying.append(asyncio.create_task(_begin(app))),
    )


def main() -> None:
    """Serve until told to stop."""
    settings = load_settings(os.environ | {"XIAOHAO_DATA_DIR": str(Path(sys.argv[1]).resolve())})
    configure(settings.log, settings.secrets)
    telegram.Pace = Gate  # type: ignore[attr-defined, assignment]
    with held(settings.data_dir, utc_now()), closing(serving.listen(settings.web)) as listening:
        prepare(settings.data_dir)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(build(settings), listening))


if __name__ == "__main__":
    main()
