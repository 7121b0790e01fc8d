"""The ROC curve and its area: by hand, as scikit-learn has them, and DeLong's error by its definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from grader.measure.ranking import area, roc

RULES = settings(derandomize=True, deadline=None, max_examples=150)
ROWS = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=60).filter(
    lambda rows: len({positive for _, positive in rows}) == 2
)


def arrays(rows: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([score for score, _ in rows], dtype=np.float64) / 8, np.array([positive for _, positive in rows])


def test_a_curve_by_hand() -> None:
    """Scores 0.9 + | 0.8 - | 0.5 + - (a tie) | 0.1 -."""
    scores, positive = np.array([0.9, 0.8, 0.5, 0.5, 0.1]), np.array([True, False, True, False, False])
    curve = roc(scores, positive)
    assert curve.false_positive_rate == pytest.approx([0, 0, 1 / 3, 2 / 3, 1])
    assert curve.true_positive_rate == pytest.approx([0, 0.5, 0.5, 1, 1])
    assert curve.thresholds.tolist() == [math.inf, 0.9, 0.8, 0.5, 0.1]
    assert area(scores, positive).value == pytest.approx((3 + 1.5) / 6)


@RULES
@given(ROWS)
def test_as_scikit_learn_has_them(rows: list[tuple[int, bool]]) -> None:
    scores, positive = arrays(rows)
    curve, found = roc(scores, positive), area(scores, positive)
    false, true, thresholds = sklearn_metrics.roc_curve(positive, scores, drop_intermediate=False)
    assert curve.false_positive_rate == pytest.approx(false)
    assert curve.true_positive_rate == pytest.approx(true)
    assert curve.thresholds[1:] == pytest.approx(thresholds[1:])
    assert found.value == pytest.approx(sklearn_metrics.roc_auc_score(positive, scores))
    trapezoids = np.diff(curve.false_positive_rate) * (curve.true_positive_rate[1:] + curve.true_positive_rate[:-1]) / 2
    assert found.value == pytest.approx(trapezoids.sum())
    assert 0 <= found.low <= found.value <= found.high <= 1


@RULES
@given(ROWS)
def test_the_standard_error_is_delongs(rows: list[tuple[int, bool]]) -> None:
    """Its definition: the variances of each row's share of pairs it ranks rightly, over every pair."""
    scores, positive = arrays(rows)
    of_class, rest = scores[positive], scores[~positive]
    wins = (of_class[:, None] > rest) + 0.5 * (of_class[:, None] == rest)
    parts = [wins.mean(axis=1), wins.mean(axis=0)]
    variances = [part.var(ddof=1) if part.size > 1 else 0.25 for part in parts]
    expected = math.sqrt(sum(variance / part.size for variance, part in zip(variances, parts, strict=True)))
    assert area(scores, positive).standard_error == pytest.approx(expected, abs=1e-12)


@RULES
@given(ROWS)
def test_turned_round_the_area_is_the_other_side(rows: list[tuple[int, bool]]) -> None:
    scores, positive = arrays(rows)
    one, other = area(scores, positive), area(-scores, positive)
    assert one.value == pytest.approx(1 - other.value)
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low))


def test_a_perfect_ranking_of_few_rows_is_no_certainty() -> None:
    few = area(np.arange(8) / 8, np.arange(8) >= 4)
    many = area(np.arange(800) / 800, np.arange(800) >= 400)
    assert few.value == many.value == few.high == 1.0
    assert few.low == pytest.approx(0.025 ** (1 / 4))
    assert many.low > 0.99


@pytest.mark.parametrize(
    ("scores", "positive", "why"),
    [
        pytest.param([0.1, 0.2], [True, True], "one kind", id="one kind"),
        pytest.param([0.1, math.nan], [True, False], "not numbers", id="not a number"),
        pytest.param([0.1], [True, False], "rows", id="lengths"),
    ],
)
def test_what_cannot_be_ranked_is_refused(scores: list[float], positive: list[bool], why: str) -> None:
    for measure in (roc, area):
        with pytest.raises(ValueError, match=why):
            measure(np.array(scores), np.array(positive))
