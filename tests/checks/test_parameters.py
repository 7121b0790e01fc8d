from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.checks.base import Case
from tests.checks.builders import (
    awarded,
    case,
    code,
    criterion,
    evidence,
    keras_rnn,
    layer,
    model,
    not_assessed,
    ran,
    reference,
    torch_rnn,
)

REFERENCE = criterion("parameters", points=2, of="rnn", equals="reference")


def with_size(total: int) -> Case:
    """A Keras RNN whose embedding makes up the given total."""
    rest = 261_361 - 250_000
    layers = (layer("embedding", total - rest, output_dim=50), *keras_rnn()[1:])
    return case(evidence(models=(model(layers),)), against=reference())


def test_equal_counts_earn_everything() -> None:
    assert awarded(REFERENCE, with_size(261_361)).because == (
        "`model` (cell 5) has 261,361 parameters. That is what the reference has."
    )


def test_pytorchs_second_bias_is_taken_off_and_both_numbers_are_told() -> None:
    shown = evidence(models=(model(torch_rnn(), framework="torch"),))
    outcome = awarded(REFERENCE, case(shown, against=reference()))
    assert outcome.points == 2
    assert "261,393 parameters, 261,361 without the second bias vector" in outcome.because


@pytest.mark.parametrize(
    ("total", "points"),
    [
        pytest.param(261_361, 10, id="equal"),
        pytest.param(263_974, 10, id="just within one per cent"),
        pytest.param(263_975, Fraction(19, 2), id="just beyond"),
        pytest.param(392_041, 5, id="half way to none"),
        pytest.param(522_722, 0, id="twice as many"),
    ],
)
def test_within_and_none_beyond(total: int, points: Fraction) -> None:
    one = criterion("parameters", points=10, of="rnn", equals="reference", within=0.01, none_beyond=1.0)
    assert awarded(one, with_size(total)).points == points


@pytest.mark.parametrize(
    ("settings", "total", "told"),
    [
        pytest.param(
            {"within": 0.05, "none_beyond": 1.5}, 300_000,
            "(+14.8\u00a0%); full marks up to 5.0\u00a0% off, no points beyond 150.0\u00a0% off.", id="in between",
        ),
        pytest.param(
            {"within": 0.05, "none_beyond": 1.5}, 270_000, "(+3.3\u00a0%); full marks up to 5.0\u00a0% off.", id="full"
        ),
        pytest.param(
            {"within": 0.05}, 300_000, "(+14.8\u00a0%); full marks up to 5.0\u00a0% off, no points beyond.",
            id="all or nothing",
        ),
        pytest.param({}, 300_000, "(+14.8\u00a0%); full marks for the very same number only.", id="no tolerance"),
        pytest.param(
            {"none_beyond": 1.5}, 300_000,
            "(+14.8\u00a0%); full marks for the very same number, no points beyond 150.0\u00a0% off.", id="a slope",
        ),
    ],
)  # fmt: skip
def test_it_is_told_where_points_begin_and_end(settings: dict[str, float], total: int, told: str) -> None:
    one = criterion("parameters", points=2, of="rnn", equals="reference", **settings)
    assert awarded(one, with_size(total)).because.endswith(f"The reference has 261,361 {told}")


def test_without_none_beyond_it_is_all_or_nothing() -> None:
    assert awarded(REFERENCE, with_size(261_362)).points == 0


def test_a_number_of_the_rubric() -> None:
    one = criterion("parameters", points=2, of="rnn", equals=261_361)
    assert awarded(one, replace(with_size(261_361), reference=None)).points == 2
    assert "Expected: 261,361 (+14.8\u00a0%)" in awarded(one, with_size(300_000)).because


def test_no_reference_costs_nothing() -> None:
    assert "could not be had" in not_assessed(REFERENCE, replace(with_size(1), reference=None)).because


def test_a_model_never_built_has_nothing_to_count() -> None:
    shown = evidence(
        models=(model(keras_rnn(), built=False),),
        submitted=(code(5, "model = x"), code(6, "model.fit(x, y)")),
        cells=(ran(5), ran(6, status="failed")),
    )
    outcome = awarded(REFERENCE, case(shown, against=reference()))
    assert outcome.points == 0
    assert outcome.because == (
        "`model` (cell 5) was never given data or an input shape, so it has no parameters to count. "
        "Cell 6 failed (ValueError)."
    )
