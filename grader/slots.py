"""How many attempts run at one time: packed by the memory and the GPUs they declare, never beyond what is there."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from grader.faults import MachineError

GIB: Final = 1024**3
USUAL_MEMORY: Final = 5 * GIB // 2  # bytes: a Keras attempt with its framework, generously
_LOOK_SECONDS: Final = 0.5  # between two looks at whether the command was stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one attempt is expected to take. Its limits are another matter: they end it, this only finds it a place."""

    memory_bytes: int = USUAL_MEMORY
    gpu: bool = False

    def __or__(self, other: Need) -> Need:
        """Of an attempt with both problems in it, one after the other."""
        return Need(memory_bytes=max(self.memory_bytes, other.memory_bytes), gpu=self.gpu or other.gpu)


USUAL_NEED: Final = Need()


class Packing:
    """What is taken and what is free; no waiting, no threads.

    Args: `jobs` attempts at one time, whatever they take; `memory_bytes` for all of them together, None for no
    account of it; `cards` are the GPUs' numbers, each given to one attempt at a time.
    """

    def __init__(self, *, jobs: int, memory_bytes: int | None = None, cards: tuple[int, ...] = ()) -> None:
        self._jobs = jobs
        self._memory = memory_bytes
        self._all_cards = cards
        self._running = 0
        self._taken = 0
        self._cards = list(cards)

    def refuse_impossible(self, need: Need) -> None:
        """Raises: MachineError for what would wait for ever."""
        if self._memory is not None and need.memory_bytes > self._memory:
            raise MachineError(
                f"an attempt is declared to need {need.memory_bytes / GIB:.1f} GiB of memory, "
                f"{self._memory / GIB:.1f} GiB are free",
                where="--jobs auto",
                fix="close other programs, lower `memory_gib` in the rubric, or give --jobs 1 to try all the same",
            )
        if need.gpu and not self._all_cards:
            raise MachineError("an attempt needs a GPU and there is none", where="--device", fix="use --device cpu")

    def take(self, need: Need) -> tuple[bool, int | None]:
        """(whether there was room, the GPU given). What was taken is given back with `give`."""
        if self._running >= self._jobs or (need.gpu and not self._cards):
            return False, None
        if self._memory is not None and self._taken + need.memory_bytes > self._memory:
            return False, None
        self._running += 1
        self._taken += need.memory_bytes
        return True, self._cards.pop(0) if need.gpu else None

    def give(self, need: Need, card: int | None) -> None:
        self._running -= 1
        self._taken -= need.memory_bytes
        if card is not None:
            self._cards.append(card)


class Slots:
    """A packing shared by threads: who finds no room waits."""

    def __init__(self, packing: Packing) -> None:
        self._packing = packing
        self._changed = threading.Condition()

    @contextmanager
    def slot(self, need: Need, cancel: threading.Event) -> Iterator[int | None]:
        """A place for one attempt, as soon as there is room; the number of the GPU given, if any.

        With `cancel` set the place is given at once: the executor then refuses to start, and says so in its own way.
        Raises: MachineError for a need that can never be met here.
        """
        self._packing.refuse_impossible(need)
        with self._changed:
            taken, card = self._packing.take(need)
            while not taken and not cancel.is_set():
                self._changed.wait(_LOOK_SECONDS)
                taken, card = self._packing.take(need)
        try:
            yield card
        finally:
            if taken:
                with self._changed:
                    self._packing.give(need, card)
                    self._changed.notify_all()


def unlimited() -> Slots:
    """Room for whatever is asked, cards aside: for one attempt at a time."""
    return Slots(Packing(jobs=sys.maxsize))
