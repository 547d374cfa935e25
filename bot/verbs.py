"""What commands write, as verbs: run by the program they are sent to, or by the command itself.

Each takes an office and the command's arguments as they came through the socket, and returns the
lines to print. What takes more than one transaction is an errand: it is handed the program itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from bot.control import Args, Command, Refused
from domain.errors import BadInput, Refusal
from domain.people import STAFF, SYSTEM, Role
from handlers.actions import extra_time, people
from handlers.office import Office
from handlers.words import Words
from storage import outbox
from storage.calendar import LocalDays, first_changed

T = TypeVar("T")
Verb = Callable[[Office, Args], Sequence[str]]


class Runner(Protocol):
    """Whatever runs verbs: the program, or an opened data folder."""

    @property
    def words(self) -> Words:
        """The texts."""
        ...

    async def run(self, verb: Callable[[Office], T]) -> T:
        """Run a verb in one transaction."""
        ...

    def use_days(self, added: LocalDays) -> None:
        """Add days to the local calendar and count by them from now on."""
        ...


Errand = Callable[[Runner, Args], Awaitable[Sequence[str]]]


NO_BOT: Final = "BOT"
"""What stands in a link for a bot whose name is not known."""


def invite(office: Office, args: Args) -> Sequence[str]:
    """Make an invite and return it as two links, Telegram's first."""
    if args["role"] not in STAFF:
        raise BadInput("cli-wrong-role", role=str(args["role"]), roles=tuple(sorted(STAFF)))
    code = people.invite(
        office,
        role=Role(args["role"]),
        area=args["area"],
        unit=args["unit"],
        made_by=SYSTEM,
    )
    bot = office.links.telegram_bot or NO_BOT
    return (f"https://t.me/{bot}?start={code}", f"{office.links.web}/?start={code}")


def leave(office: Office, args: Args) -> Sequence[str]:
    """Switch off somebody who leaves."""
    gone = people.switch_off(office, int(args["person"]), None)
    name = gone.title or str(gone.id)
    return (office.words.say(args["language"], "cli-left", person=name),)


def release(office: Office, args: Args) -> Sequence[str]:
    """Let the messages held by a restore go, or drop them."""
    if args["drop"]:
        dropped = outbox.drop_held(office.tx)
        return (office.words.say(args["language"], "cli-dropped", n=dropped),)
    released = outbox.release(office.tx)
    return (office.words.say(args["language"], "cli-released", n=released),)


async def add_days(runner: Runner, args: Args) -> Sequence[str]:
    """Add days to the calendar, and count anew every open issue whose date they may change."""
    off, on = (frozenset(map(date.fromisoformat, args[field])) for field in ("off", "on"))
    days = LocalDays(off, on, int(args["until"]))
    first = first_changed(days)
    runner.use_days(days)
    last, changed = "", 0
    while True:
        portion = partial(extra_time.recompute_since, first=first, after=last)
        last, more = await runner.run(portion)
        changed += more
        if not last:
            break
    return (runner.words.say(args["language"], "cli-calendar-added", n=changed),)


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {"invite": invite, "leave": leave, "release": release}
)


ERRANDS: Final[Mapping[str, Errand]] = MappingProxyType({"calendar-add": add_days})


def as_commands(runner: Runner) -> dict[str, Command]:
    """Return verbs and errands as the commands of ``bot.control.serve_control``."""
    return {name: _command(runner, name) for name in (*VERBS, *ERRANDS)}


def _command(runner: Runner, name: str) -> Command:
    async def command(args: Args) -> Sequence[str]:
        try:
            return await carry_out(runner, name, args)
        except Refusal as refusal:
            raise Refused(runner.words.refuse(args["language"], refusal)) from refusal

    return command


async def carry_out(runner: Runner, name: str, args: Args) -> Sequence[str]:
    """Carry out a verb or an errand by its name, and return its lines.

    Raises:
        Refusal: The rules say no.
    """
    if name in ERRANDS:
        return await ERRANDS[name](runner, args)
    return await runner.run(lambda office: VERBS[name](office, args))
