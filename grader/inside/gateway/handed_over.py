"""Parts of cells handed over on the syntax tree: the call that takes their place, and where it finds who answers."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from typing import Any, TypeVar

from grader.inside.context import Context

Node = TypeVar("Node", bound=ast.AST)


def bind(context: Context, name: str, value: Any) -> None:
    """Let the code of cells find `value` under `name`, whatever it does with its own names (`%reset`).

    Among the notebook's own as well, hidden: what sends a function of a cell to another process sends those along.
    """
    setattr(builtins, name, value)
    context.shell.user_ns[name] = context.shell.user_ns_hidden[name] = value


def asked(
    name: str, method: str, given: Sequence[ast.expr], old: ast.expr, named: Sequence[ast.keyword] = ()
) -> ast.Call:
    """`name.method(*given, **named)` in the place of `old`, on its lines."""
    answers = ast.Attribute(ast.Name(name, ast.Load()), method, ast.Load())
    return placed(ast.Call(answers, list(given), list(named)), old)


def placed(new: Node, old: ast.AST) -> Node:
    """`new` on the lines of `old`, so that errors are said to be where the notebook has them."""
    return ast.fix_missing_locations(ast.copy_location(new, old))
