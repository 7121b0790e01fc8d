"""Metrics that are no accuracies: lower may be better, and noise comes from the measurement's own interval."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from grader.checks.base import Band, Case, ReferenceCase
from grader.checks.metric import MetricName, full_marks_from
from grader.evidence.wire.records import Substitution
from grader.measure.measurements import Measured, Measurements, Provenance
from grader.measure.metric_table import JUDGED, METRICS
from tests.checks.builders import (
    awarded,
    case,
    criterion,
    evidence,
    fit,
    keras_rnn,
    layer,
    model,
    not_assessed,
    reference,
    rows,
)

SHOWN = evidence(models=(model(keras_rnn()),), fits=(fit(),))


def number(name: str, value: float, n: int = 500, half: float = 0.0) -> Measured:
    return Measured(name=name, value=value, n=n, low=value - half, high=value + half, provenance=Provenance.OBSERVED)


def held(value: Measured, **baselines: float) -> Measurements:
    known = {"m1": {name: {value.name: score} for name, score in baselines.items()}}
    return Measurements(values={"m1": {value.name: value}}, baselines=known)


def against(value: Measured, sd: float = 0.0, seeds: int = 5) -> ReferenceCase:
    band = Band(mean=value.value, sd=sd, seeds=seeds, values=(value.value,) * seeds)
    return replace(reference(bands={("rnn", value.name): band}), measurements=held(value))


def given(value: Measured, bar: Measured, sd: float = 0.0, **baselines: float) -> Case:
    return case(SHOWN, held(value, **baselines), against=against(bar, sd))


MSE = criterion("metric", points=8, of="rnn", metric="mse")


def test_the_vocabulary_of_rubrics_is_the_tables() -> None:
    assert get_args(MetricName) == JUDGED
    assert "kl" in METRICS


@pytest.mark.parametrize(
    ("value", "points"),
    [
        pytest.param(0.010, 8, id="as the reference"),
        pytest.param(0.001, 8, id="better than the reference"),
        pytest.param(0.0105, 8, id="worse, within noise"),
        pytest.param(0.0355, 4, id="half way to the mean image"),
        pytest.param(0.06, 0, id="the mean image"),
        pytest.param(0.3, 0, id="worse than the mean image"),
    ],
)
def test_a_lower_error_is_better(value: float, points: float) -> None:
    outcome = awarded(MSE, given(number("mse", value), number("mse", 0.01, half=0.00131), mean_image=0.06))
    assert outcome.points == points


def test_the_sentence_gives_unit_direction_and_noise() -> None:
    outcome = awarded(
        criterion("metric", of="rnn", metric="psnr"),
        given(number("psnr", 18.0, half=0.2), number("psnr", 21.0, half=0.2), sd=0.3, mean_image=12.0),
    )
    assert outcome.because == (
        "Peak signal-to-noise ratio 18.00\u00a0dB on 500 images (95\u00a0% interval 17.80\u00a0dB to 18.20\u00a0dB). "
        "Full marks from 20.43\u00a0dB (the reference reaches 21.00\u00a0dB ± 0.30\u00a0dB over 5 seeds, less the "
        "noise of 500 images), no points at 12.00\u00a0dB (the mean of all training images); this earns part of "
        "the points."
    )
    low = awarded(MSE, given(number("mse", 0.06), number("mse", 0.01), mean_image=0.06)).because
    assert "Full marks up to 0.0100 (the reference reaches 0.0100 ± 0.0000 over 5 seeds, plus the noise" in low


def test_the_spread_of_seeds_and_of_rows_add_up() -> None:
    spec = criterion("metric", of="rnn", metric="mse").spec
    shown = given(number("mse", 0.02), number("mse", 0.01, half=1.959963984540054 * 0.003), sd=0.004 / 1.2**0.5)
    assert full_marks_from(spec, shown) == pytest.approx(0.01 + 1.6448536269514722 * 0.005)  # type: ignore[arg-type]


def test_a_share_where_lower_is_better_has_the_noise_of_its_count() -> None:
    copies = criterion("metric", points=4, of="rnn", metric="nearness", none=0.5)
    assert awarded(copies, given(number("nearness", 0.04, 100), number("nearness", 0.02, 100))).points == 4
    assert awarded(copies, given(number("nearness", 0.26, 100), number("nearness", 0.02, 100))).points == 2


def test_numbers_of_the_course_and_the_single_run() -> None:
    units = criterion("metric", points=4, of="rnn", metric="active_units", full=20, none=0)
    outcome = awarded(units, case(SHOWN, held(number("active_units", 10.0, 250))))
    assert outcome.points == 2
    assert outcome.because.startswith("Latent dimensions in use 10 on 250 images. Full marks from 20")
    single = criterion("metric", points=4, of="rnn", metric="mse", full="reference")
    assert awarded(single, given(number("mse", 0.01), number("mse", 0.01), mean_image=0.06)).points == 4


def test_what_a_baseline_reaches_must_be_known() -> None:
    assert "mean_image would reach" in not_assessed(MSE, given(number("mse", 0.03), number("mse", 0.01))).because


def test_a_reference_no_better_than_the_baseline_decides_nothing() -> None:
    poor = given(number("mse", 0.07), number("mse", 0.065), mean_image=0.06)
    assert "cannot be told apart" in not_assessed(MSE, poor).because


def test_why_there_is_no_number_is_said() -> None:
    known = Measurements(reasons={("m1", "mse"): "none of the images it reconstructed is a test image"})
    outcome = not_assessed(MSE, case(SHOWN, known, against=reference()))
    assert outcome.because == "None of the images it reconstructed is a test image. The model is `model` (cell 5)."
    plain = not_assessed(MSE, case(SHOWN, against=reference()))
    assert plain.because.startswith("No images that this model reconstructed from test images were seen.")


def test_reconstructing_what_it_was_trained_on_earns_nothing_and_generating_may() -> None:
    leaked = evidence(models=(model(keras_rnn()),), fits=(fit(rows=rows(100, 50)),))
    low = replace(given(number("mse", 0.01), number("mse", 0.01), mean_image=0.06), evidence=leaked)
    assert awarded(MSE, low).because.endswith("Train on the training rows only.")
    varied = criterion("metric", points=4, of="rnn", metric="diversity", none=0)
    made = replace(given(number("diversity", 1.0), number("diversity", 1.0)), evidence=leaked)
    assert awarded(varied, made).points == 4


def test_fresh_weights_wait_for_a_person() -> None:
    fresh = Substitution(cell=5, asked="imagenet", served="the same network with fresh weights", how="weights")
    shown = replace(SHOWN, substitutions=(fresh,))
    value = replace(given(number("mse", 0.01), number("mse", 0.01), mean_image=0.06), evidence=shown)
    outcome = not_assessed(MSE, value)
    assert outcome.because == (
        "`model` (cell 5) was built with fresh weights: the pretrained ones it asked for (imagenet) were not at hand, "
        "so its mean squared error proves nothing. A person has to look."
    )
    assert outcome.cause == "fresh weights"
    elsewhere = replace(shown, substitutions=(replace(fresh, cell=3),))
    assert awarded(MSE, replace(value, evidence=elsewhere)).points == 8
    holding = replace(elsewhere, models=(*SHOWN.models, model(keras_rnn()[:3], id_="m0", name="base", cell=3)))
    assert "fresh weights" in not_assessed(MSE, replace(value, evidence=holding)).because
    tensors = replace(layer("other", 1), class_name="CLIP", name="clip")
    clip = replace(model((tensors, *keras_rnn()[:3]), id_="m0", name="base", cell=3), class_name="CLIP")
    holding = replace(elsewhere, models=(*SHOWN.models, clip))
    assert "fresh weights" in not_assessed(MSE, replace(value, evidence=holding)).because


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        pytest.param({"metric": "accuracy", "full": 1.5}, "needs a share from 0 to 1, got 1.5", id="no share"),
        pytest.param({"metric": "mse", "full": 0.1, "none": 0.05}, "none 0.05 must be above full 0.1", id="order"),
        pytest.param({"metric": "psnr", "full": 10, "none": 20}, "none 20 must be below full 10", id="the other order"),
        pytest.param({"metric": "mse", "none": "majority"}, "mse knows mean_image, or a number, not", id="no baseline"),
        pytest.param({"metric": "frechet"}, "frechet has no baseline: give none as a number", id="needs a number"),
    ],
)
def test_settings_that_do_not_go_together(spec: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        criterion("metric", of="rnn", **spec)
