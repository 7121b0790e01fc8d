"""Points are quantised once, downwards; full marks are never rounded up to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.points import award, quantise
from tests.checks.builders import criterion

HALF = Fraction(1, 2)
SHARES = st.fractions(min_value=-1, max_value=2, max_denominator=10**6)
POINTS = st.fractions(min_value=Fraction(1, 10), max_value=100, max_denominator=20)
STEPS = st.sampled_from([Fraction(1, 10), Fraction(1, 4), HALF, Fraction(1), Fraction(3)])


@pytest.mark.parametrize(
    ("possible", "share", "step", "points"),
    [
        pytest.param(8, Fraction(1), HALF, 8, id="all"),
        pytest.param(8, Fraction(999_999, 1_000_000), HALF, Fraction(15, 2), id="just under all"),
        pytest.param(50, Fraction(4996, 5000), Fraction(1, 10), Fraction(499, 10), id="49.96 of 50 is 49.9"),
        pytest.param(8, Fraction(1, 2), HALF, 4, id="half"),
        pytest.param(8, Fraction(1, 17), HALF, 0, id="under one step"),
        pytest.param(8, Fraction(1, 16), HALF, HALF, id="one step itself"),
        pytest.param(8, Fraction(0), HALF, 0, id="none"),
        pytest.param(8, Fraction(-1), HALF, 0, id="below none"),
        pytest.param(Fraction(9, 4), Fraction(1), HALF, Fraction(9, 4), id="all, though no multiple of the step"),
    ],
)
def test_quantise(possible: Fraction, share: Fraction, step: Fraction, points: Fraction) -> None:
    assert quantise(Fraction(possible), share, step) == points


@given(POINTS, SHARES, STEPS)
def test_bounds_and_steps(possible: Fraction, share: Fraction, step: Fraction) -> None:
    """A criterion earns at least 0 and at most its points, all of them for a share of 1 alone, else whole steps."""
    points = quantise(possible, share, step)
    assert 0 <= points <= possible
    assert (points == possible) == (share >= 1)
    assert share >= 1 or points % step == 0


@given(POINTS, SHARES, SHARES, STEPS)
def test_a_larger_share_never_earns_less(possible: Fraction, first: Fraction, second: Fraction, step: Fraction) -> None:
    low, high = sorted((first, second))
    assert quantise(possible, low, step) <= quantise(possible, high, step)


def test_cells_are_sorted_and_whole() -> None:
    assert award(criterion("runs"), 1, "Fine.", (9, 0, 3, 9)).cells == (3, 9)
