"""The time for training, by a clock of the test's own: what counts, what one fit or loop may take, when loops end."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside.budget.allowance import SHARE, Allowance
from grader.inside.budget.loops import Caps
from tests.inside.budget.test_loops import Bench


class Time:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        self.seconds += seconds


def bench(seconds: float) -> Bench:
    """Loops under an allowance; their code may let time pass by `wait`, and trains by `opt.step()`."""
    time = Time()
    made = Bench(Caps(), allowance=Allowance(seconds, time))
    made.names["wait"] = time.passes
    return made


def test_only_training_counts_and_what_trains_inside_another_counts_once() -> None:
    time = Time()
    allowance = Allowance(60, time)
    time.passes(500)
    outer = allowance.mark()
    time.passes(5)
    inner = allowance.mark()
    allowance.opened("inner", inner)
    time.passes(2)
    assert allowance.spent == 2
    allowance.closed("inner")
    time.passes(1)
    allowance.opened("outer", outer)  # that it trains is only seen now
    assert allowance.spent == 8
    allowance.opened("inner", allowance.mark())
    time.passes(2)
    allowance.closed("inner")
    allowance.closed("outer")
    time.passes(1000)
    assert allowance.spent == 10


@given(st.lists(st.floats(0, 100), max_size=20), st.floats(0, 100))
def test_what_fits_take_one_after_the_other_never_exceeds_the_whole(shares: list[float], seconds: float) -> None:
    time = Time()
    allowance = Allowance(seconds, time)
    for wished in shares:
        mark = allowance.mark()
        assert 0 <= mark.share <= (seconds - mark.spent) * SHARE + 1e-6
        allowance.opened(mark, mark)
        time.passes(min(wished, mark.share))
        allowance.closed(mark)
    assert allowance.spent <= seconds + 1e-6


def test_without_a_number_of_seconds_there_is_no_end() -> None:
    allowance = Allowance(None, Time())
    assert (allowance.limited, allowance.mark().until, allowance.spent) == (False, math.inf, 0)


@pytest.mark.parametrize(("seconds", "later", "patient"), [(60, 19, True), (60, 21, False), (None, 1e6, True)])
def test_how_long_questions_may_take_that_are_no_training(seconds: float | None, later: float, patient: bool) -> None:
    time = Time()
    ask = Allowance(seconds, time).patience()
    time.passes(later)
    assert ask() is patient


STEPS = """
n = 0
for i in range(500):
    wait(1)
    opt.step()
    n += 1
"""
EPOCHS = """
n, steps = 0, []
for epoch in range(50):
    for batch in range(0, 640, 8):
        wait(0.125)
        opt.step()
    steps.append(batch // 8 + 1)
    n += 1
"""
SWEEP = """
n, steps = 0, []
for size in range(6):
    opt = Optimizer()
    for i in range(500):
        wait(1)
        opt.step()
    steps.append(i + 1)
    n += 1
"""
READS = """
n = 0
for name in range(300):
    wait(1)
    str(name)
    n += 1
"""


@pytest.mark.parametrize(
    ("source", "turns", "steps"),
    [
        pytest.param(STEPS, 20, None, id="a third for one loop of steps"),
        pytest.param(EPOCHS, 2, [80, 80], id="a third for a loop of epochs"),
        pytest.param(EPOCHS.replace("0.125", "0.25"), 2, [80, 2], id="epochs end within a pass"),
        pytest.param(SWEEP, 6, [20, 14, 9, 6, 4, 3], id="in a sweep, each a third of what is left"),
        pytest.param(READS, 300, None, id="what does not train may take its time"),
    ],
)
def test_when_loops_end(source: str, turns: int, steps: list[int] | None) -> None:
    made = bench(60)
    names = made.run(source)
    assert (names["n"], names.get("steps")) == (turns, steps)
    assert {how for _, _, how in made.said} <= {"time"}


def test_a_sweep_ends_when_it_has_lasted_for_three_times_all_training() -> None:
    made = bench(60)
    names = made.run(SWEEP.replace("range(6)", "range(96)").replace("    n += 1", "    wait(5)\n    n += 1"))
    assert 6 < names["n"] < 30
    assert made.said[-1] == ("a sweep of 96 turns", f"{names['n']} turns", "time")
    assert made.loops.cut


def test_a_short_sweep_is_gone_through_whatever_it_takes() -> None:
    """Its results stand in a table beside the list of what was tried."""
    made = bench(60)
    names = made.run(SWEEP.replace("range(6)", "range(7)").replace("    n += 1", "    wait(200)\n    n += 1"))
    assert names["n"] == 7


def test_when_nothing_is_left_each_loop_ends_as_early_as_it_can() -> None:
    made = bench(60)
    made.run(STEPS.replace("wait(1)", "wait(40)"))
    assert made.run(EPOCHS)["steps"] == [2, 2]
    assert made.said[-1] == ("50 epochs", "2 epochs", "time")
