from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.measure.codes import active_units, nats_of


@pytest.mark.parametrize(
    ("mean", "log_variance", "nats"),
    [
        pytest.param(0.0, 0.0, 0.0, id="the prior itself"),
        pytest.param(2.0, 0.0, 2.0, id="half the squared mean"),
        pytest.param(0.0, math.log(4), 0.5 * (4 - 1 - math.log(4)), id="another variance"),
    ],
)
def test_closed_forms_of_one_dimension(mean: float, log_variance: float, nats: float) -> None:
    seen = nats_of(np.full((4, 1), mean), np.full((4, 1), log_variance))
    assert seen.tolist() == [[pytest.approx(nats)]] * 4


@given(st.integers(0, 2**32 - 1))
def test_no_divergence_is_below_zero(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert nats_of(rng.normal(size=(6, 5)), rng.normal(size=(6, 5))).min() >= 0


def test_a_collapsed_encoder_diverges_by_nothing_and_uses_nothing() -> None:
    mean = np.zeros((100, 20), dtype=np.float32)
    assert not nats_of(mean, mean).any()
    assert active_units(mean) == 0


def test_a_variance_beyond_all_numbers_diverges_without_end() -> None:
    assert np.isinf(nats_of(np.zeros((2, 2)), np.full((2, 2), 1e4))).all()


def test_units_count_when_their_means_vary_enough() -> None:
    spread = np.array([-1.0, 1.0] * 50)
    mean = np.stack([spread, 0.2 * spread, 0.05 * spread, np.full(100, 9.0)], axis=1)
    assert active_units(mean) == 2


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="do not go with"):
        nats_of(np.zeros((2, 3)), np.zeros((3, 2)))
    with pytest.raises(ValueError, match="two rows"):
        active_units(np.zeros((1, 4)))
