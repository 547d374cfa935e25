"""python-telegram-bot alone: its parsing and dispatch, with nothing behind it.

As a process (``python -m bench.bare``) it takes the same pushes as the program, by the same web
server: what is left of the program's work when it keeps and answers nothing.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from typing import Any

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bench.telegram import PATH

Bare = Application[Any, Any, Any, Any, Any, Any]


async def _nothing(update: Update, context: object) -> None:
    del update, context


def application(token: str, base_url: str) -> Bare:
    """Make an ``Application`` as its documentation shows it; no handler does anything."""
    made: Bare = ApplicationBuilder().token(token).base_url(base_url).updater(None).build()
    made.add_handler(CommandHandler("start", _nothing))
    made.add_handler(MessageHandler(filters.PHOTO, _nothing))
    made.add_handler(MessageHandler(filters.LOCATION, _nothing))
    made.add_handler(CallbackQueryHandler(_nothing))
    made.add_handler(MessageHandler(filters.TEXT, _nothing))
    return made


async def main() -> None:
    """Serve until killed."""
    token = os.environ["XIAOHAO_TELEGRAM__TOKEN"]
    port = int(os.environ["XIAOHAO_WEB__PORT"])
    async with application(token, os.environ["XIAOHAO_TELEGRAM__BASE_URL"]) as bare:

        async def webhook(request: Request) -> Response:
            await bare.process_update(Update.de_json(json.loads(await request.body()), bare.bot))
            return Response()

        site = Starlette(routes=[Route(PATH, webhook, methods=["POST"])])
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", lifespan="off"))
        with socket.create_server(("127.0.0.1", port)) as listening:
            sys.stdout.write(json.dumps({"port": port, "points": [], "staff": []}) + "\n")
            sys.stdout.flush()
            await server.serve(sockets=[listening])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
