"""A trainer of a library under the caps of a profile: what it is allowed, what is said, what its settings say later."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.inside.budget.clock import StepClock
from grader.inside.budget.loops import Caps, Loops
from grader.inside.budget.trainers import watch_trainer


class Trainer:
    """As far as the caps go, the library's."""

    def __init__(self, epochs: float, steps: int) -> None:
        self.args = SimpleNamespace(num_train_epochs=epochs, max_steps=steps)
        self.callbacks: list[Any] = []
        self.made = 0

    def add_callback(self, callback: Any) -> None:
        self.callbacks.append(callback)

    def remove_callback(self, callback: Any) -> None:
        self.callbacks.remove(callback)

    def train(self) -> tuple[float, int]:
        control = SimpleNamespace(should_training_stop=False)
        while self.made < 9 and not control.should_training_stop:
            self.made += 1
            for callback in self.callbacks:
                callback.on_step_end(self.args, SimpleNamespace(global_step=self.made), control)
        return self.args.num_train_epochs, self.args.max_steps


def watched(caps: Caps) -> tuple[Any, Loops, list[str]]:
    """(class, loops, what was said) of a library of its own."""
    said = list[str]()
    loops = Loops(StepClock(), caps)
    module = SimpleNamespace(Trainer=type("Trainer", (Trainer,), {}), TrainerCallback=object)
    watch_trainer(loops, lambda *, asked, served, how, why: said.append(f"{asked}: {served} ({how})"), module)
    return module.Trainer, loops, said


@pytest.mark.parametrize(
    ("epochs", "steps", "ran", "said"),
    [
        pytest.param(20.0, -1, (5, -1), ["20 epochs of a Trainer: 5 epochs (epochs)"], id="epochs"),
        pytest.param(3.0, 9000, (3.0, 400), ["9000 steps of a Trainer: 400 steps (steps)"], id="steps win over epochs"),
        pytest.param(3.0, -1, (3.0, -1), [], id="within the caps"),
    ],
)
def test_a_trainer_is_given_what_the_caps_allow(
    epochs: float, steps: int, ran: tuple[float, int], said: list[str]
) -> None:
    kind, loops, told = watched(Caps(epochs=5, steps=100))
    trainer = kind(epochs, steps)
    assert trainer.train() == ran
    assert (trainer.args.num_train_epochs, trainer.args.max_steps) == (epochs, steps)
    assert told == said
    assert loops.cut == bool(said)


def test_without_caps_it_trains_as_it_was_asked_to() -> None:
    kind, _, told = watched(Caps())
    assert kind(50.0, -1).train() == (50.0, -1)
    assert not told


def test_it_ends_when_its_share_of_the_time_is_spent() -> None:
    kind, loops, told = watched(Caps(seconds=0.0))
    trainer = kind(2.0, -1)
    trainer.train()
    assert (trainer.made, trainer.callbacks) == (1, [])
    assert told == ["2 epochs of a Trainer: 1 step (time)"]
    assert loops.cut


def test_where_time_has_no_end_nothing_is_asked_between_steps() -> None:
    kind, _, told = watched(Caps())
    trainer = kind(2.0, -1)
    trainer.train()
    assert (trainer.made, told) == (9, [])
