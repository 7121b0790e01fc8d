"""PyTorch's loaders where code counts on whole batches: `torch.ones(BATCH_SIZE)` beside each, `range(batch_size)`.

60,000 pictures in batches of 32 leave none over, and the 1,000 that the course serves leave eight. Where the published
number of rows is a multiple of the batch, and the code takes the size of every batch for granted, the rest is left out.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER, sizes_of
from grader.inside.gateway.usage import called_name, parsed
from grader.inside.hooks import after_import

_LOADER: Final = "DataLoader"
# Calls that are given the number of rows of a batch.
_SIZED: Final = frozenset({
    "arange", "empty", "expand", "full", "multinomial", "normal", "ones", "rand", "randint", "randn", "range", "repeat",
    "reshape", "resize", "uniform", "view", "zeros",
})  # fmt: skip


def install(context: Context) -> None:
    """Wait for the loaders, where a data set is served smaller and the code counts on whole batches."""
    sizes = sorted(set(sizes_of(context)))
    if sizes and counts_on_whole(parsed(cell.source for cell in context.job.cells if cell.kind == "code")):
        after_import("torch.utils.data.dataloader", functools.partial(_loaders, context, sizes))


def counts_on_whole(cells: Iterable[ast.Module]) -> bool:
    """Whether a name that is a loader's batch size is also what something of a batch's length is made with."""
    calls = [node for tree in cells for node in ast.walk(tree) if isinstance(node, ast.Call)]
    sizes = {name for call in calls if called_name(call) == _LOADER for name in _batch_sizes(call)}
    return any(not sizes.isdisjoint(_named(call)) for call in calls if called_name(call) in _SIZED)


def _batch_sizes(call: ast.Call) -> Iterable[str]:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "batch_size"] or call.args[1:2]
    return [value.id for value in given if isinstance(value, ast.Name)]


def _named(call: ast.Call) -> Iterable[str]:
    """Names among the arguments of a call, as they are or within a shape."""
    for argument in call.args:
        parts = argument.elts if isinstance(argument, ast.Tuple | ast.List) else [argument]
        yield from (part.id for part in parts if isinstance(part, ast.Name))


def _loaders(context: Context, sizes: list[tuple[int, int]], module: Any) -> None:
    original = module.DataLoader.__init__

    @functools.wraps(original)
    def __init__(self: Any, dataset: Any, *args: Any, **named: Any) -> None:  # noqa: N807  a method's name
        batch = args[0] if args else named.get("batch_size", 1)
        rows = _rows(named.get("sampler"), dataset)
        plain = len(args) <= 2 and not named.get("drop_last") and named.get("batch_sampler") is None
        left = rows % batch if plain and isinstance(batch, int) and rows > batch > 1 else 0
        if left and _was_whole(dataset, rows, batch, sizes):
            context.substituted_once(
                asked=f"batches of {batch:,}, all of them whole",
                served=f"{rows // batch:,} of them; {left:,} of {rows:,} rows are left out",
                how="rows",
                why=FEWER,
            )
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
