"""The log: no secret comes out of it, whatever the level and the way in."""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings

import pytest
import structlog

from bot.logs import PINNED, Redactor, configure
from bot.setting_sections import LogSettings

TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
OTHER = "987654321:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw2"
SHORT = "42:TEST_only"
HIDDEN = [secret.partition(":")[2] for secret in (TOKEN, OTHER, SHORT)]
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@pytest.fixture(autouse=True)
def as_before():
    """Logging and the hooks are put back as they were."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    levels = {name: logging.getLogger(name).level for name in PINNED}
    yield
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def _fail(secret: str) -> None:
    raise RuntimeError(f"https://api.example.org/bot{secret}/getMe failed")


def _log_every_way(log: logging.Logger, ours: structlog.stdlib.BoundLogger, secret: str) -> None:
    log.error("https://api.example.org/bot%s/getMe", secret)
    log.error("update %r", {"token": secret, "nested": [secret, {"url": f"/file/bot{secret}/a"}]})
    log.error("quoted %s", secret.replace(":", "%3A"))
    log.error("with stack", stack_info=True, extra={"url": f"/bot{secret}"})
    ours.error("sent", token=secret, settings={"token": secret})
    ours.error("said", answer=f"bot{secret}", stack_info=True)
    try:
        _fail(secret)
    except RuntimeError as error:
        log.error("failed: %s", error, exc_info=True)
        ours.exception("failed", why=str(error))
        ours.error("failed", error=error)
    warnings.warn(f"bot{secret} is old", stacklevel=1)


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("level", LEVELS)
def test_no_token_comes_out_at_any_level(level, as_json, capsys, recwarn):
    """A token, configured or not, comes out by no way in: message, value, exception, stack."""
    configure(LogSettings(level=level, json=as_json), secrets=[TOKEN, SHORT])
    for secret in (TOKEN, OTHER, SHORT):
        _log_every_way(logging.getLogger("some.library"), structlog.get_logger("ours"), secret)
    err = capsys.readouterr().err
    assert err.count("[secret]") >= 30
    assert all(
        part not in err for secret in (TOKEN, OTHER, SHORT) for part in secret.split(":")[1:]
    )


@pytest.mark.parametrize("level", LEVELS)
def test_chatty_libraries_stay_quiet(level, capsys):
    """Libraries that log addresses or rows say nothing below WARNING, not even at DEBUG."""
    configure(LogSettings(level=level))
    for name in (*PINNED, "httpx._client", "telegram.ext.Updater", "httpcore.connection"):
        logging.getLogger(name).info("HTTP Request: POST /bot%s/getUpdates", TOKEN)
        logging.getLogger(name).debug("rows")
    assert capsys.readouterr().err == ""


def test_what_nobody_caught_is_blotted_too(capsys):
    """An exception that ends the program, or a thread, goes through the log."""
    configure(LogSettings(), secrets=[TOKEN])
    try:
        _fail(TOKEN)
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=_fail, args=(TOKEN,))
    thread.start()
    thread.join()
    err = capsys.readouterr().err
    assert err.count("RuntimeError") >= 2
    assert TOKEN not in err


def test_values_of_variables_are_not_shown(capsys):
    """A traceback names lines, not what the variables held."""
    configure(LogSettings())
    words = "a resident's words"
    try:
        raise RuntimeError(len(words))
    except RuntimeError:
        structlog.get_logger().exception("failed")
    assert "a resident's words" not in capsys.readouterr().err


def test_json_is_one_object_a_line(capsys):
    """With log.json each event is one JSON object, its exception inside."""
    configure(LogSettings(json=True))
    try:
        _fail("x")
    except RuntimeError:
        structlog.get_logger("ours").exception("send_failed", outbox=7)
    logging.getLogger("library").warning("late by %d", 3)
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["outbox"], first["level"]) == ("send_failed", 7, "error")
    assert "RuntimeError" in first["exception"]
    assert (second["event"], second["logger"]) == ("late by 3", "library")


def test_setting_up_twice_logs_once(capsys):
    """Setting logging up again replaces the handler instead of adding one."""
    configure(LogSettings())
    configure(LogSettings())
    structlog.get_logger().info("started")
    assert capsys.readouterr().err.count("started") == 1


def test_without_secrets_nothing_is_blotted():
    """Ordinary text passes unchanged when no secret is set, and an empty one is not looked for."""
    assert Redactor(["", "abc"])("HJ-20240312-0007 sent, abc") == "HJ-20240312-0007 sent, abc"
