"""Loops of a notebook's code, rewritten and run: which of them train, when they end, what they asked for."""

from __future__ import annotations

import ast
import builtins
import textwrap
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from grader.inside.budget.allowance import Allowance
from grader.inside.budget.clock import StepClock
from grader.inside.budget.epochs import epochs_told
from grader.inside.budget.loops import Caps, Loops
from grader.inside.budget.rewriting import NAME, rewritten


class Optimizer:
    """Something that steps."""

    def __init__(self, clock: StepClock) -> None:
        self._clock = clock

    def step(self, first: object = None) -> None:
        self._clock.stepped(self, first)


class Counting:
    """Something that counts its steps, as Keras's optimisers do."""

    iterations = 0


class Weights:
    """What an optimiser steps."""


@dataclass
class Bench:
    """Runs code whose loops are handed over, and keeps what was said."""

    caps: Caps
    allowance: Allowance | None = None
    said: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = StepClock()
        self.loops = Loops(self.clock, self.caps, self._say, self.allowance)
        self.names: dict[str, Any] = {"Optimizer": lambda: Optimizer(self.clock), "opt": Optimizer(self.clock)}
        self.names["Weights"] = Weights

    def _say(self, *, asked: str, served: str, how: str, why: str) -> None:
        self.said.append((asked, served, how))

    def run(self, source: str) -> dict[str, Any]:
        setattr(builtins, NAME, self.loops)
        tree = rewritten(ast.parse(textwrap.dedent(source)))
        exec(compile(tree, "<cell 1>", "exec"), self.names)
        return self.names


@pytest.fixture(autouse=True)
def _no_loops_left() -> Iterator[None]:
    yield
    if hasattr(builtins, NAME):
        delattr(builtins, NAME)


CAPS = Caps(epochs=3, steps=10, least=10)
EPOCHS_OF_BATCHES = """
n = 0
for epoch in range({epochs}):
    for batch in range(0, {rows}, 8):
        opt.step()
    n += 1
"""
LEFT_OVER = """
n = 0
for epoch in range(200):
    for batch in range(0, 90, 6):
        opt.step()
    opt.step()
    n += 1
"""
CRITIC = """
n = 0
for i in range(200):
    for k in range(5):
        opt.step()
    opt.step()
    n += 1
"""


@pytest.mark.parametrize(
    ("source", "turns", "said"),
    [
        pytest.param("n = 0\nfor i in range(30_000):\n    opt.step(); n += 1", 10,
                     [("30000 steps", "10 steps", "steps")], id="a loop of steps"),
        pytest.param("n = 0\nfor i in range(10):\n    opt.step(); n += 1", 10, [], id="as many as the cap"),
        pytest.param("n = 0\nwhile n < 500:\n    opt.step(); n += 1", 10,
                     [("steps to an end of the loop's own", "10 steps", "steps")], id="while"),
        pytest.param("n = 0\nwhile n < 10:\n    opt.step(); n += 1", 10, [], id="while that ends by itself"),
        pytest.param("n = 0\nfor i, x in enumerate(range(400), 1):\n    opt.step(); n += 1", 10,
                     [("400 steps", "10 steps", "steps")], id="enumerate says how many it goes over"),
        pytest.param(EPOCHS_OF_BATCHES.format(epochs=50, rows=64), 3,
                     [("50 epochs", "3 epochs", "epochs")], id="a loop of epochs"),
        pytest.param(EPOCHS_OF_BATCHES.format(epochs=50, rows=16), 5,
                     [("50 epochs", "5 epochs", "epochs")], id="short epochs make as many steps as a loop may"),
        pytest.param(EPOCHS_OF_BATCHES.format(epochs=4, rows=16), 4, [], id="few short epochs"),
        pytest.param("n = 0\nfor lr in range(20):\n    opt = Optimizer()\n    for e in range(4):\n        opt.step()\n"
                     "    n += 1", 20, [], id="a sweep makes a new optimiser in every turn"),
        # Each is gone before the next is made, so that they all may have one id.
        pytest.param("n = 0\nfor i in range(20):\n    one = None\n    one = Weights()\n    for e in range(9):\n"
                     "        opt.step(one)\n    n += 1", 20, [], id="new weights in every turn, and one optimiser"),
        pytest.param("n = 0; a, b = Weights(), Weights()\nfor i in range(50):\n    for e in range(9):\n"
                     "        opt.step(a)\n        opt.step(b)\n    n += 1", 3,
                     [("50 epochs", "3 epochs", "epochs")], id="two networks that share one optimiser"),
        pytest.param("n = 0\nfor i in range(5_000):\n    str(i); n += 1", 5_000, [], id="no training"),
        pytest.param("n = 0\nfor phase in 'abcdefghijklmnop':\n    for b in range(0, 80, 8):\n        opt.step()\n"
                     "    n += 1", 16, [], id="phases are no epochs"),
        pytest.param(LEFT_OVER, 3, [("200 epochs", "3 epochs", "epochs")], id="a step for what is left over"),
        pytest.param("n = 0\nfor epoch in range(50):\n    for i, x in enumerate('batch'):\n        if i == 3:\n"
                     "            opt.step()\n    n += 1", 10, [("50 epochs", "10 epochs", "epochs")],
                     id="one step a pass, for gradients that were gathered"),
        pytest.param("n = 0\nfor epoch in range(50):\n    for phase in ('train', 'valid', 'test'):\n"
                     "        if phase == 'train':\n            opt.step()\n    n += 1", 10,
                     [("50 steps", "10 steps", "steps")], id="one step in the first of three phases"),
        pytest.param(CRITIC, 10,
                     [("200 steps", "10 steps", "steps")], id="steps of a critic before each of the generator"),
        pytest.param("n = 0\nfor x in list(range(0, 900, 3)):\n    opt.step(); n += 1", 40,
                     [("300 steps", "40 steps", "steps")], id="a pass over data has more"),
    ],
)  # fmt: skip
def test_how_long_a_loop_goes_on(source: str, turns: int, said: list[tuple[str, str, str]]) -> None:
    bench = Bench(CAPS)
    assert bench.run(source)["n"] == turns
    assert bench.said == said
    assert bench.loops.cut == bool(said)


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        pytest.param("epoch % 100 == 0", [0, 900], id="every hundredth, from 0"),
        pytest.param("(epoch + 1) % every == 0", [999], id="with a name of the notebook's"),
        pytest.param("epoch % 100 == 99 or epoch == 999", [999], id="the last one"),
    ],
)
def test_the_last_picture_is_shown(condition: str, shown: list[int]) -> None:
    names = Bench(CAPS).run(f"""
        every, shown = 100, []
        for epoch in range(1000):
            opt.step()
            if {condition}:
                shown.append(epoch)
    """)
    assert names["shown"] == shown


def test_a_number_that_indexes_something_is_never_skipped() -> None:
    names = Bench(CAPS).run("""
        losses = []
        for epoch in range(1000):
            opt.step()
            losses.append(0.5)
            if epoch % 100 == 0:
                last = losses[epoch]
    """)
    assert (len(names["losses"]), names["epoch"]) == (10, 9)


def test_what_the_loops_tell_of_epochs() -> None:
    bench = Bench(CAPS)
    bench.run(EPOCHS_OF_BATCHES.format(epochs=50, rows=64))
    told = epochs_told(bench.loops.finished_of(bench.clock.number_of(bench.names["opt"])), 1)
    assert told is not None
    assert (told.asked, told.ran, len(told.loops)) == (50, 3, 1)
    assert bench.loops.finished_of(bench.clock.number_of(Optimizer(bench.clock))) == []


def test_steps_that_an_optimiser_counts_itself_are_of_the_weights_that_it_was_handed_last() -> None:
    clock, optimizer, one, other = StepClock(), Counting(), Weights(), Weights()
    for first in (one, one, other, one):  # and nobody asks in between
        clock.follow(optimizer, first)
        optimizer.iterations += 1
    assert clock.total == 4
    assert [len(clock.since(total)) for total in (3, 2, 0)] == [1, 2, 2]
    assert clock.optimizers_of(clock.since(0)) == {clock.number_of(optimizer)}


def test_when_the_time_is_spent_a_loop_ends_with_its_turn() -> None:
    bench = Bench(Caps(seconds=-1.0))
    assert bench.run(EPOCHS_OF_BATCHES.format(epochs=50, rows=64))["n"] == 2
    assert bench.said[-1] == ("50 epochs", "2 epochs", "time")


def test_the_code_means_what_it_meant() -> None:
    names = Bench(CAPS).run("""
        seen = []
        def first(values):
            for value in values:
                if str(value) == "2":
                    return value
            else:
                return None
        for a in (1, 2, 3):
            if a == 2:
                continue
            for b in "xy":
                seen.append(f"{a}{b}")
                if b == "x" and a == 3:
                    break
            else:
                seen.append("else")
        k = 0
        while True:
            k += int("1")
            if k < 3:
                continue
            break
        while k < 5:
            k += len("x")
        else:
            seen.append("done")
        pairs = [first([1, 2, 3]), first([1])]
        def numbers():
            for n in range(3):
                yield int(n)
        total = sum(numbers())
    """)
    assert names["seen"] == ["1x", "1y", "else", "3x", "done"]
    assert (names["k"], names["pairs"], names["total"]) == (5, [2, None], 3)


@pytest.mark.parametrize("source", ["for x in 5:\n    print(x)", "y = 1\nwhile y > 'a':\n    print(y)"])
def test_errors_are_the_notebooks_own_and_stand_at_its_lines(source: str) -> None:
    with pytest.raises(TypeError) as plain:
        exec(compile(source, "<cell 1>", "exec"), {})
    with pytest.raises(TypeError) as handed:
        Bench(CAPS).run(source)
    assert str(handed.value) == str(plain.value)
    lines = [frame.lineno for frame in traceback.extract_tb(handed.tb) if frame.filename == "<cell 1>"]
    assert lines == [source.count("\n")]


def test_a_loop_left_by_an_error_is_not_taken_for_one_that_runs() -> None:
    bench = Bench(CAPS)
    with pytest.raises(ZeroDivisionError):
        bench.run("for i in range(9):\n    opt.step()\n    str(1 / 0)")
    assert bench.loops.path() == ()
