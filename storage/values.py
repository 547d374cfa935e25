"""How times stand in the ledger: UTC text of one fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload


@overload
def stamp(moment: datetime) -> str: ...
@overload
def stamp(moment: None) -> None: ...
def stamp(moment: datetime | None) -> str | None:
    """Write an aware time as ``2024-03-12T01:30:00.000000+00:00``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


@overload
def moment(text: str) -> datetime: ...
@overload
def moment(text: None) -> None: ...
def moment(text: str | None) -> datetime | None:
    """Read a time written by ``stamp``."""
    return datetime.fromisoformat(text) if text else None
