"""Starting and stopping: the port, signals, open requests, commands while it runs."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from bot import control, serving
from bot.opening import opened, prepare
from bot.setting_sections import WebSettings
from bot.settings import Settings


class Little:
    """The smallest program: an open data folder and a page, with a stream that never ends."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._ended = asyncio.Event()
        self.told: list[str] = []
        routes = [Route("/", lambda _: PlainTextResponse("here")), Route("/stream", self._stream)]
        self.web = Starlette(routes=routes)

    async def _stream(self, request):
        async def events():
            yield b"first\n"
            await self._ended.wait()

        return StreamingResponse(events())

    async def start(self) -> None:
        """Open the data folder."""
        prepare(self._settings.data_dir)
        self._folder = await self._stack.enter_async_context(opened(self._settings))
        self.told.append("started")

    async def stop_receiving(self) -> None:
        """End the stream."""
        self._ended.set()
        self.told.append("stopped receiving")

    async def stop(self) -> None:
        """Close the data folder."""
        await self._stack.aclose()
        self.told.append("stopped")

    async def run(self, verb):
        """Run a verb."""
        return await self._folder.run(verb)

    @property
    def words(self):
        """The texts."""
        return self._folder.words


class Deaf(Little):
    """A program whose streams do not end when asked."""

    async def stop_receiving(self) -> None:
        """Leave the stream as it is."""
        self.told.append("stopped receiving")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Any free port, a fresh data folder."""
    return Settings(data_dir=tmp_path, web=WebSettings(port=0))


class Run:
    """A program that is being served."""

    def __init__(self, program: Little, settings: Settings, folder: str = "") -> None:
        self.listening = serving.listen(settings.web)
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.socket = settings.data_dir / folder / control.FILE
        self.program = program
        self._running = asyncio.Event()

    async def __aenter__(self):
        self.task = asyncio.create_task(
            serving.serve(self.program, self.listening, self.socket, on_started=self._running.set)
        )
        await asyncio.wait_for(self._running.wait(), 10)
        return self

    async def __aexit__(self, *error) -> None:
        if not self.task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await self.task


async def test_it_serves_until_told_to_stop(settings):
    """SIGTERM ends it in order: nothing new comes in, then all else, and the socket is gone."""
    program = Little(settings)
    async with Run(program, settings) as run, httpx.AsyncClient() as client:
        assert (await client.get(run.address)).text == "here"
    assert program.told == ["started", "stopped receiving", "stopped"]
    assert not run.socket.exists()
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(run.address)


@pytest.mark.parametrize("kind", [Little, Deaf])
async def test_open_streams_hold_a_stop_up_for_less_than_five_seconds(settings, kind):
    """A page that is being listened to does not keep the program from stopping."""
    async with (
        Run(kind(settings), settings) as run,
        httpx.AsyncClient() as client,
        client.stream("GET", f"{run.address}/stream") as stream,
    ):
        await anext(stream.aiter_bytes())
        begun = time.monotonic()
        os.kill(os.getpid(), signal.SIGINT)
        await run.task
    assert time.monotonic() - begun < 5


async def test_commands_reach_the_running_program(settings):
    """A command is done by the program that runs; a refusal comes back in the asker's words."""
    invite = {"role": "supervisor", "area": "440512006", "unit": None}
    async with Run(Little(settings), settings) as run:
        ask = asyncio.to_thread(control.ask, run.socket, "invite", {**invite, "language": "en"})
        assert (await ask)[0].startswith("https://t.me/")
        wrong = {**invite, "area": "nowhere", "language": "en"}
        with pytest.raises(control.Refused, match="nowhere"):
            await asyncio.to_thread(control.ask, run.socket, "invite", wrong)


async def test_without_a_socket_it_serves_all_the_same(settings):
    """Where a socket cannot be made the program runs without commands."""
    async with Run(Little(settings), settings, "no/such/folder") as run:
        assert not run.socket.exists()
        async with httpx.AsyncClient() as client:
            assert (await client.get(run.address)).status_code == 200


async def test_what_fails_at_the_start_ends_it(settings):
    """A program that cannot start is stopped, and says why by its exception."""

    class Broken(Little):
        async def start(self) -> None:
            """Fail."""
            raise OSError("disk full")

    program = Broken(settings)
    with pytest.raises(OSError, match="disk full"), serving.listen(settings.web) as listening:
        await serving.serve(program, listening, settings.data_dir / "s", on_started=lambda: None)
    assert program.told == ["stopped"]


def test_a_port_in_use_is_said_in_words():
    """A port that another program has is refused with its number and the setting's name."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(serving.PortTaken) as caught:
            serving.listen(WebSettings(port=port))
    assert caught.value.facts["port"] == str(port)
    assert caught.value.facts["name"] == "XIAOHAO_WEB__PORT"
    with pytest.raises(serving.PortTaken):
        serving.listen(WebSettings(host="203.0.113.1", port=0))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_it_listens_where_it_is_told(host):
    """An address of either kind, or a name, is listened at."""
    with serving.listen(WebSettings(host=host, port=0)) as listening:
        socket.create_connection(listening.getsockname()[:2], timeout=5).close()
