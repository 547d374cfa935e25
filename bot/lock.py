"""One process a ledger: a lock on the data folder, with the name of its holder inside.

The operating system lets the lock go when its holder ends, however it ends, so a file left behind
by a killed program holds nobody up.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.errors import Refusal

FILE: Final = "ledger.lock"


class Held(Refusal):
    """Another process writes to this ledger. Stop that one first, or let it do the work.

    ``pid`` and ``since`` are among the facts when the holder has written them.
    """

    key = "held-by-unknown"
    exit_code = 3


@contextmanager
def held(data_dir: Path, now: datetime) -> Iterator[None]:
    """Hold the ledger of a data folder, which is made if there is none.

    Raises:
        Held: Another process holds it.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(data_dir / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(handle, data_dir)
        _sign(handle, now)
        yield
    finally:
        os.close(handle)


def _take(handle: int, data_dir: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _held(handle, data_dir) from None


def _held(handle: int, data_dir: Path) -> Held:
    try:
        holder = json.loads(os.pread(handle, 200, 0))
        return Held("held-by", folder=str(data_dir), pid=str(holder["pid"]), since=holder["since"])
    except (ValueError, KeyError, TypeError):  # it holds the lock and has not signed yet
        return Held(folder=str(data_dir))


def _sign(handle: int, now: datetime) -> None:
    since = now.astimezone().isoformat(sep=" ", timespec="seconds")
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)
