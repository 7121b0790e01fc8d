"""The only clock; handed to whoever needs the time, so that tests and repeated runs can fix it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> str:
        """The time as ISO 8601 in UTC to the second: 2026-11-20T08:12:00Z."""
        ...


class SystemClock:
    def now(self) -> str:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class FixedClock:
    """Always the same instant; for tests."""

    def __init__(self, instant: str) -> None:
        self._instant = instant

    def now(self) -> str:
        return self._instant
