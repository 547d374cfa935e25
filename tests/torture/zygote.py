"""Starts the real program again and again, quickly: it has loaded everything once and forks.

Run as ``python -m tests.torture.zygote``; ``program.Program`` talks to it. A line of JSON on the
standard input (``env``, ``log``, ``variant``) starts a program; its process id is answered, and
when it has ended, how.

The main module stays small, and loads nothing on its own: the workers that open pictures import it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from typing import Any

_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """Let the kernel end this process when its parent is gone, where it can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _become_program(order: dict[str, Any]) -> None:
    """Turn this fork into the program; never returns."""
    status = 70
    try:
        _end_with_parent()
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(number, target)
        os.environ.update(order["env"])
        from tests.torture import child  # noqa: PLC0415 (see above)

        status = child.run(order["variant"])
    finally:
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Obey until the standard input ends."""
    from tests.torture import child  # noqa: PLC0415 (see above)

    _end_with_parent()
    child.warm_up()
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become_program(order)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
