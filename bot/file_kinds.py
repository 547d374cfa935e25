"""What a file is, by its first bytes: so that a refusal can say what was received.

A guess for words and for choosing one decoder, never a proof that the file is sound. Names and
declared types are not looked at: both come from the sender.
"""

from __future__ import annotations

from typing import Final

OTHER: Final = "other"
"""Nothing we know."""

_STARTS: Final = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"%PDF-", ".pdf"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"\x7fELF", ".elf"),
    (b"OggS", ".ogg"),
    (b"ID3", ".mp3"),
    (b"#!AMR", ".amr"),
    (b"\x1aE\xdf\xa3", ".webm"),
    (b"SQLite format 3\x00", ".db"),
    (b"MZ", ".exe"),
    (b"BM", ".bmp"),
)
_RIFFS: Final = {b"WEBP": ".webp", b"AVI ": ".avi", b"WAVE": ".wav"}
_BRANDS: Final = (
    (frozenset({b"avif", b"avis"}), ".avif"),
    (frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}), ".heic"),
    (frozenset({b"qt  "}), ".mov"),
    (frozenset({b"M4A "}), ".m4a"),
)
_ZIPS: Final = (
    (b"AndroidManifest.xml", ".apk"),
    (b"word/", ".docx"),
    (b"xl/", ".xlsx"),
    (b"ppt/", ".pptx"),
)
_MARKUP: Final = ((b"<svg", ".svg"), (b"<html", ".html"), (b"<!doctype html", ".html"))


def kind_of(data: bytes) -> str:
    """Name the kind as a file ending (``.apk``), or ``OTHER``."""
    if data.startswith(b"PK\x03\x04"):
        return _first(_ZIPS, data) or ".zip"
    if data.startswith(b"RIFF"):
        return _RIFFS.get(data[8:12], OTHER)
    if data[4:8] == b"ftyp":
        return _boxed(data)
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    return _written(data[:4096])


def _boxed(data: bytes) -> str:
    """Tell the families of ISO media files apart by their brands."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, end, 4))}
    for family, kind in _BRANDS:
        if brands & family:
            return kind
    return ".mp4"


def _written(head: bytes) -> str:
    """Tell the kinds of text apart."""
    if head.lstrip().startswith(b"<?php"):
        return ".php"
    if b"\x00" in head:
        return OTHER
    return _first(_MARKUP, head.lower()) or _plain(head)


def _plain(head: bytes) -> str:
    """Whether these bytes read as text; a character cut at the end does not count."""
    text = head.decode("utf-8", errors="replace").rstrip("\ufffd")
    return OTHER if "\ufffd" in text or not text.strip() else ".txt"


def _first(marks: tuple[tuple[bytes, str], ...], data: bytes) -> str:
    """Return the kind of the first mark that stands anywhere in the data, or an empty text."""
    return next((kind for mark, kind in marks if mark in data), "")
