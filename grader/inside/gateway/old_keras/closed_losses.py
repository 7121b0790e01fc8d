"""A loss over what layers gave: `compile(loss=vae_loss)`, where `vae_loss` takes `z_mean` from outside.

Or a layer's `self.add_loss(...)` over such a symbol, of a layer that is not among its inputs.

Keras 2 on TensorFlow 1 put such a loss into the model's graph. On TensorFlow 2 it is called with numbers, and what
comes from outside is a symbol; with eager execution turned off it is put into the graph as before.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from grader.inside.context import Context
from grader.inside.gateway.usage import parsed
from grader.inside.hooks import after_import


def install(context: Context) -> None:
    """Wait for TensorFlow where Keras 2 runs the notebook and some loss is one."""
    cells = parsed(cell.source for cell in context.job.cells if cell.kind == "code")
    if context.job.keras == "keras2" and has_closed_loss(cells):
        after_import("tensorflow", functools.partial(_into_graphs, context))


def has_closed_loss(cells: Iterable[ast.Module]) -> bool:
    """Whether a loss, given to `compile` or added by a layer, uses another layer's output that is not handed to it."""
    nodes = [node for tree in cells for node in ast.walk(tree)]
    assigned = [node for node in nodes if isinstance(node, ast.Assign)]
    outputs = {name for node in assigned for name in _outputs(node)} | _outputs_of_named(assigned)
    functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    closed = {name for name, function in functions.items() if _taken_from_outside(function) & outputs}
    if any(_adds_a_loss(node, outputs) for node in nodes if isinstance(node, ast.ClassDef)):
        return True
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile":
            for loss in (keyword.value for keyword in node.keywords if keyword.arg == "loss"):
                if {name.id for name in ast.walk(loss) if isinstance(name, ast.Name)} & (closed | outputs):
                    return True
    return False


def _adds_a_loss(kind: ast.ClassDef, outputs: set[str]) -> bool:
    """Whether a layer calls `add_loss`, and a method of it takes an output of another layer from outside."""
    inside = list(ast.walk(kind))
    adds = any(isinstance(node, ast.Attribute) and node.attr == "add_loss" for node in inside)
    return adds and any(_taken_from_outside(node) & outputs for node in inside if isinstance(node, ast.FunctionDef))


def _outputs(node: ast.Assign) -> Iterator[str]:
    """The names that are bound to what a layer gave: `Dense(2)(h)`."""
    if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Call):
        yield from _bound(node)


def _outputs_of_named(assigned: list[ast.Assign]) -> set[str]:
    """The names that are bound to what a layer with a name gave: `mean = Dense(2)`, and later `z_mean = mean(h)`.

    Only what comes from an `Input` counts: a layer that is given numbers gives numbers.
    """
    layers = {name for node in assigned if _kind(node.value)[:1].isupper() for name in _bound(node)}
    symbols = {name for node in assigned if _kind(node.value) == "Input" for name in _bound(node)}
    given = [
        (node, {name.id for argument in node.value.args for name in ast.walk(argument) if isinstance(name, ast.Name)})
        for node in assigned
        if isinstance(node.value, ast.Call) and (_kind(node.value) in layers or isinstance(node.value.func, ast.Call))
    ]
    found = set[str]()
    for _ in given:  # layers follow each other in any order of the cells
        found |= {name for node, names in given if names & (symbols | found) for name in _bound(node)}
    return found


def _kind(node: ast.expr) -> str:
    """The name of what is called: `Dense` of `layers.Dense(2)`; "" where it has none."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _bound(node: ast.Assign) -> Iterator[str]:
    return (name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name))


def _taken_from_outside(function: ast.FunctionDef) -> set[str]:
    own = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    names = [node for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)]
    bound = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return {name.id for name in names if isinstance(name.ctx, ast.Load)} - own - bound


def _into_graphs(context: Context, tensorflow: ModuleType) -> None:
    first: Any = tensorflow.__dict__["compat"].v1
    first.disable_eager_execution()
    first.set_random_seed(context.job.seed)
    context.substituted_once(
        asked="a loss over outputs of layers",
        served="graphs, with eager execution turned off",
        how="shim",
        why="TensorFlow 2 calls a loss with numbers, and what it takes from outside is a symbol",
    )
