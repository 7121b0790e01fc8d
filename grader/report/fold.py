"""Long layer tables folded to what a page can hold, so that the columns still add up.

Up to 24 rows all are shown and only twins side by side become one. Above, runs of equal rows and repeated blocks
are folded first, then stretches of rows that are equal on both sides or that differ in one and the same way. Rows
that differ are never folded together with rows that do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.report.align import Pair, RowIs

ROWS = 24  # shown without folding
_LONGEST_BLOCK = 60  # rows of one repeat that is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One row to be printed. `times` x `block`; a plain row is one time one pair."""

    pairs: tuple[Pair, ...]  # all of them, in order
    times: int  # 1: not a repeat

    @property
    def block(self) -> tuple[Pair, ...]:
        return self.pairs[: len(self.pairs) // self.times]

    @property
    def folded(self) -> bool:
        return len(self.pairs) > 1

    @property
    def row_is(self) -> RowIs:
        return self.pairs[0].row_is

    def yours_parameters(self) -> int:
        return sum(p.yours.parameters for p in self.pairs if p.yours is not None)

    def reference_parameters(self) -> int:
        return sum(p.reference.parameters for p in self.pairs if p.reference is not None)


def fold(pairs: Sequence[Pair], rows: int = ROWS) -> tuple[Fold, ...]:
    """At most `rows` rows where folding can get there; every pair in exactly one fold, in order."""
    folds = _runs([Fold(pairs=(p,), times=1) for p in pairs], least=2, same=_twin)
    if len(folds) <= rows:
        return tuple(folds)
    folds = _runs(folds, least=3, same=_equal)
    while len(folds) > rows:
        shorter = _best_repeat(folds)
        if shorter is None:
            break
        folds = shorter
    return tuple(_stretches(folds, rows))


def _way(pair: Pair) -> tuple[object, ...]:
    """How a row differs; folding never mixes two ways."""
    return (pair.row_is, pair.differs)


def _equal(a: Fold, b: Fold) -> bool:
    """The same layers with the same settings differing in the same way; outputs and counts may differ."""
    return len(a.pairs) == len(b.pairs) and all(
        _signature(p) == _signature(q) for p, q in zip(a.pairs, b.pairs, strict=True)
    )


def _twin(a: Fold, b: Fold) -> bool:
    """Equal to the last number, as two heads of one model are."""
    return (
        _equal(a, b)
        and all(_numbers(p) == _numbers(q) for p, q in zip(a.pairs, b.pairs, strict=True))
        and _weighty(a.pairs[0])
    )


def _weighty(pair: Pair) -> bool:
    """Twins have weights; two equal dropouts in a row are a mistake worth seeing."""
    return any(side is not None and side.parameters > 0 for side in (pair.yours, pair.reference))


def _signature(pair: Pair) -> tuple[object, ...]:
    return (
        _way(pair),
        None if pair.yours is None else pair.yours.signature(),
        None if pair.reference is None else pair.reference.signature(),
    )


def _numbers(pair: Pair) -> tuple[object, ...]:
    return tuple(None if side is None else (side.output, side.parameters) for side in (pair.yours, pair.reference))


def _runs(folds: list[Fold], *, least: int, same: Callable[[Fold, Fold], bool]) -> list[Fold]:
    """Neighbours that are `same` become one fold where at least `least` stand in a row."""
    out: list[Fold] = []
    at = 0
    while at < len(folds):
        end = at + 1
        while end < len(folds) and same(folds[at], folds[end]):
            end += 1
        if end - at >= least:
            pairs = tuple(p for f in folds[at:end] for p in f.pairs)
            out.append(Fold(pairs=pairs, times=(end - at) * folds[at].times))
        else:
            out.extend(folds[at:end])
        at = end
    return out


def _best_repeat(folds: list[Fold]) -> list[Fold] | None:
    """Fold the repeated block that saves most rows; None when nothing repeats. Blocks differ in one way throughout."""
    keys = [(tuple(_signature(p) for p in f.pairs)) for f in folds]
    ways = [_way(f.pairs[0]) for f in folds]
    best: tuple[int, int, int, int] | None = None  # saved, -length, start, times
    for length in range(2, min(_LONGEST_BLOCK, len(folds) // 2) + 1):
        start = 0
        while start + 2 * length <= len(folds):
            times = 1
            while keys[start + times * length : start + (times + 1) * length] == keys[start : start + length]:
                times += 1
            saved = times * length - 1
            one_way = len(set(ways[start : start + length])) == 1
            if times > 1 and one_way and (best is None or (saved, -length) > best[:2]):
                best = (saved, -length, start, times)
            start += max(1, (times - 1) * length)
    if best is None:
        return None
    _, minus_length, start, times = best
    end = start - minus_length * times
    pairs = tuple(p for f in folds[start:end] for p in f.pairs)
    return [*folds[:start], Fold(pairs=pairs, times=times), *folds[end:]]


def _stretches(folds: list[Fold], rows: int) -> list[Fold]:
    """Fold the longest stretches of unrepeated rows of one way into single rows until `rows` are left."""
    while len(folds) > rows:
        longest: tuple[int, int] | None = None
        at = 0
        while at < len(folds):
            end = at + 1
            while end < len(folds) and _way(folds[at].pairs[0]) == _way(folds[end].pairs[0]):
                end += 1
            # The first and the last row of a model are what people look for: input and output stay.
            low, high = max(at, 1), min(end, len(folds) - 1)
            if high - low >= 2 and (longest is None or high - low > longest[1] - longest[0]):
                longest = (low, high)
            at = end
        if longest is None:
            return folds
        low, high = longest
        take = min(high, low + max(2, len(folds) - rows + 1))
        pairs = tuple(p for f in folds[low:take] for p in f.pairs)
        folds = [*folds[:low], Fold(pairs=pairs, times=1), *folds[take:]]
    return folds
