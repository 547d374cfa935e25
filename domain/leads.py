"""Clues about a person's misconduct (问题线索): they never enter the ledger.

Such a text is not filed; the sender is told the lawful channel (12388), and a counter goes up.
The rule needs both a word for an official and a word for misconduct, so that 书记来看过，垃圾还没清
stays an ordinary report.
"""

from __future__ import annotations

import re
from typing import Final

_OFFICIALS: Final = (
    "书记|主任|局长|科长|处长|镇长|区长|村长|站长|所长|队长|委员|干部|领导|公务员|纪委|党员|"
    "書記|主任|局長|幹部|領導|official|cadre|secretary|director|mayor"
)
_MISCONDUCT: Final = (
    "贪污|受贿|行贿|索贿|贿赂|挪用|吃拿卡要|收红包|收了红包|回扣|违纪|违法乱纪|腐败|包养|"
    "公款吃喝|侵吞|套取|以权谋私|徇私|嫖|赌博|贪腐|贪官|"
    "貪污|受賄|賄賂|貪腐|紅包|bribe|bribery|corrupt|corruption|embezzle|kickback"
)
_OFFICIAL: Final = re.compile(_OFFICIALS, re.IGNORECASE)
_WRONG: Final = re.compile(_MISCONDUCT, re.IGNORECASE)


def is_about_misconduct(text: str) -> bool:
    """Whether a text accuses an official of misconduct, going by its words."""
    return bool(_OFFICIAL.search(text) and _WRONG.search(text))
