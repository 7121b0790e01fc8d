"""Which rows a number of a table is of, as the other numbers of its model in the table tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from grader.audit.tied import Tied, agrees
from grader.checks.base import Case

ENOUGH: Final = 2  # other metrics that are those of the test rows to the digit; one may be so by chance
LEAST_DECIMALS: Final = 4
EXACT: Final = 1e-9  # apart


def with_neighbours(tied: Sequence[Tied], case: Case) -> list[Tied]:
    """A metric of unknown rows is of the test rows where the other metrics beside it are.

    A table computes all its columns from one set of answers: where accuracy and F1 are those of the test rows,
    recall is meant to be. A number copied from another model's row is found so.
    """
    return [
        replace(one, found=replace(one.found, split="test"))
        if one.split == "unknown" and len(set(_of_test_rows(one, tied, case))) >= ENOUGH
        else one
        for one in tied
    ]


def _of_test_rows(one: Tied, among: Sequence[Tied], case: Case) -> Iterator[str]:
    """The other metrics in the same table, of the same model, that are the measured ones."""
    seen = case.measurements.by_model.get(one.model) if one.model else None
    if seen is None or one.found.form != "table":
        return
    for other in among:
        found = other.found
        beside = (found.cell, found.form, other.model) == (one.found.cell, one.found.form, one.model)
        measured = seen.metrics.get(found.quantity)
        if not beside or found.quantity == one.found.quantity or measured is None:
            continue
        # 180 right of 375 is 0.48 and nothing behind it, however many decimals are printed.
        whole = abs(found.value / (100 if found.percent and found.value > 1 else 1) - measured.value) < EXACT
        if whole or (found.decimals >= LEAST_DECIMALS and agrees(found, measured.value)):
            yield found.quantity
