"""`tensorflow.python.keras`: a third Keras that TensorFlow keeps for itself, and notebooks of 2020 import by mistake.

Its classes do not go with those of `tensorflow.keras`, and its `load_data` knows nothing of the course. An import of it
in a cell means the public package, which is what it was when the notebook was written.
"""

from __future__ import annotations

import ast
from typing import Final

from grader.inside.context import Context

PRIVATE: Final = "tensorflow.python.keras"
PUBLIC: Final = "tensorflow.keras"


def install(context: Context) -> None:
    """Once the shell is there."""
    context.shell.ast_transformers.append(_Imports(context))


class _Imports(ast.NodeTransformer):
    """A transformer as IPython asks for it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        if node.module == PRIVATE.rpartition(".")[0] and all(name.name == "keras" for name in node.names):
            node.module = self._public(f"{node.module}.keras").rpartition(".")[0]
        elif node.module is not None and not node.level:
            node.module = self._public(node.module)
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        for name in node.names:
            if name.asname is not None:  # without, the name bound is `tensorflow`, and its own path is read
                name.name = self._public(name.name)
        return node

    def _public(self, name: str) -> str:
        if name != PRIVATE and not name.startswith(f"{PRIVATE}."):
            return name
        self._context.substituted_once(
            asked=PRIVATE,
            served=PUBLIC,
            how="import",
            why="TensorFlow's own copy of Keras is no longer the one that models are built with",
        )
        return PUBLIC + name[len(PRIVATE) :]
