"""What commands write, as verbs: run by the program they are sent to, or by the command itself.

Each takes an office and the command's arguments as they came through the socket, and returns the
lines to print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

from bot.control import Args, Command, Refused
from domain.errors import BadInput, Refusal
from domain.people import STAFF, SYSTEM, Role
from handlers.actions import people
from handlers.office import Office
from handlers.words import Words
from storage import outbox

Verb = Callable[[Office, Args], Sequence[str]]


class Runner(Protocol):
    """Whatever runs verbs: the program, or an opened data folder."""

    @property
    def words(self) -> Words:
        """The texts."""
        ...

    async def run(self, verb: Callable[[Office], Sequence[str]]) -> Sequence[str]:
        """Run a verb in one transaction."""
        ...


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


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {"invite": invite, "leave": leave, "release": release}
)


def as_commands(runner: Runner) -> dict[str, Command]:
    """Return the verbs as the commands of ``bot.control.serve_control``."""
    return {name: _command(runner, verb) for name, verb in VERBS.items()}


def _command(runner: Runner, verb: Verb) -> Command:
    async def command(args: Args) -> Sequence[str]:
        try:
            return await runner.run(lambda office: verb(office, args))
        except Refusal as refusal:
            raise Refused(runner.words.refuse(args["language"], refusal)) from refusal

    return command
