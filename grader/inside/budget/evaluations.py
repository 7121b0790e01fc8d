"""`evaluate` of transformers' Trainer within the time there is: on as many rows as fit, at least for some seconds.

Hundreds of long texts through a transformer take minutes on one core, and an evaluation stands behind every epoch.
`predict` is never cut: its rows are counted on.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from grader.inside.budget.allowance import LEAST_EVALUATION, Mark
from grader.inside.budget.loops import SPENT, Loops, Say


def watch_evaluations(loops: Loops, say: Say, module: Any) -> None:
    """Let the batches of an evaluation end when their time is spent, and say on how many of them it was made."""
    if not loops.allowance.limited:
        return
    evaluate: Callable[..., Any] = module.Trainer.evaluate
    evaluation_loop: Callable[..., Any] = module.Trainer.evaluation_loop
    marks: list[Mark] = []  # of the evaluations that are under way

    @functools.wraps(evaluate)
    def evaluated(self: Any, *args: Any, **named: Any) -> Any:
        mark, owner = loops.allowance.mark(), object()
        loops.allowance.opened(owner, mark)
        marks.append(mark)
        try:
            return evaluate(self, *args, **named)
        finally:
            marks.pop()
            loops.allowance.closed(owner)

    @functools.wraps(evaluation_loop)
    def looped(self: Any, dataloader: Any, *args: Any, **named: Any) -> Any:
        batches = InTime(dataloader, marks[-1], loops, say) if marks else dataloader
        return evaluation_loop(self, batches, *args, **named)

    module.Trainer.evaluate, module.Trainer.evaluation_loop = evaluated, looped


class InTime:
    """A loader whose batches end early; all else of it is the loader's own."""

    def __init__(self, loader: Any, mark: Mark, loops: Loops, say: Say) -> None:
        self._loader = loader
        self._mark = mark
        self._loops = loops
        self._say = say

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def __len__(self) -> int:
        return len(self._loader)

    def __iter__(self) -> Iterator[Any]:
        whole = len(self) if hasattr(self._loader, "__len__") else None  # none: of a stream
        for number, batch in enumerate(self._loader, start=1):
            yield batch
            if self._is_over() and number != whole:
                asked = f"evaluation on {'all' if whole is None else whole} batches"
                self._say(asked=asked, served=f"the first {number}", how="time", why=SPENT)
                # What accelerate's loaders do behind their last batch; else the training would wait for more of them.
                getattr(self._loader, "end", lambda: None)()
                return

    def _is_over(self) -> bool:
        taken = self._loops.allowance.spent - self._mark.spent
        return taken >= LEAST_EVALUATION and self._loops.time_is_up(self._mark.until)
