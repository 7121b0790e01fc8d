"""Which columns of a table a notebook's code takes for numbers: told by what it does with their values.

A file of a name that nobody knows may hold its labels as words or as 0 and 1. Code that hands the column to a network's
loss, adds it up or compares it with 1, and nowhere turns words into numbers, was written for numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

Columns = frozenset[str]
NONE: Final[Columns] = frozenset()
# Calls that only numbers go through, by the last part of their names; the column is an argument.
_TAKE_NUMBERS: Final = frozenset({
    "to_categorical", "bincount", "sum", "mean", "tensor", "as_tensor", "from_numpy", "Tensor", "LongTensor",
    "FloatTensor", "IntTensor", "one_hot",
})  # fmt: skip
_OF_NUMBERS: Final = frozenset({"sum", "mean", "std", "cumsum"})  # methods of the column itself
_MAKE_NUMBERS: Final = frozenset(
    {"fit_transform", "transform", "get_dummies", "factorize", "Categorical", "LabelEncoder"}
)
_CHANGE: Final = frozenset({"map", "replace", "apply", "factorize", "cat", "codes", "str"})  # likewise, on the column
_TRAINING: Final = frozenset({"epochs", "nb_epoch", "batch_size", "validation_split", "validation_data"})
_KINDS: Final = ("int", "float", "uint", "bool", "double", "long")


def numeric_columns(trees: Iterable[ast.Module]) -> Columns:
    """Names of columns, as in `df["label"]` and `df.label`, whose values the code takes for numbers as they are."""
    reader = _Reader()
    for tree in trees:
        reader.visit(tree)
    return frozenset(reader.numbers - reader.changed)


class _Reader(ast.NodeVisitor):
    """Follows values of columns through assignments, in the order of the source."""

    def __init__(self) -> None:
        self.numbers = set[str]()
        self.changed = set[str]()  # turned into numbers by the code itself: they were words
        self._holds = dict[str, Columns]()

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._holds[target.id] = self._of(node.value)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Call):
                self._split(target, node.value)
            elif isinstance(target, ast.Subscript):
                self.visit(target)

    def _split(self, target: ast.Tuple, call: ast.Call) -> None:
        """`a, b, c, d = train_test_split(x, y)`: two names for each array."""
        for place, name in enumerate(target.elts):
            if isinstance(name, ast.Name):
                given = call.args[place // 2] if _last(call.func) == "train_test_split" and len(
                    target.elts) == 2 * len(call.args) else None  # fmt: skip
                self._holds[name.id] = self._of(given)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        if any(_is_number(side) for side in sides):
            self.numbers.update(name for side in sides for name in self._of(side))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """`1 - df["score"]`, `df["stars"] / 5`; words can be added to and multiplied."""
        if isinstance(node.op, ast.Sub | ast.Div | ast.Pow) and (_is_number(node.left) or _is_number(node.right)):
            self.numbers |= self._of(node.left) | self._of(node.right)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """`hot[row, labels[row]] = 1`: a place in an array is a number."""
        if isinstance(node.slice, ast.Tuple) and isinstance(node.value, ast.Name):
            self.numbers.update(name for place in node.slice.elts for name in self._of(place))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _last(node.func)
        given = self._of(node.args[0]) if node.args else NONE
        if isinstance(node.func, ast.Attribute):
            own = self._of(node.func.value)
            if name in _OF_NUMBERS or (name == "astype" and node.args and _is_kind(node.args[0])):
                self.numbers |= own
            elif name in _CHANGE or (name == "astype" and node.args):
                self.changed |= own
        if name in _MAKE_NUMBERS:
            self.changed |= given
        elif name in _TAKE_NUMBERS:
            self.numbers |= given
        elif name == "fit" and {keyword.arg for keyword in node.keywords} & _TRAINING:
            self._trained(node)
        self.generic_visit(node)

    def _trained(self, node: ast.Call) -> None:
        targets = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg == "y")]
        for target in targets:
            self.numbers |= self._of(target)

    def _of(self, node: ast.expr | None) -> Columns:
        """The columns whose values an expression hands on as they are; none for one that makes something of them."""
        if isinstance(node, ast.Name):
            return self._holds.get(node.id, NONE)
        if isinstance(node, ast.Subscript):
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                return frozenset({node.slice.value})
            return self._of(node.value)
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and not self._holds.get(node.value.id):
                return frozenset({node.attr})
            if node.attr in _CHANGE:
                self.changed |= self._of(node.value)
                return NONE
            return self._of(node.value)
        if isinstance(node, ast.Call):
            name = _last(node.func)
            if name in {"array", "asarray", "list", "Series", "ravel"} and node.args:
                return self._of(node.args[0])
            if isinstance(node.func, ast.Attribute) and name in {
                "to_numpy", "tolist", "reshape", "copy", "ravel", "flatten", "to_list", "reset_index", "head", "astype",
            }:  # fmt: skip
                return self._of(node.func.value)
        return NONE


def _last(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _is_kind(node: ast.expr) -> bool:
    """Whether `int`, `np.float32`, `"int64"` and the like."""
    name = node.value if isinstance(node, ast.Constant) else _last(node)
    return isinstance(name, str) and name.startswith(_KINDS)
