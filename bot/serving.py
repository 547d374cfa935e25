"""Running the program: web server, control socket and channels in one loop, until told to stop.

Stopping takes less than five seconds: first nothing new comes in, then what is under way ends,
then the ledger is closed. A second signal ends at once; nothing that was confirmed is lost by it.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, Protocol

import structlog
import uvicorn
from starlette.types import ASGIApp

from bot.control import NoAnswer, serve_control
from bot.setting_sections import WebSettings
from bot.settings import PREFIX
from bot.verbs import Runner, as_commands
from domain.errors import Refusal

GRACE_SECONDS: Final = 2
"""How long requests under way may take when the program stops."""

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

log = structlog.get_logger(__name__)


class PortTaken(Refusal):
    """The web server cannot listen there. Set another port."""

    key = "cli-port-taken"


class Program(Runner, Protocol):
    """What ``bot.app.build`` makes, as far as it is run here."""

    @property
    def web(self) -> ASGIApp:
        """The web application."""
        ...

    async def start(self) -> None:
        """Open the ledger, begin to receive and to send."""
        ...

    async def stop_receiving(self) -> None:
        """End event streams and pollers; what is not confirmed is delivered again later."""
        ...

    async def stop(self) -> None:
        """End everything else, the ledger last."""
        ...


def listen(web: WebSettings) -> socket.socket:
    """Take the port, before anything else is done.

    Raises:
        PortTaken: Somebody else has it, or the address is not of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            web.host, web.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server((str(address[0]), int(address[1])), family=family)
    except OSError as error:
        name = f"{PREFIX}WEB__PORT"
        why = error.strerror or type(error).__name__
        raise PortTaken(port=str(web.port), host=web.host, why=why, name=name) from error


async def serve(
    program: Program,
    listening: socket.socket,
    control: Path,
    *,
    on_started: Callable[[], None],
) -> None:
    """Run the program until SIGINT or SIGTERM.

    Args:
        program: Made by ``bot.app.build``.
        listening: Where the web server listens; it is closed at the end.
        control: Path of the control socket.
        on_started: Called once when all of it runs.
    """
    server = _Server(_config(program.web))
    with _signals_to(server) as stopping:
        try:
            await program.start()
            _keep_for_good()
            async with _commands_answered(program, control):
                serving = asyncio.create_task(server.serve(sockets=[listening]))
                on_started()
                log.info("started")
                await _either(serving, stopping)
                await program.stop_receiving()
                server.should_exit = True
                await serving
        finally:
            await program.stop()
    log.info("stopped")


def _keep_for_good() -> None:
    """Take what the program is made of out of the garbage collector's rounds: it stays anyway."""
    gc.collect()
    gc.freeze()


async def _either(serving: asyncio.Task[None], stopping: asyncio.Event) -> None:
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()


class _Server(uvicorn.Server):
    """The web server, without signal handling of its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(web: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        web,
        interface="asgi3",  # a bound method is not recognised as one
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who really asks decides whether the page may offer sample people
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@contextmanager
def _signals_to(server: uvicorn.Server) -> Iterator[asyncio.Event]:
    """Turn the first signal into an event; the second cuts requests under way short."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()

    def on_signal() -> None:
        if stopping.is_set():
            server.force_exit = True
        stopping.set()

    for number in _SIGNALS:
        loop.add_signal_handler(number, on_signal)
    try:
        yield stopping
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


@asynccontextmanager
async def _commands_answered(program: Program, control: Path) -> AsyncIterator[None]:
    """Answer commands where the data folder can hold a socket; without it, say so and go on."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(serve_control(control, as_commands(program)))
        except (NoAnswer, OSError) as error:
            log.warning("control_unavailable", error=type(error).__name__)
        yield
