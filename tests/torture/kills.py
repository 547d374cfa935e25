"""The kill test: a crowd reports through the stand-in while the program is killed again and again.

At the end the program is left alone until it is quiet, stopped, and the books are gone over.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.opening import opened, prepare
from bot.settings import load_settings
from domain.people import Role
from handlers.actions.people import invite
from handlers.office import Office
from tests.standin.telegram import StandIn
from tests.torture.accounts import broken_promises, is_quiet, wrongs
from tests.torture.crowd import KNOWN, PLACES, UNKNOWN, Pictures, Reader, Resident, Worker
from tests.torture.program import Program, environment
from tests.torture.wrong import STOPPED

STAFF = (
    (Role.UNIT_STAFF, None, "hepu-sanitation"),
    (Role.UNIT_STAFF, None, "hepu-office"),
    (Role.SUPERVISOR, "440512006", None),
    (Role.SUPERVISOR, "440512", None),
    (Role.GRID_WORKER, "440512006001003", None),
    (Role.GRID_WORKER, "440512006001001", None),
    (Role.GRID_WORKER, "440512006002001", None),
)
"""Who works in the torture's town: enough for an issue to come to its end."""

ORDERS = (
    ["photo_with_words"],
    ["photo_with_words", "place"],
    ["words"],
    ["words", "photo", "place"],
    ["place", "photo_with_words"],
)

_OLD_CALL = ("getupdates", "Conflict: terminated by other getUpdates request")
"""What the call of a killed program is told when the next one asks: nobody hears it."""

LONGEST_WRONG_LIFE_S = 1.5
"""When a wrong program is killed whose worst moment does not come: everybody waits already."""

STILL_S = 1.0
"""How long nothing may move before it is taken for rest, with somebody still waiting."""

PATIENCE_S = 60.0
"""How long the program may take to come to rest after the last kill."""


@dataclass(frozen=True)
class Outcome:
    """What a run did, and what was wrong afterwards.

    Attributes:
        stops: How many lives of a wrong program came to its worst moment, and ended there.
    """

    kills: int
    reports: int
    struck_off: int
    stops: int
    seconds: float
    problems: list[str]

    def kinds(self) -> Counter[str]:
        """Count the problems by their first words."""
        return Counter(problem.partition(":")[0] for problem in self.problems)

    def __str__(self) -> str:
        what = f"{self.kills} kills, {self.reports} reports, {self.struck_off} struck off"
        what += f", {self.stops} stops between two commits" if self.stops else ""
        return f"{what}, {self.seconds:.0f} s, {len(self.problems)} problems"


class Crowd:
    """Everybody who talks with the bot during a run."""

    def __init__(self, standin: StandIn, dice: random.Random, codes: list[str], size: int) -> None:
        self.residents: list[Resident] = []
        self.closing = False
        self._standin = standin
        self._dice = dice
        self._size = size
        self._pictures = Pictures()
        self.workers = [
            Worker(Reader(standin.person(9001 + n)), self._pictures, dice)
            for n, _ in enumerate(codes)
        ]
        for worker, code in zip(self.workers, codes, strict=True):
            worker.reader.someone.follows_link(code)

    @property
    def waiting(self) -> list[Resident]:
        """Residents who were not told a number yet."""
        return [one for one in self.residents if not one.done]

    @property
    def idle(self) -> bool:
        """Whether everybody has what they want."""
        return not self.waiting and all(worker.idle for worker in self.workers)

    async def live(self) -> None:
        """Let everybody do what people do, until cancelled."""
        active: list[Resident] = []
        while True:
            for one in active:
                one.goes_on()
            for worker in self.workers:
                worker.goes_on()
            active = [one for one in active if not one.done]
            if len(active) < self._size and not self.closing:
                active.append(self._newcomer())
            await asyncio.sleep(0.005)

    def _newcomer(self) -> Resident:
        dice, number = self._dice, len(self.residents)
        words = f"{dice.choice(KNOWN + UNKNOWN)}（{number} 号）"
        someone = self._standin.person(100_000 + number)
        newcomer = Resident(
            Reader(someone),
            words,
            self._pictures(number),
            dice.choices(PLACES, (6, 6, 6, 1))[0],
            dice,
            dice.choice(ORDERS),
        )
        self.residents.append(newcomer)
        newcomer.begins()
        return newcomer


async def _invite_staff(folder: Path, standin: StandIn) -> list[str]:
    """Make the data folder, and one invite for each member of staff."""
    settings = load_settings(environment(folder, standin))
    prepare(settings.data_dir)

    def invites(office: Office) -> list[str]:
        return [invite(office, role=r, area=a, unit=u, made_by=0) for r, a, u in STAFF]

    async with opened(settings) as data:
        return await data.run(invites)


async def _until_quiet(folder: Path, standin: StandIn, crowd: Crowd) -> None:
    """Wait until all is done, or nothing moves any more, or the patience is at its end."""
    last, since, end = -1, time.monotonic(), time.monotonic() + PATIENCE_S
    while (now := time.monotonic()) < end:
        moved = len(standin.confirmed) + sum(len(c.shown) for c in standin.chats.values())
        if moved != last or standin.pending or not is_quiet(folder):
            last, since = moved, now
        elif crowd.idle or now - since > STILL_S:
            return
        await asyncio.sleep(0.05)


async def torture(
    folder: Path,
    *,
    kills: int,
    seed: int,
    variant: str = "",
    longest_life_s: float = 1.0,
    size: int = 12,
) -> Outcome:
    """Run the program for ``kills`` lives under load, then once more to the end.

    Args:
        folder: A data folder that is not there yet.
        kills: How often it is killed; a wrong variant kills itself instead, at its worst moment.
        seed: Decides everything but the machine's own pace.
        variant: A row of ``wrong.VARIANTS``; the last life is always a right one.
        longest_life_s: Each life ends at a random moment before this.
        size: How many residents talk at the same time.
    """
    dice, begun = random.Random(seed), time.monotonic()
    async with StandIn() as standin:
        crowd = Crowd(standin, dice, await _invite_staff(folder, standin), size)
        async with Program(folder, standin) as program:
            living = asyncio.create_task(crowd.live())
            for _ in range(kills):
                await program.begin(variant)
                if variant:
                    await program.ended_within(LONGEST_WRONG_LIFE_S)
                else:
                    await asyncio.sleep(dice.uniform(0.0, longest_life_s))
                    await program.kill()
            crowd.closing = True
            await program.begin()
            await _until_quiet(folder, standin, crowd)
            living.cancel()
            status = await program.stop()
        problems = wrongs(folder) + broken_promises(folder, crowd.residents)
        problems += [f"ended badly: {status}"] if status else []
        problems += ["unanswered: one of the staff" for worker in crowd.workers if not worker.idle]
        problems += [f"refused: {words}" for words in standin.refusals if words != _OLD_CALL]
    ends = sum(
        "已销号。辛苦了" in str(m.get("text")) for c in standin.chats.values() for m in c.shown
    )
    stops = program.log.read_bytes().count(STOPPED)
    seconds = time.monotonic() - begun
    return Outcome(kills, len(crowd.residents), ends, stops, seconds, problems)
