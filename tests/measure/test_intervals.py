"""Intervals of shares, against published values and at their ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.measure.intervals import f1_interval, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (score, no continuity correction).
        pytest.param(81, 263, 0.2553, 0.3662, id="81 of 263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="15 of 148"),
        pytest.param(0, 20, 0.0, 0.1611, id="0 of 20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="1 of 29"),
        pytest.param(20, 20, 0.8389, 1.0, id="all of 20"),
        pytest.param(0, 0, 0.0, 1.0, id="no rows, no knowledge"),
    ],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="hits of"):
        wilson(hits, n)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_share_lies_in_its_interval(hits: int, misses: int) -> None:
    low, high = wilson(hits, hits + misses)
    share = hits / (hits + misses) if hits + misses else 0.5
    assert 0 <= low <= share <= high <= 1
    low, high = f1_interval(hits, hits + misses)
    f1 = 2 * hits / (2 * hits + misses) if hits + misses else 0.5
    assert 0 <= low <= f1 + 1e-12
    assert f1 - 1e-12 <= high <= 1


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.integers(1, 500), st.integers(0, 500))
def test_more_rows_know_more(hits: int, misses: int) -> None:
    few, many = wilson(hits, hits + misses), wilson(10 * hits, 10 * (hits + misses))
    assert many[1] - many[0] < few[1] - few[0]
