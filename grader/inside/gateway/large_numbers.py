"""Where code may mean a row beyond those that are served: large whole numbers, and the names that may hold one."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def large_names(cells: Iterable[ast.Module], least: int) -> frozenset[str]:
    """Variables that may hold a whole number of at least `least`: by an assignment, or as the number of a loop.

    `n = 5000`, `for i in range(n)`, `[x[i] for i in (0, 100, 300)]`, `for place, i in enumerate(chosen)` where
    `chosen = [0, 100, 300]`.
    """
    nodes = [node for tree in cells for node in ast.walk(tree)]
    names, lists = set[str](), set[str]()
    for node in nodes:
        if isinstance(node, ast.Assign):
            targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if is_large(node.value, least):
                names.update(targets)
            elif any(is_large(one, least) for one in _elements(node.value)):
                lists.update(targets)
    for node in nodes:
        if not isinstance(node, ast.For | ast.comprehension):
            continue
        target, whence = node.target, node.iter
        if _called(whence, "enumerate") and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target, whence = target.elts[1], _arguments(whence)[0]
        ends = _arguments(whence) if _called(whence, "range") else _elements(whence)
        large = any(is_large(end, least) or _is_among(end, names) for end in ends) or _is_among(whence, lists)
        if isinstance(target, ast.Name) and large:
            names.add(target.id)
    return frozenset(names)


def is_large(node: ast.expr, least: int) -> bool:
    """Whether it is a whole number, written down, of at least `least`."""
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value >= least


def _elements(node: ast.expr) -> list[ast.expr]:
    """Of a list or tuple that is written down."""
    return node.elts if isinstance(node, ast.List | ast.Tuple) else []


def _called(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and bool(node.args)


def _arguments(node: ast.expr) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) else []


def _is_among(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names
