"""Pictures for tests: sound ones of every kind, and files made to hurt whoever opens them."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image, PngImagePlugin

SHANTOU = (116.73, 23.27)
"""Longitude and latitude of a made-up capture place."""

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>canary</secret></x:xmpmeta>'
ICC = b"canary-profile" * 10


def scene(width: int = 640, height: int = 480, seed: int = 1) -> Image.Image:
    """A picture with gradients and noise, so that it compresses like a photo."""
    tile = Image.frombytes("L", (64, 48), random.Random(seed).randbytes(64 * 48))
    noise = tile.resize((width, height), Image.Resampling.BICUBIC)
    slope = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (noise, slope, Image.blend(noise, slope, 0.5)))


def exif(
    *, orientation: int = 1, place: tuple[float, float] | None = None, note: str = "canary"
) -> Image.Exif:
    """Notes of a camera: how it was held, where it was, and words that must not get out."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.Base.Make] = note
    if place is not None:
        lon, lat = place
        gps = notes.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef] = "N" if lat >= 0 else "S"
        gps[ExifTags.GPS.GPSLatitude] = (abs(lat), 0.0, 0.0)
        gps[ExifTags.GPS.GPSLongitudeRef] = "E" if lon >= 0 else "W"
        gps[ExifTags.GPS.GPSLongitude] = (abs(lon), 0.0, 0.0)
    return notes


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture's bytes in a file format of Pillow's."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def deep(grey: Image.Image) -> bytes:
    """A grey picture as a PNG of 16 bits a pixel."""
    deeper = grey.convert("I").point(lambda level: level * 257.0)
    return encoded(deeper.convert("I;16"), "PNG")


def photo(width: int = 640, height: int = 480, seed: int = 1) -> bytes:
    """A plain sound JPEG."""
    return encoded(scene(width, height, seed), quality=90)


def held(orientation: int) -> bytes:
    """An 80 by 40 JPEG, its upper left quarter black, with this note of how to turn it."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste("black", (0, 0, 40, 20))
    return encoded(image, exif=exif(orientation=orientation), quality=95)


def gossip(seed: int) -> bytes:
    """A sound picture that carries every kind of notes its format can, all saying ``canary``."""
    dice = random.Random(seed)
    image = scene(dice.randint(8, 200), dice.randint(8, 200), seed)
    notes = exif(orientation=dice.randint(1, 8), place=SHANTOU)
    kind = dice.choice(["JPEG", "JPEG", "JPEG", "PNG", "WEBP", "GIF"])
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "canary")
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return encoded(image, kind, pnginfo=words, exif=notes, icc_profile=ICC)
    if kind == "GIF":
        return encoded(image.quantize(16), kind, comment=b"canary")
    if kind == "WEBP":
        return encoded(image, kind, exif=notes, xmp=XMP, icc_profile=ICC, quality=50)
    return encoded(image, kind, exif=notes, xmp=XMP, icc_profile=ICC, comment=b"canary")


def odd_modes() -> Iterator[tuple[str, bytes]]:
    """Sound pictures in modes other than RGB."""
    image = scene(120, 90)
    yield "grey", encoded(image.convert("L"))
    yield "cmyk", encoded(image.convert("CMYK"))
    yield "palette", encoded(image.quantize(64), "PNG")
    yield "palette with a hole", encoded(image.quantize(64), "PNG", transparency=3)
    yield "alpha", encoded(image.convert("RGBA"), "PNG")
    yield "grey with alpha", encoded(image.convert("LA"), "PNG")
    yield "16 bit", deep(image.convert("L"))
    yield "one bit", encoded(image.convert("1"), "PNG")
    yield "bmp", encoded(image, "BMP")
    yield "gif", encoded(image, "GIF")
    yield "webp with alpha", encoded(image.convert("RGBA"), "WEBP")
    yield "progressive", encoded(image, progressive=True)
    yield "two pictures", encoded(image, "MPO", save_all=True, append_images=[image])


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def text_bomb() -> bytes:
    """A sound PNG with a note that unpacks to 200 MB."""
    sound = encoded(scene(16, 16), "PNG")
    squeeze = zlib.compressobj(9)
    squeezed = b"".join(squeeze.compress(bytes(1_000_000)) for _ in range(200)) + squeeze.flush()
    note = b"Comment\x00\x00" + squeezed
    return sound[:33] + _chunk(b"zTXt", note) + sound[33:]


def restless_gif(frames: int = 10_000) -> bytes:
    """A GIF that repeats a tiny picture many times."""
    one = encoded(Image.new("P", (8, 8)), "GIF")
    start = one.index(b",\x00\x00\x00\x00")
    return one[:start] + one[start:-1] * frames + b";"


def huge_gif() -> bytes:
    """A GIF whose screen is 65,535 pixels each way."""
    one = bytearray(encoded(Image.new("P", (8, 8)), "GIF"))
    one[6:10] = b"\xff\xff\xff\xff"
    return bytes(one)


def archive(name: str = "readme.txt", words: str = "canary") -> bytes:
    """A zip with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr(name, words)
    return out.getvalue()


def polyglots() -> Iterator[tuple[str, bytes]]:
    """Sound pictures that are something else at the same time."""
    script = b"<html><script>canary()</script></html>"
    php = b"<?php echo 'canary'; __HALT_COMPILER(); ?>"
    jpeg = photo(64, 48)
    yield "jpeg and zip", jpeg + archive()
    yield "jpeg and html", jpeg + script
    yield "jpeg with html inside", encoded(scene(64, 48), comment=script)
    yield "jpeg with php inside", encoded(scene(64, 48), comment=php)
    yield "jpeg and pdf", jpeg + b"%PDF-1.4\n%canary\n%%EOF"
    yield "gif and script", encoded(scene(64, 48), "GIF") + b"=1;" + script
    yield "png and html", encoded(scene(64, 48), "PNG") + script
    yield "webp and zip", encoded(scene(64, 48), "WEBP") + archive()


def no_pictures() -> Iterator[tuple[str, bytes]]:
    """Files that are no picture, each with the kind it should be named as."""
    yield ".apk", archive("AndroidManifest.xml")
    yield ".docx", archive("word/document.xml")
    yield ".xlsx", archive("xl/workbook.xml")
    yield ".zip", archive()
    yield ".pdf", b"%PDF-1.7\n1 0 obj"
    yield ".svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    yield ".html", b"<!DOCTYPE html><p>hello"
    yield ".php", b"<?php __HALT_COMPILER(); ?>" + archive()
    yield ".txt", "村口垃圾堆了三天".encode()
    yield ".exe", b"MZ\x90\x00\x03\x00"
    yield ".mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    yield ".mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  "
    yield "other", bytes(range(256)) * 4


def heic_start() -> bytes:
    """The first bytes of a phone's HEIC photo."""
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)


def clear_png(width: int, height: int) -> bytes:
    """A sound PNG with transparency, of few bytes for its size."""
    return encoded(Image.new("RGBA", (width, height), (10, 90, 200, 128)), "PNG", compress_level=1)
