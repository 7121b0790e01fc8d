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

    def of(self, kind: Any, *given: Any, **named: Any) -> Any:
        """`kind(...)`; of lists of different lengths NumPy's array of them."""
        try:
            return kind(*given, **named)
        except ValueError as error:
            if kind not in (np.array, np.asarray) or _REFUSED not in str(error) or len(given) > 1 or "dtype" in named:
                raise
        if self._context is not None:
            self._context.substituted_once(
                asked="an array of lists of different lengths",
                served="an array of objects",
                how="shim",
                why="the installed NumPy makes one only where it is told to",
            )
        return kind(*given, dtype=object, **named)


def install(context: Context) -> None:
    """Rewrite the calls in every cell."""
    ragged = Ragged(context)
    context.shell.user_ns[NAME] = context.shell.user_ns_hidden[NAME] = ragged
    context.shell.ast_transformers.append(_Rewriter())


class _Rewriter(ast.NodeTransformer):
    """A transformer as IPython asks for it: `anything.array(...)` and `anything.asarray(...)`."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        kind = node.func
        if not isinstance(kind, ast.Attribute) or kind.attr not in _CALLED or not isinstance(kind.value, ast.Name):
            return node
        asked = ast.Attribute(ast.Name(NAME, ast.Load()), "of", ast.Load())
        return ast.fix_missing_locations(ast.copy_location(ast.Call(asked, [kind, *node.args], node.keywords), node))
