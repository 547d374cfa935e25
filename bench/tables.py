"""The numbers as people read them: medians with their spread, ratios, and the aims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.rounds import PUSHED, TALKED, Numbers

Rounds = Sequence[Numbers]

_PUSHED: Final = {
    "updates/s": "rate",
    "push answered p50 ms": "post-p50",
    "p99 ms": "post-p99",
    "CPU ms an update": "cpu",
    "verbs a commit": "verbs-a-commit",
    "updates a commit": "updates-a-commit",
}
_TALKED: Final = {
    "reports/s": "rate",
    "push answered p50 ms": "post-p50",
    "p99 ms": "post-p99",
    "answer left p50 ms": "answer-p50",
    "answer p99 ms": "answer-p99",
    "CPU ms an update": "cpu",
}


@dataclass(frozen=True)
class Aim:
    """What a number should be; ``is_met`` judges its median."""

    name: str
    of: Callable[[Numbers], float]
    wanted: str
    is_met: Callable[[float], bool]


AIMS: Final = (
    Aim(
        "updates a commit, 64 connections",
        lambda one: one["pushed/64/updates-a-commit"],
        ">= 10",
        lambda value: value >= 10,
    ),
    Aim(
        "CPU ms an update, 64 connections",
        lambda one: one["pushed/64/cpu"],
        "<= 1.5",
        lambda value: value <= 1.5,
    ),
    Aim(
        "updates/s, of PTB's parse and dispatch in one loop",
        lambda one: one["pushed/64/rate"] / one["ptb"],
        ">= 0.3",
        lambda value: value >= 0.3,
    ),
    Aim(
        "updates/s, of PTB's behind the same web server",
        lambda one: one["pushed/64/rate"] / one["ptb-web"],
        "",
        lambda _: True,
    ),
    Aim(
        "updates/s, of plain sqlite3 with one commit an update",
        lambda one: one["pushed/64/rate"] / one["sqlite"],
        "",
        lambda _: True,
    ),
    Aim(
        "20 reports/s: answer left p50 ms",
        lambda one: one["steady/answer-p50"],
        "<= 150",
        lambda value: value <= 150,
    ),
    Aim(
        "20 reports/s: answer left p99 ms",
        lambda one: one["steady/answer-p99"],
        "<= 800",
        lambda value: value <= 800,
    ),
)
"""Source: the project's aims for the first release. Without an aim: only for comparing."""


def show(rounds: Rounds, console: Console) -> None:
    """Print all tables."""
    console.print(_by_connections("The way in: push to durable commit", _PUSHED, rounds, "pushed"))
    console.print(
        _by_connections("The whole way: a report of 4 updates", _TALKED, rounds, "talked")
    )
    console.print(_alone(rounds))
    console.print(_aims(rounds))


def _by_connections(title: str, columns: dict[str, str], rounds: Rounds, of: str) -> Table:
    table = Table("connections", *columns, title=title)
    for connections in PUSHED if of == "pushed" else TALKED:
        names = (f"{of}/{connections}/{column}" for column in columns.values())
        table.add_row(str(connections), *(_spread([one[n] for one in rounds]) for n in names))
    return table


def _alone(rounds: Rounds) -> Table:
    table = Table("", "median", title="To compare with")
    for label, name in {
        "plain sqlite3, synchronous=FULL, one commit an update: updates/s": "sqlite",
        "PTB parses and dispatches, nothing else, in one loop: updates/s": "ptb",
        "the same behind a web server, 64 connections: updates/s": "ptb-web",
        "20 reports/s: push answered p50 ms": "steady/post-p50",
        "20 reports/s: push answered p99 ms": "steady/post-p99",
        "20 reports/s: one core is busy, %": "steady/busy",
    }.items():
        table.add_row(label, _spread([one[name] for one in rounds]))
    return table


def _aims(rounds: Rounds) -> Table:
    table = Table("", "median", "aim", "", title="Ratios and aims")
    for aim in AIMS:
        values = [aim.of(one) for one in rounds]
        verdict = "" if not aim.wanted else "met" if aim.is_met(median(values)) else "missed"
        table.add_row(aim.name, _spread(values), aim.wanted, verdict)
    return table


def _spread(values: Sequence[float]) -> str:
    """Write a median with the least and the greatest value: ``12.3 (11-14)``."""
    low, high = min(values), max(values)
    return f"{_short(median(values))} ({_short(low)}-{_short(high)})"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
