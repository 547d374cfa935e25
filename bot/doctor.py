"""What ``xiaohao doctor`` looks at, and what it says in words about each.

Everything here only reads, so it may be run beside the program. A finding is ``GOOD``, ``NOTE``
(worth knowing, nothing to do now) or ``BAD`` (do something; the command then ends with 1).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot import photo_store
from bot.backup import LEDGER
from bot.district import load_district
from domain.errors import BadData, Fact
from storage import snapshots
from storage.calendar import LOCAL_FILE, load_calendar
from storage.ledger import Tx
from storage.migrate import known

DISK_BAD_MB: Final = 200
"""Below this much free disk nothing may fit that one busy day brings."""
DISK_NOTE_MB: Final = 2000

CLOCK_SLACK: Final = timedelta(minutes=5)
"""How much a newer entry than now is put down to another clock's being off."""

_WAL_RESET_FIXED: Final = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""First releases of each line in which two writing connections lose nothing.
Source: the release notes of SQLite 3.51.3 and of the lines it was brought back to."""

_NETWORK_KINDS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.s3fs"}
)
"""File systems whose locks and shared memory SQLite cannot trust."""


class Health(StrEnum):
    """How a finding is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and the text that says it."""

    health: Health
    key: str
    facts: dict[str, Fact] = field(default_factory=dict)


def examine(data_dir: Path, *, now: datetime) -> Iterator[Finding]:
    """Look at everything, in the order it is to be told."""
    yield _python()
    yield sqlite(sqlite3.sqlite_version_info)
    yield from _folder(data_dir)
    yield from _ledger(data_dir, now)
    for look in (_district, _calendar):
        try:
            yield look(data_dir, now)
        except BadData as refusal:
            yield Finding(Health.BAD, refusal.text_key, refusal.facts)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    fits = sys.version_info >= (3, 11)
    return Finding(Health.GOOD if fits else Health.BAD, "doctor-python", {"version": found})


def sqlite(version: tuple[int, ...]) -> Finding:
    """Say whether this SQLite can lose commits when two connections write at once.

    It is a note, not a fault: the program has one writing connection, whatever the version.
    """
    facts: dict[str, Fact] = {"version": ".".join(map(str, version[:3]))}
    mended = version >= _WAL_RESET_FIXED[0] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_RESET_FIXED[1:]
    )
    if mended:
        return Finding(Health.GOOD, "doctor-sqlite", facts)
    return Finding(Health.NOTE, "doctor-sqlite-one-writer", facts)


def _folder(data_dir: Path) -> Iterator[Finding]:
    if not data_dir.is_dir():
        yield Finding(Health.BAD, "doctor-no-folder", {"folder": str(data_dir)})
        return
    yield disk(shutil.disk_usage(data_dir).free)
    yield file_system(_mounted_as(data_dir))
    if not os.access(data_dir, os.W_OK | os.X_OK):
        yield Finding(Health.BAD, "doctor-not-writable", {"folder": str(data_dir)})


def disk(free_bytes: int) -> Finding:
    """Say how much room is left."""
    free_mb = free_bytes // 1_000_000
    health = Health.GOOD
    if free_mb < DISK_NOTE_MB:
        health = Health.BAD if free_mb < DISK_BAD_MB else Health.NOTE
    return Finding(health, "doctor-disk", {"mb": free_mb})


def file_system(kind: str) -> Finding:
    """Say whether the data folder is on a disk of this machine; ``kind`` empty: not known."""
    if not kind:
        return Finding(Health.NOTE, "doctor-file-system-unknown")
    if kind in _NETWORK_KINDS:
        return Finding(Health.BAD, "doctor-file-system-network", {"kind": kind})
    return Finding(Health.GOOD, "doctor-file-system", {"kind": kind})


def _mounted_as(folder: Path) -> str:
    """Return the type of the file system a folder is on, where the system tells (Linux)."""
    table = Path("/proc/self/mounts")
    if not table.is_file():
        return ""
    kinds: dict[Path, str] = {}
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        _, mounted_at, kind, *_ = line.split()
        kinds[Path(mounted_at.replace("\\040", " "))] = kind
    here = folder.resolve()
    return next((kinds[path] for path in (here, *here.parents) if path in kinds), "")


def _ledger(data_dir: Path, now: datetime) -> Iterator[Finding]:
    if not (data_dir / LEDGER).is_file():
        yield Finding(Health.BAD, "doctor-no-ledger", {"folder": str(data_dir)})
        return
    try:
        with snapshots.reading(data_dir / LEDGER) as tx:
            for look in _LOOKS:
                yield look(tx, data_dir, now)
    except sqlite3.DatabaseError as error:
        yield Finding(Health.BAD, "doctor-unreadable", {"why": str(error)})


def _version(tx: Tx, _folder: Path, _now: datetime) -> Finding:
    found, ours = snapshots.version(tx), known()[-1].number
    facts: dict[str, Fact] = {"found": found, "ours": ours}
    if found > ours:
        return Finding(Health.BAD, "doctor-version-newer", facts)
    if found < ours:
        return Finding(Health.NOTE, "doctor-version-older", facts)
    return Finding(Health.GOOD, "doctor-version", facts)


def _whole(tx: Tx, _folder: Path, _now: datetime) -> Finding:
    faults = snapshots.quick_faults(tx)
    if faults:
        return Finding(Health.BAD, "doctor-damaged", {"why": faults[0]})
    return Finding(Health.GOOD, "doctor-whole")


def _photos(tx: Tx, folder: Path, _now: datetime) -> Finding:
    kept = snapshots.kept_photos(tx)
    store = folder / "photos"
    missing = [name for name in kept if not photo_store.file_of(store, name).is_file()]
    if missing:
        facts: dict[str, Fact] = {"n": len(missing), "first": missing[0]}
        return Finding(Health.BAD, "doctor-photos-missing", facts)
    return Finding(Health.GOOD, "doctor-photos", {"n": len(kept)})


def _outbox(tx: Tx, _folder: Path, _now: datetime) -> Finding:
    states = snapshots.outbox_states(tx)
    facts: dict[str, Fact] = {
        state: states.get(state, 0) for state in ("waiting", "failed", "unknown", "held")
    }
    if facts["held"]:
        return Finding(Health.NOTE, "doctor-outbox-held", facts)
    odd = facts["failed"] or facts["unknown"]
    return Finding(Health.NOTE if odd else Health.GOOD, "doctor-outbox", facts)


def _clock(tx: Tx, _folder: Path, now: datetime) -> Finding:
    newest = snapshots.newest_entry(tx)
    if newest is not None and newest > now + CLOCK_SLACK:
        facts: dict[str, Fact] = {"newest": newest.isoformat(timespec="minutes")}
        return Finding(Health.BAD, "doctor-clock-behind", facts)
    return Finding(Health.GOOD, "doctor-clock", {"now": now.isoformat(timespec="minutes")})


_LOOKS: Final[tuple[Callable[[Tx, Path, datetime], Finding], ...]] = (
    _version,
    _whole,
    _photos,
    _outbox,
    _clock,
)


def _district(data_dir: Path, _now: datetime) -> Finding:
    """Say whether the district's files agree with each other."""
    files = load_district(data_dir)
    facts: dict[str, Fact] = {"areas": len(files.areas), "units": len(files.units)}
    return Finding(Health.GOOD, "doctor-district", facts)


def _calendar(data_dir: Path, now: datetime) -> Finding:
    """Say up to when working days are known; the next year's notice comes out in November."""
    last = load_calendar(data_dir / LOCAL_FILE).last_year
    facts: dict[str, Fact] = {"year": str(last)}
    if last < now.year:
        return Finding(Health.BAD, "doctor-calendar-over", facts)
    if last == now.year and now.month == 12:
        return Finding(Health.NOTE, "doctor-calendar-ending", facts)
    return Finding(Health.GOOD, "doctor-calendar", facts)
