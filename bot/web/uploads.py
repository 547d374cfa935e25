"""A posted message, from multipart bytes to ``Posted`` and files in the spool."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from pydantic import BaseModel, Field, ValidationError, field_validator
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.channels.webchat import Posted, WebChat
from bot.web.guard import limited, refuse
from handlers.messages import Oddity, PhotoRef, Place, Tap

TEXT_BYTES: Final = 100_000
PHOTOS: Final = 9
PHOTO_BYTES: Final = 20_000_000
"""The largest file a bot may fetch from Telegram, kept for every channel alike."""
BODY_BYTES: Final = 60_000_000

_ENVELOPE_BYTES: Final = 200_000  # text, fields and boundaries beside the files
_PICTURE_ENDINGS: Final = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp"),
    *(".tif", ".tiff", ".heic", ".heif", ".avif"),
)
_PICTURE_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PICTURE_BRANDS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


class _Fields(BaseModel):
    """The fields beside the files; ``key`` is a UUID the page made."""

    key: str = Field(pattern=r"^[0-9A-Za-z-]{8,64}$")
    text: str = ""
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    message: int | None = Field(None, ge=0, lt=2**53)
    button: int | None = Field(None, ge=0, lt=1000)
    label: str = Field("", max_length=200)
    start: str = Field("", pattern=r"^[0-9A-Za-z_-]{0,64}$")
    language: str = Field("", max_length=20)
    quiet: bool = False

    @field_validator("text")
    @classmethod
    def _line_ends(cls, text: str) -> str:
        """Undo what forms do to line ends."""
        return text.replace("\r\n", "\n")

    @property
    def place(self) -> Place | None:
        if self.lon is None or self.lat is None:
            return None
        return Place(lon=self.lon, lat=self.lat)

    @property
    def tap(self) -> Tap | None:
        if self.message is None or self.button is None:
            return None
        return Tap(message=self.message, button=self.button)


def oddity_of(name: str, mime: str, head: bytes) -> Oddity | None:
    """Return what a file is that cannot be a picture; None if it could be one.

    Generous on purpose: the photo loop decodes it and has the last word.
    """
    if mime.startswith("image/") or name.lower().endswith(_PICTURE_ENDINGS):
        return None
    if head.startswith(_PICTURE_STARTS) or _has_brand(head):
        return None
    kinds = {"audio": Oddity.VOICE, "video": Oddity.VIDEO}
    return kinds.get(mime.partition("/")[0], Oddity.FILE)


def _has_brand(head: bytes) -> bool:
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or (head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS)


async def read_message(request: Request, webchat: WebChat, address: str) -> list[Posted]:
    """Return what was posted; its pictures are in the spool, safely on the disk.

    A file that is no picture becomes a message of its own, so that the words beside it are kept.

    Raises:
        HTTPException: A limit was passed, or a field makes no sense; nothing is left behind.
    """
    bounded = limited(request, BODY_BYTES + _ENVELOPE_BYTES, "web-error-too-much")
    async with bounded.form(max_files=64, max_fields=32, max_part_size=1_000_000) as form:
        fields = _fields(form)
        uploads = [part for part in form.getlist("photos") if isinstance(part, UploadFile)]
        _check_sizes(fields, uploads)
        odd = [(upload, kind) for upload in uploads if (kind := await _oddity(upload))]
        pictures = [one for one in uploads if all(one is not upload for upload, _ in odd)]
        message = Posted(
            **fields.model_dump(include={"key", "text", "label", "start", "language", "quiet"}),
            address=address,
            at=webchat.clock(),
            place=fields.place,
            tap=fields.tap,
            photos=await _spool(pictures, webchat, fields.key),
        )
    return _without_the_empty(message, [_odd(message, *one) for one in odd])


def _fields(form: FormData) -> _Fields:
    try:
        return _Fields.model_validate({k: v for k, v in form.items() if isinstance(v, str) and v})
    except ValidationError as error:
        raise refuse(422, "web-error-request") from error


def _check_sizes(fields: _Fields, uploads: list[UploadFile]) -> None:
    sizes = [upload.size or 0 for upload in uploads]
    for passed, key in (
        (len(fields.text.encode()) > TEXT_BYTES, "web-error-text"),
        (len(sizes) > PHOTOS, "web-error-photos"),
        (max(sizes, default=0) > PHOTO_BYTES, "web-error-photo"),
        (sum(sizes) > BODY_BYTES, "web-error-too-much"),
    ):
        if passed:
            raise refuse(413, key)


async def _oddity(upload: UploadFile) -> Oddity | None:
    head = await upload.read(16)
    await upload.seek(0)
    return oddity_of(upload.filename or "", upload.content_type or "", head)


def _odd(message: Posted, upload: UploadFile, kind: Oddity) -> Posted:
    name = PurePath(upload.filename or "").name[:100]
    return Posted(
        key=f"{message.key}~{kind}",
        address=message.address,
        at=message.at,
        language=message.language,
        text=PurePath(name).suffix.lower() if kind is Oddity.FILE else "",
        oddity=kind,
        file=name,
    )


def _without_the_empty(message: Posted, odd: list[Posted]) -> list[Posted]:
    said = message.text or message.photos or message.place or message.tap or message.start
    if said:
        return [message, *odd[:1]]
    if not odd:
        raise refuse(422, "web-error-empty")
    return odd[:1]


async def _spool(uploads: list[UploadFile], webchat: WebChat, key: str) -> tuple[PhotoRef, ...]:
    refs: list[PhotoRef] = []
    try:
        for position, upload in enumerate(uploads):
            ref = PhotoRef(
                ref=secrets.token_hex(16), key=f"{key}.{position}", size=upload.size or 0
            )
            refs.append(ref)
            await asyncio.to_thread(_keep, upload.file, webchat.spool / ref.ref)
    except OSError as error:
        for ref in refs:
            await webchat.forget(ref.ref)
        raise refuse(507, "web-error-full") from error
    return tuple(refs)


def _keep(source: BinaryIO, path: Path) -> None:
    """Copy, and make sure it survives a power cut before anybody says 201."""
    with path.open("xb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
