"""ROC curves are told by their form, and belong to the model whose area they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from grader.checks.base import Case
from grader.checks.roc import area_under
from grader.evidence.wire.records import Figure, Series
from tests.checks.builders import (
    awarded,
    case,
    chart,
    classification,
    criterion,
    evidence,
    keras_lstm,
    keras_rnn,
    measured,
    measurements,
    model,
)

GOOD = ((0.0, 0.0, 0.1, 1.0), (0.0, 0.8, 0.9, 1.0))  # area 0.94
FAIR = ((0.0, 0.2, 0.5, 1.0), (0.0, 0.5, 0.8, 1.0))
DIAGONAL = ((0.0, 1.0), (0.0, 1.0))
ROC = criterion("figure", points=4, kind="roc", of=("rnn", "lstm"))


def figure(*lines: tuple[Sequence[float], Sequence[float]]) -> Figure:
    series = tuple(Series(label="", kind="line", points=len(x), x=tuple(x), y=tuple(y)) for x, y in lines)
    plain = chart(())
    return replace(plain, axes=(replace(plain.axes[0], series=series),))


def given(*lines: tuple[Sequence[float], Sequence[float]], areas: tuple[float | None, float | None]) -> Case:
    shown = evidence(
        models=(model(keras_rnn(), name="rnn"), model(keras_lstm(), id_="m2", name="lstm", order=2)),
        figures=(figure(*lines),),
    )
    seen = [
        replace(one, metrics={**one.metrics, **({"roc_auc": measured("roc_auc", area)} if area is not None else {})})
        for one, area in zip((classification("m1"), classification("m2")), areas, strict=True)
    ]
    return case(shown, measurements(*seen))


@pytest.mark.parametrize(
    ("x", "y", "area"),
    [
        pytest.param(*GOOD, 0.94, id="steps"),
        pytest.param(GOOD[0][::-1], GOOD[1][::-1], 0.94, id="drawn from the other end"),
        pytest.param(*DIAGONAL, None, id="the diagonal"),
        pytest.param((0, 0.5, 1), (0, 0.9, 0.8), None, id="does not end in the corner"),
        pytest.param((0, 0.5, 0.4, 1), (0, 0.6, 0.7, 1), None, id="goes back"),
        pytest.param((1, 2, 3), (0.5, 0.4, 0.3), None, id="a loss"),
    ],
)
def test_form_and_area(x: Sequence[float], y: Sequence[float], area: float | None) -> None:
    assert area_under(x, y) == (None if area is None else pytest.approx(area))


def test_one_for_each_model() -> None:
    outcome = awarded(ROC, given(GOOD, FAIR, DIAGONAL, areas=(0.94, 0.70)))
    assert outcome.points == 4
    assert outcome.because == "2 ROC curves were drawn, one for each of rnn and lstm."


def test_a_curve_of_another_area_is_not_the_models() -> None:
    outcome = awarded(ROC, given(GOOD, FAIR, areas=(0.94, 0.85)))
    assert outcome.points == 2
    assert outcome.because.endswith("Missing: a curve of lstm (`lstm` (cell 5)), whose area we measured as 0.850.")


def test_where_no_area_was_measured_any_curve_left_over_will_do() -> None:
    assert awarded(ROC, given(GOOD, FAIR, areas=(None, 0.94))).points == 4
    assert awarded(ROC, given(GOOD, DIAGONAL, areas=(None, 0.94))).points == 2


def test_without_roles_curves_are_counted() -> None:
    assert awarded(criterion("figure", points=4, kind="roc", at_least=2), given(GOOD, areas=(None, None))).points == 2


def test_pictures_are_counted_and_heat_maps_are_none() -> None:
    pictures = criterion("figure", points=4, kind="images", at_least=4)
    panels = tuple(chart((), kind="image", id_=f"f{i}") for i in range(3))
    heat = chart((), kind="image", xlabel="called", ylabel="true", id_="f9")
    assert awarded(pictures, case(evidence(figures=(*panels, heat)))).points == 3
