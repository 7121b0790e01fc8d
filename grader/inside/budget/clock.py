"""Counts the steps of all optimisers, whichever framework makes them, and tells what each of them steps."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Strand:
    """What one optimiser steps, known by the first of the weights; these are held weakly, and their ids taken again."""

    number: int
    reference: Any


@dataclass(slots=True)
class Followed:
    """One optimiser; the number stands for it, since an id may be taken by another object later."""

    number: int
    reference: Any
    counts_itself: bool = False  # Keras's have a counter that also knows the steps made inside a graph
    counted: int = 0
    strands: dict[int, Strand] = field(default_factory=dict)  # by the id of the first weight
    strand: int = 0  # number of the one that it steps now


class StepClock:
    """`ticks` changes whenever a step may have been made: cheap to compare in every turn of every loop."""

    def __init__(self) -> None:
        self.ticks = 0
        self._total = 0
        self._numbers = 0
        self._stale = False
        self._followed: dict[int, Followed] = {}
        self._owners: list[int] = []  # of each strand, the number of its optimiser
        self._last: dict[int, int] = {}  # number of a strand -> the total after its last step, latest last

    def stepped(self, optimizer: Any, first: Any = None) -> None:
        """This optimiser made one step. Args: first: the first of the weights that it stepped, where that is known."""
        self.ticks += 1
        followed = self._find(optimizer)
        followed.strand = self._strand_of(followed, first)
        self._made(followed, 1)

    def follow(self, optimizer: Any, first: Any = None) -> None:
        """This optimiser is about to be handed gradients, perhaps while a graph is traced. Args: as `stepped`."""
        followed = self._find(optimizer)
        followed.counts_itself = True
        strand = self._strand_of(followed, first)
        if strand != followed.strand:
            if self._stale:
                self._read_counters()  # the steps that were made until now were made on other weights
            followed.strand = strand
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
        """Numbers of what was stepped after the clock showed `total`: one for each optimiser and weights of its."""
        found: set[int] = set()
        for strand, last in reversed(self._last.items()):
            if last <= total:
                break
            found.add(strand)
        return found

    def number_of(self, optimizer: Any) -> int:
        return self._find(optimizer).number

    def optimizers_of(self, stepped: Iterable[int]) -> frozenset[int]:
        """Numbers of the optimisers that did what `since` gave numbers of."""
        return frozenset(self._owners[strand] for strand in stepped)

    def _find(self, optimizer: Any) -> Followed:
        followed = self._followed.get(id(optimizer))
        if followed is None or followed.reference() is not optimizer:
            self._numbers += 1
            followed = self._followed[id(optimizer)] = Followed(self._numbers, _reference(optimizer))
            followed.strand = self._strand_of(followed, None)
        return followed

    def _strand_of(self, followed: Followed, first: Any) -> int:
        known = followed.strands.get(id(first))
        if known is None or known.reference() is not first:
            known = followed.strands[id(first)] = Strand(len(self._owners), _reference(first))
            self._owners.append(followed.number)
        return known.number

    def _made(self, followed: Followed, steps: int) -> None:
        self._total += steps
        self._last.pop(followed.strand, None)
        self._last[followed.strand] = self._total

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
