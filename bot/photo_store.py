"""The files of kept photos: ``photos/ab/cd/<sha256>.jpg`` and ``.thumb.jpg``.

A file's name is the SHA-256 of its bytes, so the same picture sent twice is one file. A name is
never given to half a file: bytes are written elsewhere, made durable, then renamed.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def file_of(store: Path, sha256: str) -> Path:
    """Return where the photo stands, whether it is there or not."""
    return store / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"


def thumb_of(store: Path, sha256: str) -> Path:
    """Return where the small version stands, whether it is there or not."""
    return store / sha256[:2] / sha256[2:4] / f"{sha256}.thumb.jpg"


def put(store: Path, picture: bytes, thumb: bytes, *, workshop: Path) -> str:
    """Store both versions durably and return the SHA-256 they are found by.

    Putting the same picture again writes it anew, which changes nothing, and mends a file that
    was damaged. When this returns, both files survive a power cut.

    Args:
        store: Folder of all photos; made if it is not there.
        picture: The photo.
        thumb: The same, small.
        workshop: Folder for the unfinished files, on the same file system as ``store``.

    Raises:
        OSError: The disk is full or failing; no file has been named, or a named one is whole.
    """
    sha256 = hashlib.sha256(picture).hexdigest()
    target = file_of(store, sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(workshop / f"{sha256}.thumb.part", thumb).replace(thumb_of(store, sha256))
    _write(workshop / f"{sha256}.part", picture).replace(target)
    for folder in (target.parent, target.parent.parent, store, store.parent):
        _settle(folder)
    return sha256


def _write(path: Path, data: bytes) -> Path:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
