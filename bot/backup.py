"""Backup of a data folder while the program runs, and restore into an empty one, checked.

A backup is a folder: the ledger as it was at one moment, every photo that ledger knows (copied
after it, so that no row lacks its file), uploads that wait, the district's files, the secret, and
``manifest.json`` with the SHA-256 of each. It gets its name when it is whole.

What a restored ledger was about to send may have been sent after the backup: it is held until
``xiaohao release``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot import photo_store
from domain.errors import Refusal
from storage import snapshots

LEDGER: Final = "ledger.sqlite3"
MANIFEST: Final = "manifest.json"
_SINGLE: Final = ("district.toml", "areas.geojson", "categories.toml", "calendar.toml", "secret")

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""Shows how far a list of files is, and hands the files on."""


class BadBackup(Refusal):
    """The backup cannot be made there, or is not whole. ``file`` says what is wrong."""

    key = "backup-damaged"


class Manifest(BaseModel):
    """What a backup holds.

    Attributes:
        made_at: When the copy of the ledger was begun.
        ledger_version: Its newest migration.
        rows: Rows of each table.
        files: SHA-256 of each file by its path within the backup.
        missing: Photos the ledger knows whose files were not there, or damaged, before the backup.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    made_at: datetime
    ledger_version: int
    rows: dict[str, int]
    files: dict[str, str]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and how many messages it holds."""

    manifest: Manifest
    held: int


def as_they_come(files: Sequence[Path]) -> Iterable[Path]:
    """Show no progress."""
    return files


def backup(
    data_dir: Path, target: Path, *, now: datetime, progress: Progress = as_they_come
) -> Manifest:
    """Back up a data folder into a new folder, also while the program runs.

    Photos are hard links where the file system has them: they never change.

    Raises:
        BadBackup: There is no ledger, or the target exists already.
        OSError, sqlite3.Error: The disk; nothing then stands under the target's name.
    """
    if not (data_dir / LEDGER).is_file():
        raise BadBackup("backup-no-ledger", folder=str(data_dir))
    if target.exists():
        raise BadBackup("backup-exists", folder=str(target))
    unfinished = target.with_name(f"{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    _copy_all(_waiting_uploads(data_dir), data_dir, unfinished)
    snapshots.snapshot(data_dir / LEDGER, unfinished / LEDGER)
    missing = _copy_photos(data_dir, unfinished, progress)
    single = (data_dir / name for name in _SINGLE)
    _copy_all(chain(single, _waiting_uploads(data_dir)), data_dir, unfinished)
    manifest = _manifest(unfinished, missing, now)
    _write(unfinished / MANIFEST, manifest.model_dump_json(indent=1).encode())
    os.sync()  # the names in all its folders
    unfinished.rename(target)
    _settle(target.parent)
    return manifest


def _waiting_uploads(data_dir: Path) -> list[Path]:
    """Uploads on their way to be photos; taken before and after the ledger, as they come and go."""
    spool = data_dir / "spool"
    return sorted(spool.iterdir()) if spool.is_dir() else []


def _copy_all(files: Iterable[Path], data_dir: Path, target: Path) -> None:
    for file in files:
        _copied(file, target / file.relative_to(data_dir))


def _copied(file: Path, target: Path) -> bool:
    """Copy a file and make it durable; False when it is not there (any more)."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copy2(file, target)
    except FileNotFoundError:
        return False
    _settle(target)
    return True


def _copy_photos(data_dir: Path, target: Path, progress: Progress) -> tuple[str, ...]:
    with snapshots.reading(target / LEDGER) as tx:
        names = snapshots.kept_photos(tx)
    store = data_dir / "photos"
    files = [photo_store.file_of(store, name) for name in names]
    return tuple(f.stem for f in progress(files) if not _photo_copied(f, data_dir, target))


def _photo_copied(photo: Path, data_dir: Path, target: Path) -> bool:
    """Copy a photo and its small version; False when the photo is missing or damaged."""
    if not photo.is_file() or _digest(photo) != photo.stem:
        return False
    for file in (photo, photo_store.thumb_of(data_dir / "photos", photo.stem)):
        _linked(file, target / file.relative_to(data_dir))
    return True


def _linked(file: Path, copy: Path) -> None:
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(file, copy)
    except OSError:  # another file system, or one without links
        _copied(file, copy)


def _manifest(folder: Path, missing: tuple[str, ...], now: datetime) -> Manifest:
    with snapshots.reading(folder / LEDGER) as tx:
        version, rows = snapshots.version(tx), snapshots.counts(tx)
    _settle(folder / LEDGER)
    return Manifest(
        made_at=now,
        ledger_version=version,
        rows=rows,
        files={file.relative_to(folder).as_posix(): _digest(file) for file in _files(folder)},
        missing=missing,
    )


def restore(source: Path, target: Path, *, progress: Progress = as_they_come) -> Restored:
    """Bring a backup back into an empty folder, and check all of it on the way.

    The ledger gets its name last: a restore that was broken off left no ledger.

    Raises:
        BadBackup: The folder is not empty, or the backup is not whole; ``file`` says where.
        OSError: The disk.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadBackup("backup-not-empty", folder=str(target))
    manifest = _read(source)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in progress([source / name for name in manifest.files]):
        name = file.relative_to(source).as_posix()
        copy = target / (f"{LEDGER}.part" if name == LEDGER else name)
        if not _copied(file, copy) or _digest(copy) != manifest.files[name]:
            raise BadBackup(file=name)
    held = _checked_ledger(target / f"{LEDGER}.part", manifest)
    os.sync()  # the names in all its folders
    (target / f"{LEDGER}.part").rename(target / LEDGER)
    _settle(target)
    return Restored(manifest, held)


def _read(source: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json((source / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise BadBackup("backup-no-backup", folder=str(source)) from error
    outside = [name for name in manifest.files if not _within(name)]
    if manifest.format != 1 or LEDGER not in manifest.files or outside:
        raise BadBackup(file=MANIFEST)
    return manifest


def _within(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _checked_ledger(ledger: Path, manifest: Manifest) -> int:
    """Check a copied ledger against its manifest, hold its outbox, and say how many it holds."""
    try:
        with snapshots.reading(ledger) as tx:
            faults = snapshots.faults(tx)
            same = snapshots.counts(tx) == manifest.rows
            photos = set(snapshots.kept_photos(tx))
    except sqlite3.DatabaseError as error:
        raise BadBackup(file=LEDGER) from error
    here = {Path(name).stem for name in manifest.files if name.startswith("photos/")}
    if faults or not same or not photos <= here | set(manifest.missing):
        raise BadBackup(file=LEDGER)
    held = snapshots.hold_outbox(ledger)
    _settle(ledger)
    return held


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    _settle(file)


def _settle(path: Path) -> None:
    """Make a file's bytes, or a folder's names, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
