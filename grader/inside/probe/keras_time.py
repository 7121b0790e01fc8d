"""The time that one `fit` or `evaluate` of Keras's may take: both end between batches, and so does validation.

The epoch that is cut short still ends as any other: with its losses, its validation, its line in the history and its
checkpoint.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from grader.inside.budget.allowance import LEAST_EVALUATION
from grader.inside.budget.loops import Loops, counted

FOR_VALIDATION: Final = 0.25  # of the fit's share, kept back for the last pass over validation rows


class FitTime:
    """One fit's own; `begin` is called when Keras is about to."""

    def __init__(self, loops: Loops) -> None:
        self._loops = loops
        self._mark = loops.allowance.mark()
        self._until = self._mark.until
        self._within = False
        self._cut: list[str] = []
        self.within_epoch = False  # whether the last epoch was cut short

    def begin(self, *, within: bool, validates: bool) -> None:
        """Args: `within`: whether an epoch may be cut short."""
        self._within = within
        if self._loops.allowance.limited:
            self._mark = self._loops.allowance.mark()
            self._until = self._mark.until - (FOR_VALIDATION * self._mark.share if validates else 0.0)
            self._loops.allowance.opened(self, self._mark)

    @property
    def by_batch(self) -> bool:
        """Whether the two calls below are of any use: where time has no end, no batch should pay for them."""
        return self._loops.allowance.limited and self._within

    def batch_ended(self, callback: Any, batch: int) -> None:
        """A batch of training, counted from 0, has ended: it may be the last one."""
        if callback.model.stop_training or not self._loops.time_is_up(self._until):
            return
        callback.model.stop_training = True
        steps = (callback.params or {}).get("steps")
        if steps is None or batch + 1 < steps:
            self.within_epoch = True
            self._cut.append(f"the last one ended after {_part(batch + 1, steps, 'step')}")

    def batch_validated(self, callback: Any, batch: int) -> None:
        """A batch of the pass over validation rows has ended: as above. Both Keras look whether to go on."""
        if not self._loops.time_is_up(self._mark.until):
            return
        model = callback.model
        handler, iterator = getattr(model, "_eval_data_handler", None), getattr(model, "_eval_epoch_iterator", None)
        steps = handler.inferred_steps if handler is not None else getattr(iterator, "num_batches", None)
        if steps is not None and batch + 1 >= steps:
            return
        if handler is not None:
            handler._insufficient_data = True
        else:
            model.stop_evaluating = True
        self._cut.append(f"validated on the first {_part(batch + 1, steps, 'batch')}")

    def is_up(self, *, last: bool) -> bool:
        """An epoch has ended, and was to be the last one or not: whether time took something of the fit away."""
        return bool(self._cut) or (not last and self._loops.time_is_up(self._until))

    def served(self, epochs: int) -> str:
        """ "2 epochs, the last one ended after 12 of 32 steps"."""
        return ", ".join([counted(epochs, "epoch"), *self._cut])

    def closed(self) -> None:
        self._loops.allowance.closed(self)


class EvaluationTime:
    """One call of `evaluate` outside any fit."""

    def __init__(self, loops: Loops) -> None:
        self._loops = loops
        self._mark = loops.allowance.mark()
        self.batches: int | None = None  # that it ended after; None: all
        self.asked: int | None = None  # as many as there were, where that is known

    def begin(self) -> None:
        self._loops.allowance.opened(self, self._mark)

    @property
    def seconds(self) -> float:
        """Taken so far; 0 where time has no end."""
        return self._loops.allowance.spent - self._mark.spent

    def batch_ended(self, callback: Any, batch: int) -> None:
        """A batch, counted from 0, has ended: it may be the last one."""
        if self.seconds < LEAST_EVALUATION or not self._loops.time_is_up(self._mark.until):
            return
        handler = _handler_of_evaluation()
        steps = handler.inferred_steps if handler is not None else (callback.params or {}).get("steps")
        if steps is not None and batch + 1 >= steps:
            return
        if handler is not None:
            handler._insufficient_data = True
        elif hasattr(callback.model, "stop_evaluating"):
            callback.model.stop_evaluating = True
        else:
            return  # graph mode looks at nothing
        self.batches, self.asked = batch + 1, steps

    def said(self) -> tuple[str, str]:
        """What was asked for and what was served, once it was cut."""
        asked = f"evaluation on {self.asked} batches" if self.asked is not None else "evaluation on all batches"
        return asked, f"the first {self.batches}"

    def closed(self) -> None:
        self._loops.allowance.closed(self)


def _handler_of_evaluation() -> Any:
    """What Keras 2's `evaluate`, within which this is called, asks for batches; it is nowhere but in that call."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "evaluate" and "data_handler" in frame.f_locals:
            return frame.f_locals["data_handler"]
        frame = frame.f_back
    return None


def _part(done: int, of: int | None, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{done} of {of} {plural}" if of is not None else f"{done} {plural}"
