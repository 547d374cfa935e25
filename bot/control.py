"""Commands for the running program, through a Unix socket in the data folder.

No other process may write to the ledger while the program runs (see ``bot.lock``), so ``xiaohao
invite`` and its like ask the program to do it. A request is one line of JSON, ``{"command": ...,
"args": {...}}``; the answer is one line, ``{"lines": [...]}`` or ``{"refusal": "..."}``. Whoever
may open the socket, its owner, may do all of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import structlog

from domain.errors import Refusal

FILE: Final = "xiaohao.sock"
LIMIT_BYTES: Final = 32 * 1024 * 1024
"""Longest request or answer: a district's areas with their polygons fit many times over."""

ANSWER_SECONDS: Final = 600.0
"""How long an answer is waited for; loading areas may take its time."""

_PATH_BYTES: Final = 103
"""Longest path every system takes for a socket (macOS 104 with its final zero, Linux 108)."""

Args = Mapping[str, Any]
Command = Callable[[Args], Awaitable[Sequence[str]]]

log = structlog.get_logger(__name__)


class NobodyAnswers(Exception):  # noqa: N818
    """No program serves this data folder: do it directly."""


class Refused(Exception):  # noqa: N818
    """The program said no; the text says why, in the language the command was asked in."""


class NoAnswer(Refusal):
    """The program took the command and failed, or is of another version."""

    key = "control-no-answer"


@asynccontextmanager
async def serve_control(path: Path, commands: Mapping[str, Command]) -> AsyncIterator[None]:
    """Answer commands at a socket that only its owner can open, until the block is left.

    A socket left by a killed program is replaced: hold the ledger's lock before.

    Raises:
        NoAnswer: The path is too long for a socket.
    """

    async def on_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await _answer(await reader.readline(), commands)
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
        except ConnectionError:
            log.info("control_asker_left")
        finally:
            writer.close()

    server = await asyncio.start_unix_server(on_request, sock=_listening(path), limit=LIMIT_BYTES)
    try:
        yield
    finally:
        server.close()
        _remove(path)


async def _answer(line: bytes, commands: Mapping[str, Command]) -> dict[str, object]:
    try:
        request = json.loads(line)
        command, args = commands.get(request["command"]), request["args"]
    except (ValueError, KeyError, TypeError):
        return {"unknown": ""}
    if command is None:
        return {"unknown": str(request["command"])}
    try:
        return {"lines": list(await command(args))}
    except Refused as refused:
        return {"refusal": str(refused)}


def ask(path: Path, command: str, args: Args) -> list[str]:
    """Ask the program that serves this socket, and return the lines it answers.

    Raises:
        NobodyAnswers: No program serves it.
        Refused: The program said no.
        NoAnswer: The program failed, or does not know the command.
    """
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(ANSWER_SECONDS)
        try:
            with _short(path) as name:
                asking.connect(name)
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise NobodyAnswers from error
        try:
            asking.sendall(json.dumps({"command": command, "args": dict(args)}).encode() + b"\n")
            answer = _received(asking)
        except (OSError, ValueError) as error:
            raise NoAnswer from error
    if "unknown" in answer:
        raise NoAnswer("control-unknown", command=command)
    if "refusal" in answer:
        raise Refused(answer["refusal"])
    return [str(line) for line in answer["lines"]]


def _received(asking: socket.socket) -> dict[str, Any]:
    with asking.makefile("rb") as lines:
        answer = json.loads(lines.readline(LIMIT_BYTES))
    return dict(answer)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _listening(path: Path) -> socket.socket:
    _remove(path)
    listening = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o177)
    try:
        with _short(path) as name:
            listening.bind(name)
    except BaseException:
        listening.close()
        raise
    finally:
        os.umask(mask)
    return listening


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """Name a socket so that the system takes it: as it is, from here, or by its open folder."""
    for name in (str(path), os.path.relpath(path)):
        if len(os.fsencode(name)) <= _PATH_BYTES:
            yield name
            return
    if not Path("/proc/self/fd").is_dir():
        raise NoAnswer("control-too-long", path=str(path))
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
