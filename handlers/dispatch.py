"""From one incoming message to its answers: who speaks, what the line means, and refusals in words.

A tap is the line its button stands for; a number is the button of that position in the last
message that had any; a label works typed, in every language. What is no command belongs to what the
person is in the middle of, or begins a report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.errors import Refusal
from domain.issues import find_issue_no
from domain.people import STAFF, Person, Role
from handlers import commands, groups, report, steps, which
from handlers.messages import Incoming, Lifecycle, Oddity, Outgoing
from handlers.office import Office
from handlers.refusals import explain
from handlers.talk import Offer, Talk
from handlers.tasks import open_tasks
from handlers.words import cleaned, folded, language_of
from storage import conversations, dialogues, inbox, outbox, people
from storage.conversations import Conversation
from storage.dialogues import Dialogue


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dialogue: how it takes a line of its own, other content, and 取消."""

    take: Callable[[Talk, Dialogue], bool]
    absorb: Callable[[Talk, Dialogue], None]
    cancel: Callable[[Talk, Dialogue], None]


DIALOGUES: Final[Mapping[str, Kind]] = {
    report.KIND: Kind(report.take, report.absorb, report.cancel),
    steps.KIND: Kind(steps.take, steps.absorb, steps.cancel),
    which.KIND: Kind(which.take, which.absorb, which.cancel),
}


def dispatch(office: Office, incoming: Incoming, inbox_id: int) -> None:
    """Work on one inbox row, once: read, decide, write, and put the answers into the outbox.

    A row that was worked on before is left alone, so running it again is harmless. A refusal
    becomes words; any other exception is our mistake and goes up, and nothing was written.
    """
    if not inbox.finish(office.tx, inbox_id):
        return
    if incoming.lifecycle is not None:
        _note_lifecycle(office, incoming)
        return
    if not incoming.private:
        groups.answer(office, incoming, inbox_id)
        return
    talk = _begin(office, incoming)
    try:
        office.tx.attempt(lambda: _turn(talk))
    except Refusal as refusal:
        explain(talk, refusal)


def _note_lifecycle(office: Office, incoming: Incoming) -> None:
    if incoming.lifecycle is Lifecycle.BLOCKED:
        conversations.block(office.tx, incoming.conversation, office.now)
    elif incoming.lifecycle is Lifecycle.UNBLOCKED:
        conversations.unblock(office.tx, incoming.conversation)
    elif incoming.lifecycle is Lifecycle.MOVED:
        conversations.move_chat(office.tx, incoming.conversation, incoming.moved_to)


def _begin(office: Office, incoming: Incoming) -> Talk:
    """Find who speaks and where, and what a tap or a number stands for."""
    person = _person(office, incoming)
    seen = Conversation(incoming.conversation, incoming.channel, incoming.chat, person.id)
    where = conversations.heard(office.tx, seen, office.now)
    talk = Talk(office, person, where, incoming, line=incoming.text.strip())
    if incoming.tap is not None:
        _read_tap(talk)
    elif talk.line and where.asked and len(talk.line) <= 64:
        _read_label(talk)
    return talk


def _person(office: Office, incoming: Incoming) -> Person:
    known = people.at_address(office.tx, incoming.channel, incoming.user)
    if known is not None:
        return known
    language = language_of(incoming.language)
    number = people.add(office.tx, language=language, now=office.now)
    people.add_identity(office.tx, incoming.channel, incoming.user, number, office.now)
    return Person(number, language)


def _read_tap(talk: Talk) -> None:
    """Put the line a tapped button stands for in place; an unknown one leaves it empty."""
    tap = talk.incoming.tap
    letter = outbox.find(talk.office.tx, tap.message) if tap else None
    if tap is None or letter is None or letter.conversation != talk.where.key:
        return
    if not letter.body:  # its words were dropped after a month
        return
    message = Outgoing.model_validate_json(letter.body)
    if tap.button < len(message.buttons):
        talk.line = message.buttons[tap.button].line
        talk.offer = Offer(letter.made_at, message.issue, message.seq)


def _read_label(talk: Talk) -> None:
    """Put in place what a typed label or number of the last message's buttons stands for."""
    letter = outbox.find(talk.office.tx, talk.where.asked)
    if letter is None or not letter.body:
        return
    typed = folded(talk.line)
    buttons = Outgoing.model_validate_json(letter.body).buttons
    for number, button in enumerate(buttons, start=1):
        if typed in {folded(button.label), str(number)}:
            talk.line = button.line
            return


def _turn(talk: Talk) -> None:
    """Answer one message."""
    incoming = talk.incoming
    if incoming.edited:
        talk.say("edited", rows=[[talk.button("add"), talk.button("my")]])
        return
    if incoming.tap is not None and not talk.line:
        talk.say("button-unknown", rows=[[talk.button("my"), talk.button("help")]])
        return
    dialogue = dialogues.find(talk.office.tx, talk.person.id)
    if incoming.oddity is not None and not (incoming.photos or incoming.place):
        _answer_oddity(talk, incoming.oddity)
        if incoming.oddity is not Oddity.TOO_LONG:
            return
    if talk.line and not incoming.photos and _command(talk, dialogue):
        return
    _content(talk, dialogue)


def _answer_oddity(talk: Talk, oddity: Oddity) -> None:
    name = cleaned(talk.incoming.text)[:20] if oddity is Oddity.FILE else ""
    talk.line = talk.line if oddity is Oddity.TOO_LONG else ""
    talk.say(f"odd-{oddity}", rows=[[talk.button("report"), talk.button("help")]], name=name)


@lru_cache(maxsize=1)
def _spellings(words: object) -> dict[str, str]:
    """Return which command each typed label means."""
    load = words.spellings  # type: ignore[attr-defined]
    return {text: name for name in commands.COMMANDS for text in load(name)}


def _command(talk: Talk, dialogue: Dialogue | None) -> bool:
    """Carry out a line that is a command, or belongs to the dialogue; False if it is neither."""
    name, rest = _read_command(talk)
    if name == "cancel":
        _cancel(talk, dialogue)
        return True
    has_no = find_issue_no(rest, talk.office.district.prefix)[0] is not None
    own = dialogue is not None and not has_no
    if own and dialogue and DIALOGUES[dialogue.kind].take(talk, dialogue):
        return True
    if name is not None:
        commands.COMMANDS[name](talk, rest)
        return True
    return _bare_number(talk)


def _read_command(talk: Talk) -> tuple[str | None, str]:
    """Return which command a line is, and what follows its label."""
    spellings = _spellings(talk.office.words)
    line = talk.line
    if line.startswith("/"):
        word, _, rest = line[1:].partition(" ")
        name = word.partition("@")[0].casefold()
        return (commands.SLASH.get(name), rest.strip())
    no, left = find_issue_no(line, talk.office.district.prefix)
    name, rest = _leading_label(left, spellings)
    if no is not None:
        return name, line
    if rest and name not in commands.WITH_WORDS:
        return None, line
    return name, rest


def _leading_label(line: str, spellings: Mapping[str, str]) -> tuple[str | None, str]:
    """Return which command the longest label at the beginning of a line is, and what follows."""
    words = line.split()
    for count in range(min(len(words), LABEL_WORDS), 0, -1):
        name = spellings.get(folded(" ".join(words[:count])))
        if name is not None:
            return name, " ".join(words[count:])
    return None, line


LABEL_WORDS: Final = 5
"""Words of the longest label people type (``how far is it``)."""


def _bare_number(talk: Talk) -> bool:
    """Answer the status of an issue whose number is all that was written."""
    no, left = find_issue_no(talk.line, talk.office.district.prefix)
    if no is None or len(left) > 8:
        return False
    commands.COMMANDS["status"](talk, talk.line)
    return True


def _cancel(talk: Talk, dialogue: Dialogue | None) -> None:
    if dialogue is None:
        talk.say("cancelled-nothing")
    else:
        DIALOGUES[dialogue.kind].cancel(talk, dialogue)


def _content(talk: Talk, dialogue: Dialogue | None) -> None:
    """Give words, photos or a place to the dialogue, or begin one with them."""
    incoming = talk.incoming
    if not (talk.line or incoming.photos or incoming.place):
        talk.say("not-understood", rows=[[talk.button("my"), talk.button("help")]])
        return
    if dialogue is not None and not _is_over(talk, dialogue):
        DIALOGUES[dialogue.kind].absorb(talk, dialogue)
        return
    if talk.line.startswith("/"):
        talk.say("not-understood", rows=[[talk.button("my"), talk.button("help")]])
    elif incoming.photos and _has_tasks(talk):
        which.begin(talk)
    elif not _is_scrap(talk):
        report.absorb(talk)


def _is_over(talk: Talk, dialogue: Dialogue) -> bool:
    """Whether an invitation to add something is past: a greeting or a place does not answer it."""
    if not (dialogue.kind == steps.KIND and dialogue.data.get("optional")):
        return False
    return not talk.incoming.photos and (not talk.line or _smalltalk(talk) is not None)


def _has_tasks(talk: Talk) -> bool:
    return any(talk.person.has(role) for role in STAFF - {Role.ADMIN}) and bool(
        open_tasks(talk.office, talk.person)
    )


def _is_scrap(talk: Talk) -> bool:
    """Answer a greeting, a thank-you or a scrap of under four characters; False if it is none."""
    if talk.incoming.photos or talk.incoming.place:
        return False
    key = _smalltalk(talk)
    if key is None and len(cleaned(talk.line)) >= SCRAP:
        return False
    talk.say(key or "not-understood", rows=[[talk.button("report"), talk.button("my")]])
    return True


SCRAP: Final = 4
"""Texts of fewer characters are answered, not filed. Source: the office's rule."""


def _smalltalk(talk: Talk) -> str | None:
    typed = folded(talk.line)
    for key in ("small-greeting", "small-thanks"):
        texts = (talk.office.words.say(lang, f"{key}-words") for lang in ("zh-CN", "en"))
        if typed in {folded(word) for text in texts for word in text.split("|")}:
            return key
    return None


def apologise(office: Office, incoming: Incoming) -> None:
    """After a mistake of ours: tell the person that nothing of what they said is lost."""
    if incoming.private and incoming.lifecycle is None:
        _begin(office, incoming).say("our-mistake")
