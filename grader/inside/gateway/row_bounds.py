"""Row numbers written for the published data set, where the course serves fewer rows.

`x_val, x_rest = x[:10000], x[10000:]` is written for 25,000 reviews; of 2,000 rows the first part would be all and
the second empty. Such bounds are moved in proportion, on whatever the notebook made of the rows: arrays, lists,
frames. So are single rows (`x[5000]`) and the ranges of loops that gather rows in a list. Nothing is touched that fits
into the rows there are, nor a bound that only says how many at most (`x[:1000]`, where nothing begins at 1000).
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind, placed
from grader.inside.gateway.large_numbers import large_names, may_be_large
from grader.inside.gateway.published_sizes import FEWER_IN_PROPORTION, borders_of, least_of, part_sizes_of, sizes_of
from grader.inside.gateway.usage import parsed

CLEANED: Final = 0.8  # what is left of a data set without duplicates or empty rows is still taken for it
TAKE: Final = "__rows_of__"
GATHER: Final = "gathered"
SINGLES: Final = 8  # records of single rows


class RowBounds(Answers):
    """Moves bounds of rows; does nothing where a data set is served at its published size."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sizes = sorted(sizes_of(context))
        self._parts = sorted(part_sizes_of(context))
        self.least = min((least_of(context), *(rows for rows, _ in self._parts)))
        self._borders = borders_of(context)
        self._singles = set[tuple[int, int]]()  # those that were asked for one by one

    @property
    def concerned(self) -> bool:
        return bool(self._sizes)

    def __getitem__(self, key: Any) -> Any:
        """The key itself: how rewritten cells spell `a:b` as an argument."""
        return key

    def __call__(self, value: Any, key: Any) -> Any:
        """`value[key]`, with row numbers of the published data set moved into the rows that `value` has."""
        first = key[0] if isinstance(key, tuple) and key else key
        full = None if _begins_inside(value, first) else self._full_size(value, first)
        if full is None:
            return value[self._moved_label(value, key)]
        rows = count_of(value)
        assert rows is not None
        moved = _moved(first, rows, full, self._borders.get((rows, full), {}))
        self._say_moved(first, moved, rows, full)
        return value[(moved, *key[1:]) if isinstance(key, tuple) else moved]

    def stored(self, value: Any, key: Any) -> Any:
        """The key for `value[key] = …`: where published rows are stored one batch after the other."""
        first = key[0] if isinstance(key, tuple) and key else key
        full = self._full_size(value, first) if isinstance(first, slice) else None
        rows = count_of(value)
        if full is None or rows is None:
            return key
        moved = _moved(first, rows, full, self._borders.get((rows, full), {}))
        self._say_moved(first, moved, rows, full)
        return (moved, *key[1:]) if isinstance(key, tuple) else moved

    def gathered(self, numbers: Any, holders: Callable[[], tuple[Any, ...]]) -> Any:
        """`range(a, b)`, whose numbers take single rows into a list; where published rows are meant, those there are.

        Row by row each would be moved as well, and the list hold every row some twenty times.
        """
        if type(numbers) is not range or numbers.step != 1 or len(numbers) < self.least:
            return numbers
        taken_from: tuple[Any, ...] = ()
        with contextlib.suppress(NameError):
            taken_from = holders()
        part = slice(numbers.start, numbers.stop)
        for value in taken_from:
            rows, full = count_of(value), self._full_size(value, part)
            if rows is None or full is None:
                continue
            moved = _moved(part, rows, full, self._borders.get((rows, full), {}))
            self._say_moved(part, moved, rows, full)
            # What was gathered is counted, cut and drawn from like the data set itself.
            self._sizes = sorted({*self._sizes, (moved.stop - moved.start, len(numbers))})
            return range(moved.start, min(moved.stop, rows))
        return numbers

    def _full_size(self, value: Any, first: Any) -> int | None:
        """Rows of the published part that `value` stands for, if the bounds are beyond what it has."""
        rows = count_of(value)
        if rows is None or not any(number >= rows for number in _numbers(first, self.least)):
            return None
        most = max(_numbers(first, self.least))
        if isinstance(first, slice) and isinstance(first.start, int | np.integer) and first.stop == most:
            most -= 1  # `x[4456 : n + 1]`: an end may be beyond the rows there are
        # A part may be a dozen rows, as many as there are of anything: a single row beyond them would fail for sure.
        sizes = self._sizes if isinstance(first, slice) or _is_list(first) else [*self._sizes, *self._parts]
        return next((full for there, full in sizes if CLEANED * there <= rows <= there and full >= most), None)

    def _moved_label(self, value: Any, key: Any) -> Any:
        """`key`, or where it is the number of a published row that a part of a table would have, that of ours."""
        table = getattr(value, "obj", value)
        if not isinstance(key, int | np.integer) or not hasattr(table, "iloc") or getattr(value, "name", "") == "iloc":
            return key
        index: Any = table.index
        if key < self.least or key in index:
            return key
        for there, full in self._sizes:
            moved = self._borders.get((there, full), {}).get(int(key), round(int(key) * there / full))
            if key < full and moved in index:
                self._say_moved(key, moved, there, full)
                return moved
        return key

    def _say_moved(self, asked: Any, moved: Any, rows: int, full: int) -> None:
        if isinstance(asked, int | np.integer):
            # A loop over hundreds of them says one thing.
            self._singles.add((rows, int(asked)))
            if len(self._singles) > SINGLES:
                self._say(
                    asked="more single rows of the published data set",
                    served="rows of those there are",
                    how="rows",
                    why=FEWER_IN_PROPORTION,
                )
                return
        self._say(
            asked=f"rows [{_in_words(asked)}] of {full:,}",
            served=f"rows [{_in_words(moved)}] of the {rows:,} there are",
            how="rows",
            why=FEWER_IN_PROPORTION,
        )


def install(context: Context) -> None:
    """Rewrite what cells subscript with large numbers."""
    bounds = RowBounds(context)
    if not bounds.concerned:
        return
    bind(context, TAKE, bounds)
    cells = list(parsed(cell.source for cell in context.job.cells if cell.kind == "code"))
    context.shell.ast_transformers.append(
        _Rewriter(bounds.least, large_names(cells, bounds.least), frozenset(_cuts(cells)))
    )


class _Rewriter(ast.NodeTransformer):
    """`x[a:b]` to a call of ours where `a` or `b` may be a row number beyond what is served."""

    def __init__(self, least: int, names: frozenset[str], cuts: frozenset[str]) -> None:
        self._least = least
        self._names = names  # variables that may hold a number as large, somewhere in the notebook
        self._cuts = cuts  # where some part of rows begins: only such an end is the border of two parts

    def visit_For(self, node: ast.For) -> ast.AST:
        """`for i in range(35000): texts.append(clean(reviews[i]))`."""
        holders = _gathered_from(node)
        self.generic_visit(node)
        whence = node.iter
        if not holders or not isinstance(whence, ast.Call) or not any(map(self._is_large, whence.args)):
            return node
        taken: list[ast.expr] = [ast.Name(name, ast.Load()) for name in holders]
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        node.iter = asked(TAKE, GATHER, [whence, ast.Lambda(nothing, ast.Tuple(taken, ast.Load()))], whence)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store):
            return self._stored(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        key = node.slice
        first = key.elts[0] if isinstance(key, ast.Tuple) and key.elts else key
        parts = [first.lower, first.upper] if isinstance(first, ast.Slice) else [first]
        if isinstance(first, ast.Slice) and first.step is not None:
            return node
        if not any(part is not None and self._is_large(part) for part in parts):
            return node
        if isinstance(first, ast.Slice) and first.lower is None and self._only_limits(first.upper):
            return node
        spelt = ast.Subscript(ast.Name(TAKE, ast.Load()), key, ast.Load())  # gives the key as an object
        return placed(ast.Call(ast.Name(TAKE, ast.Load()), [node.value, spelt], []), node)

    def _stored(self, node: ast.Subscript) -> ast.AST:
        """`x[i * 10000 : (i + 1) * 10000] = batch`, of a name: what stands before the brackets is asked twice."""
        key = node.slice
        first = key.elts[0] if isinstance(key, ast.Tuple) and key.elts else key
        if not isinstance(node.value, ast.Name) or not isinstance(first, ast.Slice) or first.step is not None:
            return node
        parts = [part for bound in (first.lower, first.upper) if bound is not None for part in ast.walk(bound)]
        if any(isinstance(part, ast.expr) and self._is_large(part) for part in parts):
            spelt = ast.Subscript(ast.Name(TAKE, ast.Load()), key, ast.Load())
            node.slice = asked(TAKE, "stored", [ast.Name(node.value.id, ast.Load()), spelt], key)
        return node

    def _only_limits(self, end: ast.expr | None) -> bool:
        """Whether an end says how many rows at most: nothing begins where it ends, and it counts from the start."""
        return not _is_negative(end) and (end is None or ast.unparse(end) not in self._cuts)

    def _is_large(self, part: ast.expr) -> bool:
        if isinstance(part, ast.UnaryOp) and _is_negative(part):
            return self._is_large(part.operand)
        return may_be_large(part, self._least, self._names)


def _cuts(cells: Iterable[ast.Module]) -> Iterator[str]:
    """What slices begin with, as it is spelt."""
    for tree in cells:
        for node in ast.walk(tree):
            if isinstance(node, ast.Slice) and node.lower is not None:
                yield ast.unparse(node.lower)


def _gathered_from(loop: ast.For) -> list[str]:
    """What a loop over `range(…)` takes single rows from by its number, if it does nothing but gather them in lists.

    Where it adds up (`right += …`) or fills places (`made[i] = …`), how many rows there are is written down elsewhere.
    """
    if getattr(getattr(loop.iter, "func", None), "id", "") != "range" or not isinstance(loop.target, ast.Name):
        return []
    nodes = [node for part in loop.body for node in ast.walk(part)]
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    taken = [node for node in nodes if isinstance(node, ast.Subscript) and _is_name(node.slice, loop.target.id)]
    gathers = any(isinstance(node, ast.Attribute) and node.attr == "append" for node in nodes)
    if not gathers or any(isinstance(node, ast.AugAssign) for node in nodes):
        return []
    if any(not isinstance(node.ctx, ast.Load) for node in taken):
        return []
    return sorted({node.value.id for node in taken if isinstance(node.value, ast.Name)} - stored)


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _begins_inside(value: Any, key: Any) -> bool:
    """Whether a part begins within the rows there are: how far it goes is then only a limit."""
    rows = count_of(value)
    if rows is None or not isinstance(key, slice) or not isinstance(key.start, int | np.integer):
        return False
    return -rows <= int(key.start) < rows


def _is_negative(part: ast.expr | None) -> bool:
    return isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub)


def count_of(value: Any) -> int | None:
    """Rows of an array, a list, a frame or the indexer of one (`frame.iloc`); None for anything else."""
    value = getattr(value, "obj", value)
    if isinstance(value, str | bytes | dict):
        return None
    try:
        return len(value)
    except TypeError:
        # SciPy's sparse matrices do not say whether a length is of rows or of what they hold.
        return int(value.shape[0]) if hasattr(value, "getnnz") and len(value.shape) > 1 else None


def _numbers(key: Any, least: int) -> tuple[int, ...]:
    """The row numbers of a key, counted from either end; steps are left out, and numbers below `least`."""
    found = (_most(key),) if _is_list(key) else (key.start, key.stop) if isinstance(key, slice) else (key,)
    sizes = (abs(int(number)) for number in found if isinstance(number, int | np.integer))
    return tuple(size for size in sizes if size >= least)


def _moved(key: Any, rows: int, full: int, borders: Mapping[int, int]) -> Any:
    """In proportion; where the test rows of a whole data set begin they begin here, whatever the proportion."""

    def place(number: Any) -> Any:
        if not isinstance(number, int | np.integer):
            return number
        if number < 0:
            return -round(-int(number) * rows / full)
        return borders.get(int(number), round(int(number) * rows / full))

    if isinstance(key, slice):
        start, stop = place(key.start), place(key.stop)
        if key.step is None and isinstance(start, int) and start == stop and key.start < key.stop:
            start, stop = min(start, rows - 1), min(start, rows - 1) + 1  # few rows stay a row
        return slice(start, stop, key.step)
    if _is_list(key):  # each row once
        return list(dict.fromkeys(min(int(number) * rows // full, rows - 1) for number in key))
    return max(-rows, min(place(key), rows - 1))


def _is_list(key: Any) -> bool:
    """Whether it is a list, range or array of row numbers, not one of truth values."""
    if isinstance(key, np.ndarray):
        return key.ndim == 1 and key.size > 0 and key.dtype.kind in "iu"
    return isinstance(key, list | range) and len(key) > 0 and all(type(number) is int for number in key)


def _most(key: Any) -> int:
    return int(key.max()) if isinstance(key, np.ndarray) else max(key)


def _in_words(key: Any) -> str:
    if _is_list(key):
        return f"{len(key):,} numbers up to {_most(key):,}"
    if not isinstance(key, slice):
        return f"{key:,}"
    return ":".join("" if number is None else f"{number:,}" for number in (key.start, key.stop))
