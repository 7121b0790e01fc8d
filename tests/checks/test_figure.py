from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Figure, Output
from tests.checks.builders import (
    awarded,
    case,
    chart,
    criterion,
    evidence,
    fit,
    keras_lstm,
    keras_rnn,
    model,
    not_assessed,
    ran,
)

CURVES = criterion("figure", points=8, kind="line", shows=["loss", "accuracy"])
LOSS, ACCURACY = (0.4, 0.2, 0.1), (0.8, 0.9, 0.95)


def asked(**spec: Any) -> Any:
    return criterion("figure", points=8, **spec)


def shown(*figures: Figure, **changes: Any) -> Evidence:
    return evidence(models=(model(keras_rnn()),), fits=(fit(),), figures=figures, **changes)


@pytest.mark.parametrize(
    ("figures", "points"),
    [
        pytest.param((chart((9.0, 8.0), ylabel="Loss"), chart((1.0, 2.0), title="model accuracy")), 8, id="by words"),
        pytest.param((chart(LOSS), chart(ACCURACY)), 8, id="by values alone"),
        pytest.param((chart(LOSS, ACCURACY),), 8, id="both in one chart"),
        pytest.param((chart(tuple(100 * y for y in ACCURACY)), chart(LOSS)), 8, id="accuracy in per cent"),
        pytest.param(
            (chart((1.0, 2.0), label="val_acc"), chart((1.0, 2.0), legend=("training loss",))), 8, id="by legends"
        ),
        pytest.param((chart(LOSS),), 5, id="loss only: two of three shares, down to the half point"),
        pytest.param((chart((1.0, 2.0)),), Fraction(5, 2), id="something else"),
        pytest.param((chart((1.0, 2.0), kind="bar", title="loss and accuracy"),), 0, id="not a line"),
        pytest.param((), 0, id="none"),
    ],
)
def test_quantities_are_found_by_values_and_words(figures: tuple[Figure, ...], points: Fraction) -> None:
    assert awarded(CURVES, case(shown(*figures))).points == points


def test_what_is_missing_is_told() -> None:
    outcome = awarded(CURVES, case(shown(chart(LOSS))))
    assert outcome.because == "1 line chart was drawn. Missing: a line chart of the accuracy."
    assert outcome.cells == (8,)


def test_labels_are_a_share_of_the_charts_that_count() -> None:
    one = asked(kind="line", needs=("title", "xlabel", "ylabel", "legend"))
    good = chart(LOSS, ACCURACY, title="T", xlabel="epoch", ylabel="value", legend=("a", "b"))
    assert awarded(one, case(shown(good))).points == 8
    assert awarded(one, case(shown(replace(good, axes=(replace(good.axes[0], legend=()),))))).points == 6


def test_how_many() -> None:
    assert awarded(asked(at_least=2), case(shown(chart(LOSS)))).points == 4


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (1, "No line chart was drawn on our rerun; 1 line chart was expected."),
        (2, "No line chart was drawn on our rerun; 2 line charts were expected."),
    ],
)
def test_no_chart_at_all(wanted: int, told: str) -> None:
    assert awarded(asked(kind="line", at_least=wanted), case(shown())).because == told


@pytest.mark.parametrize(
    ("x", "points"),
    [
        pytest.param((10.0, 50.0, 200.0), 4, id="over the sizes"),
        pytest.param((0.0, 1.0, 2.0), 4, id="sizes as words, one place each"),
        pytest.param((1.0, 10.0, 50.0, 100.0, 200.0), 4, id="more sizes than asked"),
        pytest.param((0.0, 1.0, 2.0, 3.0), 0, id="over epochs"),
        pytest.param((), 0, id="nothing drawn"),
    ],
)
def test_lines_over_the_sizes_of_a_sweep(x: tuple[float, ...], points: int) -> None:
    drawn = chart(tuple(0.5 for _ in x))
    (axes,) = drawn.axes
    placed = replace(drawn, axes=(replace(axes, series=tuple(replace(line, x=x) for line in axes.series)),))
    asked = criterion("figure", points=4, kind="line", over=(10, 50, 200))
    outcome = awarded(asked, case(evidence(figures=(placed,))))
    assert outcome.points == points
    assert "over 10, 50 and 200" in outcome.because


def test_curves_of_another_model_do_not_count_for_a_role() -> None:
    models = (model(keras_rnn(), id_="m1"), model(keras_lstm(), id_="m2", order=2))
    other = fit("m2", history={"loss": (0.5, 0.3)})
    one = asked(kind="line", shows=["loss"], of=("rnn", "lstm"))
    both = evidence(models=models, fits=(fit("m1"), other), figures=(chart(LOSS), chart((0.5, 0.3), id_="f2")))
    assert awarded(one, case(both)).points == 8
    outcome = awarded(one, case(replace(both, figures=(chart(LOSS, title="loss"),))))
    assert "a line chart of the loss of lstm" in outcome.because
    only_other = replace(both, figures=(chart((0.5, 0.3)),))
    assert awarded(asked(kind="line", shows=["loss"], of=("rnn",)), case(only_other)).points == 0


def test_charts_of_a_model_that_is_not_there_earn_nothing() -> None:
    one = asked(kind="line", shows=["loss"], of=("fusion",))
    outcome = awarded(one, case(shown(chart(LOSS, title="loss"))))
    assert outcome.points == 0
    assert outcome.because == "A line chart of fusion was expected; the notebook has no such model."


def test_a_picture_that_could_not_be_read_is_a_limit_of_ours() -> None:
    cell = replace(ran(9), outputs=(Output(kind="display", image="i1"),))
    assert not_assessed(CURVES, case(shown(cells=(cell,)))).cells == (9,)


@pytest.mark.slow
def test_endless_charts_and_trainings_are_looked_at_in_part() -> None:
    """Every curve is held against every history: without a cap one notebook could keep the grader for hours."""
    charts = tuple(chart((0.4, 0.2, float(i)), id_=f"g{i}") for i in range(2_000))
    fits = tuple(fit(history={"loss": (0.4, 0.2, -1.0 - i)}) for i in range(5_000))
    many = evidence(models=(model(keras_rnn()),), fits=fits, figures=charts)
    started = time.process_time()
    awarded(asked(kind="line", shows=["loss"], of=("rnn",)), case(many))
    assert time.process_time() - started < 20
