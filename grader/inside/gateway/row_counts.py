"""The published number of rows where a notebook writes it down: as a shape, as labels made by hand, as a range.

`y.reshape((60000, 1))`, `np.ones(12500)` and `random.sample(range(60000), 10)` are right for the published data set and
for no smaller one. `row_bounds` moves what rows are taken with; here are the numbers that stand for all of them.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind, placed
from grader.inside.gateway.large_numbers import is_large, large_names
from grader.inside.gateway.published_sizes import COMPETITION_ROWS, FEWER, LEAST, published_rows, sizes_of
from grader.inside.gateway.row_bounds import GATHER
from grader.inside.gateway.usage import parsed

NAME: Final = "__row_counts__"
_ROUND: Final = 10_000  # also a number of words, of steps, of anything, as is any smaller one that ends in a nought
_ODD: Final = 2_000  # a number above it that does not is none that anybody chose
_SHAPING: Final = frozenset({"reshape", "view"})
_DRAWING: Final = frozenset({"randint", "randrange", "permutation", "choice", "sample"})
_WHENCE: Final = frozenset({"a", "high", "population", "x"})  # keywords that say what is drawn from
_NUMBERING: Final = frozenset({"range", "arange"})
_FILLING: Final = frozenset({"empty", "ones", "zeros", "full", "repeat"})


class RowCounts(Answers):
    """Numbers of rows, and shapes that begin with one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sizes = sorted(sizes_of(context))
        self.counts = _counts(context)
        self.drawn_from = {**_tested(context), **self.counts}

    def drawn(self, published: int) -> int:
        """As `count`, of what numbers are drawn from: then those of test rows mean rows too."""
        return self._there(published, self.drawn_from)

    def held(self, value: Any) -> Any:
        """As `count`, of what a variable holds that numbers are drawn from; it may be words as many as test rows."""
        return self.count(value) if type(value) is int else value

    def count(self, published: int) -> int:
        """How many of the served rows stand for so many of the published ones."""
        return self._there(published, self.counts)

    def _there(self, published: int, counts: Mapping[int, int]) -> int:
        there = counts.get(published, published)
        if there != published:
            self._say(
                asked=f"{published:,} rows",
                served=f"{there:,} rows",
                how="rows",
                why=FEWER,
            )
        return there

    def _same_share(self, here: int, there: int) -> bool:
        """Whether `here` is as large a part of the rows there are as `there` is of the published ones."""
        return any(abs(here * full - there * rows) < full and there <= full for rows, full in self.sizes)

    def shaped(self, name: str, value: Any, *args: Any, **named: Any) -> Any:
        """`value.reshape(*args)`, or `np.reshape(*args)` where `value` is a library, for the rows there are."""
        original = getattr(value, name)
        if isinstance(value, ModuleType):
            if len(args) > 1:
                args = (args[0], self._shape(args[0], args[1]), *args[2:])
        elif args and isinstance(args[0], tuple | list):
            args = (self._shape(value, args[0]), *args[1:])
        elif args:
            args = tuple(self._shape(value, args))
        return original(*args, **named)

    def same(self, found: Any, wanted: Any) -> Any:
        """`found == wanted`, of shapes and of numbers of rows; the published number stands for that which is served."""
        equal = found == wanted
        here, there = ((value,) if isinstance(value, int) else value for value in (found, wanted))
        if equal is not False or not (_is_shape(here) and _is_shape(there)) or tuple(here[1:]) != tuple(there[1:]):
            return equal
        if not self._same_share(int(here[0]), int(there[0])):
            return False
        self._say(
            asked=f"{int(there[0]):,} rows",
            served=f"{int(here[0]):,} rows",
            how="rows",
            why=FEWER,
        )
        return True

    def _shape(self, array: Any, shape: Any) -> Any:
        found = getattr(array, "shape", None)
        if not found or not shape or not (_is_whole(shape) and _is_whole(found)):
            return shape
        held = math.prod(int(size) for size in found)
        rest = math.prod(shape[1:])
        rows = held // rest if rest > 0 else int(found[0])
        if rows == shape[0] or (rest > 0 and held % rest):
            return shape
        for there, full in self.sizes:
            share = abs(rows * full - shape[0] * there) < full  # the shape asks for the same share of all rows
            if LEAST <= shape[0] <= full and share and (rest > 0 or rows == there):
                self._say(
                    asked=f"the shape ({', '.join(map(str, shape))})",
                    served=f"{rows:,} rows",
                    how="rows",
                    why=FEWER,
                )
                return type(shape)((rows, *shape[1:]))
        return shape


def install(context: Context) -> None:
    """Rewrite cells where a data set is served with fewer rows than it is published with."""
    counts = RowCounts(context)
    if counts.sizes:
        bind(context, NAME, counts)
        names = large_names(parsed(cell.source for cell in context.job.cells if cell.kind == "code"), LEAST)
        rewriter = _Rewriter(frozenset(counts.counts), frozenset(counts.drawn_from), names)
        context.shell.ast_transformers.append(rewriter)


def _counts(context: Context) -> Mapping[int, int]:
    """Published number of training rows, of one of two classes of them, or of all rows -> rows there are.

    And of the test rows of a competition.

    A number that two data sets have in one of these meanings says nothing; test rows are known by what holds them.
    """
    trained, every = dict[int, set[int]](), dict[int, set[int]]()
    for served, (train, test) in published_rows(context):
        trained.setdefault(train, set()).add(served.train_rows)
        trained.setdefault(train // 2, set()).add(served.train_rows // 2)
        every.setdefault(train + test, set()).add(served.count)
        if (train, test) == COMPETITION_ROWS:  # whoever enters it numbers the answers himself
            every.setdefault(test, set()).add(served.test_rows)
    found = {**every, **trained}
    return {
        full: min(there)
        for full, there in found.items()
        if len(there) == 1 and full > max(there) and (full > _ROUND or (full > _ODD and full % 10))
    }


def _tested(context: Context) -> Mapping[int, int]:
    """Published number of test rows -> rows there are, where no two data sets differ in it."""
    found = dict[int, set[int]]()
    for served, (_, test) in published_rows(context):
        found.setdefault(test, set()).add(served.test_rows)
    return {full: min(there) for full, there in found.items() if len(there) == 1 and full >= max(_ROUND, *there)}


class _Rewriter(ast.NodeTransformer):
    """A transformer as IPython asks for it."""

    def __init__(self, published: frozenset[int], drawn_from: frozenset[int], names: frozenset[str]) -> None:
        self._published = published
        self._drawn_from = drawn_from
        self._names = names  # variables that hold a large number somewhere in the notebook

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _SHAPING and isinstance(node.func, ast.Attribute) and self._has_large(node.args):
            return asked(NAME, "shaped", [ast.Constant(name), node.func.value, *node.args], node, node.keywords)
        if name in _DRAWING or name in _FILLING:
            node.args = [self._counted(argument, drawn=name in _DRAWING) for argument in node.args]
        for keyword in node.keywords if name in _DRAWING else ():
            if keyword.arg in _WHENCE:
                keyword.value = self._counted(keyword.value, drawn=True)
        if name in _NUMBERING and len(node.args) == 2 and getattr(node.args[0], "value", None) == 1:
            node.args[1] = self._counted_from_one(node.args[1])
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """`[1] * 12500`."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List):
            node.right = self._counted(node.right)
        elif isinstance(node.op, ast.Mult) and isinstance(node.right, ast.List):
            node.left = self._counted(node.left)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`x.shape == (60000, 28, 28)`, `len(x) == 60000`, with `assert` or without."""
        self.generic_visit(node)
        if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            return node
        found, wanted = node.left, node.comparators[0]
        if not _counts_rows(found) or not self._has_large([wanted]):
            return node
        same = asked(NAME, "same", [found, wanted], node)
        return same if isinstance(node.ops[0], ast.Eq) else placed(ast.UnaryOp(ast.Not(), same), node)

    def visit_If(self, node: ast.If) -> ast.AST:
        """`if len(words) == 700: break` asks how long something has grown, not how many rows there are."""
        if not any(isinstance(part, ast.Break) for part in node.body):
            return self.generic_visit(node)
        node.body = [self.visit(part) for part in node.body]
        node.orelse = [self.visit(part) for part in node.orelse]
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        if _indexes(node.target, node.body):
            node.iter = self._counted(node.iter)
        return node

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        self.generic_visit(node)
        for part in node.generators:
            if _indexes(part.target, [node.elt]):
                part.iter = self._counted(part.iter)
        return node

    def _has_large(self, arguments: Iterable[ast.expr]) -> bool:
        """Whether a shape of rows may stand among the arguments: by its first number, or a name that may hold it."""
        sizes = [one.elts[0] if isinstance(one, ast.Tuple | ast.List) and one.elts else one for one in arguments]
        return any((isinstance(size, ast.Name) and size.id in self._names) or is_large(size, LEAST) for size in sizes)

    def _counted_from_one(self, end: ast.expr) -> ast.expr:
        """The end of `range(1, 28001)`, which numbers a competition's rows; `range(1, 60001)` may be steps."""
        if not isinstance(end, ast.Constant) or type(end.value) is not int or end.value - 1 not in COMPETITION_ROWS:
            return end
        last = ast.Constant(end.value - 1)
        counted = self._counted(ast.copy_location(last, end))
        return end if counted is last else placed(ast.BinOp(counted, ast.Add(), ast.Constant(1)), end)

    def _counted(self, node: ast.expr, *, drawn: bool = False) -> ast.expr:
        """The number itself, the first of a shape, or the ends of a range, asked for when the cell runs."""
        known = self._drawn_from if drawn else self._published
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in known:
            return asked(NAME, "drawn" if drawn else "count", [node], node)
        if drawn and isinstance(node, ast.Name) and node.id in self._names:
            return asked(NAME, "held", [node], node)
        if isinstance(node, ast.Tuple) and node.elts:
            node.elts[0] = self._counted(node.elts[0], drawn=drawn)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
            node.args = [self._counted(argument, drawn=drawn) for argument in node.args]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == GATHER:
            node.args[0] = self._counted(node.args[0], drawn=drawn)
        return node


def _indexes(target: ast.expr, body: Iterable[ast.AST]) -> bool:
    """Whether the numbers of a loop are used to take single rows: `x[i]`."""
    return isinstance(target, ast.Name) and any(
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name) and node.slice.id == target.id
        for part in body
        for node in ast.walk(part)
    )


def _counts_rows(node: ast.expr) -> bool:
    """Whether it is `….shape`, `….shape[0]` or `len(…)`."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == 0 and _counts_rows(node.value)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "len"
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple | list) and len(value) > 0 and _is_whole(value)


def _is_whole(shape: Any) -> bool:
    """Whether all sizes of a shape are numbers: those of symbolic tensors are not."""
    return hasattr(shape, "__iter__") and all(isinstance(size, int) for size in shape)
