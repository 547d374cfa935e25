"""Checking one picture and making it anew: the only module that imports Pillow.

It runs in the worker processes of ``bot.darkroom`` and is never imported by the program itself:
what a stranger sent is decoded where a crash, a bomb or a hang costs one worker. Only what was
drawn anew from decoded pixels is kept, so nothing that was hidden in the file (place, camera,
comments, a second file behind the picture) survives. A colour profile is dropped, not applied.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image

from bot import photo_store
from bot.darkroom import Kept, Refused
from bot.file_kinds import kind_of

LIMIT_BYTES: Final = 20 * 2**20
"""Source: what the Telegram cloud lets a bot download."""

LIMIT_PIXELS: Final = 40_000_000
"""Source: the project's limit; Pillow itself only warns up to 179 megapixels."""

SIDE_PX: Final = 2560
THUMB_PX: Final = 480
QUALITY: Final = 85

_FILTER: Final = Image.Resampling.HAMMING
"""Source: a third of the time of Lanczos for a phone's photo, and no difference is seen."""

_DECODERS: Final = {
    ".jpg": ("JPEG", "MPO"),
    ".png": ("PNG",),
    ".webp": ("WEBP",),
    ".gif": ("GIF",),
    ".bmp": ("BMP",),
}
_OTHER_PHOTOS: Final = frozenset({".heic", ".avif", ".tif"})

_UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise on bytes that contradict themselves; they are not strict about it."""

_BOMB: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)

_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class _Print:
    """A picture made anew.

    Attributes:
        jpeg: The bytes to keep.
        thumb: The same, small.
        size: Width and height of ``jpeg``.
        taken: Capture place as longitude and latitude in WGS-84, or None.
    """

    jpeg: bytes
    thumb: bytes
    size: tuple[int, int]
    taken: tuple[float, float] | None


def check(source: Path, into: Path) -> Kept | Refused:
    """Check the file ``source``; if it is a sound picture, keep it anew in the store ``into``.

    Unfinished files stand beside ``source``. Of an animation the first picture counts.

    Raises:
        OSError: The disk is full or failing; nothing is known about the picture.
    """
    size = source.stat().st_size
    if size == 0:
        return Refused("photo-empty")
    if size > LIMIT_BYTES:
        return Refused("photo-too-big")
    made = _make(source.read_bytes())
    if isinstance(made, Refused):
        return made
    sha256 = photo_store.put(into, made.jpeg, made.thumb, workshop=source.parent)
    lon, lat = made.taken or (None, None)
    return Kept(sha256, *made.size, taken_lon=lon, taken_lat=lat)


def _make(data: bytes) -> _Print | Refused:
    kind = kind_of(data)
    if kind in _OTHER_PHOTOS:
        return Refused("photo-heic", kind)
    if kind not in _DECODERS:
        return Refused("photo-not-a-picture", kind)
    try:
        image, exif = _decoded(data, _DECODERS[kind])
        jpeg, thumb = _jpeg(image), _jpeg(_shrunk(image, THUMB_PX))
    except _BOMB:
        return Refused("photo-too-large")
    except _UNREADABLE:
        return Refused("photo-damaged")
    return _Print(jpeg, thumb, image.size, _taken(exif))


def _decoded(data: bytes, formats: tuple[str, ...]) -> tuple[Image.Image, Image.Exif]:
    """Decode with one of these decoders only; the size is judged before any pixel is.

    Returns:
        RGB, upright, at most ``SIDE_PX`` long, with nothing attached; and the camera's notes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=formats) as image:
            if image.width * image.height > LIMIT_PIXELS:
                raise Image.DecompressionBombError
            image.draft(None, _within(image.size, SIDE_PX))
            image.load()
            exif = _exif(image)
            small = _shrunk(_plain(image), SIDE_PX)
    return _upright(_flat(small), exif), exif


def _plain(image: Image.Image) -> Image.Image:
    """Turn modes that cannot be scaled well (palette, 16 bit) into ones that can."""
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _flat(image: Image.Image) -> Image.Image:
    """Put the picture on white paper; the result carries none of the file's attachments."""
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image if image.mode == "RGBA" else None)
    return paper


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    size = _within(image.size, side)
    if size == image.size:
        return image
    return image.resize(size, _FILTER, reducing_gap=2.0)


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Return the size with its longer side at most ``side``, its shorter at least 1."""
    longest = max(size)
    if longest <= side:
        return size
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def _upright(image: Image.Image, exif: Image.Exif) -> Image.Image:
    """Turn the picture as its camera was held; a note that cannot be read turns nothing."""
    try:
        turn = _UPRIGHT.get(exif.get(ExifTags.Base.Orientation, 1))
    except _UNREADABLE:
        return image
    return image if turn is None else image.transpose(turn)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _exif(image: Image.Image) -> Image.Exif:
    """Read the camera's notes; notes that cannot be read count as none."""
    try:
        return image.getexif()
    except _UNREADABLE:
        return Image.Exif()


def _taken(exif: Image.Exif) -> tuple[float, float] | None:
    """Read where the picture was taken; None when that is absent or cannot be true."""
    try:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "NS")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "EW")
    except _UNREADABLE:
        return None
    possible = abs(lat) <= 90 and abs(lon) <= 180 and (lon, lat) != (0, 0)
    return (lon, lat) if possible else None


def _degrees(parts: Any, ref: Any, signs: str) -> float:
    """Turn degrees, minutes and seconds into degrees, negative for the second of ``signs``.

    Raises:
        ValueError: The parts or the sign are none that a camera writes.
    """
    degrees, minutes, seconds = (float(part) for part in parts)
    if not (degrees >= 0 and 0 <= minutes < 60 and 0 <= seconds < 61):
        raise ValueError(parts)
    size = degrees + minutes / 60 + seconds / 3600
    return -size if signs.index(ref) else size
