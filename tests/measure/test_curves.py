"""What is said about a training curve."""

from __future__ import annotations

import math

import pytest

from grader.measure.curves import still_falling, summarise


@pytest.mark.parametrize(
    ("values", "falling"),
    [
        pytest.param([1, 0.8, 0.6, 0.4], True, id="straight down"),
        pytest.param([1, 0.5, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3], False, id="level at the end"),
        pytest.param([1, 0.5, 0.3, 0.2, 0.3, 0.4, 0.5, 0.6], False, id="rising again"),
        pytest.param([1] + [0.5] * 10 + [0.1], False, id="one lucky epoch decides nothing"),
        pytest.param([1, 0.9, 0.8], False, id="too short to tell"),
        pytest.param([1, 0.8, math.nan, 0.4], False, id="diverged"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_still_falling(values: list[float], falling: bool) -> None:
    assert still_falling(values) is falling


def test_a_loss() -> None:
    curve = summarise((0.9, 0.4, 0.3, 0.35))
    assert (curve.epochs, curve.first, curve.last) == (4, 0.9, 0.35)
    assert (curve.best, curve.best_epoch, curve.finite) == (0.3, 3, True)


def test_an_accuracy_rises() -> None:
    curve = summarise((0.5, 0.7, 0.9, 0.97), lower_is_better=False)
    assert (curve.best, curve.best_epoch, curve.still_improving) == (0.97, 4, True)


def test_nan_never_wins() -> None:
    curve = summarise((0.9, math.nan, 0.4))
    assert (curve.best, curve.best_epoch, curve.finite) == (0.4, 3, False)
    assert summarise((math.nan,)).best is None


def test_no_epochs_have_no_last_value() -> None:
    with pytest.raises(ValueError, match="at least one epoch"):
        summarise(())
