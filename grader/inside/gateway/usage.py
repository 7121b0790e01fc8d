"""What a notebook's source says about the data it expects: paths, column names, encodings."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader.inside.cell_source import transformer
from grader.inside.gateway.class_words import ClassWords, read_class_words
from grader.inside.gateway.numeric_columns import numeric_columns
from grader.inside.gateway.read_tables import TableRead, is_table_read, read_tables, slice_ends

MOST_MODULES: Final = 50
MODULE_BYTES: Final = 500_000
WRITERS: Final = frozenset({"to_csv", "to_excel", "to_json", "to_pickle", "savetxt", "save", "savefig", "dump"})
# What pandas gives every table, and code reads without calling it, the methods by mistake.
_OF_ANY_TABLE: Final = frozenset({
    "T", "at", "attrs", "axes", "columns", "dtypes", "empty", "flags", "iat", "iloc", "index", "loc", "ndim", "plot",
    "shape", "size", "style", "values", "head", "tail", "info", "describe", "sample", "isnull", "isna", "count", "sum",
    "mean", "corr", "nunique", "dropna", "copy", "hist", "groupby",
})  # fmt: skip
# What follows a column and hardly anything else: `data.review.str`, `data.review.apply(...)`.
_READ_OF_COLUMNS: Final = frozenset({"values", "str", "dtype", "iloc", "loc"})
_CALLED_OF_COLUMNS: Final = frozenset({
    "apply", "map", "tolist", "to_list", "to_numpy", "astype", "value_counts", "unique", "nunique", "isnull", "isna",
    "fillna", "isin", "replace",
})  # fmt: skip
_MARK: Final = re.compile(r"<.*>|\[[A-Z]+\]")  # "<unk>", "[PAD]": what vocabularies are asked for
_NOT_COLUMNS: Final = frozenset({
    "accuracy", "acc", "val_accuracy", "val_acc", "loss", "val_loss", "precision", "recall", "f1-score", "support",
    "input_ids", "attention_mask",
})  # fmt: skip


@dataclass(slots=True)
class Usage:
    """Facts from all cells, in the order of the source."""

    strings: list[str] = field(default_factory=list)  # every string literal
    columns: list[str] = field(default_factory=list)  # names looked up, before any of the notebook's own naming
    attributes: list[str] = field(default_factory=list)  # df.v1: any attribute that is read
    of_columns: list[str] = field(default_factory=list)  # of these, those that are used as a column is, x.v1.str
    own_columns: set[str] = field(default_factory=set)  # names the notebook gave: assignments, rename, names=
    renamed: dict[str, str] = field(default_factory=dict)  # rename(columns={old: new})
    written: set[str] = field(default_factory=set)  # paths the notebook writes itself
    encodings: list[str] = field(default_factory=list)  # encoding= anywhere
    tries_to_read: bool = False  # a table inside of `try`: the code can do without it
    splits_on_tab: bool = False  # line.split("\t") or delimiter="\t"
    uses_csv: bool = False  # the csv module
    bases: dict[str, set[str]] = field(default_factory=dict)  # name -> variables it was looked up on: df["text"]
    numeric: frozenset[str] = frozenset()  # columns whose values are taken for numbers as they are
    class_words: ClassWords = field(default_factory=ClassWords)  # what values of columns are held against
    tables: Mapping[str, TableRead] = field(default_factory=dict)  # file name -> what is asked of its table alone

    @property
    def looked_up(self) -> list[str]:
        return [name for name in self.columns if name not in _NOT_COLUMNS and not _MARK.fullmatch(name)]


def read_usage(sources: Iterable[str]) -> Usage:
    """Read all cells; one that is not Python after IPython's own transformations is passed over."""
    trees = list(parsed(sources))
    usage = Usage(numeric=numeric_columns(trees), class_words=read_class_words(trees), tables=read_tables(trees))
    tables, lists = set[str](), dict[str, list[str]]()
    for tree in trees:
        _Reader(usage, tables, lists).visit(tree)
    return usage


def module_sources(work: Path) -> list[str]:
    """The sources of companion modules, which may be what reads the data."""
    found = [path for path in sorted(work.rglob("*.py"))[:MOST_MODULES] if path.is_file()]
    return [path.read_text(encoding="utf-8", errors="replace") for path in found if path.stat().st_size < MODULE_BYTES]


def parsed(sources: Iterable[str]) -> Iterator[ast.Module]:
    """The syntax trees of cells as IPython would run them, to be looked at; one that is no Python is passed over."""
    for source in sources:
        tree = _tree(source)
        if tree is not None:
            yield tree


@functools.lru_cache(maxsize=512)  # cells and modules of one notebook, which half a dozen look at
def _tree(source: str) -> ast.Module | None:
    try:
        tree: ast.Module = ast.parse(transformer().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError):
        return None
    return tree


class _Reader(ast.NodeVisitor):
    def __init__(self, usage: Usage, tables: set[str], lists: dict[str, list[str]]) -> None:
        """`tables` are the variables that hold a table read, `lists` those of texts; shared by all cells."""
        self._use = usage
        self._tables = tables
        self._lists = lists

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._use.strings.append(node.value)

    def visit_Import(self, node: ast.Import) -> None:
        self._use.uses_csv |= any(name.name == "csv" for name in node.names)

    def visit_Try(self, node: ast.Try) -> None:
        inside = (each for line in node.body for each in ast.walk(line))
        self._use.tries_to_read |= any(isinstance(each, ast.Call) and is_table_read(each) for each in inside)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)  # df["label"] = df["label"].map(...) looks the name up before it gives it
        for target in node.targets:
            self._tables.update(_read_into(target, node.value))
            if isinstance(target, ast.Name) and isinstance(node.value, ast.List):
                self._lists[target.id] = _strings_of(node.value)
            if isinstance(target, ast.Attribute) and target.attr == "columns":
                self._use.own_columns.update(self._listed(node.value))
            self.visit(target)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        names = self._listed(node.slice) or slice_ends(node)
        for name in names:
            if isinstance(node.ctx, ast.Store):
                self._own(name)
            else:
                self._look_up(name)
            if isinstance(node.value, ast.Name):
                self._use.bases.setdefault(name, set()).add(node.value.id)
        if not names:
            self.visit(node.slice)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load):
            self._use.attributes.append(node.attr)
            if isinstance(node.value, ast.Name) and node.value.id in self._tables and node.attr not in _OF_ANY_TABLE:
                self._look_up(node.attr)
            if node.attr in _READ_OF_COLUMNS:
                self._column_before(node.value)
        self.visit(node.value)

    def _column_before(self, node: ast.expr) -> None:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id != "self":
            self._use.of_columns.append(node.attr)

    def visit_Call(self, node: ast.Call) -> None:
        # What is called is a method, not a column: `ax.text(...)` says nothing of the data.
        self.visit(node.func.value if isinstance(node.func, ast.Attribute) else node.func)
        name = called_name(node)
        if isinstance(node.func, ast.Attribute) and name in _CALLED_OF_COLUMNS:
            self._column_before(node.func.value)
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        self._names_in(name, node.args, named)
        if name in WRITERS or (name == "open" and opens_to_write(node.args, named)):
            self._use.written.update(text for arg in node.args[:2] for text in _strings_of(arg))
            self._use.written.update(text for value in named.values() for text in _strings_of(value))
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            self.visit(argument)

    def _names_in(self, name: str, arguments: Sequence[ast.expr], named: dict[str, ast.expr]) -> None:
        first = self._listed(arguments[0]) if arguments else []
        if name == "rename":
            table = named.get("columns") or (arguments[0] if arguments else None)
            if isinstance(table, ast.Dict):
                self._rename(table)
        elif name == "drop":
            along = named.get("axis")
            if "columns" in named:
                self._look_up(*self._listed(named["columns"]))
            elif isinstance(along, ast.Constant) and along.value in (1, "columns"):
                self._look_up(*first)
        elif name in {"groupby", "drop_duplicates", "sort_values", "set_index"}:
            self._look_up(*first)
        elif name == "split" and first == ["\t"]:
            self._use.splits_on_tab = True
        for key in ("usecols", "subset", "by", "x", "y", "hue"):
            if key in named and (key not in {"x", "y", "hue"} or "data" in named or name == "plot"):
                self._look_up(*self._listed(named[key]))
        if "names" in named:
            self._use.own_columns.update(self._listed(named["names"]))
        if "encoding" in named:
            self._use.encodings.extend(_strings_of(named["encoding"]))
        if "delimiter" in named and _strings_of(named["delimiter"]) == ["\t"]:
            self._use.splits_on_tab = True

    def _listed(self, node: ast.expr) -> list[str]:
        """The strings of a literal, or of the list that a name was given before."""
        return self._lists.get(node.id, []) if isinstance(node, ast.Name) else _strings_of(node)

    def _rename(self, table: ast.Dict) -> None:
        for key, value in zip(table.keys, table.values, strict=True):
            old = _strings_of(key) if key is not None else []
            new = _strings_of(value)
            if len(old) == len(new) == 1:
                self._look_up(old[0])
                self._use.renamed[old[0]] = new[0]
                self._own(new[0])

    def _look_up(self, *names: str) -> None:
        for name in names:
            if name not in self._use.own_columns and name not in self._use.columns:
                self._use.columns.append(name)

    def _own(self, name: str) -> None:
        if name not in self._use.columns:
            self._use.own_columns.add(name)


def called_name(call: ast.Call) -> str:
    """The last part of the name that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _read_into(target: ast.expr, value: ast.expr) -> Iterator[str]:
    """The variables of `target` that hold a table read from then on."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, part in zip(target.elts, value.elts, strict=False):
            yield from _read_into(each, part)
    elif isinstance(target, ast.Name) and is_table_read(value):
        yield target.id


def opens_to_write(arguments: Sequence[ast.expr], named: dict[str, ast.expr]) -> bool:
    """Whether `open` is called with a mode that writes."""
    mode = arguments[1] if len(arguments) > 1 else named.get("mode")
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and bool(set(mode.value) & set("wax"))


def _strings_of(node: ast.expr) -> list[str]:
    """The strings a literal is or directly holds."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [text for item in node.elts for text in _strings_of(item)]
    return []
