"""What a line asks for: a command by its label, a slash or an issue's number; or none.

Labels work typed, in every language. Words after a label belong to it where they can only be
meant so: after a number, after a slash, or as the row in ``_TAKES`` says. Everything else is
something a person says, because many labels are also ordinary words (``People dump rubbish``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.issues import IssueNo, find_issue_no
from domain.people import Role
from handlers import commands
from handlers.actions.people import CODE_LENGTH
from handlers.actions.verbs import VERBS
from handlers.lists import page_asked
from handlers.start import LANGUAGE_NAMES
from handlers.talk import Talk
from handlers.words import folded


@dataclass(frozen=True, slots=True)
class Line:
    """A line, read.

    Attributes:
        command: A row of ``commands.COMMANDS``, or empty.
        rest: What follows the label; an issue's number stands in it, or before the label.
        no: The issue named anywhere in the line, or None.
        slash: It begins like a slash command, known or not.
    """

    command: str
    rest: str
    no: IssueNo | None = None
    slash: bool = False


def read(talk: Talk) -> Line:
    """Read what the line asks for."""
    line = talk.line
    no, left = find_issue_no(line, talk.office.district.prefix)
    if line.startswith("/"):
        word, *after = line[1:].split(None, 1) or [""]
        name = commands.SLASH.get(word.partition("@")[0].casefold(), "")
        return Line(name, "".join(after).strip(), no, slash=True)
    spellings = _spellings(talk.office.words)
    whole = folded(left.strip(_BETWEEN))
    if whole in spellings:
        return Line(spellings[whole], no or "", no)
    label, rest = _leading(line, spellings)
    name = spellings.get(label, "")
    if name and (_begins_with_number(talk, rest) or _takes(talk, name, label, rest)):
        return Line(name, rest, no)
    return Line("", line, no)


_BETWEEN: Final = " \t\n:：,，、。"
"""What may stand between a label and what follows it."""


@lru_cache(maxsize=1)
def _spellings(words: object) -> dict[str, str]:
    """Return which command each typed label means."""
    load = words.spellings  # type: ignore[attr-defined]
    return {text: name for name in commands.COMMANDS for text in load(name)}


def _leading(line: str, spellings: Mapping[str, str]) -> tuple[str, str]:
    """Return the longest label at the beginning of a line, folded, and what follows it."""
    for count in range(min(len(line), LONGEST_LABEL), 0, -1):
        label = folded(line[:count])
        if label in spellings and len(label) == count:
            return label, line[count:]
    return "", line


LONGEST_LABEL: Final = 24
"""Characters of the longest label or other spelling of it."""


def _begins_with_number(talk: Talk, rest: str) -> bool:
    """Whether an issue's number follows the label at once."""
    words = rest.strip(_BETWEEN)
    no, left = find_issue_no(words, talk.office.district.prefix)
    return no is not None and words.endswith(left)


def _takes(talk: Talk, name: str, label: str, rest: str) -> bool:
    """Whether words without a number after this label belong to it."""
    if rest[:1] not in _BETWEEN:
        return False
    words = rest.strip(_BETWEEN)
    if name.replace("-", "_") in set(VERBS):
        return not label.isascii()
    return name in _TAKES and _TAKES[name](talk, words)


def _rules(talk: Talk, words: str) -> bool:
    return (talk.person.has(Role.SUPERVISOR) or talk.person.has(Role.ADMIN)) and len(words) <= 20


_TAKES: Final[Mapping[str, Callable[[Talk, str], bool]]] = {
    "my": lambda _, words: len(page_asked(words)[1]) <= 20,
    "tasks": lambda _, words: len(page_asked(words)[1]) <= 20,
    "status": lambda _, words: len(words) <= 8 or words.replace("-", "").isdigit(),
    "language": lambda _, words: folded(words) in LANGUAGE_NAMES,
    "staff": _rules,
    "switch-off": _rules,
    "undelivered": _rules,
    "link": lambda _, words: len(words) == CODE_LENGTH and words.isalnum(),
}
"""Commands whose label may be followed by words: a search, a page, a number."""
