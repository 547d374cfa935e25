"""The district (区) the program serves: its name, its clock, its words about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta, timezone, tzinfo
from typing import Final

from domain.categories import Catalogue
from domain.deadlines import WorkingHours
from domain.errors import BadData

CHINA: Final = timezone(timedelta(hours=8), "+08:00")
"""The one zone of China, without summer time since 1991."""

PREFIX: Final = re.compile(r"[A-Z]{1,6}")


@dataclass(frozen=True, slots=True)
class District:
    """What the program knows of its district, apart from areas and people.

    Attributes:
        name: Chinese name.
        name_en: English name.
        prefix: What issue numbers begin with (``HJ``); one to six capital letters.
        catalogue: Categories and sub-categories.
        zone: In which days begin and times are said.
        hours: Hours of a working day.
        notice: Chinese privacy notice: who runs this, what is kept, who sees it.
        notice_en: The same in English.
        duty_phone: Whom to ring when the bot cannot help; empty when there is none.
    """

    name: str
    name_en: str
    prefix: str
    catalogue: Catalogue
    zone: tzinfo = CHINA
    hours: WorkingHours = field(default_factory=WorkingHours)
    notice: str = ""
    notice_en: str = ""
    duty_phone: str = ""

    def __post_init__(self) -> None:
        if not PREFIX.fullmatch(self.prefix):
            raise BadData("data-prefix", prefix=self.prefix)
