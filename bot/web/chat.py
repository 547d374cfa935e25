"""The chat's routes: entering, and everything of one seat under ``/chat/s/<seat>/``.

The seat's name stands in every address so that two tabs may be two people: the cookie is bound to
that path. Only a hash of name and cookie is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.webchat import Posted, conversation_of, dedupe_key
from bot.web.events import stream
from bot.web.guard import check_ours, limited, may_play, refuse
from bot.web.lines import cursor_text, read_cursor, shown, who
from bot.web.site import Site
from bot.web.uploads import BODY_BYTES, PHOTO_BYTES, PHOTOS, TEXT_BYTES, read_message
from bot.web.words import known_language, page_words
from storage.ledger import Tx
from storage.seats import (
    DEMO_PREFIX,
    Cursor,
    Line,
    Picture,
    end_seat,
    history,
    open_seat,
    own_picture,
    sample_people,
    seat_address,
    shown_picture,
    sitter,
    was_heard,
)
from storage.values import stamp

COOKIE: Final = "seat"
_COOKIE_S: Final = 180 * 24 * 3600
_PAGE_LINES: Final = 100
_KEPT_PHOTO: Final = {"Cache-Control": "private, max-age=31536000, immutable"}


class _Enter(BaseModel):
    model_config = ConfigDict(extra="ignore")

    agree: Literal[True]
    language: str = Field("zh-CN", max_length=20)
    sample: str = Field("", alias="as", pattern=r"^[0-9A-Za-z_-]{0,64}$")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat somebody proved to be theirs."""

    name: str
    token_hash: str
    address: str

    @property
    def conversation(self) -> str:
        """Key of the conversation held from it."""
        return conversation_of(self.address)


def to_json(content: Any, status: int = 200) -> Response:
    """Return an answer nobody may keep a copy of."""
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(content), status, headers, media_type="application/json")


def _hash(seat: str, token: str) -> str:
    return hashlib.sha256(f"{seat}:{token}".encode()).hexdigest()


def _number(text: str, top: int) -> int:
    if text.isdecimal() and len(text) <= 18:
        return min(int(text), top)
    raise refuse(422, "web-error-request")


class ChatRoutes:
    """The routes, over one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return them all; to be mounted at the root."""
        seat = "/chat/s/{seat}"
        return [
            Route("/chat/boot", self.boot),
            Route("/chat/people", self.people),
            Route("/chat/enter", self.enter, methods=["POST"]),
            Route(f"{seat}/me", self.me),
            Route(f"{seat}/history", self.history),
            Route(f"{seat}/events", self.events),
            Route(f"{seat}/messages", self.post, methods=["POST"]),
            Route(f"{seat}/photos/{{photo}}/{{size}}.jpg", self.photo),
            Route(f"{seat}/map", self.map),
            Route(f"{seat}/leave", self.leave, methods=["POST"]),
        ]

    async def boot(self, request: Request) -> Response:
        """Answer what the page starts with: words, the district, limits."""
        language = known_language(request.query_params.get("language", ""))
        district, english = self._site.district, language == "en"
        content = {
            "language": language,
            "words": page_words(language),
            "district": district.name_en if english else district.name,
            "notice": district.notice_en if english else district.notice,
            "phone": district.duty_phone,
            "demo": may_play(self._site.settings, request.headers),
            "limits": {
                "photos": PHOTOS,
                "photo": PHOTO_BYTES,
                "text": TEXT_BYTES,
                "body": BODY_BYTES,
            },
        }
        return to_json(content)

    async def people(self, request: Request) -> Response:
        """Answer the sample people; elsewhere than in a demonstration there is no such page."""
        if not may_play(self._site.settings, request.headers):
            raise refuse(404, "web-error-request")
        found = await self._site.ledger.read(sample_people)
        keyed = [{"key": one.address.removeprefix(DEMO_PREFIX), **who(one)} for one in found]
        return to_json({"people": keyed})

    async def enter(self, request: Request) -> Response:
        """Open a seat, for a new resident or one of the sample people."""
        check_ours(request)
        try:
            wish = _Enter.model_validate_json(await limited(request, 10_000).body())
        except ValidationError as error:
            raise refuse(422, "web-error-request") from error
        address = await self._sample(request, wish.sample) if wish.sample else secrets.token_hex(16)
        seat, token = secrets.token_urlsafe(9), secrets.token_urlsafe(32)
        now = self._site.webchat.clock()
        await self._site.ledger.run(lambda tx: open_seat(tx, _hash(seat, token), address, now))
        return self._seated(request, seat, token)

    async def _sample(self, request: Request, key: str) -> str:
        address = f"{DEMO_PREFIX}{key}"
        if not may_play(self._site.settings, request.headers):
            raise refuse(404, "web-error-request")
        if await self._site.ledger.read(partial(sitter, address=address)) is None:
            raise refuse(404, "web-error-request")
        return address

    def _seated(self, request: Request, seat: str, token: str) -> Response:
        response = to_json({"seat": seat}, 201)
        response.set_cookie(
            COOKIE,
            token,
            max_age=_COOKIE_S,
            path=f"/chat/s/{seat}/",
            secure=self._is_https(request),
            httponly=True,
            samesite="strict",
        )
        return response

    def _is_https(self, request: Request) -> bool:
        told = self._site.settings.web.public_url
        return request.url.scheme == "https" or told.startswith("https:")

    async def _seat(self, request: Request) -> Seat:
        name, token = request.path_params["seat"], request.cookies.get(COOKIE, "")
        token_hash = _hash(name, token)
        address = await self._site.ledger.read(partial(seat_address, token_hash=token_hash))
        if address is None:
            raise refuse(401, "web-error-seat")
        return Seat(name, token_hash, address)

    async def me(self, request: Request) -> Response:
        """Answer who sits here."""
        seat = await self._seat(request)
        return to_json(who(await self._site.ledger.read(partial(sitter, address=seat.address))))

    async def history(self, request: Request) -> Response:
        """Answer a page of the conversation, oldest first; ``before`` names where it ends."""
        seat = await self._seat(request)
        limit = _number(request.query_params.get("limit", "40"), _PAGE_LINES)
        before = read_cursor(request.query_params.get("before", ""))
        lines = await self._site.ledger.read(
            lambda tx: history(tx, seat.conversation, before, limit + 1)
        )
        return to_json(_page(lines, limit))

    async def events(self, request: Request) -> Response:
        """Answer the stream of what is sent from now on, and what was missed."""
        seat = await self._seat(request)
        after = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        listening = self._site.webchat.listen(seat.conversation, seat.token_hash)
        parts = stream(self._site.ledger, listening, _number(after, 2**62))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(parts, headers=headers, media_type="text/event-stream")

    async def post(self, request: Request) -> Response:
        """Take a message: 201 once it is in the inbox, 200 if it already was."""
        check_ours(request)
        seat = await self._seat(request)
        messages = await read_message(request, self._site.webchat, seat.address)
        fresh = [await self._commit(seat, message) for message in messages]
        return to_json({"at": stamp(messages[0].at)}, 201 if any(fresh) else 200)

    async def _commit(self, seat: Seat, message: Posted) -> bool:
        """Commit one message and show it on the person's other pages.

        Cancelled half-way it may have been committed, so its pictures are left where they are.
        """
        webchat, raw = self._site.webchat, message.raw()
        try:
            fresh = await webchat.receive(raw)
        except Exception:
            await self._forget(message)
            raise
        if fresh:
            line = Line("in", 0, raw.key, raw.body, stamp(message.at))
            webchat.publish(seat.conversation, line)
        else:
            await self._forget(message)
        return fresh

    async def _forget(self, message: Posted) -> None:
        for photo in message.photos:
            await self._site.webchat.forget(photo.ref)

    async def photo(self, request: Request) -> Response:
        """Answer a picture of this conversation: 202 while it is on its way, 410 if refused."""
        seat = await self._seat(request)
        name, size = request.path_params["photo"], request.path_params["size"]
        picture = await self._site.ledger.read(partial(_find, seat, name))
        if picture is None or size not in {"thumb", "full"}:
            raise refuse(404, "web-error-photo-gone")
        if picture.state == "waiting":
            return to_json({}, 202)
        if picture.state == "refused":
            raise refuse(410, "web-error-photo-gone")
        return self._photo_file(picture.sha256, ".thumb.jpg" if size == "thumb" else ".jpg")

    def _photo_file(self, sha256: str, ending: str) -> Response:
        folder = self._site.settings.data_dir / "photos" / sha256[:2] / sha256[2:4]
        path = folder / f"{sha256}{ending}"
        if not path.is_file():
            raise refuse(404, "web-error-photo-gone")
        return FileResponse(path, headers=_KEPT_PHOTO, media_type="image/jpeg")

    async def map(self, request: Request) -> Response:
        """Answer the areas to choose a place among."""
        await self._seat(request)
        content = {"areas": self._site.areas_geojson(), "tiles": self._site.settings.web.tiles}
        return to_json(content)

    async def leave(self, request: Request) -> Response:
        """End the seat and every page open in it."""
        check_ours(request)
        seat = await self._seat(request)
        now = self._site.webchat.clock()
        await self._site.ledger.run(lambda tx: end_seat(tx, seat.token_hash, now))
        self._site.webchat.hang_up(seat.token_hash)
        response = to_json({})
        response.delete_cookie(COOKIE, path=f"/chat/s/{seat.name}/")
        return response


def _page(lines: list[Line], limit: int) -> dict[str, Any]:
    kept = lines[-limit:] if limit else []
    more = len(lines) > len(kept) > 0
    cursor: Cursor | None = kept[0].cursor if more else None
    return {
        "items": [item for line in kept if (item := shown(line))],
        "before": cursor_text(cursor) if cursor else "",
        "last": next((line.id for line in reversed(kept) if line.side == "out"), 0),
    }


def _find(seat: Seat, name: str, tx: Tx) -> Picture | None:
    """Find a picture by its number, or one of their own by the key the page gave it."""
    if name.isdecimal() and len(name) <= 18:
        return shown_picture(tx, seat.conversation, int(name))
    found = own_picture(tx, seat.conversation, name)
    if found is None and was_heard(tx, dedupe_key(seat.address, name.rpartition(".")[0])):
        return Picture("waiting")
    return found
