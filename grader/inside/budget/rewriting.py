"""Hands every loop of the notebook's code to `Loops`: the code stays as it is, line by line.

`for x in xs:` becomes `for x in <loops>.turns(xs):`, and `while test:` becomes
`for gate in <loops>.spins(): if not test or gate(): break`. Loops that cannot train (no call in them), those of
generators, of coroutines and of a model's own forward pass are left alone, and so is what a compiler reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, TypeVar

NAME: Final = "__grader_loops__"
GATE: Final = "__grader_gate__"
# A forward pass has loops over layers and time steps; a data set's methods feed one.
LEFT_ALONE: Final = frozenset(
    {"forward", "call", "__call__", "__getitem__", "__len__", "__iter__", "__next__", "collate_fn"}
)
COMPILED: Final = frozenset({"jit", "njit", "vectorize", "guvectorize", "script", "compile", "function"})
MOST_CONDITIONS: Final = 4

Function = TypeVar("Function", ast.FunctionDef, ast.AsyncFunctionDef)


class Rewriter(ast.NodeTransformer):
    """`visit(tree)` hands over the loops of the tree."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        compiled = any(_last_name(decorator) in COMPILED for decorator in node.decorator_list)
        return node if node.name in LEFT_ALONE or compiled or _yields(node) else self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        may_train = _calls(node.body)
        conditions = _conditions(node) if may_train else []
        self.generic_visit(node)
        if may_train:
            if isinstance(node.iter, ast.Call) and _last_name(node.iter) == "enumerate" and node.iter.args:
                node.iter.args[0] = _placed(_call("noted", node.iter.args[:1]), node.iter)
            call = _call("turns", [node.iter, *conditions])
            node.iter = _placed(call, node.iter)
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        # A walrus would bind elsewhere only in a lambda; here the test stays in its own scope. `else` runs when the
        # test fails, which a `break` would not let it do.
        if node.orelse or not _calls([*node.body, ast.Expr(node.test)]):
            return node
        gate = ast.Call(func=ast.Name(GATE, ast.Load()), args=[], keywords=[])
        ended = ast.BoolOp(ast.Or(), [ast.UnaryOp(ast.Not(), node.test), gate])
        leave = ast.If(test=ended, body=[ast.Break()], orelse=[])
        loop = ast.For(
            target=ast.Name(GATE, ast.Store()),
            iter=_call("spins", []),
            body=[_placed(leave, node.test), *node.body],
            orelse=[],
        )
        return ast.copy_location(_placed_head(loop, node), node)


def rewritten(tree: ast.Module) -> ast.Module:
    """The tree with its loops handed over; the tree itself is changed."""
    Rewriter().visit(tree)
    return ast.fix_missing_locations(tree)


def _call(method: str, arguments: list[ast.expr]) -> ast.Call:
    return ast.Call(func=ast.Attribute(ast.Name(NAME, ast.Load()), method, ast.Load()), args=arguments, keywords=[])


Node = TypeVar("Node", bound=ast.AST)


def _placed(new: Node, old: ast.AST) -> Node:
    """All that is new in `new` stands where `old` stands in the source."""
    for child in ast.walk(new):
        if not hasattr(child, "lineno") and "lineno" in child._attributes:
            ast.copy_location(child, old)
    return new


def _placed_head(loop: ast.For, old: ast.While) -> ast.For:
    _placed(loop.target, old.test)
    _placed(loop.iter, old.test)
    return loop


def _calls(body: list[ast.stmt]) -> bool:
    return any(isinstance(child, ast.Call) for statement in body for child in ast.walk(statement))


def _yields(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom, ast.Await)) for node in _own_nodes(function))


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes under `node` but those of functions and classes in it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        yield child
        yield from _own_nodes(child)


def _last_name(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def _conditions(node: ast.For) -> list[ast.expr]:
    """`if epoch % 10 == 0` and its like as functions of the loop variable; none where it indexes something.

    What is indexed by the loop's number has an entry a turn: a number skipped would miss it.
    """
    if not isinstance(node.target, ast.Name):
        return []
    name = node.target.id
    inside = [child for statement in node.body for child in _own_nodes_and_self(statement)]
    if any(isinstance(child, ast.Subscript) and _speaks_of(child.slice, name) for child in inside):
        return []
    tests = [child.test for child in inside if isinstance(child, ast.If)]
    found = [test for test in tests if _is_every(test, name)][:MOST_CONDITIONS]
    return [_placed(_asking(name, test), test) for test in found]


def _own_nodes_and_self(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    yield from _own_nodes(node)


def _speaks_of(node: ast.AST, name: str) -> bool:
    return any(isinstance(child, ast.Name) and child.id == name for child in ast.walk(node))


def _is_every(test: ast.expr, name: str) -> bool:
    """A test without calls that looks at a remainder of the loop variable."""
    allowed = (
        ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp,
        ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context,
    )  # fmt: skip
    nodes = list(ast.walk(test))
    remainder = any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mod) and _speaks_of(n.left, name) for n in nodes)
    return remainder and all(isinstance(node, allowed) for node in nodes)


def _asking(name: str, test: ast.expr) -> ast.Lambda:
    arguments = ast.arguments(
        posonlyargs=[], args=[ast.arg(name)], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )
    return ast.Lambda(args=arguments, body=test)
