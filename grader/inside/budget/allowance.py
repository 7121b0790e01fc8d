"""The time that an attempt may spend on training: what was spent of it, and how much of it one fit or loop may take.

Only training counts: a fit from its beginning to its end, and a loop from its first turn on once it has shown that it
trains. Imports, data and plots cost none of it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

SHARE: Final = 1 / 3  # of what is left, for one fit or loop: the first of many leaves something to those after it
LEAST_EVALUATION: Final = 5.0  # seconds it may take, whatever is left: a metric of few rows says little
PATIENCE: Final = 3  # times the whole: what a sweep may take by the clock, whatever of that was training
LEAST_SWEEP: Final = 60.0  # seconds that it may take where hardly any time is given

Now = Callable[[], float]  # seconds, of a clock that never goes back


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of something that trains, or may turn out to."""

    at: float  # by the clock
    spent: float  # seconds of training before it
    until: float  # what `Allowance.spent` shows when it has had its share; infinite where time has no end

    @property
    def share(self) -> float:
        """Seconds it may take; 0 where nothing was left."""
        return self.until - self.spent


_ENDLESS: Final = Mark(0.0, 0.0, math.inf)


class Allowance:
    """Seconds of training for one attempt, None: without end. What trains inside something that trains counts once."""

    def __init__(self, seconds: float | None, now: Now = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._spent = 0.0
        self._owner: object | None = None  # the outermost that trains now
        self._since = 0.0

    @property
    def limited(self) -> bool:
        return self._seconds is not None

    @property
    def spent(self) -> float:
        """Seconds of training so far."""
        return self._spent if self._owner is None else self._spent + self._now() - self._since

    def mark(self) -> Mark:
        """Something begins now."""
        if self._seconds is None:
            return _ENDLESS
        spent = self.spent
        return Mark(self._now(), spent, spent + max(0.0, self._seconds - spent) * SHARE)

    def patience(self) -> Callable[[], bool]:
        """To ask whether less has passed since now than the first fit may take: for questions that are no training."""
        ends = math.inf if self._seconds is None else self._now() + self._seconds * SHARE
        return lambda: self._now() < ends

    def lasts_too_long(self, mark: Mark) -> bool:
        """Whether a sweep that began at `mark` has gone on for far longer than all training may."""
        return self._seconds is not None and self._now() - mark.at > max(LEAST_SWEEP, PATIENCE * self._seconds)

    def opened(self, owner: object, mark: Mark) -> None:
        """`owner` trains, and has since `mark`: all time from there on counts, once."""
        if self._seconds is not None and self._owner is None:
            self._owner, self._spent, self._since = owner, mark.spent, mark.at

    def closed(self, owner: object) -> None:
        """`owner` has ended."""
        if self._owner is owner:
            self._spent, self._owner = self.spent, None

    def all_closed(self) -> None:
        """A cell has ended, and with it whatever trained in it."""
        self._spent, self._owner = self.spent, None
