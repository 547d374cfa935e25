"""Announced photos are fetched, checked and kept beside the talk, whatever the network does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
import structlog

from bot import photo_store
from bot.channels.base import Gone, Later
from bot.darkroom import Darkroom
from bot.photos import GIVE_UP_AFTER, PARALLEL, PAUSES_S, PhotoLoop
from handlers.words import Words
from storage import people, photos
from storage.ledger import Tx
from storage.migrate import migrate
from storage.photos import Photo, PhotoState
from storage.sqlite import SqliteLedger
from tests.support import pictures
from tests.support.clock import TUESDAY, StillClock

pytestmark = pytest.mark.asyncio(loop_scope="module")

Answer = bytes | Exception

REASONS = (
    "photo-not-a-picture",
    "photo-heic",
    "photo-damaged",
    "photo-empty",
    "photo-too-large",
    "photo-too-big",
    "photo-gone",
    "photo-late",
    "photo-no-room",
)


@dataclass
class Shelf:
    """The photo side of a channel: gives what lies under a reference, one answer a try.

    The last answer is given again and again. ``gate`` holds all fetching up while it is cleared;
    what is in ``hanging`` never comes.
    """

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    hanging: set[str] = field(default_factory=set)
    fetching: int = 0
    most: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def forget(self, ref: str) -> None:
        """Note that the picture is settled."""
        self.forgotten.append(ref)

    async def fetch(self, ref: str, into: Path, *, limit_bytes: int) -> None:
        """Write the next answer, or raise it."""
        self.asked.append(ref)
        self.fetching += 1
        self.most = max(self.most, self.fetching)
        try:
            await (asyncio.Event() if ref in self.hanging else self.gate).wait()
        finally:
            self.fetching -= 1
        answers = self.answers[ref]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        await asyncio.to_thread(into.write_bytes, answer)


@dataclass
class Desk:
    """A ledger, a shelf and a still clock, and the loop between them."""

    ledger: SqliteLedger
    darkroom: Darkroom
    folder: Path
    shelf: Shelf = field(default_factory=Shelf)
    clock: StillClock = field(default_factory=StillClock)
    loop: PhotoLoop = field(init=False)

    def __post_init__(self) -> None:
        self.shelf.gate.set()
        self.loop = PhotoLoop(
            ledger=self.ledger,
            channels={"web": self.shelf},
            store=self.folder / "photos",
            tmp=self.folder / "tmp",
            darkroom=self.darkroom,
            clock=self.clock,
            on_kept=lambda tx, photo: hear(tx, f"{photo} kept"),
            on_refused=lambda tx, photo, why: hear(tx, f"{photo} refused {why}"),
            on_late=lambda tx, photo, why: hear(tx, f"{photo} late {why}"),
        )

    async def announce(self, *answers: Answer, channel: str = "web", person: int = 1) -> int:
        """Note a photo whose fetching will go like this."""
        ref = f"r{len(self.shelf.answers)}"
        self.shelf.answers[ref] = list(answers)
        number = await self.ledger.run(
            lambda tx: photos.add_photo(
                tx,
                channel=channel,
                ref=ref,
                key=ref,
                person=person,
                conversation="web::1",
                at=self.clock(),
            )
        )
        self.loop.wake()
        return number

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The loop runs."""
        task = asyncio.create_task(self.loop.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def until(self, fact: Callable[[Tx], bool]) -> None:
        """Go on when the ledger says so."""
        async with asyncio.timeout(15):
            while not await self.ledger.run(fact):
                continue

    async def look_again(self) -> None:
        """Wake the loop and go on when it has looked."""
        self.loop.wake()
        for _ in range(5):
            await self.ledger.run(lambda tx: None)

    async def until_asked(self, times: int) -> None:
        """Go on when the channel was asked this often."""
        await self.until(lambda tx: len(self.shelf.asked) >= times)

    async def settled(self, number: int) -> Photo:
        """Return the photo when it is kept or refused."""
        await self.until(lambda tx: state(tx, number) is not PhotoState.WAITING)
        return await self.photo(number)

    async def photo(self, number: int) -> Photo:
        """Return the photo as it is."""
        found = await self.ledger.run(lambda tx: photos.get(tx, number))
        assert found is not None
        return found

    async def heard(self) -> list[str]:
        """All that was said, in order."""
        rows = await self.ledger.run(lambda tx: tx.rows("SELECT what FROM heard ORDER BY rowid"))
        return [row["what"] for row in rows]

    def pass_time(self, **parts: float) -> None:
        """Move the clock and let the loop see it."""
        self.clock.move(**parts)
        self.loop.wake()


def hear(tx: Tx, what: str) -> None:
    """Note what a callback was told, in its transaction."""
    tx.execute("INSERT INTO heard (what) VALUES (:what)", {"what": what})


def state(tx: Tx, number: int) -> PhotoState:
    """How far a photo is."""
    photo = photos.get(tx, number)
    assert photo is not None
    return photo.state


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def darkroom() -> AsyncIterator[Darkroom]:
    """One worker for all tests here."""
    room = Darkroom(1)
    yield room
    await room.close()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path, darkroom: Darkroom) -> AsyncIterator[Desk]:
    """A desk with two people and no photos; its loop does not run yet."""
    ledger = await SqliteLedger.open(tmp_path / "ledger.sqlite3", readers=1)
    await migrate(ledger, TUESDAY)
    await ledger.run(lambda tx: tx.execute("CREATE TABLE heard (what TEXT) STRICT"))
    for _ in range(2):
        await ledger.run(lambda tx: people.add(tx, language="en", now=TUESDAY))
    yield Desk(ledger, darkroom, tmp_path)
    await ledger.close()


async def test_an_announced_photo_is_kept(desk: Desk):
    """The photo's file is in the store, the row says so, and the news was told once."""
    place = pictures.exif(place=pictures.SHANTOU)
    number = await desk.announce(pictures.encoded(pictures.scene(64, 48), exif=place))
    async with desk.running():
        photo = await desk.settled(number)
    assert photo.sha256 is not None
    assert photo_store.file_of(desk.folder / "photos", photo.sha256).is_file()
    assert photo.taken is not None
    assert (photo.width, photo.height, round(photo.taken.lat, 2)) == (64, 48, 23.27)
    assert await desk.heard() == [f"{number} kept"]
    assert list((desk.folder / "tmp").iterdir()) == []


async def test_a_photo_announced_while_the_loop_waits_is_taken_up(desk: Desk):
    """Waking the loop is enough; nothing has to run out first."""
    async with desk.running():
        first = await desk.announce(pictures.photo(64, 48))
        await desk.settled(first)
        second = await desk.announce(pictures.photo(48, 64))
        assert (await desk.settled(second)).state is PhotoState.KEPT


async def test_an_upload_is_dropped_when_its_photo_is_settled(desk: Desk):
    """The channel may forget its copy after the verdict, whatever it was."""
    kept = await desk.announce(pictures.photo(64, 48))
    refused = await desk.announce(pictures.archive("AndroidManifest.xml"))
    async with desk.running():
        for number in (kept, refused):
            await desk.settled(number)
        await desk.look_again()
    assert sorted(desk.shelf.forgotten) == ["r0", "r1"]


async def test_what_is_no_picture_is_refused_with_its_kind(desk: Desk):
    """The row and the news say what was received."""
    number = await desk.announce(pictures.archive("AndroidManifest.xml"))
    async with desk.running():
        photo = await desk.settled(number)
    assert (photo.text_key, photo.kind) == ("photo-not-a-picture", ".apk")
    assert await desk.heard() == [f"{number} refused photo-not-a-picture:.apk"]


async def test_what_the_channel_cannot_give_is_refused(desk: Desk):
    """A picture that is gone for good is refused in the channel's own words."""
    number = await desk.announce(Gone("photo-too-big"))
    async with desk.running():
        assert (await desk.settled(number)).why == "photo-too-big"


@pytest.mark.parametrize("trouble", [Later(), TimeoutError(), ConnectionResetError()])
async def test_a_photo_that_is_late_is_tried_again(desk: Desk, trouble: Exception):
    """After each pause the photo is tried again; the person hears of it once, then it is kept."""
    number = await desk.announce(*[trouble] * len(PAUSES_S), pictures.photo(64, 48))
    async with desk.running():
        for tried, pause_s in enumerate(PAUSES_S, start=1):
            await desk.until_asked(tried)
            desk.pass_time(seconds=pause_s)
        await desk.settled(number)
    assert len(desk.shelf.asked) == len(PAUSES_S) + 1
    assert await desk.heard() == [f"{number} late photo-late", f"{number} kept"]


async def test_a_photo_is_given_up_after_a_day(desk: Desk):
    """A photo that could not be fetched for 23 hours is refused."""
    number = await desk.announce(Later())
    async with desk.running():
        await desk.until_asked(1)
        desk.pass_time(seconds=GIVE_UP_AFTER.total_seconds())
        assert (await desk.settled(number)).why == "photo-gone"


async def test_a_photo_of_a_channel_that_is_switched_off_waits(desk: Desk):
    """A photo whose channel is not there is not refused; it may come back."""
    number = await desk.announce(pictures.photo(), channel="telegram")
    async with desk.running():
        await desk.until(lambda tx: photos.next_due(tx, TUESDAY) is not None)
    assert (await desk.photo(number)).state is PhotoState.WAITING


async def test_a_platform_that_wants_rest_is_left_alone(desk: Desk):
    """When a whole channel must wait, none of its photos is asked for before its time."""
    number = await desk.announce(Later(600, everybody=True), pictures.photo(64, 48))
    async with desk.running():
        until = TUESDAY + timedelta(seconds=600)
        await desk.until(lambda tx: photos.next_due(tx, TUESDAY) == until)
        desk.pass_time(seconds=599)
        await desk.until(lambda tx: photos.due(tx, desk.clock(), 9) == ())
        assert desk.shelf.asked == ["r0"]
        desk.pass_time(seconds=1)
        assert (await desk.settled(number)).state is PhotoState.KEPT


async def test_half_a_photo_is_fetched_a_second_time(desk: Desk):
    """A photo that came in half is fetched again before anything is said."""
    whole = pictures.photo(64, 48)
    number = await desk.announce(whole[: len(whole) // 2], whole)
    async with desk.running():
        await desk.until_asked(1)
        desk.pass_time(seconds=PAUSES_S[0])
        await desk.settled(number)
    assert await desk.heard() == [f"{number} kept"]


async def test_a_photo_that_is_damaged_twice_is_refused(desk: Desk):
    """A photo that is broken at the second try as well is broken where it comes from."""
    number = await desk.announce(pictures.photo(64, 48)[:500])
    async with desk.running():
        await desk.until_asked(1)
        desk.pass_time(seconds=PAUSES_S[0])
        assert (await desk.settled(number)).why == "photo-damaged"
    assert len(desk.shelf.asked) == 2


async def test_a_full_disk_loses_no_photo(desk: Desk):
    """While nothing can be stored, photos wait, the person is told once, the log says alarm."""
    blocked = desk.folder / "photos"
    blocked.write_text("in the way")
    number = await desk.announce(pictures.photo(64, 48))
    with structlog.testing.capture_logs() as logs:
        async with desk.running():
            for tried, pause_s in enumerate(PAUSES_S[:2], start=1):
                await desk.until_asked(tried)
                desk.pass_time(seconds=pause_s)
            await desk.until(lambda tx: tx.row("SELECT 1 FROM heard") is not None)
            blocked.unlink()
            desk.pass_time(seconds=PAUSES_S[2])
            await desk.settled(number)
    assert await desk.heard() == [f"{number} late photo-no-room", f"{number} kept"]
    assert {"photo_disk_trouble"} == {entry["event"] for entry in logs}


async def test_a_restart_goes_on_with_what_waits(desk: Desk):
    """A photo on its way when the program stops is fetched by the next run; its rest is gone."""
    desk.shelf.gate.clear()
    number = await desk.announce(pictures.photo(64, 48))
    async with desk.running():
        await desk.until_asked(1)
    leftover = desk.folder / "tmp" / "photo-killed"
    leftover.mkdir()
    (leftover / "raw").write_bytes(b"half")
    desk.shelf.gate.set()
    desk.pass_time(seconds=PAUSES_S[0])
    async with desk.running():
        assert (await desk.settled(number)).state is PhotoState.KEPT
    assert list((desk.folder / "tmp").iterdir()) == []


async def test_a_mistake_of_ours_costs_no_other_photo(desk: Desk):
    """When the news of one photo cannot be told, it is not kept either; the others are."""

    def choke(tx: Tx, photo: int) -> None:
        if photo == 1:
            raise KeyError
        hear(tx, f"{photo} kept")

    desk.loop.on_kept = choke
    first = await desk.announce(pictures.photo(64, 48))
    second = await desk.announce(pictures.photo(48, 64))
    with structlog.testing.capture_logs() as logs:
        async with desk.running():
            await desk.settled(second)
            await desk.until(lambda tx: bool(logs))
    assert (await desk.photo(first)).state is PhotoState.WAITING
    assert [(entry["event"], entry["photo"]) for entry in logs] == [("photo_mistake", first)]


async def test_few_photos_are_on_their_way_at_once(desk: Desk):
    """Of twelve photos at most four are fetched at a time, and all are kept as one file."""
    numbers = [await desk.announce(pictures.photo(64, 48), person=1 + n % 2) for n in range(12)]
    desk.shelf.gate.clear()
    async with desk.running():
        await desk.until_asked(PARALLEL)
        await desk.look_again()
        desk.shelf.gate.set()
        settled = [await desk.settled(number) for number in numbers]
    assert desk.shelf.most == PARALLEL
    assert len({photo.sha256 for photo in settled}) == 1
    assert len([*(desk.folder / "photos").glob("*/*/*.jpg")]) == 2


async def test_one_slow_photo_holds_up_no_other(desk: Desk):
    """While one photo hangs, the others go past it, and it is not fetched a second time."""
    numbers = [await desk.announce(pictures.photo(64, 48)) for _ in range(6)]
    desk.shelf.hanging.add("r0")
    async with desk.running():
        for number in numbers[1:]:
            assert (await desk.settled(number)).state is PhotoState.KEPT
        desk.pass_time(seconds=PAUSES_S[0])
        await desk.look_again()
    assert (await desk.photo(numbers[0])).state is PhotoState.WAITING
    assert desk.shelf.asked.count("r0") == 1


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", ["other", ".apk"])
async def test_every_reason_has_its_words(language: str, kind: str):
    """Whatever is refused or late, there is a sentence for it, naming the kind where known."""
    words = Words(ZoneInfo("Asia/Shanghai"))
    texts = [words.say(language, key, kind=kind) for key in REASONS]
    assert len(set(texts)) == len(REASONS)
    assert (".apk" in texts[0]) == (kind == ".apk")
