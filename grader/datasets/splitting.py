"""Training and test rows, decided once: grouped, stratified, and the same whatever order a file has.

The procedure ("grouped-1"). Rows whose texts agree after folding case and white space form a group, and a
group never lies on both sides. Of n rows, ceil(n / 5) are to be test rows, shared out over the classes by
largest remainder. Within a class, groups stand in the order of a hash of their folded text; from the top,
each group goes to the test side if all of it still fits. Real files hold enough single messages for the
counts to be met exactly; where they do not, the test side stays smaller by as little as the groups allow.

Because the order depends on the text alone, a message falls on the same side in every copy of a data set
as far as the counts agree.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from grader.datasets.labelled_text import TextRow

PROCEDURE: Final = "grouped-1"
TEST_SHARE: Final = 5  # one row in five is a test row
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitIndex:
    """Positions of rows in their source's order, each tuple rising; together every row exactly once."""

    train: tuple[int, ...]
    test: tuple[int, ...]

    def __post_init__(self) -> None:
        if sorted(self.train + self.test) != list(range(len(self.train) + len(self.test))):
            raise ValueError("a split must hold every row exactly once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Test rows that also stand among the training rows; `exact` is 0 by construction of our splits.

    `near` counts test rows that differ from some training row in case, white space, punctuation or digits
    alone (two prize messages with different numbers); exact ones are among them.
    """

    exact: int
    near: int
    test_rows: int


def fold(text: str) -> str:
    """What makes two messages identical: case folded, every run of white space one space."""
    return " ".join(text.casefold().split())


def skeleton(text: str) -> str:
    """What makes two messages near duplicates: folded, digits as one 0, punctuation gone."""
    return _NOT_WORD.sub(" ", _DIGITS.sub("0", text.casefold())).strip()


def make_split(rows: Sequence[TextRow]) -> SplitIndex:
    """Split rows by the procedure this module describes. O(n log n)."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        groups[fold(row.text)].append(position)
    room = _test_rows_per_class(Counter(row.label for row in rows))
    test: list[int] = []
    for key in sorted(groups, key=_rank):
        members = groups[key]
        wanted = Counter(rows[position].label for position in members)
        if all(room[label] >= count for label, count in wanted.items()):
            room.subtract(wanted)
            test += members
    test.sort()
    chosen = set(test)
    return SplitIndex(train=tuple(i for i in range(len(rows)) if i not in chosen), test=tuple(test))


def thin(rows: Sequence[TextRow], positions: Sequence[int], most: int | None) -> tuple[int, ...]:
    """At most `most` of `positions`, each class in proportion, chosen by the hash order, in the given order."""
    if most is None or len(positions) <= most:
        return tuple(positions)
    counts = Counter(rows[position].label for position in positions)
    room = _shares(counts, most)
    kept: set[int] = set()
    for position in sorted(positions, key=lambda p: (_rank("thin " + fold(rows[p].text)), p)):
        if room[rows[position].label] > 0:
            room[rows[position].label] -= 1
            kept.add(position)
    return tuple(position for position in positions if position in kept)


def overlap(rows: Sequence[TextRow], split: SplitIndex) -> Overlap:
    """Count duplicates across the two sides."""
    seen = {fold(rows[i].text) for i in split.train}
    seen_near = {skeleton(rows[i].text) for i in split.train}
    exact = sum(fold(rows[i].text) in seen for i in split.test)
    near = sum(fold(rows[i].text) in seen or skeleton(rows[i].text) in seen_near for i in split.test)
    return Overlap(exact=exact, near=near, test_rows=len(split.test))


def _rank(text: str) -> str:
    return hashlib.sha256(f"{PROCEDURE} {text}".encode("utf-8", "replace")).hexdigest()


def _test_rows_per_class(counts: Counter[str]) -> Counter[str]:
    return _shares(counts, -(-counts.total() // TEST_SHARE))


def _shares(counts: Counter[str], total: int) -> Counter[str]:
    """`total` shared out in proportion to `counts` by largest remainder; ties go to the class first by name."""
    whole = counts.total()
    shares = Counter({label: count * total // whole for label, count in counts.items()})
    by_remainder = sorted(counts, key=lambda label: (-(counts[label] * total % whole), label))
    for label in by_remainder[: total - shares.total()]:
        shares[label] += 1
    return shares
