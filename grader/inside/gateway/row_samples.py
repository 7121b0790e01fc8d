"""Samples that ask for more rows than the course serves.

`reviews.sample(5000)` is written for 50,000 reviews; of 2,500 it takes all. But code that also uses the rows which were
not drawn (`data[~data.index.isin(train.index)]`, `data.drop(train.index)`) would be left with none of them: there, the
sample is the share of the rows that it would be of the published ones.
"""

from __future__ import annotations

import ast
import functools
import random
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER, FEWER_IN_PROPORTION, least_of, sizes_of
from grader.inside.gateway.row_bounds import count_of
from grader.inside.gateway.usage import parsed
from grader.inside.hooks import after_import

_OF_THE_REST: Final = frozenset({"isin", "drop", "difference"})  # what is asked for the rows beside those drawn


class Samples:
    """How large a sample is; nothing is changed of one that fits into the rows there are."""

    def __init__(self, context: Context, *, rest_is_used: bool) -> None:
        self._context = context
        self._least = least_of(context)
        # The largest is of the whole data set, whatever part of it the code draws from.
        self._share = min((there / full for there, full in sizes_of(context)), default=1.0) if rest_is_used else 1.0

    def size(self, wanted: int, there: int) -> int:
        """How many of `there` rows are drawn where `wanted` are asked for."""
        if wanted <= max(there, self._least):
            return wanted
        share = round(wanted * self._share)
        size, why = (share, FEWER_IN_PROPORTION) if share < there else (there, FEWER)
        served = f"{size:,} of the {there:,} there are" if size < there else f"all {there:,} that there are"
        self._context.substituted_once(asked=f"a sample of {wanted:,} rows", served=served, how="rows", why=why)
        return size


def install(context: Context) -> None:
    """Let samples be as large as what they are taken from; does nothing where all published rows are served."""
    if not any(sizes_of(context)):
        return
    cells = parsed(cell.source for cell in context.job.cells if cell.kind == "code")
    samples = Samples(context, rest_is_used=_uses_the_rest(cells))
    random.sample = _sampling(random.sample, samples)
    np.random.choice = _choosing(np.random.choice, samples)
    after_import("pandas", lambda pandas: _let_sample(pandas, samples))


def _uses_the_rest(cells: Iterable[ast.Module]) -> bool:
    """Whether rows are told from those of another table by its index."""
    return any(_is_of_the_rest(node) for tree in cells for node in ast.walk(tree))


def _is_of_the_rest(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    given = [*node.args, *(word.value for word in node.keywords)]
    return node.func.attr in _OF_THE_REST and any(isinstance(a, ast.Attribute) and a.attr == "index" for a in given)


def _sampling(original: Callable[..., Any], samples: Samples) -> Callable[..., Any]:
    @functools.wraps(original)
    def sample(population: Any, k: int, **named: Any) -> Any:
        there = count_of(population)
        if there is not None and isinstance(k, int) and not named:
            k = samples.size(k, there)
        return original(population, k, **named)

    return sample


def _choosing(original: Callable[..., Any], samples: Samples) -> Callable[..., Any]:
    @functools.wraps(original)
    def choice(a: Any, size: Any = None, replace: Any = True, p: Any = None) -> Any:
        there = int(a) if isinstance(a, int | np.integer) else count_of(a)
        if not replace and there is not None and isinstance(size, int | np.integer):
            size = samples.size(int(size), there)
        return original(a, size, replace, p)

    return choice


def _let_sample(pandas: Any, samples: Samples) -> None:
    owner = pandas.core.generic.NDFrame
    original = owner.sample

    @functools.wraps(original)
    def sample(self: Any, n: Any = None, frac: Any = None, replace: Any = False, *rest: Any, **named: Any) -> Any:
        if not replace and isinstance(n, int | np.integer):
            n = samples.size(int(n), len(self))
        return original(self, n, frac, replace, *rest, **named)

    owner.sample = sample
