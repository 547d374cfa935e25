"""Backup while the program runs, and restore, checked."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from bot import photo_store
from bot.backup import LEDGER, MANIFEST, BadBackup, backup, restore
from storage import outbox, people, photos, snapshots
from storage.ledger import Tx
from storage.migrate import migrate
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with district files, a secret and an upload that waits."""
    folder = tmp_path / "data"
    for name in ("spool", "tmp", "photos"):
        (folder / name).mkdir(parents=True)
    (folder / "district.toml").write_text('name = "濠江区"\n')
    (folder / "secret").write_bytes(b"\x01" * 32)
    (folder / "secret").chmod(0o600)
    (folder / "spool" / "upload-1").write_bytes(b"bytes")
    return folder


@pytest.fixture
async def ledger(data_dir: Path):
    """Its ledger, open, as in the running program."""
    opened = await SqliteLedger.open(data_dir / LEDGER)
    await migrate(opened, TUESDAY)
    await opened.run(lambda tx: people.add(tx, language="zh-CN", now=TUESDAY))
    yield opened
    await opened.close()


def _add_photo(data_dir: Path, n: int):
    """Put a picture's file into the store, and return the verb that notes it as kept."""
    store, workshop = data_dir / "photos", data_dir / "tmp"
    sha256 = photo_store.put(store, b"picture %d" % n, b"small %d" % n, workshop=workshop)

    def verb(tx: Tx) -> str:
        number = photos.add_photo(
            tx, channel="web", ref=str(n), key=str(n), person=1, conversation="web::1", at=TUESDAY
        )
        photos.keep(tx, number, sha256=sha256, width=4, height=3, taken=None)
        return sha256

    return verb


def _add_letter(key: str):
    """A verb that puts one message into the outbox."""

    def verb(tx: Tx) -> int:
        tx.execute(
            "INSERT OR IGNORE INTO conversations (key, channel, chat, person, heard_at)"
            " VALUES ('web::1', 'web', '1', 1, '2024-03-12T01:30:00.000000+00:00')"
        )
        return outbox.post(
            tx,
            key=key,
            conversation="web::1",
            channel="web",
            person=1,
            lane=outbox.Lane.ANSWER,
            body="{}",
            now=TUESDAY,
            not_before=TUESDAY,
        )

    return verb


def _why(*args: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadBackup) as caught:
        restore(*args)
    return caught.value.text_key, dict(caught.value.facts)


async def test_a_backup_comes_back_whole(tmp_path, data_dir, ledger):
    """Rows, photos, uploads, district files and the secret come back as they were."""
    sha256 = await ledger.run(_add_photo(data_dir, 1))
    made = backup(data_dir, tmp_path / "backup", now=TUESDAY)
    back = restore(tmp_path / "backup", tmp_path / "back")
    assert (back.manifest, back.held, made.missing) == (made, 0, ())
    assert photo_store.file_of(tmp_path / "back" / "photos", sha256).read_bytes() == b"picture 1"
    for name in ("district.toml", "secret", "spool/upload-1"):
        assert (tmp_path / "back" / name).read_bytes() == (data_dir / name).read_bytes()
    assert (tmp_path / "back" / "secret").stat().st_mode & 0o777 == 0o600
    with snapshots.reading(tmp_path / "back" / LEDGER) as tx:
        assert snapshots.counts(tx)["photos"] == 1


async def test_a_backup_under_load_is_one_moment(tmp_path, data_dir, ledger):
    """While photos come in, every backup has the file of every row it has, and no less."""
    writing = asyncio.create_task(_write_photos(data_dir, ledger, 150))
    before = 0
    for n in range(4):
        target = tmp_path / f"backup{n}"
        made = await asyncio.to_thread(backup, data_dir, target, now=TUESDAY)
        await asyncio.to_thread(restore, target, tmp_path / f"back{n}")
        assert made.missing == ()
        assert made.rows["photos"] >= before
        before = made.rows["photos"]
    await writing
    assert before > 0


async def _write_photos(data_dir: Path, ledger: SqliteLedger, number: int) -> None:
    for n in range(number):
        verb = await asyncio.to_thread(_add_photo, data_dir, n)
        await ledger.run(verb)


async def test_what_was_about_to_be_sent_is_held(tmp_path, data_dir, ledger):
    """Messages waiting or being sent are held in the restored ledger, and only there."""
    for key in ("a", "b", "c"):
        await ledger.run(_add_letter(key))
    (sent,) = await ledger.run(lambda tx: outbox.claim(tx, outbox.due(tx, "web", TUESDAY, 1)))
    await ledger.run(lambda tx: outbox.sent(tx, sent.id, "m1", TUESDAY))
    await ledger.run(lambda tx: outbox.claim(tx, outbox.due(tx, "web", TUESDAY, 1)))
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    assert restore(tmp_path / "backup", tmp_path / "back").held == 2
    with snapshots.reading(tmp_path / "back" / LEDGER) as tx:
        assert snapshots.outbox_states(tx) == {"held": 2, "sent": 1}
    assert (await ledger.read(snapshots.outbox_states))["waiting"] == 1


async def test_held_messages_go_out_or_are_dropped(tmp_path, data_dir, ledger):
    """Released messages wait again; dropped ones are given up with their reason."""
    await ledger.run(_add_letter("a"))
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    for name, verb, state in (("r", outbox.release, "waiting"), ("d", outbox.drop_held, "failed")):
        restore(tmp_path / "backup", tmp_path / name)
        opened = await SqliteLedger.open(tmp_path / name / LEDGER)
        assert await opened.run(verb) == 1
        assert await opened.read(snapshots.outbox_states) == {state: 1}
        await opened.close()


@pytest.mark.parametrize("name", [LEDGER, "secret", "photo", "spool/upload-1"])
async def test_a_changed_byte_is_found(tmp_path, data_dir, ledger, name):
    """One changed byte in any file of the backup is refused by that file's name."""
    sha256 = await ledger.run(_add_photo(data_dir, 1))
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    photo = photo_store.file_of(Path("photos"), sha256).as_posix()
    file = tmp_path / "backup" / (photo if name == "photo" else name)
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.unlink()  # the photo is linked with the one in the data folder
    file.write_bytes(damaged)
    named = photo if name == "photo" else name
    assert _why(tmp_path / "backup", tmp_path / "back") == ("backup-damaged", {"file": named})
    assert not (tmp_path / "back" / LEDGER).exists()


async def test_a_file_that_is_gone_is_found(tmp_path, data_dir, ledger):
    """A backup that lost a file is refused by that file's name."""
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    (tmp_path / "backup" / "secret").unlink()
    assert _why(tmp_path / "backup", tmp_path / "back")[1] == {"file": "secret"}


async def test_a_manifest_with_less_than_the_ledger_knows_is_found(tmp_path, data_dir, ledger):
    """A photo left out of the manifest, or a row count that is not the ledger's, is refused."""
    await ledger.run(_add_photo(data_dir, 1))
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    manifest = json.loads((tmp_path / "backup" / MANIFEST).read_text())
    fewer = {k: v for k, v in manifest["files"].items() if not k.startswith("photos/")}
    rows = {**manifest["rows"], "people": 7}
    for n, changed in enumerate(({"files": fewer}, {"rows": rows})):
        (tmp_path / "backup" / MANIFEST).write_text(json.dumps({**manifest, **changed}))
        assert _why(tmp_path / "backup", tmp_path / f"back{n}")[1] == {"file": LEDGER}


async def test_a_manifest_cannot_lead_outside(tmp_path, data_dir, ledger):
    """A path that leaves the backup's folder is refused before anything is copied."""
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    manifest = json.loads((tmp_path / "backup" / MANIFEST).read_text())
    for outside in ("../evil", "/etc/evil"):
        manifest["files"][outside] = "0" * 64
        (tmp_path / "backup" / MANIFEST).write_text(json.dumps(manifest))
        assert _why(tmp_path / "backup", tmp_path / "back")[1] == {"file": MANIFEST}
        del manifest["files"][outside]
    assert not (tmp_path / "back").exists()


async def test_a_photo_damaged_before_is_named_and_holds_nothing_up(tmp_path, data_dir, ledger):
    """A photo already missing or damaged is named; everything else is backed up and restored."""
    gone, changed, whole = [await ledger.run(_add_photo(data_dir, n)) for n in range(3)]
    photo_store.file_of(data_dir / "photos", gone).unlink()
    photo_store.file_of(data_dir / "photos", changed).write_bytes(b"other")
    made = backup(data_dir, tmp_path / "backup", now=TUESDAY)
    assert set(made.missing) == {gone, changed}
    restore(tmp_path / "backup", tmp_path / "back")
    assert photo_store.file_of(tmp_path / "back" / "photos", whole).exists()


async def test_nothing_is_overwritten(tmp_path, data_dir, ledger):
    """A target that exists, a folder that is not empty, a backup that is none: all refused."""
    (tmp_path / "there").mkdir()
    with pytest.raises(BadBackup):
        backup(data_dir, tmp_path / "there", now=TUESDAY)
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    assert _why(tmp_path / "backup", data_dir)[0] == "backup-not-empty"
    assert _why(tmp_path / "there", tmp_path / "back")[0] == "backup-no-backup"
    with pytest.raises(BadBackup):
        backup(tmp_path / "nothing", tmp_path / "b2", now=TUESDAY)


async def test_a_backup_broken_off_has_no_name(tmp_path, data_dir, ledger):
    """When it fails half-way nothing stands under the target's name, and it can be tried again."""

    def full(files):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        backup(data_dir, tmp_path / "backup", now=TUESDAY, progress=full)
    assert not (tmp_path / "backup").exists()
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    assert not (tmp_path / "backup.part").exists()


async def test_a_backup_does_not_change_when_a_photo_is_mended(tmp_path, data_dir, ledger):
    """Photos are linked where that is possible; putting one anew leaves the backup's alone."""
    sha256 = await ledger.run(_add_photo(data_dir, 1))
    backup(data_dir, tmp_path / "backup", now=TUESDAY)
    here = photo_store.file_of(data_dir / "photos", sha256)
    there = photo_store.file_of(tmp_path / "backup" / "photos", sha256)
    assert here.stat().st_ino == there.stat().st_ino
    _add_photo(data_dir, 1)
    assert here.stat().st_ino != there.stat().st_ino
    shutil.rmtree(data_dir / "photos")
    assert restore(tmp_path / "backup", tmp_path / "back").manifest.missing == ()
