"""Long layer tables folded to what a page can hold, so that the columns still add up.

Up to 24 rows all are shown and only twins side by side become one. Above, runs of equal rows and repeated blocks
are folded first, then stretches of other rows, the shorter ones first, and no more than needed. Rows that differ are
folded only with rows that differ in the same way, never with rows that do not; a layer without parameters is neither
frozen nor trainable and goes with its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.report.align import Pair, RowIs

ROWS = 24  # shown without folding
_LONGEST_BLOCK = 60  # rows of one repeat that is looked for
_SHORTEST_BLOCK = 4  # shorter ones are folded from three repeats on
_STRETCH = 4  # shorter stretches are folded last
_Way: TypeAlias = tuple[RowIs, frozenset[str]]
_GOES_WITH_NEUTRAL: frozenset[_Way] = frozenset({(RowIs.SAME, frozenset()), (RowIs.CHANGED, frozenset({"trainable"}))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One row to be printed: `times` × `block`. A plain row is one time one pair."""

    pairs: tuple[Pair, ...]  # all of them, in order
    times: int  # 1: not a repeat

    @property
    def block(self) -> tuple[Pair, ...]:
        return self.pairs[: len(self.pairs) // self.times]

    @property
    def folded(self) -> bool:
        return len(self.pairs) > 1

    @property
    def telling(self) -> Pair:
        """The pair that says how the row differs: the first that is not neutral."""
        return next((pair for pair in self.pairs if not neutral(pair)), self.pairs[0])

    @property
    def row_is(self) -> RowIs:
        return self.telling.row_is

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


def neutral(pair: Pair) -> bool:
    """A row that is the same on both sides and holds no parameters."""
    return pair.row_is is RowIs.SAME and not _weighty(pair)


def _one_way(ways: Collection[_Way | None]) -> bool:
    """Whether rows may be folded into one: all same, or all differing in one and the same way; None is neutral."""
    telling = set(ways) - {None}
    if len(telling) != 1:
        return not telling
    # Neutral rows are equal rows: they go only with a difference that cannot concern them.
    return None not in ways or telling <= _GOES_WITH_NEUTRAL


def _way(f: Fold) -> _Way | None:
    pair = f.telling
    return None if neutral(pair) else (pair.row_is, pair.differs)


def _equal(a: Fold, b: Fold) -> bool:
    """The same layers with the same settings differing in the same way; outputs and counts may differ."""
    return [_signature(p) for p in a.pairs] == [_signature(p) for p in b.pairs]


def _twin(a: Fold, b: Fold) -> bool:
    """Equal to the last number, as two heads of one model are; without weights they are a slip to be seen."""
    return _equal(a, b) and [_numbers(p) for p in a.pairs] == [_numbers(p) for p in b.pairs] and _weighty(a.pairs[0])


def _weighty(pair: Pair) -> bool:
    return any(side is not None and side.parameters > 0 for side in (pair.yours, pair.reference))


def _signature(pair: Pair) -> Hashable:
    return (
        pair.row_is,
        pair.differs,
        None if pair.yours is None else pair.yours.signature(),
        None if pair.reference is None else pair.reference.signature(),
    )


def _numbers(pair: Pair) -> Hashable:
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
            out.append(_joined(folds[at:end], times=(end - at) * folds[at].times))
        else:
            out.extend(folds[at:end])
        at = end
    return out


def _joined(folds: Sequence[Fold], *, times: int) -> Fold:
    return Fold(pairs=tuple(pair for f in folds for pair in f.pairs), times=times)


def _best_repeat(folds: list[Fold]) -> list[Fold] | None:
    """Fold the repeated block that saves most rows, the last of equals, so that it ends where its stage ends.

    Returns: the shorter list, or None when nothing repeats.
    """
    numbers: dict[Hashable, int] = {}
    keys = [numbers.setdefault(tuple(_signature(p) for p in f.pairs), len(numbers)) for f in folds]
    ways = [_way(f) for f in folds]
    best: tuple[int, int, int] | None = None  # rows saved, minus block length, start
    for length in range(2, min(_LONGEST_BLOCK, len(folds) // 2) + 1):
        for start, times in enumerate(_times(keys, length)):
            if times < 2 or (length < _SHORTEST_BLOCK and times < 3):
                continue
            found = (times * length - 1, -length, start)
            if (best is None or found > best) and _one_way(ways[start : start + length]):
                best = found
    if best is None:
        return None
    saved, minus_length, start = best
    end = start + saved + 1
    return [*folds[:start], _joined(folds[start:end], times=(end - start) // -minus_length), *folds[end:]]


def _times(keys: Sequence[int], length: int) -> list[int]:
    """For each place, how often the block of `length` that begins there stands in a row."""
    times = [1] * len(keys)
    matching = 0  # places from here on that equal the place one block later
    for place in range(len(keys) - length - 1, -1, -1):
        matching = matching + 1 if keys[place] == keys[place + length] else 0
        times[place] = matching // length + 1
    return times


def _stretches(folds: list[Fold], rows: int) -> list[Fold]:
    """Fold stretches of single rows until `rows` are left; the first and the last row of a model stay."""
    while len(folds) > rows:
        stretches = _foldable(folds)
        if not stretches:
            return folds
        low, high = min(stretches, key=lambda s: (s[1] - s[0] < _STRETCH, s[1] - s[0], s[0]))
        take = min(high, low + max(2, len(folds) - rows + 1))
        folds = [*folds[:low], _joined(folds[low:take], times=1), *folds[take:]]
    return folds


def _foldable(folds: Sequence[Fold]) -> list[tuple[int, int]]:
    """Maximal ranges of at least two neighbours, none of them a repeat, that may be folded into one row."""
    found: list[tuple[int, int]] = []
    at = 1
    while at < len(folds) - 1:
        end, ways = at, set[_Way | None]()
        while end < len(folds) - 1 and folds[end].times == 1 and _one_way(ways | {_way(folds[end])}):
            ways.add(_way(folds[end]))
            end += 1
        if end - at >= 2:
            found.append((at, end))
        at = max(end, at + 1)
    return found
