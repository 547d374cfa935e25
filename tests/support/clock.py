"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TUESDAY = datetime(2024, 3, 12, 1, 30, tzinfo=UTC)
"""Tuesday 2024-03-12, 09:30 in the district."""


class StillClock:
    """Gives the same moment until it is moved."""

    def __init__(self, now: datetime = TUESDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment it stands at."""
        return self.now

    def move(self, **parts: float) -> None:
        """Go forward by days, hours, minutes, seconds."""
        self.now += timedelta(**parts)
