"""Counts the steps of all optimisers, whichever framework makes them."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(slots=True)
class Followed:
    """One optimiser; the number stands for it, since an id may be taken by another object later."""

    number: int
    reference: Any
    counts_itself: bool = False  # Keras's have a counter that also knows the steps made inside a graph
    counted: int = 0


class StepClock:
    """`ticks` changes whenever a step may have been made: cheap to compare in every turn of every loop."""

    def __init__(self) -> None:
        self.ticks = 0
        self._total = 0
        self._numbers = 0
        self._stale = False
        self._followed: dict[int, Followed] = {}
        self._last: dict[int, int] = {}  # number of an optimiser -> the total after its last step, latest last

    def stepped(self, optimizer: Any) -> None:
        """This optimiser made one step."""
        self.ticks += 1
        self._made(self._find(optimizer), 1)

    def follow(self, optimizer: Any) -> None:
        """This optimiser is about to be handed gradients, perhaps while a graph is traced."""
        self._find(optimizer).counts_itself = True
        self.touched()

    def touched(self) -> None:
        """A call that may step optimisers out of sight has been made."""
        self.ticks += 1
        self._stale = True

    @property
    def total(self) -> int:
        """Steps of all optimisers so far."""
        if self._stale:
            self._stale = False
            self._read_counters()
        return self._total

    def since(self, total: int) -> set[int]:
        """Numbers of the optimisers that stepped after the clock showed `total`."""
        found: set[int] = set()
        for number, last in reversed(self._last.items()):
            if last <= total:
                break
            found.add(number)
        return found

    def number_of(self, optimizer: Any) -> int:
        return self._find(optimizer).number

    def _find(self, optimizer: Any) -> Followed:
        followed = self._followed.get(id(optimizer))
        if followed is None or followed.reference() is not optimizer:
            self._numbers += 1
            followed = self._followed[id(optimizer)] = Followed(self._numbers, _reference(optimizer))
        return followed

    def _made(self, followed: Followed, steps: int) -> None:
        self._total += steps
        self._last.pop(followed.number, None)
        self._last[followed.number] = self._total

    def _read_counters(self) -> None:
        for key, followed in list(self._followed.items()):
            optimizer = followed.reference()
            if optimizer is None:
                del self._followed[key]
            elif followed.counts_itself:
                count = _iterations(optimizer)
                if count is None:
                    self._stale = True  # a graph is being traced: its steps are made later
                elif count != followed.counted:
                    # A counter that was set back counts from there.
                    self._made(followed, max(1, count - followed.counted))
                    followed.counted = count


def _reference(optimizer: Any) -> Any:
    try:
        return weakref.ref(optimizer)
    except TypeError:
        return lambda: optimizer


def _iterations(optimizer: Any) -> int | None:
    counter = getattr(optimizer, "iterations", 0)
    try:
        return int(np.asarray(counter.numpy() if hasattr(counter, "numpy") else counter))
    except Exception:  # noqa: BLE001  a symbolic value has no number, and each framework says so in its own way
        return None
