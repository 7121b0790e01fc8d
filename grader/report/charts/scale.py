"""Axes with round numbers on them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from grader.report.numbers import fixed

_TINY = 1e-250  # nothing measured is this small; a step between such numbers would be 0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis from `low` to `high` with labelled ticks, all within it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    def at(self, value: float, start: float, end: float) -> float:
        """The coordinate of `value` on a segment from `start` to `end`; not clipped."""
        return start + (value - self.low) / (self.high - self.low) * (end - start)

    def holds(self, value: float) -> bool:
        slack = (self.high - self.low) * 1e-9
        return self.low - slack <= value <= self.high + slack

    def label(self, tick: float) -> str:
        return fixed(float(tick), self.decimals)


def nice_axis(
    values: Iterable[float], *, ticks: int = 4, pad: float = 0.06, bounds: tuple[float, float] | None = None
) -> Axis:
    """An axis that holds all finite `values` with a little room; ends need not be ticks.

    `bounds`: the values' own limits (a share lies in [0, 1]); padding goes a little past them, ticks never do.
    """
    finite = [v for v in values if math.isfinite(v)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    if high - low <= max(abs(high), abs(low), _TINY) * 1e-6:
        room = abs(high) * 0.1 if abs(high) > _TINY else 0.5
        low, high = low - room, high + room
    room = (high - low) * pad
    low, high = low - room, high + room
    step = _nice_step((high - low) / max(1, ticks))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    marks = tuple(i * step for i in range(first, last + 1))
    if bounds is not None:
        marks = tuple(m for m in marks if bounds[0] - 1e-12 <= m <= bounds[1] + 1e-12)
    return Axis(low, high, marks, _decimals(step))


def _nice_step(raw: float) -> float:
    exponent = math.floor(math.log10(raw))
    base = 10.0**exponent
    for step in _STEPS:
        if raw <= step * base * 1.0001:
            return step * base
    return 10 * base


def _decimals(step: float) -> int:
    for decimals in range(9):
        if abs(round(step, decimals) - step) < step * 1e-6:
            return decimals
    return 9
