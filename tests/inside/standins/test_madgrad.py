"""The stand-in for the optimiser MADGRAD, held against its published steps, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.inside.builders import run_cells

pytestmark = pytest.mark.slow

CELLS = [
    "import torch\nfrom madgrad import MADGRAD\nweights = torch.nn.Parameter(torch.tensor([3.0, -2.0]))\n"
    "steps = MADGRAD([{'params': [weights], 'weight_decay': 0.0}], lr=0.1)\n"
    "halved = torch.optim.lr_scheduler.StepLR(steps, 50)",
    "for _ in range(100):\n    steps.zero_grad()\n    (weights ** 2).sum().backward()\n    steps.step()\n"
    "    halved.step()\nprint(float((weights ** 2).sum().detach()) < 0.5)",
]


def _moved(gradients: list[float], *, start: float = 1.0, **settings: Any) -> float:
    import torch

    from grader.inside.standins.madgrad import MADGRAD

    weight = torch.nn.Parameter(torch.tensor([start], dtype=torch.float64))
    optimizer = MADGRAD([weight], **settings)
    for gradient in gradients:
        weight.grad = torch.tensor([gradient], dtype=torch.float64)
        optimizer.step()
    return weight.item()


def test_its_steps_are_those_of_the_paper() -> None:
    """Sums of gradients s and of squares v, each times lr * sqrt(k + 1); to 1 - s / cbrt(v) by a tenth of the way."""
    first = 0.9 * 1.0 + 0.1 * (1 - 0.2 / 0.4 ** (1 / 3))
    assert _moved([2.0], lr=0.1, eps=0.0) == pytest.approx(first)
    share = 0.1 * 2**0.5
    target = 1 - (0.2 - share) / (0.4 + share) ** (1 / 3)
    assert _moved([2.0, -1.0], lr=0.1, eps=0.0) == pytest.approx(0.9 * first + 0.1 * target)
    assert _moved([2.0], lr=0.1, eps=0.0, momentum=0.0) == pytest.approx(1 - 0.2 / 0.4 ** (1 / 3))


def test_weights_decay_with_the_gradient_or_beside_it() -> None:
    assert _moved([0.0]) == 1.0
    assert _moved([1.0], start=2.0, weight_decay=0.5) == pytest.approx(_moved([2.0], start=2.0))
    assert _moved([0.0], lr=0.1, weight_decay=0.5, decouple_decay=True) == pytest.approx(0.95)


@pytest.mark.parametrize("setting", [{"lr": -1.0}, {"momentum": 1.0}, {"weight_decay": -1.0}, {"eps": -1.0}])
def test_settings_out_of_range_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(setting))):
        _moved([1.0], **setting)


def test_a_notebook_trains_with_it(tmp_path: Path) -> None:
    run = run_cells(tmp_path, CELLS)
    assert [cell["failure"] for cell in run.of("cell")] == [None] * len(CELLS)
    assert run.text(2).strip() == "True"
    assert [each["asked"] for each in run.of("substitution") if each["how"] == "stand-in"] == ["import madgrad"]
