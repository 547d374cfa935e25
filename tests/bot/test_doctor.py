"""What doctor finds, and that it has words for each."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import doctor
from bot.backup import LEDGER
from bot.district import copy_sample
from bot.doctor import Health, examine
from handlers.words import LANGUAGES, load_words
from storage import people, photos
from storage.migrate import known, migrate
from storage.sqlite import SqliteLedger
from tests.support.clock import TUESDAY

TABLE = [
    ((3, 40, 1), False),
    ((3, 44, 5), False),
    ((3, 44, 6), True),
    ((3, 45, 0), False),
    ((3, 50, 6), False),
    ((3, 50, 7), True),
    ((3, 51, 2), False),
    ((3, 51, 3), True),
    ((3, 52, 0), True),
    ((4, 0, 0), True),
]


@pytest.fixture
async def data_dir(tmp_path: Path) -> Path:
    """A data folder with a fresh ledger and the sample district."""
    ledger = await SqliteLedger.open(tmp_path / LEDGER)
    await migrate(ledger, TUESDAY)
    await ledger.close()
    copy_sample(tmp_path)
    return tmp_path


async def _write(data_dir: Path, verb) -> None:
    ledger = await SqliteLedger.open(data_dir / LEDGER)
    await ledger.run(verb)
    await ledger.close()


def _found(data_dir: Path, now: datetime = TUESDAY) -> dict[str, Health]:
    return {finding.key: finding.health for finding in examine(data_dir, now=now)}


async def test_a_fresh_ledger_is_well(data_dir):
    """Nothing bad is found in a new data folder."""
    found = _found(data_dir)
    assert Health.BAD not in found.values()
    assert {"doctor-whole", "doctor-photos", "doctor-outbox", "doctor-version"} <= found.keys()


@pytest.mark.parametrize(("version", "mended"), TABLE)
def test_sqlite_that_can_lose_commits_is_told(version, mended):
    """Each release line is known from its first mended release on."""
    assert (doctor.sqlite(version).health is Health.GOOD) == mended


def test_a_full_disk_and_a_network_drive_are_bad():
    """Little room is noted, none is bad; a file system over the network is bad."""
    healths = [doctor.disk(mb * 1_000_000).health for mb in (5000, 1000, 100)]
    assert healths == [Health.GOOD, Health.NOTE, Health.BAD]
    kinds = [doctor.file_system(kind).health for kind in ("ext4", "", "nfs4")]
    assert kinds == [Health.GOOD, Health.NOTE, Health.BAD]


def test_without_a_folder_or_ledger_it_says_so(tmp_path):
    """A folder that is not there, and one without a ledger, are told apart."""
    assert _found(tmp_path / "none")["doctor-no-folder"] is Health.BAD
    assert _found(tmp_path)["doctor-no-ledger"] is Health.BAD


async def test_a_photo_without_its_file_is_named(data_dir):
    """A kept photo whose file is gone is bad, and its name is told."""

    def keep(tx):
        person = people.add(tx, language="en", now=TUESDAY)
        number = photos.add_photo(
            tx, channel="web", ref="1", key="1", person=person, conversation="c", at=TUESDAY
        )
        photos.keep(tx, number, sha256="ab" * 32, width=1, height=1, taken=None)

    await _write(data_dir, keep)
    (finding,) = [f for f in examine(data_dir, now=TUESDAY) if f.key == "doctor-photos-missing"]
    assert (finding.health, finding.facts) == (Health.BAD, {"n": 1, "first": "ab" * 32})


async def test_a_newer_ledger_is_bad(data_dir):
    """A ledger of a later program is told with both versions."""
    later = {"n": known()[-1].number + 1, "at": TUESDAY.isoformat()}
    insert = "INSERT INTO migrations (number, name, at) VALUES (:n, 'later', :at)"
    await _write(data_dir, lambda tx: tx.execute(insert, later))
    assert _found(data_dir)["doctor-version-newer"] is Health.BAD


async def test_held_messages_are_noted(data_dir):
    """Messages held by a restore are told, with what to do."""

    def hold(tx):
        tx.execute(
            "INSERT INTO conversations (key, channel, chat, heard_at) VALUES ('c','w','1','')"
        )
        tx.execute(
            "INSERT INTO outbox"
            " (key, channel, conversation, lane, body, state, not_before, made_at)"
            " VALUES ('k', 'w', 'c', 0, '{}', 'held', '', '')"
        )

    await _write(data_dir, hold)
    assert _found(data_dir)["doctor-outbox-held"] is Health.NOTE


async def test_a_clock_behind_the_ledger_is_bad(data_dir):
    """An entry from the future means the clock is wrong."""

    def enter(tx):
        tx.execute("PRAGMA defer_foreign_keys = ON")
        tx.execute(
            "INSERT INTO entries (no, seq, step, status, at, actor, role, facts) VALUES"
            " ('x', 1, 'file', 'submitted', '2030-01-01T00:00:00.000000+00:00', 0, 's', '{}')"
        )
        tx.execute("INSERT INTO areas VALUES ('a', 'district', NULL, 'a', 'a', NULL)")
        tx.execute(
            "INSERT INTO issues (no, seq, status, source, category, sub_category, area, place,"
            " filed_at) VALUES ('x', 1, 'submitted', 'resident', 'c', 's', 'a', '', '')"
        )

    await _write(data_dir, enter)
    assert _found(data_dir)["doctor-clock-behind"] is Health.BAD


def test_a_file_that_is_no_ledger_is_bad(tmp_path):
    """Bytes that are no database are told, not raised."""
    (tmp_path / LEDGER).write_bytes(b"no database at all" * 100)
    assert _found(tmp_path)["doctor-unreadable"] is Health.BAD


async def test_working_days_run_out(data_dir):
    """The last known year is bad once it is over, noted in its December."""
    (data_dir / "calendar.toml").write_text("[days]\nuntil = 2026\n")
    moments = [datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)]
    moments.append(datetime(2027, 1, 2, tzinfo=UTC))
    keys = ("doctor-calendar", "doctor-calendar-ending", "doctor-calendar-over")
    assert [key in _found(data_dir, now) for key, now in zip(keys, moments, strict=True)] == [
        True,
        True,
        True,
    ]


async def test_district_files_that_contradict_are_bad(data_dir):
    """A broken district file is a finding with its own words."""
    (data_dir / "district.toml").write_text("name = ")
    bad = [f for f in examine(data_dir, now=TUESDAY) if f.health is Health.BAD]
    assert len(bad) == 1
    assert "district.toml" in load_words(UTC).say("en", bad[0].key, **bad[0].facts)


def test_everything_it_may_find_has_words():
    """Each text that doctor names exists, in both languages, with its variables given."""
    source = Path(doctor.__file__).read_text(encoding="utf-8")
    keys = set(re.findall(r'"(doctor-[a-z-]+)"', source))
    facts = dict.fromkeys(("n", "mb", "waiting", "failed", "unknown", "held", "areas", "units"), 1)
    texts = ("version", "folder", "kind", "why", "found", "ours", "first", "newest", "now", "year")
    for language in LANGUAGES:
        for key in keys:
            load_words(UTC).say(language, key, **facts, **dict.fromkeys(texts, "x"))
    assert len(keys) >= 20
