"""`float(answers[0])` of an array that holds one number, which NumPy takes no more since 2.4, and pandas since 3.

A network with one output answers rows of shape (1,), so notebooks make a number of such a row in many places. An
array has no `__float__` that could be mended; the calls are handed over on the syntax tree, with the name as it stands
there: who calls something of his own `float` gets his own.
"""

from __future__ import annotations

import ast
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind

NAME: Final = "__scalars__"
_KINDS: Final = frozenset({"float", "int"})
# What is written down, joined or counted is no array.
_PLAIN: Final = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Compare, ast.BoolOp)


class Scalars(Answers):
    """`float(...)` and `int(...)`."""

    def of(self, kind: Any, value: Any) -> Any:
        """`kind(value)`; of an array with one number, that number."""
        try:
            return kind(value)
        except TypeError:
            array = _array_of(value)
            if kind not in (float, int) or array is None or array.ndim == 0 or array.size != 1:
                raise
        self._say(
            asked=f"{kind.__name__}() of an array with one number",
            served="the number",
            how="shim",
            why="the installed NumPy and pandas refuse what has an axis",
        )
        return kind(array.item())


def install(context: Context) -> None:
    """Rewrite the calls in every cell."""
    bind(context, NAME, Scalars(context))
    context.shell.ast_transformers.append(_Rewriter())


class _Rewriter(ast.NodeTransformer):
    """A transformer as IPython asks for it."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        kind = node.func
        if not isinstance(kind, ast.Name) or kind.id not in _KINDS or node.keywords or len(node.args) != 1:
            return node
        if isinstance(node.args[0], (*_PLAIN, ast.Starred)):
            return node
        return asked(NAME, "of", [kind, node.args[0]], node)


def _array_of(value: Any) -> np.ndarray | None:
    """NumPy's array, or what a tensor of TensorFlow's or a column of pandas' holds; None for anything else."""
    library = type(value).__module__.partition(".")[0]
    if library == "tensorflow" and hasattr(value, "numpy"):
        value = value.numpy()
    elif library == "pandas" and getattr(value, "ndim", 0) == 1:
        value = value.to_numpy()
    return value if isinstance(value, np.ndarray) else None
