"""The command line, without a running program: real folders, a real ledger."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import COMMANDS, main
from bot.backup import LEDGER
from bot.console import language_of_terminal, utc_now
from bot.lock import held
from domain.lifecycle import MOVES
from domain.people import Grant, Role
from storage import outbox, people, snapshots
from storage.sqlite import SqliteLedger


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run one command in English, with the data folder ``tmp_path / "data"``."""
    monkeypatch.setenv("XIAOHAO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def command(*args: str, language: str = "en") -> Result:
        return CliRunner().invoke(main, ["--language", language, *args], catch_exceptions=False)

    return command


async def _write(data_dir: Path, verb):
    ledger = await SqliteLedger.open(data_dir / LEDGER)
    try:
        return await ledger.run(verb)
    finally:
        await ledger.close()


def _appoint(tx) -> int:
    person = people.add(tx, language="en", now=utc_now(), title="Somebody")
    people.give(tx, person, Grant(Role.SUPERVISOR, area="440512006"), utc_now())
    return person


def _hold(tx) -> None:
    tx.execute(
        "INSERT INTO conversations (key, channel, chat, heard_at) VALUES ('c', 'w', '1', '')"
    )
    outbox.post(
        tx,
        key="k",
        conversation="c",
        channel="w",
        person=None,
        lane=outbox.Lane.ANSWER,
        body="{}",
        now=utc_now(),
        not_before=utc_now(),
    )


def test_without_a_command_it_shows_what_there_is():
    """``python -m bot`` alone lists every command and is no mistake."""
    done = subprocess.run(
        [sys.executable, "-m", "bot"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "serve"])
def test_every_command_explains_itself(run, name):
    """Each command's module exists and its help says something."""
    assert len(run(name, "--help").stdout) > 100


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh-CN"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_it_speaks_the_terminals_language(env, language):
    """Chinese where the locale is Chinese, English otherwise."""
    assert language_of_terminal(env) == language


def test_a_wrong_setting_ends_with_2(run, monkeypatch):
    """A misspelt variable is named, on the error stream, and the command ends with 2."""
    monkeypatch.setenv("XIAOHAO_WEB_PORT", "1")
    done = run("areas")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "XIAOHAO_WEB__PORT" in done.stderr


def test_init_makes_what_is_missing_and_no_more(run, tmp_path):
    """A second init touches nothing, an edited file stays."""
    assert "district.toml" in run("init").stdout
    edited = tmp_path / "data" / "categories.toml"
    edited.write_text(edited.read_text() + "\n# ours\n")
    assert run("init").exit_code == 0
    assert edited.read_text().endswith("# ours\n")
    assert run("migrate").stdout == "The ledger is up to date.\n"


def test_areas_and_units_are_listed_with_their_codes(run):
    """One line each, code first, in the language asked for."""
    run("init")
    areas, units = run("areas").stdout, run("units", language="zh-CN").stdout
    assert "440512006\t  Hepu Street\n" in areas
    assert "hepu-sanitation\t河浦街道环卫站\t河浦街道\n" in units


def test_without_a_folder_it_says_what_to_do(run):
    """Commands that read say how to make a ledger instead of making one."""
    for name in ("areas", "units", "people", "migrate"):
        done = run(name)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "xiaohao init" in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("--role", "supervisor", "--area", "440512006"),
        ("--role", "grid_worker", "--area", "440512006001003"),
        ("--role", "unit_staff", "--unit", "hepu-sanitation"),
        ("--role", "admin"),
    ],
)
def test_an_invite_is_two_links_with_one_code(run, args):
    """Telegram's link first, the web's second, the same code; nothing else on the output."""
    telegram, web = run("invite", *args).stdout.splitlines()
    assert telegram.startswith("https://t.me/BOT?start=")
    assert web == f"http://127.0.0.1:8080/?start={telegram.partition('=')[2]}"
    assert telegram.partition("=")[2].isalnum()


def test_an_invite_names_the_bot_and_the_public_address(run, monkeypatch):
    """Links use the bot's name and the address people reach the program by."""
    monkeypatch.setenv("XIAOHAO_TELEGRAM__USERNAME", "@haojiang_bot")
    monkeypatch.setenv("XIAOHAO_WEB__PUBLIC_URL", "https://xiaohao.example.org/")
    done = run("invite", "--role", "admin")
    telegram, web = done.stdout.splitlines()
    assert telegram.startswith("https://t.me/haojiang_bot?start=")
    assert web.startswith("https://xiaohao.example.org/?start=")
    assert "BOT" not in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("--role", "supervisor"),
        ("--role", "supervisor", "--area", "nowhere"),
        ("--role", "unit_staff", "--unit", "nobody"),
        ("--role", "admin", "--area", "440512"),
        ("--role", "unit_staff", "--area", "440512"),
    ],
)
def test_an_impossible_invite_is_refused_in_words(run, args):
    """A role without its scope, or with a code that does not exist, gives no link."""
    done = run("invite", *args)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr) > 20


def test_somebody_who_leaves_is_switched_off(run, tmp_path):
    """Who is listed is switched off by number, once; a second time there is nobody."""
    run("init")
    person = asyncio.run(_write(tmp_path / "data", _appoint))
    assert run("people").stdout == f"{person}\tSomebody\tsupervisor\t440512006\n"
    assert "Somebody is switched off" in run("leave", str(person)).stdout
    assert run("people").stdout == ""
    again = run("leave", str(person))
    assert (again.exit_code, str(person) in again.stderr) == (1, True)


def test_a_ledger_in_use_ends_with_3(run, tmp_path):
    """While another holds the ledger and does not answer, writing says who, and ends with 3."""
    run("init")
    with held(tmp_path / "data", utc_now()):
        done = run("invite", "--role", "admin")
        assert (done.exit_code, done.stdout) == (3, "")
        assert run("init").exit_code == 3
        assert run("backup", str(tmp_path / "backup")).exit_code == 0


def test_backup_restore_and_release(run, tmp_path, monkeypatch):
    """What a restore holds back is said, then dropped or let go."""
    run("init")
    asyncio.run(_write(tmp_path / "data", _hold))
    assert "0 issues, 4 files" in run("backup", str(tmp_path / "backup")).stdout
    again = run("backup", str(tmp_path / "backup"))
    assert (again.exit_code, again.stdout) == (1, "")
    back = run("restore", str(tmp_path / "backup"), str(tmp_path / "back"))
    assert (back.exit_code, "One message" in back.stderr) == (0, True)
    monkeypatch.setenv("XIAOHAO_DATA_DIR", str(tmp_path / "back"))
    assert run("release").stdout == "One held message is sent now.\n"
    with snapshots.reading(tmp_path / "back" / LEDGER) as tx:
        assert snapshots.outbox_states(tx) == {"waiting": 1}
    assert run("release", "--drop").stdout.startswith("0 held")


def test_doctor_ends_with_its_finding(run, tmp_path):
    """0 where all is well, 1 where something is bad, a line for each thing looked at."""
    assert run("doctor").exit_code == 1
    run("init")
    well = run("doctor", language="zh-CN")
    assert well.exit_code == 0
    assert len(well.stdout.splitlines()) >= 9


def test_the_diagram_is_drawn_from_the_table(run):
    """Every move between two statuses is an arrow."""
    drawn = run("diagram").stdout
    assert drawn.startswith("stateDiagram-v2")
    moving = [move for move in MOVES if move.start is not move.to]
    assert drawn.count("-->") >= len(moving)
