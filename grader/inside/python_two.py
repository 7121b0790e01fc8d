"""Cells of Python 2, as notebooks until about 2018 hold them, made cells of Python 3 before anything reads them.

A cell that is no Python 3 and is Python 2 is translated by the standard library's lib2to3, line for line. Such a cell
makes its notebook one of Python 2: the other cells are translated too (`xrange`, `iteritems`), unless they show it to
be Python 3; then the old cell is a stray one. What is neither keeps its own error, and so does all where lib2to3 is no
more (Python 3.13).
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from grader.evidence.wire.job import Job, JobCell
from grader.inside.cell_source import transformer

Translate = Callable[[str], str]  # a text that ends with its line -> the same in Python 3

# Those that keep the lines and need to know no other cell. Moved modules are answered as they are imported, and lists
# of `keys()` and `range()` as they are made: both by `gateway.old_python`.
_FIXERS: Final = (
    "apply", "basestring", "except", "filter", "funcattrs", "getcwdu", "has_key", "itertools", "itertools_imports",
    "long", "map", "methodattrs", "ne", "next", "nonzero", "numliterals", "paren", "raise", "raw_input", "renames",
    "repr", "standarderror", "throw", "tuple_params", "types", "unicode", "xrange", "zip",
)  # fmt: skip
_OF_STATEMENTS: Final = ("exec", "print")
_NAMES: Final = {f"{way}{of}": of for way in ("iter", "view") for of in ("items", "keys", "values")}
_ON_CODE: Final = re.compile(r"\s*%%(?:time|timeit|capture|prun)\b[^\n]*\n")  # cells whose body is code
_TRUE_DIVISION: Final = re.compile(r"^\s*from\s+__future__\s+import\b.*\bdivision\b", re.MULTILINE)
_PRINT_FUNCTION: Final = re.compile(r"^\s*from\s+__future__\s+import\b.*\bprint_function\b", re.MULTILINE)
_OF_THREE: Final = (
    ast.JoinedStr, ast.AnnAssign, ast.Nonlocal, ast.AsyncFunctionDef, ast.MatMult, ast.NamedExpr, ast.YieldFrom,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Translation:
    """A job as it is to run, and what was done to its cells."""

    job: Job
    cells: tuple[int, ...] = ()  # positions of those that were no Python 3
    whole: bool = False  # the notebook is one of Python 2: its other cells were translated too
    floors: bool = False  # `/` of two whole numbers is a whole number


def translated(job: Job) -> Translation:
    """The job with its cells of Python 2 in Python 3; an ordinary notebook's is the one given."""
    code = [cell for cell in job.cells if cell.kind == "code"]
    trees = {cell.position: tree_of(cell.source) for cell in code}
    made = {cell.position: _from_two(cell.source) for cell in code if trees[cell.position] is None}
    old = {position: text for position, text in made.items() if text is not None}
    if not old:
        return Translation(job)
    source = "\n".join(cell.source for cell in code)
    whole = _is_of_two(len(old), [tree for tree in trees.values() if tree is not None], source)
    if whole:
        others = {cell.position: _renewed(cell.source) for cell in code if trees[cell.position] is not None}
        old |= {position: text for position, text in others.items() if text is not None}
    cells = tuple(_with(cell, old.get(cell.position)) for cell in job.cells)
    floors = whole and not _TRUE_DIVISION.search(source)
    positions = tuple(position for position, text in made.items() if text is not None)
    return Translation(replace(job, cells=cells), positions, whole=whole, floors=floors)


def _with(cell: JobCell, source: str | None) -> JobCell:
    return cell if source is None else replace(cell, source=source)


def tree_of(source: str) -> ast.Module | None:
    """The syntax of a cell as IPython would run it; None when it is no Python 3."""
    body = source[found.end() :] if (found := _ON_CODE.match(source)) else source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "\d" and `x is 1`: said once, when the cell is run
            tree: ast.Module = ast.parse(transformer().transform_cell(body))
    except (SyntaxError, ValueError, RecursionError):
        return None
    return tree


def _from_two(source: str) -> str | None:
    """A cell that is no Python 3 in Python 3; None when it is no Python 2 either."""
    text = _translate(source, print_function=False)
    return text if text is not None and tree_of(text) is not None else None


def _renewed(source: str) -> str | None:
    """A cell of both Pythons with the names of Python 3; None where it is to stand as it is."""
    text = _translate(source, print_function=True)
    return text if text is not None and text.strip() != source.strip() and tree_of(text) is not None else None


def _translate(source: str, *, print_function: bool) -> str | None:
    found = _ON_CODE.match(source)
    if found:
        body = _translate(source[found.end() :], print_function=print_function)
        return None if body is None else found.group() + body
    translate = _translator(print_function)
    if translate is None:
        return None
    try:
        plain = transformer().transform_cell(source)
        return _with_magics(source, plain, translate(plain))
    except Exception:  # noqa: BLE001  lib2to3 has an error of its own for each way in which a text is no Python 2
        return None


def _with_magics(source: str, plain: str, text: str) -> str:
    """`text` with the lines that only IPython knows as they were: what reads a source ahead looks for `!wget`."""
    rows = [source.splitlines(), plain.splitlines(), text.splitlines()]
    if len({len(each) for each in rows}) > 1:
        return text
    return "\n".join(_line(*row) for row in zip(*rows, strict=True)) + "\n"


def _line(written: str, plain: str, new: str) -> str:
    if plain != new or "get_ipython()" not in plain or "get_ipython()" in written:
        return new
    return plain[: len(plain) - len(plain.lstrip())] + written.lstrip()


def _is_of_two(old: int, others: Sequence[ast.Module], source: str) -> bool:
    """Whether cells that are Python 2 alone, `old` of them, speak for the whole notebook.

    Not where another says what Python 2 does not take, or more of them print by a call: there one was never run.
    """
    nodes = [list(ast.walk(tree)) for tree in others]
    if any(isinstance(node, _OF_THREE) for each in nodes for node in each):
        return False
    if _PRINT_FUNCTION.search(source):
        return True
    prints = [
        [node for node in each if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"]
        for each in nodes
    ]
    return not any(call.keywords for each in prints for call in each) and sum(map(bool, prints)) <= old


@functools.cache
def _translator(print_function: bool) -> Translate | None:
    """With `print` as a function or as a statement. Imported for a notebook that has such a cell; None: not there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            from lib2to3.refactor import RefactoringTool
    except ImportError:
        return None
    names: Sequence[str] = _FIXERS if print_function else (*_FIXERS, *_OF_STATEMENTS)
    tool: Any = RefactoringTool([f"lib2to3.fixes.fix_{name}" for name in names], {"print_function": print_function})
    for fixer in (*tool.pre_order, *tool.post_order):
        if hasattr(fixer, "transform_range"):
            fixer.transform_range = _as_it_is  # loops are known by their `range`

    def translate(text: str) -> str:
        tree = tool.refactor_string(text, "<cell>")
        for leaf in tree.leaves():
            before = leaf.prev_sibling
            if leaf.value in _NAMES and before is not None and str(before) == ".":
                leaf.value = _NAMES[leaf.value]
        return str(tree)

    return translate


def _as_it_is(*_: object) -> None:
    """What a fixer answers when there is nothing to change."""
