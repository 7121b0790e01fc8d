"""How code spells the classes in a column of labels: "Not Spam", where the data set says "ham".

Only strings that the column's values are held against tell: compared with, looked for, mapped from. What the code
writes into a column itself says nothing of the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Names = frozenset[str]
NONE: Final[Names] = frozenset()
# Other words for a class, in small letters and with blanks between them.
_OTHER_WORDS: Final = {
    "ham": frozenset({
        "ham", "not spam", "notspam", "non spam", "nonspam", "no spam", "not a spam", "legit", "legitimate", "normal",
        "genuine", "safe",
    }),
    "spam": frozenset({"spam"}),
    "negative": frozenset({"negative", "neg"}),
    "positive": frozenset({"positive", "pos"}),
}  # fmt: skip
_CASED: Final = frozenset({"lower", "upper", "title", "capitalize", "casefold", "swapcase"})
_SAME_VALUES: Final = frozenset({
    "array", "asarray", "list", "Series", "set", "to_numpy", "tolist", "to_list", "copy", "ravel", "flatten", "astype",
    "unique", "value_counts", "reset_index", "dropna", "head", "strip", "squeeze", *_CASED,
})  # fmt: skip
_APPLIED: Final = frozenset({"apply", "map", "transform", "applymap"})
_CHOOSE: Final = frozenset({"where", "select", "choose"})
_STYLES: Final[tuple[tuple[Callable[[str], bool], Callable[[str], str]], ...]] = (
    (str.isupper, str.upper),
    (str.istitle, str.title),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWords:
    """Strings that columns are held against, by column; those that the code makes; columns whose case it changes."""

    named: Mapping[str, Names] = field(default_factory=dict)
    made: Names = NONE
    cased: Names = NONE


def read_class_words(trees: Sequence[ast.Module]) -> ClassWords:
    """What all cells say, in the order of the source."""
    reader = _Reader({node.name: node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)})
    for tree in trees:
        reader.visit(tree)
    named = {column: frozenset(words) for column, words in reader.named.items()}
    return ClassWords(named=named, made=frozenset(reader.made), cased=frozenset(reader.cased))


def spelled(words: ClassWords, columns: Iterable[str], classes: tuple[str, ...]) -> tuple[str, ...]:
    """The classes as the code spells them, in the order of `classes`.

    Args: `columns` are the names under which the code may have the labels.
    Returns: `classes` themselves where the code names none of them, or one of them in two ways.
    """
    columns = tuple(columns)
    said = {word for column in columns for word in words.named.get(column, NONE)} - words.made
    found = [{word for word in said if _plain(word) in _OTHER_WORDS.get(each, NONE)} for each in classes]
    if not words.cased.isdisjoint(columns):  # then it is the code that spells in capitals
        found = [{word for word in each if word.casefold() != own} for each, own in zip(found, classes, strict=True)]
    if any(len(each) > 1 for each in found) or not any(found):
        return classes
    style = next((style for is_so, style in _STYLES for each in found if any(map(is_so, each))), str)
    return tuple(next(iter(each), style(own)) for each, own in zip(found, classes, strict=True))


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", " ", word.casefold()) if word == word.strip() else ""


class _Reader(ast.NodeVisitor):
    """Follows values of columns through names, loops and functions that are applied to them."""

    def __init__(self, functions: dict[str, ast.FunctionDef]) -> None:
        self.named = dict[str, set[str]]()
        self.made = set[str]()
        self.cased = set[str]()
        self._functions = functions
        self._holds = dict[str, Names]()
        self._tables = dict[str, ast.Dict]()

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._holds[target.id] = self._of(node.value)
                if isinstance(node.value, ast.Dict):
                    self._tables[target.id] = node.value
            else:
                self.visit(target)
                self.made.update(_chosen(node.value))

    def visit_For(self, node: ast.For) -> None:
        self._loop(node.target, node.iter)
        self.generic_visit(node)

    def visit_ListComp(self, node: ast.ListComp | ast.GeneratorExp) -> None:
        for each in node.generators:
            self._loop(each.target, each.iter)
        self.generic_visit(node)

    visit_GeneratorExp = visit_ListComp  # noqa: N815  ast's own name

    def visit_Compare(self, node: ast.Compare) -> None:
        if all(isinstance(each, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for each in node.ops):
            sides = [node.left, *node.comparators]
            self._name([column for side in sides for column in self._of(side)], *sides)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """`df["label"].value_counts()["spam"]`."""
        if isinstance(node.value, ast.Call) and _last(node.value.func) == "value_counts":
            self._name(self._of(node.value), node.slice)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _last(node.func)
        if isinstance(node.func, ast.Attribute):
            own = self._of(node.func.value)
            if name in _CASED:
                self.cased |= own
            elif name in {"isin", "eq", "ne", "get_group"}:
                self._name(own, *node.args)
            elif name == "replace":
                self._replaced(own, node.args)
            elif name in _APPLIED and node.args:
                self._applied(own, node.args[0])
        self.generic_visit(node)

    def _loop(self, target: ast.expr, over: ast.expr) -> None:
        sides = [over]
        if isinstance(target, ast.Tuple) and isinstance(over, ast.Call) and _last(over.func) in {"zip", "enumerate"}:
            sides = over.args if _last(over.func) == "zip" else [ast.Constant(0), *over.args]
        for each, side in zip(target.elts if isinstance(target, ast.Tuple) else [target], sides, strict=False):
            if isinstance(each, ast.Name):
                self._holds[each.id] = self._of(side)

    def _replaced(self, own: Names, given: list[ast.expr]) -> None:
        table = self._table(given[0]) if given else None
        if table is not None:
            self._mapped(own, table)
        elif len(given) > 1:
            self._name(own, given[0])
            self.made.update(_strings(given[1]))

    def _applied(self, own: Names, function: ast.expr) -> None:
        table = self._table(function)
        if table is not None:
            self._mapped(own, table)
            return
        if isinstance(function, ast.Attribute) and function.attr in _CASED:  # apply(str.lower)
            self.cased |= own
        name = function.id if isinstance(function, ast.Name) else ""
        known = self._functions.pop(name, function)  # not again inside of itself
        if isinstance(known, ast.Lambda | ast.FunctionDef) and known.args.args:
            argument = known.args.args[0].arg
            before = self._holds.get(argument, NONE)
            self._holds[argument] = own
            self.generic_visit(known)
            self._holds[argument] = before
            self.made.update(_given_back(known))
        if isinstance(known, ast.FunctionDef):
            self._functions[name] = known

    def _mapped(self, own: Names, table: ast.Dict) -> None:
        for key, value in zip(table.keys, table.values, strict=True):
            if isinstance(value, ast.Dict):  # replace({"label": {"spam": 1}})
                self._mapped(frozenset(_strings(key)), value)
            else:
                self._name(own, key)
                self.made.update(_strings(value))

    def _table(self, node: ast.expr) -> ast.Dict | None:
        return self._tables.get(node.id) if isinstance(node, ast.Name) else node if isinstance(node, ast.Dict) else None

    def _name(self, columns: Iterable[str], *nodes: ast.expr | None) -> None:
        words = [word for node in nodes for word in _strings(node)]
        for column in columns:
            self.named.setdefault(column, set()).update(words)

    def _of(self, node: ast.expr) -> Names:
        """The columns whose values an expression hands on, one by one or all."""
        if isinstance(node, ast.Name):
            return self._holds.get(node.id, NONE)
        if isinstance(node, ast.Subscript):
            place = node.slice.elts[-1] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
            return frozenset(_strings(place)) or self._of(node.value)
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and not self._holds.get(node.value.id):
                return frozenset({node.attr})
            return self._of(node.value)
        if isinstance(node, ast.Call) and _last(node.func) == "groupby" and node.args:
            return frozenset(_strings(node.args[0]))
        if isinstance(node, ast.Call) and _last(node.func) in _SAME_VALUES:
            module = isinstance(node.func, ast.Name) or _last(node.func) in {"array", "asarray", "Series"}
            return self._of(node.args[0]) if module and node.args else self._of(_before(node.func))
        return NONE


def _before(function: ast.expr) -> ast.expr:
    return function.value if isinstance(function, ast.Attribute) else function


def _last(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _strings(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [text for each in node.elts for text in _strings(each)]
    return []


def _given_back(function: ast.Lambda | ast.FunctionDef) -> list[str]:
    if isinstance(function, ast.Lambda):
        return _chosen(function.body)
    values = [each.value for each in ast.walk(function) if isinstance(each, ast.Return)]
    return [text for value in values if value is not None for text in _chosen(value)]


def _chosen(node: ast.expr) -> list[str]:
    """The strings that an expression may come to."""
    if isinstance(node, ast.IfExp):
        return [*_chosen(node.body), *_chosen(node.orelse)]
    if isinstance(node, ast.ListComp):
        return _chosen(node.elt)
    if isinstance(node, ast.Call) and _last(node.func) in _CHOOSE:
        return [text for each in node.args for text in _strings(each)]
    return _strings(node)
