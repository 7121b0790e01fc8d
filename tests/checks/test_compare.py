"""Better only where the rows that both answered say so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import binomtest

from grader.checks.base import Case
from grader.evidence.wire.records import Substitution
from grader.measure.compared import compare_rows
from grader.measure.measurements import EachRow, Measurements
from tests.checks.builders import (
    TEST,
    awarded,
    case,
    classification,
    criterion,
    evidence,
    fit,
    keras_lstm,
    keras_rnn,
    model,
    not_assessed,
    rows,
)

BETTER = criterion("compare", points=4, better="lstm", than="rnn")
SHOWN = evidence(
    models=(model(keras_rnn(), name="rnn"), model(keras_lstm(), id_="m2", name="lstm", order=2)),
    fits=(fit("m1"), fit("m2")),
)


def answers(wrong: range, places: int = TEST) -> EachRow:
    values = np.ones(places)
    values[list(wrong)] = 0
    return EachRow(np.arange(places), values)


def given(rnn: EachRow, lstm: EachRow, metric: str = "accuracy") -> Case:
    return case(SHOWN, Measurements(each={"m1": {metric: rnn}, "m2": {metric: lstm}}))


def test_a_clear_difference_earns_everything() -> None:
    outcome = awarded(BETTER, given(answers(range(60)), answers(range(30))))
    assert outcome.points == 4
    assert outcome.because == (
        "`lstm` (cell 5) against `rnn` (cell 5): accuracy 2.7\u00a0% higher on 1,115 test rows; where they differ, it "
        "is right 30 times and wrong 0 times. That is more than noise explains (p < 0.001)."
    )


def test_a_difference_within_noise_earns_nothing() -> None:
    outcome = awarded(BETTER, given(answers(range(30)), answers(range(4, 32))))
    assert outcome.points == 0
    assert "Noise alone explains such a difference" in outcome.because


def test_worse_is_not_better() -> None:
    assert "It is not better." in awarded(BETTER, given(answers(range(3)), answers(range(40)))).because


def test_errors_are_compared_by_their_mean() -> None:
    dice = np.random.default_rng(1)
    base = dice.random(200)
    low, high = EachRow(np.arange(200), base), EachRow(np.arange(200), base + 0.1 * dice.random(200))
    less = criterion("compare", points=4, better="lstm", than="rnn", metric="mse")
    assert awarded(less, given(high, low, "mse")).points == 4
    assert awarded(less, given(low, high, "mse")).points == 0


@pytest.mark.parametrize(("wins", "losses"), [(0, 0), (5, 5), (9, 1), (30, 12)])
def test_the_test_is_the_exact_one(wins: int, losses: int) -> None:
    first = EachRow(np.arange(100), np.r_[np.ones(wins), np.zeros(losses), np.ones(100 - wins - losses)])
    second = EachRow(np.arange(100), np.r_[np.zeros(wins), np.ones(losses), np.ones(100 - wins - losses)])
    found = compare_rows(first, second)
    assert found is not None
    n = wins + losses
    assert found.p == pytest.approx(binomtest(wins, n, alternative="greater").pvalue if n else 1.0)


def test_what_cannot_be_compared_waits() -> None:
    assert "row by row" in not_assessed(BETTER, case(SHOWN)).because
    elsewhere = EachRow(np.arange(TEST) + 5000, np.ones(TEST))
    assert "same test rows" in not_assessed(BETTER, given(answers(range(3)), elsewhere)).because
    unknown = replace(
        given(answers(range(60)), answers(range(30))),
        evidence=replace(SHOWN, fits=(fit("m1", rows=rows(known=False)),)),
    )
    assert "proves nothing yet" in not_assessed(BETTER, unknown).because
    fresh = Substitution(cell=5, asked="", served="the same network with fresh weights", how="weights")
    shown = replace(unknown, evidence=replace(SHOWN, substitutions=(fresh,)))
    assert not_assessed(BETTER, shown).cause == "fresh weights"


def test_trained_on_the_test_rows_earns_nothing() -> None:
    seen = Measurements(by_model={"m2": classification("m2", trained_on_test=9)})
    assert "trained on 9 test rows" in awarded(BETTER, case(SHOWN, seen)).because


def test_a_model_is_not_compared_with_itself() -> None:
    with pytest.raises(ValidationError, match="never better than itself"):
        criterion("compare", better="rnn", than="rnn")
