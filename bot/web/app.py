"""The one web application: the chat page, its routes, the Telegram webhook, health."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import files
from pathlib import Path
from typing import Any, Final

import structlog
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.webchat import WebChat
from bot.settings import Settings
from bot.web.chat import ChatRoutes, to_json
from bot.web.guard import limited
from bot.web.site import AreasGeoJson, Site
from bot.web.words import known_language, page_words
from domain.district import District
from storage.ledger import Ledger

TelegramWebhook = Callable[[bytes, str], Awaitable[int]]
"""Takes body and secret header, returns the status to answer after the commit."""

Health = Callable[[], Awaitable[Mapping[str, Any]]]
"""Gives what /health shows; ``ok`` false makes it a 503."""

_HERE: Final = Path(__file__).parent
_UPDATE_BYTES: Final = 2_000_000
_log: Final = structlog.get_logger()


def build_web(
    *,
    ledger: Ledger,
    webchat: WebChat,
    district: District,
    areas_geojson: AreasGeoJson,
    settings: Settings,
    telegram_webhook: TelegramWebhook | None,
    health: Health,
) -> ASGIApp:
    """Return the application to serve.

    Stop the web chat before the server: a server waits for open event streams.
    """
    site = Site(ledger, webchat, district, areas_geojson, settings)
    routes = [
        Route("/", _page_of(site)),
        Route("/health", _health_of(health)),
        *ChatRoutes(site).routes(),
        Mount("/static/leaflet", StaticFiles(directory=_leaflet_folder())),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    if telegram_webhook is not None:
        routes.append(Route("/telegram/webhook", _webhook_of(telegram_webhook), methods=["POST"]))
    return Starlette(
        routes=routes,
        middleware=[Middleware(_SecurityHeaders, policy=content_policy(settings.web.tiles))],
        exception_handlers={
            HTTPException: _refusal,
            ClientDisconnect: _refusal,
            Exception: _mistake,
        },
    )


def content_policy(tiles: str) -> str:
    """Return the Content-Security-Policy; only map tiles may come from elsewhere."""
    origin = re.match(r"https?://[^/]+", tiles)
    tile_host = " " + re.sub(r"\{\w+\}", "*", origin.group()) if origin else ""
    return (
        f"default-src 'self'; img-src 'self' blob: data:{tile_host}; style-src 'self';"
        " script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )


def _leaflet_folder() -> Path:
    """Find Leaflet inside its wheel; the wheel's own helper package is not needed."""
    for file in files("XStatic-Leaflet") or ():
        if file.name == "leaflet.js":
            return Path(str(file.locate())).parent
    raise FileNotFoundError("leaflet.js in the package XStatic-Leaflet")


def _page_of(site: Site) -> Callable[[Request], Awaitable[Response]]:
    loader = FileSystemLoader(_HERE / "templates")
    template = Environment(loader=loader, autoescape=select_autoescape()).get_template("chat.html")

    async def page(request: Request) -> Response:
        """Answer the page; its words come with ``/chat/boot``."""
        language = known_language(request.headers.get("accept-language", ""))
        district = site.district.name_en if language == "en" else site.district.name
        html = template.render(language=language, district=district, words=page_words(language))
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return page


def _health_of(health: Health) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        """Answer how the program is."""
        found = dict(await health())
        return to_json(found, 200 if found.get("ok", True) else 503)

    return answer


def _webhook_of(take: TelegramWebhook) -> Callable[[Request], Awaitable[Response]]:
    async def webhook(request: Request) -> Response:
        """Hand the update over as it is; the answer leaves after the commit."""
        body = await limited(request, _UPDATE_BYTES).body()
        return Response(status_code=await take(body, request.headers.get(_SECRET_HEADER, "")))

    return webhook


_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


async def _refusal(request: Request, error: Exception) -> Response:
    """Put a refusal into the page's words."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    key = str(error.detail) if isinstance(error, HTTPException) else ""
    words = page_words(known_language(request.headers.get("accept-language", "")))
    key = key if key in words else "web-error-request"
    return to_json({"error": key, "message": words[key]}, status)


async def _mistake(request: Request, error: Exception) -> Response:
    """Log our own mistake by its class, and apologise."""
    route = getattr(request.scope.get("route"), "path", "")
    _log.error("web_error", route=route, error=type(error).__name__)
    words = page_words(known_language(request.headers.get("accept-language", "")))
    return to_json({"error": "web-error-ours", "message": words["web-error-ours"]}, 500)


class _SecurityHeaders:
    """Adds the headers that keep pages, pictures and addresses to themselves."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only the start of an answer is touched."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, with_headers)

    def _add(self, headers: MutableHeaders) -> None:
        headers["Content-Security-Policy"] = self._policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Frame-Options"] = "DENY"
        headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=()"
        headers.setdefault("Cache-Control", "no-cache")
