"""Cells that refuse to go on without a GPU: `assert torch.cuda.is_available()`, `raise SystemError("GPU not found")`.

Such a line says what its author's machine had. Where the attempt has no GPU it is passed over, and that is said.
"""

from __future__ import annotations

import ast
import builtins
import re
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.handed_over import placed

NAME: Final = "__grader_no_gpu__"
GPU: Final = re.compile(r"(?i)cuda|gpu")


class Demands(ast.NodeTransformer):
    """As IPython's shell takes transformers."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        if not GPU.search(ast.unparse(node.test)):
            return node
        return placed(ast.If(ast.UnaryOp(ast.Not(), node.test), [_passed_over()], []), node)

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        only = node.body[0] if len(node.body) == 1 else None
        if isinstance(only, ast.Raise) and only.exc is not None and GPU.search(ast.unparse(only.exc)):
            node.body = [placed(_passed_over(), only)]
        return node


def install(context: Context) -> None:
    """Nothing where the attempt has a GPU. The shell has started."""
    if context.job.device != "cpu":
        return

    def passed_over() -> None:
        context.substituted_once(
            asked="a GPU or no run at all", served="the CPU", how="device", why="this attempt was given no GPU"
        )

    setattr(builtins, NAME, passed_over)
    context.shell.ast_transformers.append(Demands())


def _passed_over() -> ast.stmt:
    return ast.Expr(ast.Call(func=ast.Name(NAME, ast.Load()), args=[], keywords=[]))
