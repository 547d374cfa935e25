"""People who write to the bot: each verb makes the update that Telegram would."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.standin.state import DATE, BotState, Json

JPEG = b"\xff\xd8\xff\xe0 a small picture"

_taps = count(4_400_000_000)
_albums = count(13_700_000_000)


class Someone:
    """A person in one chat with the bot: their own, or a group.

    Attributes:
        id: The person's number.
        chat: The chat's number; the same in a private chat.
        topic: Topic of a forum group, or 0.
    """

    def __init__(
        self,
        api: BotState,
        number: int,
        *,
        language: str = "zh-hans",
        chat: int = 0,
        topic: int = 0,
    ) -> None:
        self.api = api
        self.id = number
        self.language = language
        self.chat = chat or number
        self.topic = topic
        known = api.chat(self.chat)
        known.topics |= {topic} if topic else set()

    @property
    def user(self) -> Json:
        """The person, as updates name them."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": f"测试{self.id}",
            "language_code": self.language,
        }

    def message(self, **content: Any) -> Json:
        """Make a message of this person; it is kept, but no update yet."""
        number, date = self.api.next_message()
        where: Json = {"id": self.chat, "type": "private" if self.chat > 0 else "supergroup"}
        where |= {"first_name": "测试"} if self.chat > 0 else {"title": "河北社区"}
        topic = {"message_thread_id": self.topic, "is_topic_message": True} if self.topic else {}
        message = {
            "message_id": number,
            "from": self.user,
            "chat": where,
            "date": date,
            **topic,
            **content,
        }
        self.api.chat(self.chat).messages.append(message)
        return message

    def sends(self, **content: Any) -> Json:
        """Send a message of any content and return its update."""
        return self.api.push(message=self.message(**content))

    def says(self, text: str, **more: Any) -> Json:
        """Write a text; a command is marked as one."""
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.sends(text=text, **more)

    def follows_link(self, payload: str) -> Json:
        """Open ``t.me/<bot>?start=<payload>`` and press start."""
        return self.says(f"/start {payload}")

    def shows(self, data: bytes = JPEG, caption: str = "", **more: Any) -> Json:
        """Send a photo, in two sizes as Telegram keeps them."""
        small = self.api.keep_file(data[:40]) | {"width": 90, "height": 67}
        large = self.api.keep_file(data) | {"width": 1280, "height": 960}
        words = {"caption": caption} if caption else {}
        return self.sends(photo=[small, large], **words, **more)

    def shows_album(self, *pictures: bytes, caption: str = "") -> list[Json]:
        """Send several photos at once: one update each, words with the first."""
        album = str(next(_albums))
        return [
            self.shows(data, caption if index == 0 else "", media_group_id=album)
            for index, data in enumerate(pictures)
        ]

    def sends_place(self, lat: float = 23.2865, lon: float = 116.7291, **more: Any) -> Json:
        """Send a pin; ``live_period`` makes it a moving one."""
        return self.sends(location={"latitude": lat, "longitude": lon, **more})

    def moves(self, update: Json, lat: float, lon: float) -> Json:
        """Let a moving pin move."""
        place = {"latitude": lat, "longitude": lon, "live_period": 900}
        return self._edits(update, location=place)

    def sends_file(self, data: bytes, name: str, kind: str = "") -> Json:
        """Send a file as it is."""
        mime = {"mime_type": kind} if kind else {}
        return self.sends(document=self.api.keep_file(data) | {"file_name": name} | mime)

    def sends_sticker(self) -> Json:
        """Send a sticker."""
        sticker = self.api.keep_file(b"sticker") | {"width": 512, "height": 512, "type": "regular"}
        return self.sends(sticker=sticker | {"is_animated": False, "is_video": False})

    def sends_voice(self) -> Json:
        """Send a voice message."""
        return self.sends(voice=self.api.keep_file(b"voice") | {"duration": 3})

    def edits(self, update: Json, text: str) -> Json:
        """Change the words of an earlier message."""
        return self._edits(update, text=text)

    def _edits(self, update: Json, **content: Any) -> Json:
        _, date = self.api.next_message()
        return self.api.push(edited_message=update["message"] | {"edit_date": date} | content)

    def taps(self, button: str | int, *, message: int = 0) -> Json:
        """Press a button of the last message that has some, by label or position."""
        shown = self.keyboard(message)
        buttons = [b for row in shown["reply_markup"]["inline_keyboard"] for b in row]
        found = (
            buttons[button]
            if isinstance(button, int)
            else next(b for b in buttons if b["text"] == button)
        )
        return self.taps_data(found["callback_data"], shown)

    def taps_data(self, data: str, message: Json) -> Json:
        """Press a button with this data, also one that no message has."""
        tap = str(next(_taps))
        self.api.taps.add(tap)
        return self.api.push(
            callback_query={
                "id": tap,
                "from": self.user,
                "message": message,
                "chat_instance": "1",
                "data": data,
            }
        )

    def keyboard(self, message: int = 0) -> Json:
        """Return the last message that was shown with inline buttons, or the one of this id."""
        return next(
            shown
            for shown in reversed(self.api.chat(self.chat).shown)
            if "inline_keyboard" in shown.get("reply_markup", {})
            and message in (0, shown["message_id"])
        )

    @property
    def buttons(self) -> list[str]:
        """Labels under the last message with inline buttons."""
        rows = self.keyboard()["reply_markup"]["inline_keyboard"]
        return [button["text"] for row in rows for button in row]

    @property
    def seen(self) -> list[str]:
        """Every text and caption this chat was shown, in order."""
        shown = self.api.chat(self.chat).shown
        return [words for m in shown if (words := m.get("text") or m.get("caption"))]

    def blocks(self) -> Json:
        """Block the bot."""
        self.api.chat(self.chat).blocked = True
        return self._membership("member", "kicked")

    def unblocks(self) -> Json:
        """Take the bot back."""
        self.api.chat(self.chat).blocked = False
        return self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> Json:
        def status(name: str) -> Json:
            return {"user": self.api.me, "status": name, "until_date": 0}

        return self.api.push(
            my_chat_member={
                "chat": {"id": self.chat, "type": "private" if self.chat > 0 else "supergroup"},
                "from": self.user,
                "date": DATE,
                "old_chat_member": status(old),
                "new_chat_member": status(new),
            }
        )

    def sees_group_move(self, to: int) -> Json:
        """Let the group become a supergroup of another number."""
        self.api.chat(self.chat).moved_to = to
        self.api.chat(to)
        return self.sends(migrate_to_chat_id=to)
