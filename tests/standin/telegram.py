"""A strict stand-in of Telegram's Bot API: ``async with StandIn() as telegram: ...``.

It runs in the test's own loop, or as a process: ``python -m tests.standin.telegram --port 8090``
prints its address. Then ``POST /standin/updates`` adds updates (a JSON list, without ids),
``POST /standin/faults`` adds a fault, and ``GET /standin/state`` tells what happened.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, Self

import httpx

from tests.standin.bot_api import BotApi
from tests.standin.people import Someone
from tests.standin.state import TOKEN, Fault, Json
from tests.standin.wire import Answer, Request, Server

PUSH_AGAIN_SECONDS = 0.02
"""How soon a push that was not answered with 2xx is repeated; Telegram takes longer."""


class StandIn(BotApi):
    """The stand-in, listening.

    Attributes:
        base_url: For ``TelegramSettings.base_url``.
        base_file_url: For ``TelegramSettings.base_file_url``.
    """

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(token)
        self._server = Server(self._route)
        self._pusher: asyncio.Task[None] | None = None
        self.port = 0

    @property
    def base_url(self) -> str:
        """Address of the methods, without the token."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """Address of the files, without the token."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def start(self, port: int = 0) -> None:
        """Listen on a loopback port; 0 takes any free one."""
        self.port = await self._server.start(port)
        self._pusher = asyncio.create_task(self._push_all())

    async def stop(self) -> None:
        """Stop listening and pushing."""
        assert self._pusher is not None
        self._pusher.cancel()
        await asyncio.gather(self._pusher, return_exceptions=True)
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def person(self, number: int = 5001, **more: Any) -> Someone:
        """Return somebody who may write to the bot; see ``Someone``."""
        return Someone(self, number, **more)

    def fails(self, method: str, kind: str, **more: int) -> Fault:
        """Let calls of a method (``*``: any) fail; kinds are listed in ``bot_api``.

        ``too-many`` (``seconds``), ``status``, ``page``, ``refused-token``, ``conflict``,
        ``bad-request``, ``cut-before``, ``cut-after``, ``hang-after``; the next
        ``times`` calls.
        """
        fault = Fault(method, kind, **more)
        self.faults.append(fault)
        return fault

    async def until_confirmed(self, *updates: Json) -> None:
        """Wait until Telegram may forget these updates."""
        await self.until(lambda: not any(update["update_id"] in self.pending for update in updates))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true; it is looked at after every call and confirmation."""
        while not true():
            self.changed.clear()
            await self.changed.wait()

    async def _route(self, request: Request) -> Answer:
        if request.path.startswith("/standin/"):
            return self._control(request)
        file, _, rest = request.path.partition("/bot")
        token, _, name = rest.partition("/")
        if token != self.token:
            return Answer.of({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        return self._file(name) if file == "/file" else await self.call(name, request)

    def _file(self, path: str) -> Answer:
        for fault in self.faults:
            if fault.method == "file" and fault.times:
                fault.times -= 1
                return Answer(fault.status, cut=fault.kind == "cut-before")
        data = self.files.get(path.removeprefix("photos/").removesuffix(".jpg"))
        return Answer(404) if data is None else Answer(200, data)

    def _control(self, request: Request) -> Answer:
        if request.path == "/standin/updates":
            pushed = [self.push(**update) for update in json.loads(request.body)]
            return Answer.of([update["update_id"] for update in pushed])
        if request.path == "/standin/faults":
            self.fails(**json.loads(request.body))
            return Answer.of(len(self.faults))
        return Answer.of(
            {
                "pending": list(self.pending),
                "confirmed": self.confirmed,
                "answered": self.answered,
                "refusals": self.refusals,
                "shown": {chat.id: chat.shown for chat in self.chats.values()},
            }
        )

    # Pushing to a webhook: the updates of a chat one after the other, repeated until 2xx.

    async def _push_all(self) -> None:
        busy: set[int] = set()
        plain = httpx.AsyncClient(timeout=30, verify=False)  # noqa: S501 (loopback, no TLS)
        async with plain as client, asyncio.TaskGroup() as pushes:
            while True:
                for update, chat in list(self._waiting(busy)):
                    busy.add(chat)
                    pushes.create_task(self._push(client, update, chat, busy))
                await asyncio.sleep(0.002 if self.webhook else 0.02)

    def _waiting(self, busy: set[int]) -> Iterator[tuple[Json, int]]:
        """Yield the oldest update of each chat with none under way, at most so many in all."""
        if not self.webhook:
            return
        taken = set(busy)
        for update in self.pending.values():
            chat = _chat(update)
            if len(taken) >= int(self.webhook.get("max_connections") or 40):
                return
            if chat not in taken:
                taken.add(chat)
                yield update, chat

    async def _push(
        self, client: httpx.AsyncClient, update: Json, chat: int, busy: set[int]
    ) -> None:
        self.delivered[update["update_id"]] += 1
        secret = self.webhook.get("secret_token", "")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            answer = await client.post(self.webhook["url"], json=update, headers=headers)
            done = answer.is_success
        except httpx.HTTPError:
            done = False
        if done:
            self.confirm(update["update_id"])
        else:
            await asyncio.sleep(PUSH_AGAIN_SECONDS)
        busy.discard(chat)


def _chat(update: Json) -> int:
    for part in update.values():
        if isinstance(part, dict):
            holder = part if "chat" in part else part.get("message") or {}
            return int(holder.get("chat", {}).get("id", 0))
    return 0


async def _serve(port: int) -> None:
    standin = StandIn()
    await standin.start(port)
    sys.stdout.write(f"http://127.0.0.1:{standin.port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(arguments.parse_args().port))
