"""`np.array(lists)` of lists of different lengths: an array of objects until NumPy 1.24, refused since.

Sequences of words, averages of which one is missing: code before 2023 makes arrays of them and goes on. The calls are
handed over on the syntax tree and looked at only where NumPy refuses; libraries meet NumPy as it is.
"""

from __future__ import annotations

import ast
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind

NAME: Final = "__ragged__"
_CALLED: Final = frozenset({"array", "asarray"})
_REFUSED: Final = "inhomogeneous shape"


class Ragged(Answers):
    """`array(...)` and `asarray(...)`."""

    def of(self, kind: Any, /, *given: Any, **named: Any) -> Any:
        """`kind(...)`; of lists of different lengths NumPy's array of them."""
        try:
            return kind(*given, **named)
        except ValueError as error:
            free = len(given) < 2 and named.get("dtype") is None
            if kind not in (np.array, np.asarray) or _REFUSED not in str(error) or not free:
                raise
            try:
                made = kind(*given, **{**named, "dtype": object})
            except ValueError:
                raise error from None
        self._say(
            asked="an array of lists of different lengths",
            served="an array of objects",
            how="shim",
            why="the installed NumPy makes one only where it is told to",
        )
        return made


def install(context: Context) -> None:
    """Rewrite the calls in every cell."""
    bind(context, NAME, Ragged(context))
    context.shell.ast_transformers.append(_Rewriter())


class _Rewriter(ast.NodeTransformer):
    """A transformer as IPython asks for it: `array(...)` and `asarray(...)`, of whatever they are."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        kind = node.func
        if not isinstance(kind, ast.Attribute | ast.Name) or _name(kind) not in _CALLED:
            return node
        return asked(NAME, "of", [kind, *node.args], node, node.keywords)


def _name(called: ast.Attribute | ast.Name) -> str:
    if isinstance(called, ast.Name):
        return called.id
    return called.attr if isinstance(called.value, ast.Name) else ""
