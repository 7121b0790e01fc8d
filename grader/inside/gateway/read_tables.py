"""What code asks of the table that it reads from a path: columns by name, and how wide the table must be.

Names are looked up on much else than tables. Those on a variable that only ever holds one table, or a copy of it, are
columns for certain; of a variable that is bound again, or whose columns get other names, nothing is said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_READERS: Final = frozenset({"read_csv", "read_table", "read_excel"})
# Methods that hand on a table's rows or columns as a table: `pd.read_csv(...).dropna()` is one that was read.
_STILL_A_TABLE: Final = frozenset({
    "dropna", "drop", "drop_duplicates", "fillna", "sample", "head", "tail", "rename", "reset_index", "copy", "astype",
    "sort_values", "query",
})  # fmt: skip
_RENAME: Final = frozenset({"rename", "set_axis", "insert", "eval", "reset_index"})
_BY_PLACE: Final = frozenset({"values", "iloc"})
_AS_ARRAY: Final = frozenset({"array", "asarray", "DataFrame"})
# With these the names of columns are not those of the file's first line, or what is read is several tables.
_OTHERWISE: Final = frozenset({"names", "header", "sheet_name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """What is asked of one file's table."""

    columns: frozenset[str] = frozenset()  # names between brackets that the code has not given itself
    attributes: frozenset[str] = frozenset()  # `df.text`: a column or a method
    width: int = 0  # the least number of columns for which the numbers of columns make sense


def read_tables(trees: Sequence[ast.Module]) -> Mapping[str, TableRead]:
    """Tables by the last part of their file's path, where the code that reads them names it."""
    reader = _Reader()
    for tree in trees:
        reader.visit(tree)
    return dict(reader.tables())


def is_table_read(node: ast.expr) -> bool:
    """Whether an expression is a table that pandas has just read, or what is left of it."""
    return _reading(node) is not None


def slice_ends(node: ast.Subscript) -> list[str]:
    """The columns named at the ends of `df.loc[:, "first":"last"]`."""
    along = _second(node.slice)
    if not isinstance(node.value, ast.Attribute) or node.value.attr != "loc" or not isinstance(along, ast.Slice):
        return []
    return [name for each in (along.lower, along.upper) for name in _texts(each)]


class _Reader(ast.NodeVisitor):
    """Follows the tables through plain names, in the order of the source."""

    def __init__(self) -> None:
        self._files = dict[str, str]()  # variable -> the file whose table, or a copy of it, it holds
        self._bound = dict[str, int]()
        self._unsure = set[str]()  # variables whose columns get other names than the file's
        self._made = set[str]()
        self._columns = dict[str, set[str]]()
        self._attributes = dict[str, set[str]]()
        self._width = dict[str, int]()
        self._hidden = list[set[str]]()  # parameters of the functions around

    def tables(self) -> Iterator[tuple[str, TableRead]]:
        """Those of whose variables everything is known."""
        files = self._files.items()
        unsure = {file for name, file in files if name in self._unsure or self._bound[name] > 1}
        for file in sorted({file for _, file in files} - unsure):
            names = [name for name, held in files if held == file]
            yield (
                file,
                TableRead(
                    columns=_all(self._columns, names) - self._made,
                    attributes=_all(self._attributes, names),
                    width=max(self._width.get(name, 0) for name in names),
                ),
            )

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name) and not self._hidden:
                self._hold(target.id, node.value)
            self.visit(target)

    def _hold(self, name: str, value: ast.expr) -> None:
        call, source = _reading(value), self._held(value)
        file = _file(call) if call is not None else self._files.get(source, "")
        if not file:
            return
        self._files[name] = file
        if call is not None and (_is_read_otherwise(call) or _calls(value, until=call) & _RENAME):
            self._unsure.add(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bound[node.id] = self._bound.get(node.id, 0) + 1

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        given = node.args
        self._hidden.append({each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)})
        self.generic_visit(node)
        self._hidden.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  ast's own names
    visit_Lambda = visit_FunctionDef  # noqa: N815

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name):
            if isinstance(node.ctx, ast.Store):  # df.columns = [...]
                self._unsure.add(node.value.id)
            elif self._is_seen(node.value.id):
                self._attributes.setdefault(node.value.id, set()).add(node.attr)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in _RENAME:
            self._unsure.add(self._held(node.func.value))
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        owner = node.value.value if isinstance(node.value, ast.Attribute) else node.value
        how = node.value.attr if isinstance(node.value, ast.Attribute) else ""
        name = self._held(owner)
        names = _texts(node.slice if how != "loc" else _second(node.slice)) if how in ("", "loc") else []
        if isinstance(node.ctx, ast.Store):
            self._made.update(names)
            if not names and how in ("", "loc"):  # a name that is reckoned
                self._unsure.add(name)
        elif self._is_seen(name):
            self._columns.setdefault(name, set()).update([*names, *slice_ends(node)])
            if how in _BY_PLACE or (how == "" and isinstance(node.slice, ast.Tuple)):
                self._width[name] = max(self._width.get(name, 0), _width(_second(node.slice)))
        self.generic_visit(node)

    def _held(self, node: ast.expr) -> str:
        """The variable whose table an expression is, with all of its columns; "" for none."""
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute) and node.attr == "values":
            return self._held(node.value)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _AS_ARRAY and len(node.args) == 1 and not node.keywords:
                return self._held(node.args[0])
            if isinstance(node.func, ast.Attribute) and name in {"copy", "to_numpy", "dropna", "drop_duplicates"}:
                return self._held(node.func.value)
        return ""

    def _is_seen(self, name: str) -> bool:
        return name in self._files and not any(name in names for names in self._hidden)


def _reading(node: ast.expr) -> ast.Call | None:
    """The call that reads the table an expression is of."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute) and node.func.attr in _STILL_A_TABLE:
        return _reading(node.func.value)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return node if name in _READERS else None


def _is_read_otherwise(call: ast.Call) -> bool:
    """Whether the columns have other names than those in the file's first line."""
    first = ("header", 0), ("sheet_name", 0)
    given = {(each.arg, each.value.value if isinstance(each.value, ast.Constant) else None) for each in call.keywords}
    return any(name in _OTHERWISE for name, _ in given.difference(first))


def _calls(node: ast.expr, *, until: ast.Call) -> set[str]:
    """The methods that are called on what `until` reads."""
    names = set[str]()
    while node is not until and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        names.add(node.func.attr)
        node = node.func.value
    return names


def _file(call: ast.Call) -> str:
    """The last part of the path that is read, which is the last of the literals that it is put together of."""
    parts = [each for each in ast.walk(call.args[0]) if isinstance(each, ast.Constant)] if call.args else []
    texts = [text for each in sorted(parts, key=lambda part: (part.lineno, part.col_offset)) for text in _texts(each)]
    return re.split(r"[\\/]", texts[-1])[-1] if texts else ""


def _second(place: ast.expr) -> ast.expr:
    """The place along the columns; one that says nothing where there is none."""
    return place.elts[1] if isinstance(place, ast.Tuple) and len(place.elts) == 2 else ast.Constant(None)


def _width(along: ast.expr) -> int:
    if isinstance(along, ast.Slice):
        return max(_number(along.lower) + 1, _number(along.upper))
    places = along.elts if isinstance(along, ast.List) else [along]
    return max((_number(each) + 1 for each in places), default=0)


def _number(node: ast.expr | None) -> int:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else -1


def _texts(node: ast.expr | None) -> list[str]:
    found = node.elts if isinstance(node, ast.List) else [node]
    return [each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _all(sets: Mapping[str, set[str]], names: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(sets.get(name, set()) for name in names))
