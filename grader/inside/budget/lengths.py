"""How many turns a loop asks for, and which of them is worth showing last."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np

MOST_TRIED: Final = 50_000  # values of a loop variable that are looked at for a last turn

Condition = Callable[[Any], object]


def asked_turns(iterable: Any) -> int | None:
    """How many items `iterable` will give, without taking any; None where it does not say.

    `zip` says it of what it goes over; a progress bar knows its total.
    """
    try:
        return len(iterable)
    except Exception:  # noqa: BLE001  a generator, a loader over a stream, a data set of unknown size
        pass
    if isinstance(iterable, zip):
        return _of_inner(iterable)
    return operator.length_hint(iterable) if hasattr(iterable, "__length_hint__") else None


def _of_inner(iterable: Any) -> int | None:
    try:
        inner = iterable.__reduce__()[1]
    except Exception:  # noqa: BLE001  iterators of a notebook's own cannot always be taken apart
        return None
    counts = [asked_turns(one) for one in inner]
    known = [count for count in counts if count is not None]
    return min(known) if known else None


def is_count(item: object) -> bool:
    """Whether a loop goes by numbers, as loops over epochs and steps do: `range`, `enumerate(range(...))`."""
    if isinstance(item, tuple):
        return len(item) > 1 and all(is_count(part) for part in item)
    return isinstance(item, (int, np.integer)) and not isinstance(item, bool)


def only_counts(iterable: Any) -> bool:
    """Whether this is a range, and not of the beginnings of slices: `range(0, rows, batch)` is a pass over data."""
    values = numbers_of(iterable)
    return values is not None and abs(values.step) == 1


def numbers_of(iterable: Any) -> range | None:
    """The range that is gone over, plain or behind a progress bar."""
    inner = iterable if isinstance(iterable, range) else getattr(iterable, "iterable", None)
    return inner if isinstance(inner, range) else None


def last_to_show(numbers: range, after: int, conditions: Sequence[Condition]) -> int | None:
    """The latest number beyond position `after` that meets most of `conditions`: "every tenth epoch, a picture".

    None: no number meets any, or one of the conditions cannot be asked yet.
    """
    best, found = 0, None
    for number in _backwards(numbers, after):
        met = 0
        for condition in conditions:
            try:
                met += bool(condition(number))
            except Exception:  # noqa: BLE001  it may speak of names that the loop's body gives later
                return None
        if met > best:
            best, found = met, number
            if best == len(conditions):
                break
    return found


def _backwards(numbers: range, after: int) -> Iterable[int]:
    return numbers[len(numbers) - 1 : max(after, len(numbers) - 1 - MOST_TRIED) : -1]
