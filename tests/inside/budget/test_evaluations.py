"""Evaluations of a library's trainer within the time there is."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from grader.inside.budget.allowance import Allowance
from grader.inside.budget.clock import StepClock
from grader.inside.budget.evaluations import watch_evaluations
from grader.inside.budget.loops import Caps, Loops


class Loader:
    """Batches that take a second each, by the clock of the test."""

    dataset = "rows"

    def __init__(self, batches: int, clock: list[float]) -> None:
        self.batches, self.clock, self.ended = batches, clock, False

    def __len__(self) -> int:
        return self.batches

    def __iter__(self) -> Iterator[int]:
        for number in range(self.batches):
            self.clock[0] += 1.0
            yield number

    def end(self) -> None:
        self.ended = True


class Trainer:
    """As far as evaluations go, the library's."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader

    def evaluate(self) -> tuple[list[int], str]:
        return self.evaluation_loop(self.loader, "Evaluation")

    def predict(self) -> tuple[list[int], str]:
        return self.evaluation_loop(self.loader, "Prediction")

    def evaluation_loop(self, dataloader: Any, description: str) -> tuple[list[int], str]:
        del description
        return list(dataloader), dataloader.dataset


def watched(seconds: float | None, batches: int) -> tuple[Any, Loader, Loops, list[str]]:
    said, clock = list[str](), [0.0]
    loops = Loops(StepClock(), Caps(seconds=seconds), allowance=Allowance(seconds, lambda: clock[0]))
    module = SimpleNamespace(Trainer=type("Trainer", (Trainer,), {}))
    watch_evaluations(loops, lambda *, asked, served, how, why: said.append(f"{asked}: {served} ({how})"), module)
    loader = Loader(batches, clock)
    return module.Trainer(loader), loader, loops, said


@pytest.mark.parametrize(
    ("seconds", "batches", "made", "said"),
    [
        pytest.param(0.0, 40, 5, ["evaluation on 40 batches: the first 5 (time)"], id="the least"),
        pytest.param(60.0, 40, 20, ["evaluation on 40 batches: the first 20 (time)"], id="a third of what is left"),
        pytest.param(60.0, 20, 20, [], id="the last one in time"),
        pytest.param(None, 40, 40, [], id="time without end"),
    ],
)
def test_it_ends_with_its_part(seconds: float | None, batches: int, made: int, said: list[str]) -> None:
    trainer, loader, loops, told = watched(seconds, batches)
    assert trainer.evaluate() == (list(range(made)), "rows")
    assert told == said
    assert loader.ended == bool(said)
    assert loops.allowance.spent == (made if seconds is not None else 0.0)


def test_predictions_are_never_cut() -> None:
    trainer, _, _, told = watched(0.0, 40)
    assert trainer.predict() == (list(range(40)), "rows")
    assert not told
