"""Rows of a PyTorch data set by their published numbers: `SubsetRandomSampler(range(49000))`, `Subset(data, ...)`.

Where the course serves fewer rows, each number is moved in proportion, and each row is taken once.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER_IN_PROPORTION, sizes_of
from grader.inside.hooks import after_import

_SAMPLER: Final = 4  # its place among the arguments of a DataLoader, `self` among them


def install(context: Context) -> None:
    """Wait for PyTorch's loaders and subsets, where a data set is served with fewer rows than it is published with."""
    sizes = sorted(set(sizes_of(context)))
    if not sizes:
        return
    numbers = _Numbers(context, sizes)
    after_import("torch.utils.data.dataloader", functools.partial(_loaders, numbers))
    after_import("torch.utils.data.dataset", functools.partial(_subsets, numbers))


class _Numbers:
    def __init__(self, context: Context, sizes: list[tuple[int, int]]) -> None:
        self._context = context
        self._sizes = sizes

    def within(self, dataset: Any, indices: Any) -> Any:
        """`indices`, or where some lie beyond the rows of `dataset`, those that stand for them here."""
        rows = len(dataset) if hasattr(dataset, "__len__") else 0
        if not isinstance(indices, Iterable) or not any(there == rows for there, _ in self._sizes):
            return indices
        asked = [int(index) for index in indices if hasattr(index, "__index__")]
        most = max(asked, default=0)
        full = next((full for there, full in self._sizes if there == rows and most < full), None)
        if most < rows or full is None:
            return indices
        moved = list(dict.fromkeys(index * rows // full for index in asked))
        self._context.substituted_once(
            asked=f"{len(asked):,} row numbers up to {most:,}",
            served=f"{len(moved):,} of the {rows:,} rows there are",
            how="rows",
            why=FEWER_IN_PROPORTION,
        )
        return moved


def _loaders(numbers: _Numbers, module: Any) -> None:
    original = module.DataLoader.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  put in the place of a method of that name
        dataset = args[0] if args else named.get("dataset")
        sampler: Any = args[_SAMPLER - 1] if len(args) >= _SAMPLER else named.get("sampler")
        if type(sampler).__name__ == "SubsetRandomSampler":
            sampler.indices = numbers.within(dataset, sampler.indices)
        original(self, *args, **named)

    module.DataLoader.__init__ = __init__


def _subsets(numbers: _Numbers, module: Any) -> None:
    original = module.Subset.__init__

    @functools.wraps(original)
    def __init__(self: Any, dataset: Any, indices: Any) -> None:  # noqa: N807  as above
        original(self, dataset, numbers.within(dataset, indices))

    module.Subset.__init__ = __init__
