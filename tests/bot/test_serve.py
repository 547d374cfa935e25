"""``xiaohao serve`` as a process of its own: first start, second start, commands, stop."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.backup import LEDGER

TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


def _environment(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOHAO_")}
    ours = {
        "XIAOHAO_DATA_DIR": str(tmp_path / "data"),
        "XIAOHAO_WEB__PORT": "0",
        "XIAOHAO_DEMO": "1",
        "LC_ALL": "C.UTF-8",
    }
    return {**kept, **ours, **more}


def _xiaohao(env: dict[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Serving:
    """A program that was started and has greeted."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env = env
        self._log = log.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.greeting = [self.process.stdout.readline() for _ in range(6)]

    def stop(self) -> float:
        """Stop it politely and return how many seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.close()
        return time.monotonic() - begun

    def close(self) -> None:
        """End it if it runs still."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self._log.close()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """A program in demo mode with a fresh data folder."""
    started = Serving(_environment(tmp_path), tmp_path / "log")
    yield started
    started.close()


def test_a_first_start_makes_everything_and_says_where_it_is(tmp_path, serving):
    """The ledger and sample district are made; six lines say address, people and Telegram."""
    assert (tmp_path / "data" / LEDGER).exists()
    chinese, english = serving.greeting[:3], serving.greeting[3:]
    assert re.search(r"http://127\.0\.0\.1:[1-9]\d+/", chinese[0])
    assert re.search(r"http://127\.0\.0\.1:[1-9]\d+/", english[0])
    assert "河浦街道督查" in chinese[1]
    assert "Supervisor, Hepu Street" in english[1]
    assert all("XIAOHAO_TELEGRAM__TOKEN" in lines[2] for lines in (chinese, english))


def test_it_stops_politely_within_five_seconds(serving):
    """SIGTERM ends it with 0 in less than five seconds."""
    assert serving.stop() < 5
    assert serving.process.returncode == 0


def test_a_second_start_says_who_holds_the_ledger(serving):
    """Another start on the same folder names the first one's process and ends with 3."""
    second = _xiaohao(serving.env, "serve")
    assert (second.returncode, second.stdout) == (3, "")
    assert str(serving.process.pid) in second.stderr


def test_commands_reach_it_while_it_runs(serving):
    """An invite made while it runs has the address it is really at."""
    invited = _xiaohao(serving.env, "invite", "--role", "supervisor", "--area", "440512006")
    address = re.search(r"http://[0-9.:]+/", serving.greeting[0]).group()
    telegram, web = invited.stdout.splitlines()
    assert web.startswith(f"{address}?start=")
    assert telegram.endswith(web.partition("=")[2])


def test_it_starts_again_after_being_killed(tmp_path, serving):
    """A killed program leaves nothing that keeps the next one from starting."""
    serving.process.kill()
    serving.process.wait()
    again = Serving(serving.env, tmp_path / "log2")
    assert "http://" in again.greeting[0]
    assert again.stop() < 5


def test_a_taken_port_is_said(tmp_path, serving):
    """A port that another program has ends the start with a sentence, not a traceback."""
    port = re.search(r":(\d+)/", serving.greeting[0]).group(1)
    other = _environment(tmp_path / "other", XIAOHAO_WEB__PORT=port)
    refused = _xiaohao(other, "serve")
    assert refused.returncode == 1
    assert "XIAOHAO_WEB__PORT" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_the_token_is_in_no_log(tmp_path, level):
    """With a Bot API server that cannot be reached the token stays out of output and log."""
    env = _environment(
        tmp_path,
        XIAOHAO_TELEGRAM__TOKEN=TOKEN,
        XIAOHAO_TELEGRAM__BASE_URL="http://127.0.0.1:9/bot",
        XIAOHAO_TELEGRAM__BASE_FILE_URL="http://127.0.0.1:9/file/bot",
        XIAOHAO_LOG__LEVEL=level,
    )
    started = Serving(env, tmp_path / "log")
    assert "http://" in started.greeting[0]
    assert started.stop() < 5
    told = "".join(started.greeting) + (tmp_path / "log").read_text()
    assert TOKEN.partition(":")[2] not in told
