"""DataLoaders with worker processes: an attempt's own process loads the rows."""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

PLACE: Final = 5  # of `num_workers` among the arguments, behind the data set, without `self`
OF_WORKERS: Final = ("prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout")


def install(context: Context) -> None:
    """Wait for PyTorch's loader."""
    after_import("torch.utils.data.dataloader", functools.partial(_patch, context))


def _patch(context: Context, module: Any) -> None:
    original = module.DataLoader.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  # put in the place of a method of that name
        workers = args[PLACE] if len(args) > PLACE else named.get("num_workers", 0)
        if isinstance(workers, int) and workers > 0:
            args, named = _without(args, named)
            context.substituted_once(
                asked="worker processes of a DataLoader",
                served="loading in the notebook's own process",
                how="num_workers",
                why="rows and their order are the same; what is drawn at random while loading is drawn anew",
            )
        if named.get("pin_memory") and not module.torch.cuda.is_available():
            named["pin_memory"] = False  # it speeds the way to a GPU, and has no effect but a warning without one
        original(self, *args, **named)

    module.DataLoader.__init__ = __init__


def _without(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments with no workers, and without what only they make sense of."""
    kept = {key: value for key, value in named.items() if key not in OF_WORKERS}
    if len(args) > PLACE:
        return (*args[:PLACE], 0, *args[PLACE + 1 :]), kept
    return args, {**kept, "num_workers": 0}
