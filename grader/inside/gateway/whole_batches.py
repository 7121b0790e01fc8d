"""Loaders where code counts on whole batches: `torch.ones(BATCH_SIZE)` beside each, `range(batch_size)`.

60,000 pictures in batches of 32 leave none over, and the 1,000 that the course serves leave eight. Where the published
number of rows is a multiple of the batch, and the code takes the size of every batch for granted, the rest is left out:
of PyTorch's loaders and of tf.data's `batch`. What is given to Keras models is `keras_batches`' business.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Set
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER, sizes_of
from grader.inside.gateway.usage import called_name, parsed
from grader.inside.hooks import after_import

_LOADERS: Final = frozenset({"DataLoader", "batch"})
_BATCHED: Final = "batch"  # of tf.data, whose only argument is the size
# Calls that are given the number of rows of a batch.
_SIZED: Final = frozenset({
    "arange", "empty", "expand", "fill", "full", "multinomial", "normal", "ones", "rand", "randint", "randn", "range",
    "repeat", "reshape", "resize", "uniform", "view", "zeros",
})  # fmt: skip
_SHAPES: Final = frozenset({"shape", "size"})  # keywords under which such a call is given it


def install(context: Context) -> None:
    """Wait for the loaders, where a data set is served smaller and the code counts on whole batches."""
    sizes = sorted(set(sizes_of(context)))
    if sizes and counts_on_whole(parsed(cell.source for cell in context.job.cells if cell.kind == "code")):
        after_import("torch.utils.data.dataloader", functools.partial(_loaders, context, sizes))
        after_import("tensorflow.python.data.ops.dataset_ops", functools.partial(_batched, context, sizes))


def counts_on_whole(cells: Iterable[ast.Module]) -> bool:
    """Whether a name that is a loader's batch size is also what something of a batch's length is made with.

    Or a name that holds the number which is written down there: `batch_size = 200`, `rows.batch(200)`.
    """
    nodes = [node for tree in cells for node in ast.walk(tree)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    sizes = batch_names(nodes, (given for call in calls for given in _batch_sizes(call)))
    return any(not sizes.isdisjoint(named(call, _SHAPES)) for call in calls if called_name(call) in _SIZED)


def batch_names(nodes: Iterable[ast.AST], sizes: Iterable[ast.expr]) -> set[str]:
    """Names of the batch sizes `sizes`: their own, and of a number that is written down those that hold it."""
    names, numbers = set[str](), set[int]()
    for size in sizes:
        if isinstance(size, ast.Name):
            names.add(size.id)
        elif isinstance(size, ast.Constant) and type(size.value) is int:
            numbers.add(size.value)
    return names | {name for name, number in _held(nodes) if number in numbers and "batch" in name.casefold()}


def _held(nodes: Iterable[ast.AST]) -> Iterable[tuple[str, int]]:
    """(a variable, the whole number that is written down for it), one by one or `batch_size, epochs = 200, 5`."""
    for node in (node for node in nodes if isinstance(node, ast.Assign)):
        for target in node.targets:
            pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=False))
            for name, value in pairs:
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and type(value.value) is int:
                    yield name.id, value.value


def _batch_sizes(call: ast.Call) -> list[ast.expr]:
    if called_name(call) not in _LOADERS:
        return []
    place = 0 if called_name(call) == _BATCHED else 1
    return [keyword.value for keyword in call.keywords if keyword.arg == "batch_size"] or call.args[place : place + 1]


def named(call: ast.Call, shapes: Set[str]) -> Iterable[str]:
    """Names among the arguments of a call, as they are or within a shape, by place or under one of the keywords."""
    for argument in [
        *call.args,
        *(keyword.value for keyword in call.keywords if keyword.arg is not None and keyword.arg in shapes),
    ]:
        parts = argument.elts if isinstance(argument, ast.Tuple | ast.List) else [argument]
        yield from (part.id for part in parts if isinstance(part, ast.Name))


def left_over(rows: int, batch: Any, sizes: Iterable[tuple[int, int]]) -> int:
    """Rows that make no whole batch, where those of a published part or whole all do; 0 where nothing is to be done."""
    left = rows % batch if isinstance(batch, int) and rows > batch > 1 else 0
    return left if any(there == rows and full % batch == 0 for there, full in sizes) else 0


def say_left_out(context: Context, rows: int, batch: int) -> None:
    context.substituted_once(
        asked=f"batches of {batch:,}, all of them whole",
        served=f"{rows // batch:,} of them; {rows % batch:,} of {rows:,} rows are left out",
        how="rows",
        why=FEWER,
    )


def _batched(context: Context, sizes: list[tuple[int, int]], module: Any) -> None:
    original = module.DatasetV2.batch

    @functools.wraps(original)
    def batch(self: Any, batch_size: Any, *args: Any, **named: Any) -> Any:
        rows = _elements(self)
        if not args and "drop_remainder" not in named and left_over(rows, batch_size, sizes):
            say_left_out(context, rows, batch_size)
            named["drop_remainder"] = True
        return original(self, batch_size, *args, **named)

    module.DatasetV2.batch = batch


def _elements(dataset: Any) -> int:
    """Elements of a tf.data set that is known to end; 0 for any other, and while a graph is built."""
    try:
        return max(0, int(dataset.cardinality()))
    except (AttributeError, RuntimeError, TypeError, ValueError):  # no number yet, or an old version's set
        return 0


def _loaders(context: Context, sizes: list[tuple[int, int]], module: Any) -> None:
    original = module.DataLoader.__init__

    @functools.wraps(original)
    def __init__(self: Any, dataset: Any, *args: Any, **named: Any) -> None:  # noqa: N807  a method's name
        batch = args[0] if args else named.get("batch_size", 1)
        rows = _rows(named.get("sampler"), dataset)
        plain = len(args) <= 2 and not named.get("drop_last") and named.get("batch_sampler") is None
        left = rows % batch if plain and isinstance(batch, int) and rows > batch > 1 else 0
        if left and _was_whole(dataset, rows, batch, sizes):
            say_left_out(context, rows, batch)
            named["drop_last"] = True
        original(self, dataset, *args, **named)

    module.DataLoader.__init__ = __init__


def _rows(sampler: Any, dataset: Any) -> int:
    """Rows that a loader goes through; 0 where nobody knows."""
    try:
        return len(dataset if sampler is None else sampler)
    except TypeError:
        return 0


def _was_whole(dataset: Any, rows: int, batch: int, sizes: list[tuple[int, int]]) -> bool:
    """Whether as large a part of the published rows makes whole batches."""
    while hasattr(dataset, "indices") and hasattr(dataset, "dataset"):  # a part of another
        dataset = dataset.dataset
    whole = _rows(None, dataset)
    return any(
        there == whole and rows * full % there == 0 and rows * full // there % batch == 0 for there, full in sizes
    )
