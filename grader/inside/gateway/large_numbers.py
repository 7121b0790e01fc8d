"""Where code may mean a row beyond those that are served: large whole numbers, and the names that may hold one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Set


def large_names(cells: Iterable[ast.Module], least: int) -> frozenset[str]:
    """Variables that may hold a whole number of at least `least`, or a list of such: by what is written down.

    `n = 5000`, `n, m = 5000, 10`, `n = int(5572 * 0.8)`, `def load(n=5000)`, `load(n=5000)`, `mask = list(range(n))`,
    `for i in range(n)`, `[x[i] for i in (0, 100, 300)]`, `for place, i in enumerate(chosen)` where
    `chosen = [0, 100, 300]`; `n = random.randint(0, 9999)`, `n = random.choice(range(9999))`; and what a function of
    the code calls such a number that it is given by its place.
    """
    nodes = [node for tree in cells for node in ast.walk(tree)]
    names = {name for node in nodes for name in _given(node, least)}
    lists = set[str]()
    for node in nodes:
        if isinstance(node, ast.Assign) and (_ranges(node.value, least, names) or _any_large(node.value, least)):
            lists.update(target.id for target in node.targets if isinstance(target, ast.Name))
    for node in nodes:
        if isinstance(node, ast.For | ast.comprehension):
            target, whence = node.target, node.iter
            if _called(whence, "enumerate") and isinstance(target, ast.Tuple) and len(target.elts) == 2:
                target, whence = target.elts[1], _arguments(whence)[0]
            large = _ranges(whence, least, names) or _any_large(whence, least) or _is_among(whence, lists)
            if isinstance(target, ast.Name) and large:
                names.add(target.id)
    functions = {node.name: node.args for node in nodes if isinstance(node, ast.FunctionDef)}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            places = functions[node.func.id]
            each = zip([*places.posonlyargs, *places.args], node.args, strict=False)
            names.update(one.arg for one, given in each if may_be_large(given, least, names))
    return frozenset(names | lists)


def _given(node: ast.AST, least: int) -> Iterator[str]:
    """Names that a statement, a function's defaults or a call give a large number to."""
    if isinstance(node, ast.Assign) and any(so(node.value, least) for so in (is_large, _worked_out, _drawn)):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and len(target.elts) == len(node.value.elts):
                each = zip(target.elts, node.value.elts, strict=True)
                yield from (one.id for one, given in each if isinstance(one, ast.Name) and is_large(given, least))
    elif isinstance(node, ast.arguments):
        places = [*node.posonlyargs, *node.args]
        pairs = [*zip(reversed(places), reversed(node.defaults), strict=False)]
        pairs += [(one, default) for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True) if default]
        yield from (one.arg for one, default in pairs if is_large(default, least))
    elif isinstance(node, ast.keyword) and node.arg and is_large(node.value, least):
        yield node.arg


def is_large(node: ast.expr, least: int) -> bool:
    """Whether it is a whole number, written down, of at least `least`."""
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value >= least


def may_be_large(node: ast.expr, least: int, names: Set[str]) -> bool:
    """Whether it is a large number, one of `names`, which may hold one, or reckoned with such: `i + start`."""
    if isinstance(node, ast.BinOp):
        return may_be_large(node.left, least, names) or may_be_large(node.right, least, names)
    return is_large(node, least) or (isinstance(node, ast.Name) and node.id in names)


def _worked_out(node: ast.expr, least: int) -> bool:
    """Whether it is reckoned with a large number: `int(5572 * 0.8)`."""
    reckoned = isinstance(node, ast.BinOp) or any(_called(node, name) for name in ("int", "round", "floor", "ceil"))
    return reckoned and any(isinstance(part, ast.expr) and is_large(part, least) for part in ast.walk(node))


def _drawn(node: ast.expr, least: int) -> bool:
    """Whether it is a whole number of chance that may be large: `randint(0, 9999)`, `choice(range(9999))`."""
    drawn = any(_called(node, name) for name in ("randint", "randrange", "choice"))
    return drawn and any(is_large(each, least) or _ranges(each, least, set()) for each in _arguments(node))


def _any_large(node: ast.expr, least: int) -> bool:
    """Whether a list or tuple that is written down has a large number in it, or one of powers may: `[2**k for …]`."""
    if isinstance(node, ast.ListComp):
        return isinstance(node.elt, ast.BinOp) and isinstance(node.elt.op, ast.Pow)
    return isinstance(node, ast.List | ast.Tuple) and any(is_large(one, least) for one in node.elts)


def _ranges(node: ast.expr, least: int, names: set[str]) -> bool:
    """Whether it is a range to a large number, or what is made of one: `list(range(n, n + 1000))`."""
    for part in ast.walk(node):
        if _called(part, "range") or _called(part, "arange"):
            ends = [end for argument in _arguments(part) for end in ast.walk(argument)]
            if any(isinstance(end, ast.expr) and (is_large(end, least) or _is_among(end, names)) for end in ends):
                return True
    return False


def _called(node: ast.AST, name: str) -> bool:
    """`name(…)` or `library.name(…)`."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) == name


def _arguments(node: ast.AST) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) else []


def _is_among(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names
