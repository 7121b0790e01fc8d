"""Draws for synthetic data: the same on every machine for the same seed.

Only `random.Random.random` is drawn from, the one method Python promises never to change for a seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
_SLOT: Final = re.compile(r"\{(\w+)\}")


class Dice:
    """One stream of draws."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, count: int) -> int:
        """A whole number from 0 to count - 1."""
        return int(self._random.random() * count)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def pick_skewed(self, options: Sequence[T], power: float) -> T:
        """The earlier an option stands, the oftener it is drawn; `power` 1 draws all alike."""
        return options[int(self._random.random() ** power * len(options))]

    def shuffled(self, rows: Sequence[T]) -> list[T]:
        keyed = [(self._random.random(), position) for position in range(len(rows))]
        return [rows[position] for _, position in sorted(keyed)]

    def fill(self, text: str, slots: Mapping[str, Sequence[str]]) -> str:
        """`text` with every {slot}, also those that fillings bring along, replaced by a draw from `slots`."""
        while "{" in text:
            text = _SLOT.sub(lambda slot: self.pick(slots[slot[1]]), text)
        return text
