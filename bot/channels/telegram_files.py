"""Fetching the pictures people sent, piece by piece, never more than asked for."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Final

import httpx
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.channels.base import Gone, Later
from bot.channels.telegram_errors import TOKEN_WAIT_SECONDS, wait_of

PIECE_BYTES: Final = 256 * 1024


async def fetch(
    bot: Bot, client: httpx.AsyncClient, ref: str, into: Path, limit_bytes: int
) -> None:
    """Write the bytes of a file to ``into``; nothing is left there when it fails.

    Telegram says "wrong file_id or the file is temporarily unavailable" for both: that is
    ``Later``, because every ``ref`` we hold came from Telegram; the caller bounds the tries.

    Raises:
        Gone: Larger than ``limit_bytes`` or than Telegram hands out (20 MB), or not there.
        Later: Not now.
    """
    address = await _address(bot, ref)
    try:
        if address.startswith(("http://", "https://")):
            await _download(client, address, into, limit_bytes)
        else:
            await asyncio.to_thread(_copy, Path(address), into, limit_bytes)
    except (Gone, Later):
        await asyncio.to_thread(into.unlink, missing_ok=True)
        raise


async def _address(bot: Bot, ref: str) -> str:
    """Ask where the file is: a link valid for an hour, or the path of a local Bot API server."""
    try:
        file = await bot.get_file(ref)
    except RetryAfter as error:
        raise Later(wait_of(error)) from None
    except InvalidToken:
        raise Later(TOKEN_WAIT_SECONDS, everybody=True) from None
    except BadRequest as error:
        raise _refusal(error) from None
    except TelegramError:
        raise Later from None
    if not file.file_path:
        raise Gone
    return file.file_path


def _refusal(error: BadRequest) -> Gone | Later:
    description = error.message.lower()
    if "too big" in description:
        return Gone("photo-too-big")
    return Later() if "temporarily unavailable" in description else Gone()


async def _download(client: httpx.AsyncClient, address: str, into: Path, limit_bytes: int) -> None:
    try:
        async with client.stream("GET", address) as answer:
            _check_answer(answer, limit_bytes)
            await _write(answer, into, limit_bytes)
    except httpx.HTTPError:
        raise Later from None


def _check_answer(answer: httpx.Response, limit_bytes: int) -> None:
    if answer.status_code in {400, 404, 410}:
        raise Gone
    if answer.status_code != 200:
        raise Later
    if int(answer.headers.get("content-length", 0)) > limit_bytes:
        raise Gone("photo-too-big")


async def _write(answer: httpx.Response, into: Path, limit_bytes: int) -> None:
    written = 0
    file = await asyncio.to_thread(into.open, "wb")
    with file:
        async for piece in answer.aiter_bytes(PIECE_BYTES):
            written += len(piece)
            if written > limit_bytes:
                raise Gone("photo-too-big")
            await asyncio.to_thread(file.write, piece)


def _copy(source: Path, into: Path, limit_bytes: int) -> None:
    if not source.is_file():
        raise Gone
    if source.stat().st_size > limit_bytes:
        raise Gone("photo-too-big")
    shutil.copyfile(source, into)
