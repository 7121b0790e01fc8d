"""`transformers.Trainer`: training in a library, which the caps end as they end a loop of the notebook's own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from grader.inside.budget.loops import PASSES, SPENT, Loops, Say, counted

CAPPED: Final = "this profile caps the {} of one training loop"


def watch_trainer(loops: Loops, say: Say, module: Any) -> None:
    """Let `train` take no more epochs or steps than the caps of `loops` allow, and end when their time is spent."""
    original: Callable[..., Any] = module.Trainer.train

    @functools.wraps(original)
    def train(self: Any, *args: Any, **named: Any) -> Any:
        with _shortened(self.args, loops, say), _timed(self, loops, say, module):
            return original(self, *args, **named)

    module.Trainer.train = train


@contextmanager
def _shortened(settings: Any, loops: Loops, say: Say) -> Iterator[None]:
    """The trainer's own settings, capped while it trains: afterwards they say again what the notebook asked for."""
    epochs, steps, caps = settings.num_train_epochs, settings.max_steps, loops.caps
    most = None if caps.steps is None else caps.steps * PASSES
    try:
        if steps > 0 and most is not None and steps > most:
            settings.max_steps = most
            _tell(loops, say, int(steps), most, "step")
        elif steps <= 0 and caps.epochs is not None and epochs > caps.epochs:
            settings.num_train_epochs = caps.epochs
            _tell(loops, say, int(epochs), caps.epochs, "epoch")
        yield
    finally:
        settings.num_train_epochs, settings.max_steps = epochs, steps


@contextmanager
def _timed(trainer: Any, loops: Loops, say: Say, module: Any) -> Iterator[None]:
    """Where time has an end, this training has its share of it."""
    if not loops.allowance.limited:
        yield
        return
    with its_share(loops, lambda until: _ending(loops, say, module, until)) as ending:
        trainer.add_callback(ending)
        try:
            yield
        finally:
            trainer.remove_callback(ending)


@contextmanager
def its_share(loops: Loops, make: Callable[[float], Any]) -> Iterator[Any]:
    """A training's share of the time; `make` is told when it ends, and gives what is to end the training then."""
    mark = loops.allowance.mark()
    ending = make(mark.until)
    loops.allowance.opened(ending, mark)
    try:
        yield ending
    finally:
        loops.allowance.closed(ending)


def _tell(loops: Loops, say: Say, asked: int, most: int, noun: str) -> None:
    loops.ended_early(asked)
    say(
        asked=f"{counted(asked, noun)} of a Trainer",
        served=counted(most, noun),
        how=f"{noun}s",
        why=CAPPED.format(f"{noun}s"),
    )


def _ending(loops: Loops, say: Say, module: Any, until: float) -> Any:
    class Watcher(module.TrainerCallback):  # type: ignore[misc]  # whichever class the library has
        """Asks after every step whether there is time for another."""

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            if loops.time_is_up(until) and not control.should_training_stop:
                control.should_training_stop = True
                loops.ended_early(int(args.num_train_epochs))
                asked = f"{counted(int(args.num_train_epochs), 'epoch')} of a Trainer"
                say(asked=asked, served=counted(int(state.global_step), "step"), how="time", why=SPENT)

    return Watcher()
