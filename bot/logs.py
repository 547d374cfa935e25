"""Logging: an event name and ids on the standard error stream, and never a secret.

Everything that is logged, by us, by a library, or as an unhandled exception, passes one handler
whose formatter blots secrets out of the finished line: message, arguments, exception and stack.
Names, telephone numbers and what people wrote are not blotted out; they are not logged at all.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Final

import structlog
from structlog.typing import Processor

from bot.setting_sections import LogSettings

PINNED: Final = (
    "aiosqlite",
    "httpcore",
    "apscheduler",
    "httpx",
    "telegram",
    "urllib3",
    "uvicorn.access",
)
"""Loggers that write addresses with the token or rows with people's words below WARNING."""

_TOKEN: Final = re.compile(r"\d{6,12}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
"""A Telegram token, known or not. No ``\\b``: there is none in ``/bot123456:…``."""

_BLOT: Final = "[secret]"
_SHORTEST: Final = 4
"""Shorter secrets are not looked for: blotting single letters out would leave no log."""


class Redactor:
    """Blots secrets out of text: those known at the start, and whatever looks like a token."""

    def __init__(self, secrets: Sequence[str]) -> None:
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
        longest_first = sorted(forms, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def __call__(self, text: str) -> str:
        """Return the text with every secret replaced."""
        return _TOKEN.sub(_BLOT, self._known.sub(_BLOT, text))


def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it stands, as it stands in an address, and the part of a token that is one."""
    quoted = (secret.replace(":", "%3A"), secret.replace(":", "%3a"))
    return (secret, *quoted, secret.rpartition(":")[2])


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Renders a record, then blots secrets out of the finished line."""

    def __init__(self, redact: Redactor, renderer: Processor) -> None:
        super().__init__(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=_COMMON,
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


_COMMON: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configure(settings: LogSettings, secrets: Sequence[str] = ()) -> None:
    """Set up logging for the process; may be called again, and then replaces what was set up.

    Args:
        settings: Level and form; the loggers of ``PINNED`` stay at WARNING whatever the level.
        secrets: What is never shown, besides whatever looks like a Telegram token.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(Redactor(secrets), _json() if settings.as_json else _lines()))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.level)
    for name in PINNED:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    _configure_structlog()
    _log_what_nobody_caught()


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_COMMON,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _lines() -> Processor:
    """Words for people. The plain traceback, because rich's shows the values of variables."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        exception_formatter=structlog.dev.plain_traceback,
    )


def _json() -> Processor:
    render = structlog.processors.JSONRenderer(ensure_ascii=False)

    def with_exception(
        logger: logging.Logger, name: str, event: structlog.typing.EventDict
    ) -> str | bytes:
        return render(logger, name, structlog.processors.format_exc_info(logger, name, event))

    return with_exception


def _log_what_nobody_caught() -> None:
    """Send exceptions that end the program or a thread through the log, not past it."""
    log = logging.getLogger("xiaohao")

    def of_program(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("uncaught", exc_info=(kind, error, trace))

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            trace = (args.exc_type, args.exc_value, args.exc_traceback)
            log.critical("uncaught in a thread", exc_info=trace)

    sys.excepthook = of_program
    threading.excepthook = of_thread
