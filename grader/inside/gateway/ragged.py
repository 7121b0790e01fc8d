"""`np.array(lists)` of lists of different lengths: an array of objects until NumPy 1.24, refused since.

Sequences of words, averages of which one is missing: code before 2023 makes arrays of them and goes on. The calls are
handed over on the syntax tree and looked at only where NumPy refuses; libraries meet NumPy as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import asked, bind

NAME: Final = "__ragged__"
_CALLED: Final = frozenset({"array", "asarray"})
_REFUSED: Final = "inhomogeneous shape"


class Ragged:
    """Answers what the rewritten cells ask."""

    def __init__(self, context: Context | None) -> None:
        self._context = context

    def __reduce__(self) -> tuple[Callable[[None], Ragged], tuple[None]]:
        """In another process, to which a function of the notebook's was sent, nothing is said."""
        return Ragged, (None,)

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
        if self._context is not None:
            self._context.substituted_once(
                asked="an array of lists of different lengths",
                served="an array of objects",
                how="shim",
                why="the installed NumPy makes one only where it is told to",
            )
        return made


def install(context: Context) -> None:
    """Rewrite the calls in every cell."""
    ragged = Ragged(context)
    bind(context, NAME, ragged)
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
