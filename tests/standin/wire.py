"""HTTP/1.1 for the stand-in: just enough of it, fast, and able to break a connection on purpose."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Request:
    """One request; values of forms that are JSON have been read."""

    method: str
    path: str
    params: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What is answered. ``cut`` breaks the connection instead; ``hang`` never answers."""

    status: int = 200
    body: bytes = b""
    cut: bool = False
    hang: bool = False

    @classmethod
    def of(cls, data: object, status: int = 200) -> Answer:
        """Answer with JSON."""
        return cls(status, json.dumps(data).encode())


App = Callable[[Request], Awaitable[Answer]]


class Server:
    """Serves one app on a loopback port."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Listen; returns the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port, limit=64 * 2**20)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close all connections and stop listening."""
        assert self._server is not None
        self._server.close()
        for connection in self._open:
            connection.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._open.add(connection)
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.transport.abort()
        finally:
            self._open.discard(connection)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *lines = head.rstrip().split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (h.partition(":") for h in lines)}
        method, target, _ = line.split(" ")
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        answer = await self._app(_request(method, target, headers, body))
        if answer.hang:
            await asyncio.Event().wait()
        if answer.cut:
            writer.transport.abort()
            return False
        writer.write(
            f"HTTP/1.1 {answer.status} X\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(answer.body)}\r\n\r\n".encode()
            + answer.body
        )
        await writer.drain()
        return True


def _request(method: str, target: str, headers: dict[str, str], body: bytes) -> Request:
    url = urlsplit(target)
    request = Request(method, unquote(url.path), dict(parse_qsl(url.query)), body=body)
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        _read_multipart(request, kind, body)
    elif kind.startswith("application/x-www-form-urlencoded"):
        request.params.update(parse_qsl(body.decode(), keep_blank_values=True))
    elif (
        body and kind.startswith("application/json") and isinstance(data := json.loads(body), dict)
    ):
        request.params.update(data)
    return request


def _read_multipart(request: Request, kind: str, body: bytes) -> None:
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body
    )
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename():
            request.files[str(name)] = content
        else:
            request.params[str(name)] = content.decode()
