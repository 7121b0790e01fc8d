"""The noise rule: once in twenty, a model as good as the reference measures below the limit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.measure.noise import binomial_sd, is_worse, lower_limit, total_sd


def test_worked_example() -> None:
    """98.2 % over five seeds with a spread of 0.3 points, on 1,115 test rows."""
    variance = 0.003**2 * 1.2 + 0.982 * 0.018 / 1115
    assert total_sd(0.982, 0.003, 5, 1115) == pytest.approx(math.sqrt(variance))
    assert lower_limit(0.982, 0.003, 5, 1115) == pytest.approx(0.982 - 1.644854 * math.sqrt(variance), abs=1e-6)
    assert lower_limit(0.982, 0.003, 5, 1115) == pytest.approx(0.9735, abs=5e-4)


@pytest.mark.parametrize(
    ("mean", "sd", "seeds", "n", "limit"),
    [
        pytest.param(1.0, 0.0, 1, 100, 1.0, id="a perfect reference leaves no noise"),
        pytest.param(0.0, 0.0, 1, 100, 0.0, id="nothing lies below 0"),
        pytest.param(0.5, 0.0, 1, 1, 0.0, id="one row tells nothing"),
    ],
)
def test_ends(mean: float, sd: float, seeds: int, n: int, limit: float) -> None:
    assert lower_limit(mean, sd, seeds, n) == limit


@pytest.mark.parametrize(
    ("mean", "sd", "seeds", "n"), [(0.9, 0.01, 3, 0), (0.9, -0.01, 3, 10), (0.9, 0.01, 0, 10), (1.1, 0.01, 3, 10)]
)
def test_nonsense_is_refused(mean: float, sd: float, seeds: int, n: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  each has its own words
        lower_limit(mean, sd, seeds, n)


def test_the_limit_holds_one_in_twenty() -> None:
    """Simulated as the docstring says: a band over seeds, one more run, a fresh draw of test rows."""
    random = np.random.default_rng(5)
    seeds, n, below, trials = 5, 1000, 0, 4000
    for _ in range(trials):
        band = random.normal(0.95, 0.01, seeds)
        student = random.binomial(n, float(np.clip(random.normal(0.95, 0.01), 0, 1))) / n
        below += is_worse(student, float(band.mean()), 0.01, seeds, n)
    assert below / trials == pytest.approx(0.05, abs=0.012)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.floats(0, 1), st.floats(0, 0.2), st.integers(1, 20), st.integers(1, 10_000))
def test_laws(mean: float, sd: float, seeds: int, n: int) -> None:
    limit = lower_limit(mean, sd, seeds, n)
    assert 0 <= limit <= mean
    assert limit <= lower_limit(mean, sd, seeds, n * 4), "more rows, less noise"
    assert limit <= lower_limit(mean, sd / 2, seeds, n), "less spread, less noise"
    assert total_sd(mean, sd, seeds, n) >= binomial_sd(mean, n)
    assert not is_worse(mean, mean, sd, seeds, n)
