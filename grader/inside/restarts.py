"""Cells that end the interpreter so that it is started anew: `os.kill(os.getpid(), 9)` behind what Colab installed.

There the next cell finds a fresh interpreter. Here nothing was installed that it would have to find: it goes on, and
what was defined before stays.
"""

from __future__ import annotations

import ast
from typing import Final

from grader.inside.context import Context

_SHUTDOWN: Final = ".kernel.do_shutdown"
_OWN: Final = frozenset({"os.getpid()", "getpid()"})
_SIGNALS: Final = frozenset({"9", "15", "signal.SIGKILL", "signal.SIGTERM", "SIGKILL", "SIGTERM"})
# What may stand beside it in a cell that is there for this alone; a magic or a program is a call of the shell's.
_BESIDE: Final = ("get_ipython().", "print(", "time.sleep(")


def install(context: Context) -> None:
    """Pass over these calls in cells that do nothing else, where others follow."""
    context.shell.ast_transformers.append(_Restarts(context))


def is_restart(cell: ast.Module) -> bool:
    """Whether a cell ends the interpreter and does nothing else that could be seen."""
    others = [statement for statement in cell.body if not _ends(statement)]
    return len(others) < len(cell.body) and all(_is_beside(statement) for statement in others)


class _Restarts(ast.NodeTransformer):
    def __init__(self, context: Context) -> None:
        self._context = context
        self._last = max((cell.position for cell in context.job.cells if cell.kind == "code"), default=0)

    def visit_Module(self, node: ast.Module) -> ast.Module:
        if self._context.cell >= self._last or not is_restart(node):
            return node
        self._context.substituted_once(
            asked="an interpreter started anew",
            served="the same one, with all that was defined",
            how="restart",
            why="nothing was installed that a new one would find",
        )
        node.body = [statement for statement in node.body if not _ends(statement)]
        return node


def _ends(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    call = statement.value
    called, given = ast.unparse(call.func), [ast.unparse(value) for value in call.args]
    if called == "os.kill":
        return not _OWN.isdisjoint(given) and not _SIGNALS.isdisjoint(given)
    return (called == "os._exit" and given == ["0"]) or called.endswith(_SHUTDOWN)


def _is_beside(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    return isinstance(statement, ast.Expr) and ast.unparse(statement).startswith(_BESIDE)
