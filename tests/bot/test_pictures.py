"""Pictures are checked, made anew without their notes, and stored under their own hash."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bot import photo_store
from bot.darkroom import Kept, Refused
from bot.pictures import LIMIT_BYTES, check
from tests.support import pictures

Judge = Callable[[bytes], Kept | Refused]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty folder for kept photos."""
    return tmp_path / "photos"


@pytest.fixture
def judge(tmp_path: Path, store: Path) -> Judge:
    """Checks bytes as if they had been sent."""

    def check_bytes(data: bytes) -> Kept | Refused:
        source = tmp_path / "raw"
        source.write_bytes(data)
        return check(source, store)

    return check_bytes


def kept_image(store: Path, verdict: Kept | Refused) -> Image.Image:
    """Open the file a verdict speaks of."""
    assert isinstance(verdict, Kept), verdict
    path = photo_store.file_of(store, verdict.sha256)
    return Image.open(io.BytesIO(path.read_bytes()), formats=["JPEG"])


def test_a_sound_photo_is_kept_under_its_hash(judge: Judge, store: Path):
    """The file's name is the hash of its bytes, and it stands in two folders named after it."""
    verdict = judge(pictures.photo(640, 480))
    assert isinstance(verdict, Kept)
    path = photo_store.file_of(store, verdict.sha256)
    assert path.relative_to(store).parts[:2] == (verdict.sha256[:2], verdict.sha256[2:4])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == verdict.sha256
    assert (verdict.width, verdict.height) == (640, 480)


def test_the_same_photo_twice_is_one_file(judge: Judge, store: Path):
    """Sent twice, a picture is one file and its small version, and nothing unfinished is left."""
    first, second = judge(pictures.photo()), judge(pictures.photo())
    assert first == second
    assert len([path for path in store.rglob("*") if path.is_file()]) == 2
    assert [path.name for path in store.parent.iterdir() if path.is_file()] == ["raw"]


def test_a_large_photo_is_made_smaller(judge: Judge, store: Path):
    """The longer side is at most 2560 pixels, of the small version 480."""
    verdict = judge(pictures.photo(3000, 1500))
    assert kept_image(store, verdict).size == (2560, 1280)
    with Image.open(photo_store.thumb_of(store, verdict.sha256)) as thumb:
        assert thumb.size == (480, 240)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_kept_upright(judge: Judge, store: Path, orientation: int):
    """However the camera was held, what was up is up; the note itself is gone."""
    image = kept_image(store, judge(pictures.held(orientation)))
    corners = {1: "↖", 2: "↗", 3: "↘", 4: "↙", 5: "↖", 6: "↗", 7: "↘", 8: "↙"}
    width, height = image.size
    at = {"↖": (5, 5), "↗": (width - 5, 5), "↙": (5, height - 5), "↘": (width - 5, height - 5)}
    dark = [arrow for arrow, point in at.items() if max(image.getpixel(point)) < 40]
    assert dark == [corners[orientation]]
    assert (width > height) == (orientation <= 4)


def test_nothing_but_the_picture_is_kept(judge: Judge, store: Path):
    """Of 150 pictures full of notes, none keeps EXIF, XMP, a profile or a comment."""
    for seed in range(150):
        data = pictures.gossip(seed)
        assert b"canary" in data
        verdict = judge(data)
        image = kept_image(store, verdict)
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not image.getexif()
        for path in photo_store.file_of(store, verdict.sha256).parent.iterdir():
            assert b"canary" not in path.read_bytes()


@pytest.mark.parametrize("place", [(116.73, 23.27), (-70.5, -33.25), (179.5, 89.5)])
def test_the_capture_place_is_read(judge: Judge, place: tuple[float, float]):
    """The place in the camera's notes is told, south and west as negative degrees."""
    data = pictures.encoded(pictures.scene(64, 48), exif=pictures.exif(place=place))
    verdict = judge(data)
    assert isinstance(verdict, Kept)
    assert (verdict.taken_lon, verdict.taken_lat) == pytest.approx(place)


@pytest.mark.parametrize("place", [(0, 0), (181, 23), (116, 91), None])
def test_an_impossible_capture_place_is_none(judge: Judge, place: tuple[float, float] | None):
    """A place off the globe, or the point where cameras without a fix are, counts as none."""
    data = pictures.encoded(pictures.scene(64, 48), exif=pictures.exif(place=place))
    verdict = judge(data)
    assert isinstance(verdict, Kept)
    assert (verdict.taken_lon, verdict.taken_lat) == (None, None)


def test_broken_notes_do_not_cost_the_picture(judge: Judge):
    """Notes that are nonsense are left out; the picture is kept."""
    sound = pictures.encoded(pictures.scene(64, 48), exif=pictures.exif(place=(116, 23)))
    at = sound.index(b"Exif\x00\x00") + 14
    for end in range(at + 2, at + 60, 3):
        assert isinstance(judge(sound[:at] + b"\xff" * (end - at) + sound[end:]), Kept)


@pytest.mark.parametrize(("name", "data"), [*pictures.odd_modes()], ids=lambda v: str(v)[:20])
def test_every_mode_becomes_a_plain_picture(judge: Judge, store: Path, name: str, data: bytes):
    """CMYK, 16 bit, palettes and transparency are kept as RGB that looks the same."""
    image = kept_image(store, judge(data))
    wanted = pictures.scene(120, 90).resize((1, 1), Image.Resampling.BOX).convert("L")
    got = image.resize((1, 1), Image.Resampling.BOX).convert("L")
    assert (image.mode, image.size) == ("RGB", (120, 90))
    assert abs(got.getpixel((0, 0)) - wanted.getpixel((0, 0))) < 30


def test_sixteen_bits_keep_their_shades(judge: Judge, store: Path):
    """A 16-bit slope from black to white stays a slope."""
    image = kept_image(store, judge(pictures.deep(Image.linear_gradient("L"))))
    shades = [image.getpixel((128, y))[0] for y in (10, 70, 128, 190, 245)]
    assert shades == pytest.approx([10, 70, 128, 190, 245], abs=3)


def test_what_is_see_through_becomes_white(judge: Judge, store: Path):
    """A wholly transparent picture is a white sheet, not a black one."""
    image = kept_image(store, judge(pictures.encoded(Image.new("RGBA", (20, 20)), "PNG")))
    assert image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(("name", "data"), [*pictures.polyglots()], ids=lambda v: str(v)[:20])
def test_a_polyglot_keeps_only_its_picture(judge: Judge, store: Path, name: str, data: bytes):
    """What was also a zip, a page or a program is a JPEG and nothing else."""
    verdict = judge(data)
    assert kept_image(store, verdict).format == "JPEG"
    kept = photo_store.file_of(store, verdict.sha256).read_bytes()
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    assert not any(mark in kept for mark in (b"canary", b"<script", b"<?php", b"%PDF"))


@pytest.mark.parametrize(("kind", "data"), [*pictures.no_pictures()], ids=lambda v: str(v)[:20])
def test_what_is_no_picture_is_named(judge: Judge, kind: str, data: bytes):
    """A file that is no picture is refused with what it seems to be."""
    assert judge(data) == Refused("photo-not-a-picture", kind)


def test_a_heic_photo_is_refused_with_its_own_words(judge: Judge):
    """A phone's HEIC photo is a photo, only not one we can open."""
    assert judge(pictures.heic_start()) == Refused("photo-heic", ".heic")


def test_half_a_photo_is_never_kept(judge: Judge, store: Path):
    """A JPEG cut anywhere before its last pixels is refused."""
    for whole in (pictures.photo(160, 120), dict(pictures.odd_modes())["progressive"]):
        cuts = [len(whole) * part // 60 for part in range(1, 60)]
        verdicts = {judge(whole[:cut]) for cut in cuts if cut > 3}
        assert verdicts == {Refused("photo-damaged")}
    assert not store.exists()


def test_half_of_other_pictures_is_never_kept(judge: Judge):
    """PNG, GIF and WebP cut in the middle are refused."""
    for kind in ("PNG", "GIF", "WEBP", "BMP"):
        whole = pictures.encoded(pictures.scene(120, 90), kind)
        assert judge(whole[: len(whole) // 2]) == Refused("photo-damaged")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "photo-empty"),
        (pictures.huge_png(50_000, 50_000), "photo-too-large"),
        (pictures.huge_png(1, 100_000_000), "photo-too-large"),
        (pictures.huge_png(8000, 5001), "photo-too-large"),
        (pictures.huge_png(8000, 5000), "photo-damaged"),
        (pictures.huge_gif(), "photo-too-large"),
        (pictures.text_bomb(), "photo-damaged"),
        (b"BM" + bytes(100), "photo-damaged"),
        (b"\xff\xd8\xff", "photo-damaged"),
    ],
    ids=lambda v: str(v)[:20],
)
def test_a_bomb_is_refused_unopened(judge: Judge, data: bytes, key: str):
    """What is empty, too many pixels or hollow is refused with its reason."""
    assert judge(data).key == key


def test_too_many_bytes_are_not_even_read(tmp_path: Path, store: Path):
    """A file over 20 MB is refused by its size alone."""
    source = tmp_path / "raw"
    with source.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    assert check(source, store) == Refused("photo-too-big")


def test_of_a_restless_gif_the_first_picture_is_kept(judge: Judge):
    """Ten thousand frames cost as much as one."""
    verdict = judge(pictures.restless_gif())
    assert isinstance(verdict, Kept)
    assert (verdict.width, verdict.height) == (8, 8)


def test_a_thread_of_a_picture_keeps_a_pixel(judge: Judge):
    """A picture one pixel wide and very long is kept one pixel wide."""
    verdict = judge(pictures.encoded(Image.new("L", (1, 30_000)), "PNG"))
    assert isinstance(verdict, Kept)
    assert (verdict.width, verdict.height) == (1, 2560)
