"""Who may call what: the demonstration's own machine only, and pages of ours only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from bot.setting_sections import is_loopback
from bot.settings import Settings

_LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_FORWARDED: Final = frozenset({"forwarded", "via", "x-real-ip"})


def refuse(status: int, key: str) -> HTTPException:
    """Return the refusal to raise: ``key`` names the page's sentence that says why."""
    return HTTPException(status, key)


def may_play(settings: Settings, headers: Mapping[str, str]) -> bool:
    """Whether the caller may be a sample person: a demonstration, seen from this machine alone.

    The address bound, the Host asked for and the page's Origin must be loopback, and nothing may
    have been forwarded: neither a proxy nor a foreign name pointing here opens the sample people.
    """
    return (
        settings.demo
        and is_loopback(settings.web.host)
        and _host_asked(headers.get("host", "")) in _LOCAL_HOSTS
        and _is_from_here(headers.get("origin", ""))
        and not any(_tells_of_a_proxy(name.lower()) for name in headers)
    )


def _host_asked(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _is_from_here(origin: str) -> bool:
    """Whether the page that asks was itself opened on this machine; no origin: it was typed."""
    return not origin or _host_asked(origin.partition("//")[2]) in _LOCAL_HOSTS


def _tells_of_a_proxy(header: str) -> bool:
    return header in _FORWARDED or header.startswith("x-forwarded")


def check_ours(request: Request) -> None:
    """Refuse a POST that a form on a foreign page could make."""
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if not is_json and request.headers.get("x-xiaohao") != "1":
        raise refuse(403, "web-error-request")


def limited(request: Request, limit_bytes: int, key: str = "web-error-request") -> Request:
    """Return the request with a body that may not grow beyond ``limit_bytes``."""
    claimed = request.headers.get("content-length", "0")
    if not claimed.isdigit() or int(claimed) > limit_bytes:
        raise refuse(413, key)
    return Request(request.scope, _counted(request.receive, limit_bytes, key))


def _counted(receive: Receive, limit_bytes: int, key: str) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit_bytes:
            raise refuse(413, key)
        return message

    return counted
