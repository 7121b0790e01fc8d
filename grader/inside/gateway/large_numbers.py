"""Where code may mean a row beyond those that are served: large whole numbers, and the names that may hold one."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def large_names(cells: Iterable[ast.Module], least: int) -> frozenset[str]:
    """Variables that may hold a whole number of at least `least`: by an assignment, or as the number of a loop.

    `n = 5000`, `for i in range(n)`, `[x[i] for i in (0, 100, 300)]`.
    """
    nodes = [node for tree in cells for node in ast.walk(tree)]
    names = {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and is_large(node.value, least)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            ends = node.iter.elts if isinstance(node.iter, ast.List | ast.Tuple) else _ends_of_range(node.iter)
            if any(is_large(end, least) or (isinstance(end, ast.Name) and end.id in names) for end in ends):
                names.add(node.target.id)
    return frozenset(names)


def is_large(node: ast.expr, least: int) -> bool:
    """Whether it is a whole number, written down, of at least `least`."""
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value >= least


def _ends_of_range(node: ast.expr) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range" else []
