"""How calls are answered, with faults on the way, and the rules of ``getUpdates``."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.standin.limits import Refused, bad
from tests.standin.methods import METHODS
from tests.standin.state import TOKEN, BotState, Call, Fault, Json
from tests.standin.wire import Answer, Request


class BotApi(BotState):
    """One bot's Telegram."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(token)
        self._turn = 0

    async def call(self, method: str, request: Request) -> Answer:
        """Answer one call, or do what a fault says."""
        name = method.lower()
        self.calls.append(Call(method, request.params, tuple(request.files)))
        fault = self._fault(name)
        self.changed.set()
        if fault and (answer := _before(fault)):
            return answer
        answer = await self._answer(name, request)
        self.changed.set()
        if fault and fault.kind == "cut-after":
            return Answer(cut=True)
        return Answer(hang=True) if fault and fault.kind == "hang-after" else answer

    async def _answer(self, name: str, request: Request) -> Answer:
        try:
            if name == "getupdates":
                result: Any = await self._get_updates(request.params)
            elif name in METHODS:
                result = METHODS[name](self, request.params, request.files)
            else:
                raise Refused(404, "Not Found")
        except Refused as refusal:
            self.refusals.append((name, str(refusal)))
            return _refusal(refusal)
        return Answer.of({"ok": True, "result": result})

    def _fault(self, name: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.method.lower() in {name, "*"}:
                fault.times -= 1
                return fault
        return None

    async def _get_updates(self, params: Json) -> list[Json]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._turn += 1
        turn = self._turn
        self.news.set()  # wakes a poller that is waiting, so that it hears of this one
        self.kinds = json.loads(params.get("allowed_updates") or "[]")
        self._confirm_before(int(params.get("offset") or 0))
        if not self.pending and int(params.get("timeout") or 0):
            await self._wait(int(params["timeout"]), turn)
        if turn != self._turn:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        limit = min(max(int(params.get("limit") or 100), 1), 100)
        batch = list(self.pending.values())[:limit]
        self.delivered.update(update["update_id"] for update in batch)
        return batch

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            offset = (list(self.pending)[offset:] or [0])[0]
        for update in [number for number in self.pending if number < offset]:
            self.confirm(update)

    async def _wait(self, seconds: int, turn: int) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not self.pending and turn == self._turn:
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            return


def _refusal(refusal: Refused) -> Answer:
    body: Json = {"ok": False, "error_code": refusal.status, "description": str(refusal)}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return Answer.of(body, refusal.status)


def _before(fault: Fault) -> Answer | None:
    """Return what a fault answers instead of doing what was asked; None: done, then broken."""
    wait = f"Too Many Requests: retry after {fault.seconds}"
    answers = {
        "too-many": _refusal(Refused(429, wait, retry_after=fault.seconds)),
        "status": _refusal(Refused(fault.status, "Internal Server Error")),
        "page": Answer(502, b"<html>Bad Gateway</html>"),
        "refused-token": _refusal(Refused(401, "Unauthorized")),
        "conflict": _refusal(Refused(409, "Conflict: terminated by other getUpdates request")),
        "bad-request": _refusal(bad("something about 'your words' is wrong")),
        "cut-before": Answer(cut=True),
    }
    return answers.get(fault.kind)
