"""One process a ledger."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC

import pytest

from bot.lock import FILE, Held, held
from handlers.words import load_words
from tests.support.clock import TUESDAY

HOLD = """
import sys, signal
from datetime import UTC, datetime
from pathlib import Path
from bot.lock import held
with held(Path(sys.argv[1]), datetime.now(UTC)):
    print("held", flush=True)
    signal.pause()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the ledger of ``tmp_path``."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_process_is_told_who_holds_the_ledger(tmp_path, holder):
    """Whoever comes second reads the number of the process that came first."""
    with pytest.raises(Held) as caught, held(tmp_path, TUESDAY):
        pass
    assert str(holder.pid) in load_words(UTC).refuse("en", caught.value)


def test_a_killed_holder_holds_nothing(tmp_path, holder):
    """The lock of a killed process is free, though its file is still there."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with held(tmp_path, TUESDAY):
        assert str(os.getpid()) in (tmp_path / FILE).read_text()


def test_a_holder_that_has_not_signed_is_said_so(tmp_path, holder):
    """An empty or damaged lock file still refuses, without a name."""
    (tmp_path / FILE).write_text("{")
    with pytest.raises(Held) as caught, held(tmp_path, TUESDAY):
        pass
    assert "another process" in load_words(UTC).refuse("en", caught.value)


def test_the_lock_is_free_afterwards(tmp_path):
    """The same process may take the lock again after letting it go; the folder is made."""
    for _ in range(2):
        with held(tmp_path / "new", TUESDAY):
            assert (tmp_path / "new" / FILE).stat().st_mode & 0o777 == 0o600
