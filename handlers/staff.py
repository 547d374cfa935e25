"""人员 and 停用: who works here, and switching off who leaves; 绑定: another device of oneself."""

from __future__ import annotations

from domain.people import Role
from handlers.actions.people import link_device, may_switch_off, switch_off
from handlers.lists import in_rows, page_asked, page_of, turning
from handlers.messages import Button
from handlers.start import join
from handlers.talk import Talk
from handlers.words import folded
from storage import people


def list_staff(talk: Talk, rest: str) -> None:
    """List the members of staff somebody may switch off."""
    if not (talk.person.has(Role.SUPERVISOR) or talk.person.has(Role.ADMIN)):
        talk.say("refuse-staff-list")
        return
    number, word = page_asked(rest)
    everybody = [
        p for p in people.staff(talk.office.tx) if may_switch_off(talk.office, talk.person, p)
    ]
    found = [p for p in everybody if folded(word) in folded(p.title)]
    if not found:
        talk.say("list-not-found" if word else "staff-nobody", word=word)
        return
    page = page_of(found, number)
    label = talk.text("label-switch-off")
    lines = [talk.text("staff-line", id=str(p.id), title=p.title) for p in page.items]
    buttons = [Button(label=f"{label} {p.id}", says=f"{label} {p.id}") for p in page.items]
    head = talk.text("staff-head", total=page.total)
    rows = [*in_rows(buttons, 3), turning(talk, page, f"{talk.text('label-staff')} {word}".strip())]
    talk.say_words("\n".join([head, *lines]), rows=[row for row in rows if row])


def switch_somebody_off(talk: Talk, rest: str) -> None:
    """Switch a member of staff off, by the number the list shows.

    Raises:
        Refusal: No such person, or not in the area of who asks.
    """
    digits = "".join(c for c in rest if c in "0123456789")[:18]
    if not digits:
        list_staff(talk, rest)
        return
    gone = switch_off(talk.office, int(digits), talk.person)
    talk.say("staff-switched-off", title=gone.title, id=str(gone.id))


def link(talk: Talk, rest: str) -> None:
    """Give the person links that join another device to them, or use the code of such a link.

    Raises:
        BadInput: The code cannot be used, or not by this person.
    """
    if rest:
        join(talk, rest.strip())
        return
    code, links = link_device(talk.office, talk.person), talk.office.links
    lines = [talk.text("link-head"), f"{links.web}/?start={code}"]
    if links.telegram_bot:
        lines.append(f"https://t.me/{links.telegram_bot}?start={code}")
    talk.say_words("\n".join(lines))
