"""keras-tuner: a search trains one network after another, of which the profile has time for a few."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from grader.inside.budget.loops import Caps, Say, counted

MODULE: Final = "keras_tuner.src.engine.base_tuner"
MOST_TRIALS: Final = 2  # the first and one to compare it with
CAPPED: Final = "this profile caps how many networks one search trains"


def watch_search(caps: Caps, say: Say, module: Any) -> None:
    """Let `search` make no more than `MOST_TRIALS` new trials of one training each; only where epochs are capped."""
    epochs = caps.epochs
    if epochs is None:
        return
    original: Callable[..., Any] = module.BaseTuner.search

    @functools.wraps(original)
    def search(self: Any, *args: Any, **named: Any) -> Any:
        with _shortened(self, epochs, say):
            return original(self, *args, **named)

    module.BaseTuner.search = search


@contextmanager
def _shortened(tuner: Any, epochs: int, say: Say) -> Iterator[None]:
    """The settings of a tuner and of its oracle, capped while it searches: afterwards they are the notebook's again."""
    oracle = tuner.oracle
    most = len(oracle.trials) + MOST_TRIALS
    asked = oracle.max_trials
    before = [
        _capped(oracle, "max_trials", most),
        _capped(oracle, "max_epochs", epochs),
        _capped(tuner, "executions_per_trial", 1),
    ]
    if asked is None or asked > most:
        words = "as many trials as the tuner makes" if asked is None else counted(int(asked), "trial")
        say(asked=f"{words} of {type(tuner).__name__}", served=f"{MOST_TRIALS} trials", how="trials", why=CAPPED)
    try:
        yield
    finally:
        for owner, name, given in filter(None, before):
            setattr(owner, name, given)


def _capped(owner: Any, name: str, most: int) -> tuple[Any, str, Any] | None:
    """What was there before, where there is such a setting and it was too large."""
    given = getattr(owner, name, most)
    if given is not None and given <= most:
        return None
    setattr(owner, name, most)
    return owner, name, given
