"""From one incoming message to its answers: who speaks, what the line means, and refusals in words.

A tap is the line its button stands for; a number is the button of that position in the last
message that had any; a label works typed, in every language. What is no command belongs to what the
person is in the middle of, or begins a report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from domain.errors import Refusal
from domain.issues import find_issue_no
from domain.leads import is_about_misconduct
from domain.people import STAFF, Person, Role
from handlers import commands, groups, report, steps, which
from handlers.actions.verbs import VERBS
from handlers.dialogue import DIALOGUES, take_up_again
from handlers.lines import Line, read
from handlers.lists import page_asked
from handlers.messages import Incoming, Lifecycle, Oddity, Outgoing
from handlers.office import Office
from handlers.refusals import explain
from handlers.smalltalk import answer_scrap
from handlers.talk import PICK, Offer, Talk
from handlers.tasks import open_tasks
from handlers.words import folded, language_of
from storage import conversations, counters, dialogues, inbox, outbox, people
from storage.conversations import Conversation
from storage.dialogues import Dialogue


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
    before = dialogues.every(office.tx, talk.person.id)
    if _is_clue(talk, before):
        _point_to_12388(talk, inbox_id)
        return
    try:
        office.tx.attempt(lambda: _turn(talk, before[0] if before else None))
    except Refusal as refusal:
        _refused(talk, refusal)
    take_up_again(talk, before)


def _is_clue(talk: Talk, before: Sequence[Dialogue]) -> bool:
    """Whether a line, alone or with the words it would be added to, accuses an official."""
    if not talk.line or talk.incoming.tap is not None:
        return False
    earlier = before[0].data.get("words", "") if before else ""
    said = earlier if isinstance(earlier, str) else "\n".join(earlier)
    return is_about_misconduct(f"{said}\n{talk.line}")


def _point_to_12388(talk: Talk, inbox_id: int) -> None:
    """Name the lawful channel for clues about persons; of the words nothing is kept."""
    inbox.forget_words(talk.office.tx, inbox_id)
    counters.count(talk.office.tx, "misconduct_not_filed", talk.office.today.isoformat())
    talk.say("not-filed-misconduct")


def _refused(talk: Talk, refusal: Refusal) -> None:
    """Put a refusal into words; a step that cannot be finished any more is given up."""
    talk.preface = ""
    if talk.into == steps.KIND:
        dialogues.end(talk.office.tx, talk.person.id, steps.KIND)
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
    elif where.asked and 0 < len(talk.line) <= LABEL_LIMIT and not _is_count(talk):
        _read_label(talk)
    return talk


LABEL_LIMIT: Final = 64
"""Longest text that may be a button's label."""


def _is_count(talk: Talk) -> bool:
    """Whether a number is the caption of a photo, not a choice."""
    return bool(talk.incoming.photos) and talk.line.isdigit()


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
        talk.offer = Offer(letter.id, letter.made_at, message.issue, message.seq)


def _read_label(talk: Talk) -> None:
    """Put in place what a typed label or number of the last message's buttons stands for."""
    letter = outbox.find(talk.office.tx, talk.where.asked)
    if letter is None or not letter.body:
        return
    typed = folded(talk.line)
    message = Outgoing.model_validate_json(letter.body)
    for number, button in enumerate(message.buttons, start=1):
        position = "" if message.wants == "number" else str(number)
        if typed in {folded(button.label), position}:
            talk.line = button.line
            return


def _turn(talk: Talk, dialogue: Dialogue | None) -> None:
    """Answer one message."""
    incoming = talk.incoming
    if incoming.edited:
        talk.say("edited", rows=talk.home)
        return
    if incoming.tap is not None and not talk.line:
        talk.say("button-unknown", rows=talk.home)
        return
    if incoming.oddity is not None and not (incoming.photos or incoming.place):
        _answer_oddity(talk, incoming.oddity)
        if not talk.line:
            return
    if dialogue is not None and (dialogue.kind == steps.KIND and steps.is_over(talk, dialogue)):
        dialogues.end(talk.office.tx, talk.person.id, dialogue.kind)
        dialogue = None
    if talk.line and _line(talk, dialogue):
        return
    _content(talk, dialogue)


def _answer_oddity(talk: Talk, oddity: Oddity) -> None:
    """Say what cannot be used; words that came with it stay, to be answered next."""
    name = ""
    if oddity is Oddity.FILE and _ENDING.fullmatch(talk.line):
        name, talk.line = "." + talk.line.strip(".").lower(), ""
    talk.say(f"odd-{oddity}", rows=[[talk.button("report"), talk.button("help")]], name=name)


_ENDING: Final = re.compile(r"\.?[A-Za-z0-9]{1,8}")


def _line(talk: Talk, dialogue: Dialogue | None) -> bool:
    """Carry out a line that is a command or a choice; False if it is something said."""
    line = read(talk)
    talk.command = line.command
    if line.command == "cancel":
        _cancel(talk, dialogue)
    elif talk.incoming.photos:
        return _caption(talk, line)
    elif dialogue and _is_own(talk, line) and _take(talk, dialogue):
        return True
    elif line.command:
        _carry_out(talk, line)
    elif line.slash:
        talk.say("not-understood", rows=talk.home)
    else:
        return _bare_number(talk, line) or _leftover(talk)
    return True


def _is_own(talk: Talk, line: Line) -> bool:
    """Whether a line may belong to the dialogue: a choice always, otherwise without a number."""
    return talk.line.startswith(f"{PICK} ") or (line.no is None and not line.slash)


def _take(talk: Talk, dialogue: Dialogue) -> bool:
    talk.into = dialogue.kind
    return DIALOGUES[dialogue.kind].take(talk, dialogue)


def _carry_out(talk: Talk, line: Line) -> None:
    """Run a command; another device or language goes on with what is half-finished."""
    talk.into = ""
    commands.COMMANDS[line.command](talk, line.rest)
    left = dialogues.every(talk.office.tx, talk.person.id)
    joined = line.command == "link" and line.rest != ""
    if left and (joined or line.command in {"start", "language"}):
        DIALOGUES[left[0].kind].again(talk, left[0])


def _caption(talk: Talk, line: Line) -> bool:
    """Take a step whose label is the caption of its photo; another label is no part of a report."""
    if line.command.replace("-", "_") in set(VERBS):
        commands.COMMANDS[line.command](talk, line.rest)
        return True
    if (line.command and not line.rest) or _is_leftover(talk):
        talk.line = ""
    return False


def _bare_number(talk: Talk, line: Line) -> bool:
    """Answer the status of an issue whose number is all that was written."""
    _, left = find_issue_no(talk.line, talk.office.district.prefix)
    if line.no is None or len(left) > 8:
        return False
    commands.COMMANDS["status"](talk, talk.line)
    return True


def _leftover(talk: Talk) -> bool:
    """Answer a button whose question is answered or dropped; False for words."""
    if talk.incoming.tap is None and not _is_leftover(talk):
        return False
    talk.say("button-unknown", rows=talk.home)
    return True


def _is_leftover(talk: Talk) -> bool:
    """Whether a line is a choice or a label that only a dialogue understands."""
    word, _, code = talk.line.partition(" ")
    known = talk.office.words.spellings
    chosen = word == PICK and code.isascii() and code != ""
    page = page_asked(talk.line)[1] == ""
    return chosen or page or any(folded(talk.line) in known(label) for label in _OF_DIALOGUES)


_OF_DIALOGUES: Final = (
    *("change-place", "from-list", "no-photo", "use-photo-place", "new-problem", "not-sure"),
    *("previous", "next"),
)
"""Labels that mean something only in the middle of a dialogue."""


def _cancel(talk: Talk, dialogue: Dialogue | None) -> None:
    if dialogue is None:
        commands.COMMANDS["cancel"](talk, "")
    else:
        DIALOGUES[dialogue.kind].cancel(talk, dialogue)


def _content(talk: Talk, dialogue: Dialogue | None) -> None:
    """Give words, photos or a place to the dialogue, or begin one with them."""
    incoming = talk.incoming
    if not (talk.line or incoming.photos or incoming.place):
        talk.say("not-understood", rows=talk.home)
    elif dialogue is not None:
        talk.into = dialogue.kind
        DIALOGUES[dialogue.kind].absorb(talk, dialogue)
    elif incoming.photos and _has_tasks(talk):
        which.begin(talk)
    elif not answer_scrap(talk):
        report.start_with(talk)


def _has_tasks(talk: Talk) -> bool:
    return any(talk.person.has(role) for role in STAFF - {Role.ADMIN}) and bool(
        open_tasks(talk.office, talk.person)
    )


def apologise(office: Office, incoming: Incoming) -> None:
    """After a mistake of ours: tell the person that nothing of what they said is lost."""
    if incoming.private and incoming.lifecycle is None:
        _begin(office, incoming).say("our-mistake")
