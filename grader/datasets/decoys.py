"""Decoy labels: what the student's side is given in place of true ones that must not go in.

The decoys are the true labels dealt out anew, so that every class keeps its count. Three laws hold:

- Over all secrets, a row gets each class as its decoy exactly as often as the class occurs, whatever the row's
  own class: a decoy says nothing about the row that carries it.
- For any one secret, decoys and truth agree as often as chance has it, to within a row or two of each class:
  no draw is lucky, so copying the decoys never pays. (A plain shuffle keeps the first law and not this one.)
- The rows' order is drawn anew too: a source that lists its classes one after the other would else tell the truth
  by position.

All draws are ranks of a keyed hash, so they are the same on every machine and under every version of numpy,
and cannot be found again by trying seeds.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

_ONE = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decoys:
    """Served row i is true row `order[i]` and carries class `codes[i]`; both of shape (rows,)."""

    order: IntArray
    codes: IntArray


def draw_decoys(true: IntArray, key: bytes) -> Decoys:
    """Order and decoys of rows whose true classes are `true`, shape (rows,); a function of both arguments alone."""
    places = range(true.size)
    order = np.array(sorted(places, key=lambda place: _rank(key, "order", place)), dtype=np.int64)
    return Decoys(order=order, codes=_deal(true[order], key))


def _deal(true: IntArray, key: bytes) -> IntArray:
    """Each class in turn takes its count from the rows left, at equal steps along them sorted by true class.

    Equal steps from a random start take every row with the same probability, and from each true class the
    proportional share, rounded up or down.
    """
    rest = sorted(range(true.size), key=lambda row: (int(true[row]), _rank(key, "mix", row)))
    decoys = np.empty_like(true)
    for code in np.unique(true).tolist():
        count = int(np.count_nonzero(true == code))
        start = int.from_bytes(_rank(key, "start", code)[:8], "big")
        taken = _at_equal_steps(len(rest), count, start)
        decoys[[rest[place] for place in taken]] = code
        left_out = set(taken)
        rest = [row for place, row in enumerate(rest) if place not in left_out]
    return decoys


def _at_equal_steps(of: int, count: int, start: int) -> Sequence[int]:
    """`count` different places of `of`, a step of of/count apart; `start` in units of 2**-64 steps."""
    return [(start + step * _ONE) * of // (count * _ONE) for step in range(count)]


def _rank(key: bytes, use: str, number: int) -> bytes:
    return hmac.digest(key, f"{use} {number}".encode(), "sha256")
