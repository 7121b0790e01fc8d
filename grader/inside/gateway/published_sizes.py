"""How many rows the world knows a data set with, and how many of them the course serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.mnist_names import DIGITS, is_of_competition
from grader.inside.served import Served

# Rows of training and of test under which the world knows a data set, where it is published in two parts.
PUBLISHED: Final = {
    "imdb": (25_000, 25_000),
    "cifar10": (50_000, 10_000),
    "fashion-mnist": (60_000, 10_000),
    "mnist": (60_000, 10_000),
    "sms-spam": (4_459, 1_115),
    "memes": (8_500, 500),
}
# The same of another file of it: Kaggle's of the messages has two fewer.
_OTHERWISE: Final = {"sms-spam": (4_457, 1_115)}
# Rows of the files that hold parts of these.
PUBLISHED_PARTS: Final = {"memes": {"dev": 500, "test": 1_000}}
COMPETITION_ROWS: Final = (42_000, 28_000)  # of MNIST, as Kaggle's competition on it has them
FEWER: Final = "the course serves fewer rows than the published data set has"  # why a number stands for another
FEWER_IN_PROPORTION: Final = f"{FEWER}; the proportion is kept"
LEAST: Final = 500  # smaller numbers are no row numbers that could be too large for what is served, but see below


def published_rows(context: Context) -> Iterator[tuple[Served, tuple[int, int]]]:
    """(a data set, its training and test rows as published); MNIST again where its competition is spoken of."""
    for tracker in context.rows.trackers:
        served = tracker.served
        if served is None or served.dataset not in PUBLISHED:
            continue
        yield served, PUBLISHED[served.dataset]
        if served.dataset in _OTHERWISE:
            yield served, _OTHERWISE[served.dataset]
        if served.dataset == DIGITS and is_of_competition("\n".join(cell.source for cell in context.job.cells)):
            yield served, COMPETITION_ROWS


def sizes_of(context: Context) -> Iterator[tuple[int, int]]:
    """(rows there are, rows published) of each part that is served smaller, and of each whole data set."""
    for served, (train, test) in published_rows(context):
        there = (served.train_rows, served.test_rows, served.count)
        yield from ((rows, full) for rows, full in zip(there, (train, test, train + test), strict=True) if rows < full)


def part_sizes_of(context: Context) -> Iterator[tuple[int, int]]:
    """(rows there are, rows published) of each file of a part that is served smaller."""
    for served, _ in published_rows(context):
        full = PUBLISHED_PARTS.get(served.dataset, {})
        for part in served.parts:
            rows = part.stop - part.start
            if 0 < rows < full.get(part.name, 0):
                yield rows, full[part.name]


def least_of(context: Context) -> int:
    """The smallest number that may be a row beyond what is served: `LEAST`, or less where a part is served smaller."""
    return min((LEAST, *(rows for rows, _ in sizes_of(context) if rows)))


def borders_of(context: Context) -> Mapping[tuple[int, int], Mapping[int, int]]:
    """By (rows, rows published) of each whole data set: where its test rows begin as published, and here."""
    found: dict[tuple[int, int], dict[int, int]] = {}
    for served, (train, test) in published_rows(context):
        found.setdefault((served.count, train + test), {})[train] = served.train_rows
    return found
