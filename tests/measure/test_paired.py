"""Two models on the same rows: McNemar's test by hand and as scipy has it, the bootstrap by its laws."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from grader.measure.paired import EXACT_UP_TO, mcnemar, paired_bootstrap

RULES = settings(derandomize=True, deadline=None, max_examples=100)


def pair(only_first: int, only_second: int, both: int = 7) -> tuple[np.ndarray, np.ndarray]:
    first = [True] * (only_first + both) + [False] * only_second
    second = [False] * only_first + [True] * (both + only_second)
    return np.array(first), np.array(second)


@pytest.mark.parametrize(
    ("only_first", "only_second", "p_value"),
    [
        pytest.param(0, 0, 1.0, id="they never differ"),
        pytest.param(3, 3, 1.0, id="evenly"),
        pytest.param(5, 0, 2 / 32, id="five to none"),
        pytest.param(0, 6, 2 / 64, id="none to six"),
        pytest.param(1, 7, 2 * 9 / 256, id="one to seven"),
    ],
)
def test_the_exact_test(only_first: int, only_second: int, p_value: float) -> None:
    found = mcnemar(*pair(only_first, only_second))
    assert (found.only_first, found.only_second, found.exact) == (only_first, only_second, True)
    assert found.p_value == pytest.approx(p_value)


@RULES
@given(st.integers(0, 120), st.integers(0, 120))
def test_as_scipys_binomial_test_has_it(one: int, other: int) -> None:
    expected = stats.binomtest(one, one + other).pvalue if one + other else 1.0
    found = mcnemar(*pair(one, other))
    assert found.p_value == pytest.approx(expected)
    assert mcnemar(*pair(other, one)).p_value == found.p_value
    ahead = stats.binomtest(one, one + other, alternative="greater").pvalue if one + other else 1.0
    assert found.p_first == pytest.approx(ahead)


def test_very_many_rows_go_by_the_normal_law_and_agree_with_the_exact_one() -> None:
    counts = (EXACT_UP_TO // 2 + 40, EXACT_UP_TO // 2 - 30)
    found = mcnemar(*pair(*counts))
    assert not found.exact
    assert found.p_value == pytest.approx(stats.binomtest(counts[0], sum(counts)).pvalue, rel=0.01)


def test_other_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="not the same rows"):
        mcnemar(np.array([True]), np.array([True, False]))


def accuracy(right: np.ndarray) -> Callable[[npt.NDArray[np.int64]], float]:
    return lambda rows: float(right[rows].mean())


def test_the_bootstrap_is_fixed_and_has_the_spread_of_a_mean() -> None:
    first, second = pair(60, 30, both=310)
    found = paired_bootstrap(accuracy(first), accuracy(second), 400)
    assert found == paired_bootstrap(accuracy(first), accuracy(second), 400)
    assert found.value == pytest.approx(30 / 400)
    each = first.astype(float) - second
    half = 1.96 * each.std() / math.sqrt(400)
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=0.005)
    assert found.not_above < 0.01


def test_the_same_model_twice_does_not_differ() -> None:
    right = np.arange(50) % 3 == 0
    found = paired_bootstrap(accuracy(right), accuracy(right), 50, draws=50)
    assert (found.value, found.low, found.high, found.not_above) == (0, 0, 0, 1)


def test_draws_without_a_number_are_left_out_while_they_are_few() -> None:
    first, second = pair(5, 5)
    assert paired_bootstrap(lambda rows: float(rows[0]) if rows[0] else math.nan, accuracy(second), 17, draws=40)
    with pytest.raises(ValueError, match="only 0 of 40 draws"):
        paired_bootstrap(lambda rows: math.nan, accuracy(first), 17, draws=40)
    with pytest.raises(ValueError, match="no rows"):
        paired_bootstrap(accuracy(first), accuracy(second), 0)
