"""Two lists of layers side by side: longest common subsequence on type, then on settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from grader.report.layers import LayerLine

MOST = 600  # layers a side; what a hostile model has beyond that is summed into one row


class RowIs(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ONLY_YOURS = "only yours"
    ONLY_REFERENCE = "only reference"


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: at least one side is there. `differs` names the pieces, "output" and "parameters" that differ."""

    yours: LayerLine | None
    reference: LayerLine | None
    row_is: RowIs
    differs: frozenset[str] = frozenset()


def align(yours: Sequence[LayerLine], reference: Sequence[LayerLine]) -> tuple[Pair, ...]:
    """Every layer of both sides stands in exactly one row, in its own order.

    Rows pair layers of one type; among all ways to pair as many as possible, the one with most equal settings
    (then equal outputs and counts) is taken, earlier pairs first.
    """
    n, m = len(yours), len(reference)
    best = [[(0, 0, 0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            choice = max(best[i + 1][j], best[i][j + 1])
            if yours[i].kind == reference[j].kind:
                choice = max(choice, _add(best[i + 1][j + 1], _likeness(yours[i], reference[j])))
            best[i][j] = choice
    return tuple(_walk(yours, reference, best))


def _likeness(a: LayerLine, b: LayerLine) -> tuple[int, int, int]:
    return (1, int(a.signature() == b.signature()), int(a.output == b.output) + int(a.parameters == b.parameters))


def _add(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _walk(
    yours: Sequence[LayerLine], reference: Sequence[LayerLine], best: list[list[tuple[int, int, int]]]
) -> list[Pair]:
    rows: list[Pair] = []
    i = j = 0
    while i < len(yours) and j < len(reference):
        a, b = yours[i], reference[j]
        if a.kind == b.kind and best[i][j] == _add(best[i + 1][j + 1], _likeness(a, b)):
            rows.append(_pair(a, b))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            rows.append(Pair(a, None, RowIs.ONLY_YOURS))
            i += 1
        else:
            rows.append(Pair(None, b, RowIs.ONLY_REFERENCE))
            j += 1
    rows.extend(Pair(a, None, RowIs.ONLY_YOURS) for a in yours[i:])
    rows.extend(Pair(None, b, RowIs.ONLY_REFERENCE) for b in reference[j:])
    return rows


def _pair(a: LayerLine, b: LayerLine) -> Pair:
    ours = {p.key: p.text for p in a.pieces if p.key != "name"}
    theirs = {p.key: p.text for p in b.pieces if p.key != "name"}
    differs = {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}
    # An output that is not known on one side is no difference.
    if a.output and b.output and a.output != b.output:
        differs.add("output")
    if a.parameters != b.parameters:
        differs.add("parameters")
    return Pair(a, b, RowIs.CHANGED if differs else RowIs.SAME, frozenset(differs))
