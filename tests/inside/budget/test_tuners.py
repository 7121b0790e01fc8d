"""A search for settings under the caps of a profile: how many networks it trains, and what its settings say later."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.inside.budget.loops import Caps
from grader.inside.budget.tuners import watch_search


class BaseTuner:
    """As far as the caps go, the library's: trials until there are as many as the oracle allows."""

    def __init__(self, **settings: Any) -> None:
        self.oracle = SimpleNamespace(trials={}, max_trials=settings.pop("max_trials"), **settings)
        self.executions_per_trial = 3
        self.during: tuple[object, ...] = ()

    def search(self) -> None:
        self.during = (self.executions_per_trial, getattr(self.oracle, "max_epochs", None))
        while len(self.oracle.trials) < (self.oracle.max_trials or 90):
            self.oracle.trials[len(self.oracle.trials)] = None


def watched(caps: Caps) -> tuple[Any, list[str]]:
    """(class, what was said) of a library of its own."""
    said = list[str]()
    module = SimpleNamespace(BaseTuner=type("Hyperband", (BaseTuner,), {}))
    watch_search(caps, lambda *, asked, served, how, why: said.append(f"{asked}: {served} ({how})"), module)
    return module.BaseTuner, said


@pytest.mark.parametrize(
    ("settings", "trials", "during", "said"),
    [
        pytest.param(
            {"max_trials": None, "max_epochs": 30}, 2, (1, 5),
            ["as many trials as the tuner makes of Hyperband: 2 trials (trials)"], id="without end",
        ),
        pytest.param({"max_trials": 10}, 2, (1, None), ["10 trials of Hyperband: 2 trials (trials)"], id="ten"),
        pytest.param({"max_trials": 2, "max_epochs": 4}, 2, (1, 4), [], id="the most that is allowed"),
        pytest.param({"max_trials": 1}, 1, (1, None), [], id="fewer"),
    ],
)  # fmt: skip
def test_a_search_is_given_what_the_caps_allow(
    settings: dict[str, Any], trials: int, during: tuple[object, ...], said: list[str]
) -> None:
    kind, told = watched(Caps(epochs=5))
    tuner = kind(**settings)
    tuner.search()
    assert (len(tuner.oracle.trials), tuner.during, told) == (trials, during, said)
    assert tuner.executions_per_trial == 3
    assert {name: getattr(tuner.oracle, name) for name in settings} == settings


def test_a_second_search_goes_on_with_two_more() -> None:
    kind, told = watched(Caps(epochs=5))
    tuner = kind(max_trials=10)
    tuner.search()
    tuner.search()
    assert len(tuner.oracle.trials) == 4
    assert told == ["10 trials of Hyperband: 2 trials (trials)"] * 2


def test_without_caps_it_searches_as_it_was_asked_to() -> None:
    kind, told = watched(Caps())
    tuner = kind(max_trials=10)
    tuner.search()
    assert (len(tuner.oracle.trials), tuner.during[0], told) == (10, 3, [])
