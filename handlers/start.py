"""The first words, help, the language, and links somebody followed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.people import STAFF, Role
from handlers.actions.people import is_link, use_invite
from handlers.messages import Button
from handlers.talk import Talk
from handlers.tasks import my_tasks, open_tasks
from handlers.words import LANGUAGES, folded
from storage import people


def start(talk: Talk, rest: str) -> None:
    """Greet, staff who have something to do by their tasks; or use the code of a link.

    Raises:
        BadInput: The code is none, was used, or has expired.
    """
    del rest
    if talk.incoming.start:
        _join(talk)
        return
    if open_tasks(talk.office, talk.person):
        my_tasks(talk, "")
        return
    name = talk.office.words.name(talk.language, talk.office.district)
    talk.say("greeting", rows=_first_buttons(talk), district=name)


def _join(talk: Talk) -> None:
    """Use the code of a link; one that joins two accounts is asked about first."""
    code = talk.incoming.start.strip()
    if is_link(talk.office, code):
        talk.say("link-ask", rows=[[talk.button("link", code)], [talk.button("help")]])
        return
    join(talk, code)


def join(talk: Talk, code: str) -> None:
    """Take the role an invite gives, or become the person whose link it is.

    Raises:
        BadInput: The code is none, was used, has expired, or may not be used by this person.
    """
    before = talk.person
    talk.person = use_invite(talk.office, before, code)
    if talk.person.id != before.id:
        talk.where = replace(talk.where, person=talk.person.id)
        talk.say("device-linked", rows=_first_buttons(talk))
        return
    talk.say("welcome-staff", rows=_first_buttons(talk), title=talk.person.title)


def _first_buttons(talk: Talk) -> list[list[Button]]:
    if any(talk.person.has(role) for role in STAFF):
        return [[talk.button("tasks"), talk.button("report")], [talk.button("help")]]
    return [[talk.button("report"), talk.button("my")], [talk.button("help")]]


def help_(talk: Talk, rest: str) -> None:
    """Say what this person can do here: residents first, then each role they hold."""
    del rest
    roles = [role for role in Role if role in STAFF and talk.person.has(role)]
    keys = ["help-resident", *(f"help-{role}".replace("_", "-") for role in roles)]
    phone = talk.office.district.duty_phone
    text = "\n\n".join(talk.text(key, phone=phone) for key in keys)
    talk.say_words(text, rows=[*_first_buttons(talk)[:1], [talk.button("language")]])


LANGUAGE_NAMES: Final = {
    **{"zh-cn": "zh-CN", "zh": "zh-CN", "中文": "zh-CN", "chinese": "zh-CN", "汉语": "zh-CN"},
    **{"en": "en", "english": "en", "英文": "en", "英语": "en"},
}


def language(talk: Talk, rest: str) -> None:
    """Change the language to the one named, or to the other one."""
    asked = folded(rest) or folded(talk.line)
    chosen = LANGUAGE_NAMES.get(asked)
    if chosen is None and rest:
        talk.say("language-unknown", rows=[[talk.button("language"), talk.button("help")]])
        return
    if chosen is None:
        chosen = LANGUAGES[1 - LANGUAGES.index(talk.language)]
    people.set_language(talk.office.tx, talk.person.id, chosen)
    talk.person = replace(talk.person, language=chosen)
    talk.say("language-set", rows=_first_buttons(talk))
