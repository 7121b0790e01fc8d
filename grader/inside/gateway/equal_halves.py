"""`x_train + x_test` of reviews: published in two halves of 25,000, and served in parts that differ.

Tutorials add the two arrays of lists, review by review, to find the longest. The sum of parts of different size is
that of as many rows as both have.
"""

from __future__ import annotations

import ast
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind
from grader.inside.gateway.published_sizes import published_rows

NAME: Final = "__halves__"


class Halves(Answers):
    """Sums of two names. `sizes` are the (training, test) rows of what is published in halves."""

    def __init__(self, context: Context, sizes: frozenset[tuple[int, int]]) -> None:
        super().__init__(context)
        self._sizes = sizes

    def sum(self, left: Any, right: Any) -> Any:
        """`left + right`."""
        try:
            return left + right
        except ValueError:
            if not (_holds_lists(left) and _holds_lists(right)) or (len(left), len(right)) not in self._sizes:
                raise
        rows = min(len(left), len(right))
        self._say(
            asked="the sum of training and test rows, row by row",
            served=f"that of the first {rows:,} of both",
            how="rows",
            why="the course serves parts of different size, and the published ones are equal",
        )
        return left[:rows] + right[:rows]


def install(context: Context) -> None:
    """Rewrite cells where a data set that is published in halves is served in others."""
    sizes = {
        (served.train_rows, served.test_rows)
        for served, (train, test) in published_rows(context)
        if train == test and served.train_rows != served.test_rows
    }
    if sizes:
        halves = Halves(context, frozenset({*sizes, *((test, train) for train, test in sizes)}))
        bind(context, NAME, halves)
        context.shell.ast_transformers.append(_Rewriter())


class _Rewriter(ast.NodeTransformer):
    """A transformer as IPython asks for it: sums of two names."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Add) or not all(isinstance(side, ast.Name) for side in (node.left, node.right)):
            return node
        return asked(NAME, "sum", [node.left, node.right], node)


def _holds_lists(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == object and value.ndim == 1
