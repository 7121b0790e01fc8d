"""XGBoost: a training of boosted trees, which ends with a round when its share of the time is spent."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from grader.inside.budget.loops import SPENT, Loops, Say, counted


def watch_boosting(loops: Loops, say: Say, module: Any) -> None:
    """Wrap `train` as `module`, one of XGBoost's, knows it; to be called only where time has an end."""
    original: Callable[..., Any] = module.train
    base = sys.modules["xgboost.callback"].TrainingCallback

    @functools.wraps(original)
    def train(params: Any, dtrain: Any, num_boost_round: int = 10, **named: Any) -> Any:
        mark = loops.allowance.mark()
        ending = _ending(loops, say, base, mark.until, int(num_boost_round))
        loops.allowance.opened(ending, mark)
        named["callbacks"] = [*(named.get("callbacks") or ()), ending]
        try:
            return original(params, dtrain, num_boost_round, **named)
        finally:
            loops.allowance.closed(ending)

    module.train = train


def _ending(loops: Loops, say: Say, base: Any, until: float, asked: int) -> Any:
    class Watcher(base):  # type: ignore[misc]  # XGBoost's own class
        """Asks after every round whether there is time for another."""

        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            del model, evals_log
            if epoch + 1 >= asked or not loops.time_is_up(until):
                return False
            loops.cut = True
            say(asked=f"{asked} rounds of boosting", served=counted(epoch + 1, "round"), how="time", why=SPENT)
            return True

    return Watcher()
