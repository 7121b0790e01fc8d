"""Keras models that are made for whole batches: `K.random_normal(shape=(batch_size, 2))`, `batch_shape=(100, 784)`.

60,000 and 10,000 pictures in batches of 100 leave none over, and the 250 that the course serves for tests leave fifty.
Where the published number of rows is a multiple of the batch, `fit` and `evaluate` leave the rest out; `predict` has
its last batch filled up, since there is an answer to be had for every row.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER, sizes_of
from grader.inside.gateway.usage import called_name, parsed
from grader.inside.gateway.whole_batches import batch_names, left_over, named, say_left_out
from grader.inside.hooks import after_import

_CALLED: Final = frozenset({"fit", "evaluate", "predict"})
# What a model makes of a batch's length within itself, in a layer or a loss.
_MAKING: Final = frozenset({
    "random_normal", "random_uniform", "truncated_normal", "normal", "uniform", "ones", "zeros", "fill", "reshape",
})  # fmt: skip
_ELSEWHERE: Final = frozenset({"np", "numpy", "random", "torch"})  # libraries that no Keras model is made with
_INPUTS: Final = frozenset({"batch_shape", "batch_input_shape"})  # of layers
_GIVEN: Final = ("x", "y", "sample_weight")  # rows


def install(context: Context) -> None:
    """Over the probe, which then sees the rows that the model gets."""
    sizes = sorted(set(sizes_of(context)))
    if sizes and made_for_whole(parsed(cell.source for cell in context.job.cells if cell.kind == "code")):
        for package in ("keras", "tf_keras"):
            after_import(package, functools.partial(_extend, context, sizes))


def made_for_whole(cells: Iterable[ast.Module]) -> bool:
    """Whether a name that holds the batch size of `fit`, `evaluate` or `predict` is in the shape of what a model is."""
    nodes = [node for tree in cells for node in ast.walk(tree)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    given = [word for call in calls if called_name(call) in _CALLED for word in call.keywords]
    sizes = batch_names(nodes, (word.value for word in given if word.arg == "batch_size"))
    return any(not sizes.isdisjoint(_shaped(call)) for call in calls)


def _shaped(call: ast.Call) -> Iterable[str]:
    """Names in the shapes that a call is given, where it makes a part of a model."""
    if called_name(call) in _MAKING and _root(call.func) not in _ELSEWHERE:
        return named(call, {"shape"})
    return named(ast.Call(call.func, [], call.keywords), _INPUTS)


def _root(called: ast.expr) -> str:
    """The name that `np.random.normal` begins with."""
    while isinstance(called, ast.Attribute):
        called = called.value
    return called.id if isinstance(called, ast.Name) else ""


def _extend(context: Context, sizes: list[tuple[int, int]], module: ModuleType) -> None:
    model = getattr(module, "Model", None)
    if model is None:
        return
    for name, over in (("fit", _shortened), ("evaluate", _shortened), ("predict", _filled)):
        owner = next(base for base in model.__mro__ if name in vars(base))
        setattr(owner, name, over(context, sizes, getattr(owner, name)))


def _shortened(context: Context, sizes: list[tuple[int, int]], original: Callable[..., Any]) -> Callable[..., Any]:
    """`fit` or `evaluate` without the rows, of training or of validation, that make no whole batch."""

    @functools.wraps(original)
    def method(self: Any, *args: Any, **named: Any) -> Any:
        given = _bound(original, self, args, named)
        batch = None if given is None else given.get("batch_size")
        if given is None or batch is None or given.get("validation_split") or given.get("steps_per_epoch"):
            return original(self, *args, **named)
        held = {name: given[name] for name in _GIVEN if given.get(name) is not None}
        given.update(_whole(context, sizes, batch, held))
        if isinstance(given.get("validation_data"), tuple | list):
            parts = dict(enumerate(given["validation_data"]))
            parts = {place: part for place, part in parts.items() if part is not None}
            shorter = _whole(context, sizes, given.get("validation_batch_size") or batch, parts)
            given["validation_data"] = tuple(shorter.get(i, part) for i, part in enumerate(given["validation_data"]))
        return original(self, **given)

    return method


def _filled(context: Context, sizes: list[tuple[int, int]], original: Callable[..., Any]) -> Callable[..., Any]:
    """`predict` with a last batch that is whole too; its answers are those to the rows that there are."""

    @functools.wraps(original)
    def predict(self: Any, *args: Any, **named: Any) -> Any:
        given = _bound(original, self, args, named)
        batch = None if given is None else given.get("batch_size")
        rows = 0 if given is None else _rows([given.get("x")])
        left = left_over(rows, batch, sizes)
        if given is None or batch is None or not left:
            return original(self, *args, **named)
        context.substituted_once(
            asked=f"answers in batches of {batch:,}, all of them whole",
            served=f"the last of {left:,} rows was filled up with others, whose answers are left out",
            how="rows",
            why=FEWER,
        )
        given["x"] = _each(given["x"], lambda part: _with_more(np.asarray(part), batch - left))
        return _each(original(self, **given), lambda part: part[:rows])

    return predict


def _with_more(rows: Any, more: int) -> Any:
    return np.concatenate([rows, rows[:more]])


def _bound(original: Callable[..., Any], model: Any, args: Any, named: dict[str, Any]) -> dict[str, Any] | None:
    """What a call gives, by name; None where it cannot be called so."""
    try:
        found = inspect.signature(original).bind(model, *args, **named)
    except TypeError:
        return None
    given = dict(list(found.arguments.items())[1:])
    kinds = inspect.signature(original).parameters
    for name in [name for name in given if kinds[name].kind is inspect.Parameter.VAR_KEYWORD]:
        given.update(given.pop(name))
    return given


def _whole(context: Context, sizes: list[tuple[int, int]], batch: Any, held: dict[Any, Any]) -> dict[Any, Any]:
    """The same rows without those that make no whole batch; {} where all do or it is not known how many there are."""
    rows = _rows(list(held.values()))
    left = left_over(rows, batch, sizes)
    if not left:
        return {}
    say_left_out(context, rows, batch)
    return {name: _each(value, lambda part: part[: rows - left]) for name, value in held.items()}


def _rows(values: list[Any]) -> int:
    """How many rows all arrays in there have; 0 where they differ or one of them is no array."""
    counts = set[int]()

    def count(part: Any) -> None:
        shape: Any = getattr(part, "shape", ())
        counts.add(int(shape[0]) if len(shape) and shape[0] is not None else 0)

    for value in values:
        _each(value, count)
    return counts.pop() if len(counts) == 1 else 0


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """What a model is given or answers, one array or several by place or by name, with each of them changed."""
    if isinstance(value, tuple | list):
        return type(value)([_each(part, change) for part in value])
    if isinstance(value, dict):
        return {name: _each(part, change) for name, part in value.items()}
    return change(value)
