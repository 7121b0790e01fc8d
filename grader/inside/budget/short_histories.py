"""Values of a capped fit by the number of an epoch it never reached: `history.history["loss"][19]` after three epochs.

A history is as long as the fit was, so that curves and tables are those of what ran. Only a number that the fit would
have come to, asked for by itself, is answered: with the value of the last epoch, and that is said.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

Said = Callable[[int, int], None]  # (the epoch asked for, the last there is), both counted from 1


class ShortHistory(list[Any]):
    """One metric's values, of fewer epochs than were asked for; a plain list once it is copied, stored or cut."""

    __slots__ = ("_asked", "_said")

    def __init__(self, values: list[Any], asked: int, said: Said) -> None:
        super().__init__(values)
        self._asked = asked
        self._said = said

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice) and self:
            number = operator.index(place)
            if len(self) <= number < self._asked:
                self._said(number + 1, len(self))
                return super().__getitem__(-1)
        return super().__getitem__(place)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return list, (list(self),)


def shorten(history: dict[str, Any], asked: int, said: Said) -> None:
    """Let the lists of a `History` answer for the epochs that were asked for and did not run."""
    for name, values in history.items():
        if type(values) is list and 0 < len(values) < asked:
            history[name] = ShortHistory(values, asked, said)
