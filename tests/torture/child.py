"""The real program as the torture runs it: ``xiaohao serve``, in less of a hurry to be polite.

Two waits of the program are shortened, because the torture has no minutes to spend: messages leave
without Telegram's pace, and a photo whose fetching was broken off is tried again after a moment.
Nothing else differs, unless a deliberately wrong variant is asked for (``tests.torture.wrong``).
"""

from __future__ import annotations

import traceback
from datetime import UTC
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.wrong import VARIANTS

SOON_S = 0.2
"""Pause before a photo is tried again."""


def warm_up() -> None:
    """Load everything the program needs, so that a fork of this process starts at once."""
    from bot import app  # noqa: PLC0415, F401 (the zygote decides when)
    from bot.channels import telegram  # noqa: PLC0415
    from bot.commands import serve  # noqa: PLC0415, F401
    from bot.district import copy_sample, load_district  # noqa: PLC0415
    from handlers.words import load_words  # noqa: PLC0415

    telegram._certificates()
    with TemporaryDirectory() as folder:
        copy_sample(Path(folder))
        zone = load_district(Path(folder)).district.zone
    for known in (UTC, zone):
        load_words(known)  # the texts are kept in memory, and so are compiled patterns


def run(variant: str = "") -> int:
    """Serve until told to stop; returns the exit status."""
    from bot import photos  # noqa: PLC0415 (loaded by ``warm_up``)
    from bot.__main__ import main  # noqa: PLC0415
    from bot.channels import telegram  # noqa: PLC0415
    from bot.channels.telegram_send import Pace  # noqa: PLC0415

    setattr(telegram, "Pace", partial(Pace, per_second=0))  # noqa: B010 (mypy takes it for a type)
    setattr(photos, "PAUSES_S", (SOON_S,))  # noqa: B010
    VARIANTS[variant]()
    try:
        main(["--language", "zh-CN", "serve"], standalone_mode=False)
    except BaseException:  # noqa: BLE001 (nothing is left that could catch it)
        traceback.print_exc()
        return 1
    return 0
