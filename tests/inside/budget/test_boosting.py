"""Boosted trees under a limit of time, by a clock of the test's own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xgboost

from grader.inside.budget.allowance import Allowance
from grader.inside.budget.boosting import watch_boosting
from grader.inside.budget.clock import StepClock
from grader.inside.budget.loops import Caps, Loops


@pytest.mark.parametrize(
    ("seconds", "rounds", "said"),
    [
        pytest.param(60, 4, [("30 rounds of boosting", "4 rounds", "time")], id="a third of a minute"),
        pytest.param(6000, 30, [], id="time enough"),
    ],
)
def test_it_ends_with_a_round(seconds: float, rounds: int, said: list[tuple[str, str, str]]) -> None:
    now, heard = [0.0], list[tuple[str, str, str]]()

    class Passes(xgboost.callback.TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            now[0] += 5
            return False

    loops = Loops(StepClock(), Caps(), allowance=Allowance(seconds, lambda: now[0]))
    module = SimpleNamespace(train=xgboost.train)
    watch_boosting(loops, lambda *, asked, served, how, why: heard.append((asked, served, how)), module)
    x = np.random.default_rng(0).normal(size=(60, 3))
    data = xgboost.DMatrix(x, (x[:, 0] > 0).astype(int))
    booster = module.train({"objective": "binary:logistic"}, data, 30, callbacks=[Passes()])
    assert (booster.num_boosted_rounds(), heard) == (rounds, said)
    assert loops.allowance.spent == 5 * rounds
