"""Parts of cells handed over on the syntax tree: the call that takes their place, and where it finds who answers."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from typing import Any, TypeVar

from grader.inside.context import Context

Node = TypeVar("Node", bound=ast.AST)


class Answers:
    """What the calls in rewritten cells ask; each module has its own questions.

    A function of the notebook's that asks may be sent to another process (joblib): there is no record there, and
    nothing is said.
    """

    def __init__(self, context: Context) -> None:
        self._context: Context | None = context

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_context": None}

    def _say(self, *, asked: str, served: str, how: str, why: str) -> None:
        """Record that something else was answered than what the code asks for; once for each question."""
        if self._context is not None:
            self._context.substituted_once(asked=asked, served=served, how=how, why=why)


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
