"""Lightning's `Trainer.fit`: training in a library, which the caps end as they end a loop of the notebook's own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from grader.inside.budget.loops import PASSES, SPENT, Loops, Say, counted
from grader.inside.budget.trainers import CAPPED, its_share

CALLBACKS: Final = {
    "pytorch_lightning.trainer.trainer": "pytorch_lightning.callbacks",
    "lightning.pytorch.trainer.trainer": "lightning.pytorch.callbacks",
}
_USUAL_EPOCHS: Final = 1000  # of a Trainer that was told nothing


def watch_lightning(loops: Loops, say: Say, callbacks: Callable[[], Any], module: Any) -> None:
    """Let `fit` take no more epochs or steps than the caps of `loops` allow, and end when their time is spent.

    `callbacks` gives the package with the class `Callback`.
    """
    original: Callable[..., Any] = module.Trainer.fit

    @functools.wraps(original)
    def fit(self: Any, *args: Any, **named: Any) -> Any:
        with _shortened(self.fit_loop, loops, say), _timed(self, loops, say, callbacks().Callback):
            return original(self, *args, **named)

    module.Trainer.fit = fit


@contextmanager
def _shortened(loop: Any, loops: Loops, say: Say) -> Iterator[None]:
    """The loop's own ends, nearer while it trains: afterwards they say again what the notebook asked for."""
    epochs, steps, caps = loop.max_epochs, loop.epoch_loop.max_steps, loops.caps
    least = loop.min_epochs
    most = None if caps.steps is None else caps.steps * PASSES
    if steps is not None and steps > 0 and most is not None and steps > most:
        loop.epoch_loop.max_steps = most
        _tell(loops, say, steps, most, "step")
    asked = _USUAL_EPOCHS if epochs is None and not (steps and steps > 0) else epochs
    if caps.epochs is not None and asked is not None and (asked > caps.epochs or asked < 0):
        loop.max_epochs = caps.epochs
        loop.min_epochs = min(least, caps.epochs) if least else least
        _tell(loops, say, asked, caps.epochs, "epoch")
    try:
        yield
    finally:
        loop.max_epochs, loop.min_epochs, loop.epoch_loop.max_steps = epochs, least, steps


def _tell(loops: Loops, say: Say, asked: int, most: int, noun: str) -> None:
    loops.ended_early(asked)
    words = counted(asked, noun) if asked > 0 else f"{noun}s without end"
    say(
        asked=f"{words} of a Trainer", served=counted(most, noun), how=f"{noun}s", why=CAPPED.format(f"{noun}s")
    )  # fmt: skip


@contextmanager
def _timed(trainer: Any, loops: Loops, say: Say, callback: Any) -> Iterator[None]:
    """Where time has an end, this training has its share of it."""
    if not loops.allowance.limited:
        yield
        return
    with its_share(loops, lambda until: _ending(loops, say, callback, until)) as ending:
        trainer.callbacks.append(ending)
        try:
            yield
        finally:
            trainer.callbacks.remove(ending)


def _ending(loops: Loops, say: Say, callback: Any, until: float) -> Any:
    class Watcher(callback):  # type: ignore[misc]  # whichever class the library has
        """Asks after every step whether there is time for another."""

        def on_train_batch_end(self, trainer: Any, *_: Any) -> None:
            if loops.time_is_up(until) and not trainer.should_stop:
                trainer.should_stop = True
                trainer.fit_loop.min_epochs = 0
                asked = trainer.fit_loop.max_epochs or _USUAL_EPOCHS
                loops.ended_early(asked)
                served = counted(int(trainer.global_step), "step")
                say(asked=f"{counted(asked, 'epoch')} of a Trainer", served=served, how="time", why=SPENT)

    return Watcher()
