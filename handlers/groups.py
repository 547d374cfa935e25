"""In a group: only what is addressed to the bot is answered, and nothing private is ever said."""

from __future__ import annotations

from handlers.mail import post
from handlers.messages import Button, Incoming, Outgoing
from handlers.office import Office
from handlers.words import language_of
from storage import conversations, inbox
from storage.conversations import Conversation
from storage.outbox import Lane


def answer(office: Office, incoming: Incoming, inbox_id: int) -> None:
    """Ask whoever addressed the bot to write privately; forget what was not meant for it.

    Neither a text, a number nor a status is repeated in a group; whoever follows the link goes on
    alone with the bot.
    """
    inbox.forget_words(office.tx, inbox_id)
    if not incoming.addressed:
        return
    seen = Conversation(incoming.conversation, incoming.channel, incoming.chat, None)
    where = conversations.heard(office.tx, seen, office.now)
    language = language_of(incoming.language)
    text = office.words.say(language, "group-private")
    rows: tuple[tuple[Button, ...], ...] = ()
    if office.links.telegram_bot:
        label = office.words.say(language, "label-go-private")
        url = f"https://t.me/{office.links.telegram_bot}"
        rows = ((Button(label=label, url=url),),)
    message = Outgoing(text=text, rows=rows, private=False)
    key = f"{incoming.key}:1"
    post(office, where, message, key=key, lane=Lane.ANSWER, not_before=office.now)
