"""`float(answers[0])` of an array that holds one number, which NumPy takes no more since 2.4, and pandas since 3.

A network with one output answers rows of shape (1,), so notebooks make a number of such a row in many places, and
write one as a number with `"%d" % row`. An array has no `__float__` that could be mended; both are handed over on the
syntax tree, with the name as it stands there: who calls something of his own `float` gets his own.

`"{:d}".format(row)` is none of them: no NumPy that runs on Python 3 ever took it.

`loss.data[0]` is how PyTorch was asked for the number of a loss before 0.4.
"""

from __future__ import annotations

import ast
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind

NAME: Final = "__scalars__"
_KINDS: Final = frozenset({"float", "int"})
_WHY: Final = "the installed NumPy and pandas refuse what has an axis"
# What is written down is no array; what is compared may well be one: `int(answer > 0.5)`.
_PLAIN: Final = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set)


class Scalars(Answers):
    """`float(...)`, `int(...)`, `"…" % ...` and `….data[0]`."""

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
            why=_WHY,
        )
        return kind(array.item())

    def first(self, values: Any) -> Any:
        """`values[0]`; of a tensor of PyTorch's that has no axis, its number."""
        try:
            return values[0]
        except IndexError:
            if type(values).__module__ != "torch" or values.ndim:
                raise
        self._say(asked="loss.data[0]", served="loss.item()", how="shim", why="a loss has no axis since PyTorch 0.4")
        return values.item()

    def written(self, text: Any, values: Any) -> Any:
        """`text % values`; where it writes a number, an array with one number is that number."""
        try:
            return text % values
        except TypeError:
            made = _with_numbers(text, values) if type(text) is str else None
            if made is None:
                raise
        self._say(asked="'%d' % an array with one number", served="the number", how="shim", why=_WHY)
        return made


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

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        data = isinstance(node.value, ast.Attribute) and node.value.attr == "data"
        zero = isinstance(node.slice, ast.Constant) and node.slice.value == 0
        if not (data and zero and isinstance(node.ctx, ast.Load)):
            return node
        return asked(NAME, "first", [node.value], node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Where the left side is a text to be seen: a remainder is worked out millions of times, and asks nobody."""
        self.generic_visit(node)
        plain = isinstance(node.right, ast.Constant | ast.JoinedStr)
        if not isinstance(node.op, ast.Mod) or plain or not _is_text(node.left):
            return node
        return asked(NAME, "written", [node.left, node.right], node)


class _Written:
    """One of the values that a text is to hold: a number for `%d` and `%f`, what it is for `%s` and `%r`."""

    def __init__(self, given: Any, number: float) -> None:
        self._given = given
        self._number = number

    def __float__(self) -> float:
        return float(self._number)

    def __int__(self) -> int:
        return int(self._number)

    def __str__(self) -> str:
        return str(self._given)

    def __repr__(self) -> str:
        return repr(self._given)


def _with_numbers(text: str, values: Any) -> str | None:
    """`text % values` with the number of each array that has one; None: there is no such array, or it is refused."""
    given = values.values() if type(values) is dict else values if isinstance(values, tuple) else (values,)
    numbers = [_as_written(value) for value in given]
    if not any(type(number) is _Written for number in numbers):
        return None
    instead: Any = tuple(numbers)
    if type(values) is dict:
        instead = dict(zip(values, numbers, strict=True))
    try:
        return str(text % instead)
    except (TypeError, ValueError, OverflowError):
        return None


def _as_written(value: Any) -> Any:
    array = _array_of(value)
    one = array is not None and array.ndim > 0 and array.size == 1 and array.dtype.kind in "biuf"
    return _Written(value, array.item()) if array is not None and one else value


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _array_of(value: Any) -> np.ndarray | None:
    """NumPy's array, or what a tensor of TensorFlow's or a column of pandas' holds; None for anything else."""
    library = type(value).__module__.partition(".")[0]
    if library == "tensorflow" and hasattr(value, "numpy"):
        value = value.numpy()
    elif library == "pandas" and getattr(value, "ndim", 0) == 1:
        value = value.to_numpy()
    return value if isinstance(value, np.ndarray) else None
