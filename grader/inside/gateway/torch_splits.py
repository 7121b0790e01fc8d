"""`torch.utils.data.random_split` of all rows: answered with the course's split, the test rows in its last part."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final

from grader.inside.content import IntArray
from grader.inside.context import Context
from grader.inside.gateway.part_sizes import PartSizes
from grader.inside.gateway.splits import Splitter
from grader.inside.hooks import after_import
from grader.inside.probe.torch_rows import MAX_ITEMS, dataset_arrays
from grader.inside.rows import RowTracker

_PARTS: Final = (2, 3)  # train and test, or one for validation between them


def install(context: Context) -> None:
    """Wait for torch's data sets."""
    splitter, sizes = Splitter(context), PartSizes(context)

    def patch(module: Any) -> None:
        original = module.random_split

        @functools.wraps(original)
        def random_split(dataset: Any, lengths: Sequence[Any], *args: Any, **named: Any) -> Any:
            if hasattr(dataset, "__len__"):
                lengths = sizes.of_all(len(dataset), list(lengths))
            made = original(dataset, lengths, *args, **named)  # whose errors are the notebook's own
            try:
                parts = _of_course(splitter, dataset, [len(part) for part in made])
            except Exception as error:  # noqa: BLE001  a data set of the notebook's may raise anything when it is read
                context.note("rows", f"random_split: {type(error).__name__}: {error}")
                parts = None
            return made if parts is None else [module.Subset(dataset, part.tolist()) for part in parts]

        module.random_split = random_split

    after_import("torch.utils.data", patch)


def _of_course(splitter: Splitter, dataset: Any, counts: list[int]) -> list[IntArray] | None:
    """Places of each part; None where the data set does not hold all rows, or the parts are for something else."""
    found = _rows_of(splitter, dataset) if len(counts) in _PARTS else None
    if found is None:
        return None
    given = splitter.places(*found, f"random_split({counts})", shuffled=True)
    if given is None:
        return None
    kept, tested = given
    if len(counts) == 2:
        return [kept, tested]
    border = round(kept.size * counts[0] / max(1, counts[0] + counts[1]))
    return [kept[:border], kept[border:], tested]


def _rows_of(splitter: Splitter, dataset: Any) -> tuple[RowTracker, IntArray] | None:
    if not hasattr(dataset, "__len__") or not 0 < len(dataset) <= MAX_ITEMS:
        return None
    features, labels = dataset_arrays(dataset)
    return splitter.rows_of([each for each in (features, labels) if each is not None])
