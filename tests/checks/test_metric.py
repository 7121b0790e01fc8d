"""Full marks unless worse than the reference beyond noise; what cannot be measured costs nothing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.checks.base import Awarded, Band, Case
from grader.checks.metric import full_marks_from
from grader.evidence.ending import EndingKind
from grader.evidence.wire.records import Fit
from grader.measure.noise import lower_limit
from tests.checks.builders import (
    TEST,
    TRAIN,
    awarded,
    case,
    classification,
    code,
    criterion,
    ended,
    evidence,
    fit,
    judge,
    keras_rnn,
    measurements,
    model,
    not_assessed,
    prediction,
    ran,
    reference,
    rows,
    sealed,
)

ACCURACY = criterion("metric", points=8, of="rnn", metric="accuracy", full="band", none="majority")
FINE = criterion("metric", points=1, step=Fraction(1, 10**6), of="rnn", metric="accuracy")
BAND = reference().bands["rnn", "accuracy"]
SHOWN = evidence(models=(model(keras_rnn()),), fits=(fit(),))


def with_accuracy(value: float, *, trained_on_test: int = 0) -> Case:
    return case(
        SHOWN, measurements(classification(accuracy=value, trained_on_test=trained_on_test)), against=reference()
    )


def test_the_reference_itself_earns_everything() -> None:
    outcome = awarded(ACCURACY, with_accuracy(0.984))
    assert outcome.points == 8
    assert outcome.because.startswith("Accuracy 98.4\u00a0% on 1,115 test rows (95\u00a0% interval ")
    assert (
        "the reference reaches 98.4\u00a0% ± 0.2\u00a0% over 5 seeds, less the noise of 1,115 rows" in outcome.because
    )


def test_the_limit_is_where_noise_ends() -> None:
    limit = lower_limit(BAND.mean, BAND.sd, BAND.seeds, TEST)
    just, under = (int(limit * TEST) + 1) / TEST, int(limit * TEST) / TEST
    assert awarded(ACCURACY, with_accuracy(just)).points == 8
    assert awarded(ACCURACY, with_accuracy(under)).points < 8


def test_a_constant_answer_earns_nothing() -> None:
    outcome = awarded(ACCURACY, with_accuracy(classification().metrics["majority"].value))
    assert outcome.points == 0
    assert "a constant answer" in outcome.because


def test_in_between_it_is_linear_and_rises() -> None:
    points = [awarded(FINE, with_accuracy(hits / TEST)).points for hits in range(900, TEST, 5)]
    assert points == sorted(points)
    assert {Fraction(0), Fraction(1)} <= set(points)
    assert any(0 < one < 1 for one in points)


def test_trained_on_the_test_rows_earns_nothing_and_says_the_number() -> None:
    outcome = awarded(ACCURACY, with_accuracy(0.999, trained_on_test=1115))
    assert outcome.points == 0
    assert "was trained on 1,115 test rows" in outcome.because


def test_a_fit_on_test_rows_is_enough_even_without_a_measurement() -> None:
    shown = evidence(models=(model(keras_rnn()),), fits=(fit(rows=rows(TRAIN, 7)),))
    assert "trained on 7 test rows" in awarded(ACCURACY, case(shown, against=reference())).because


def test_a_model_trained_on_rows_nobody_knows_waits_for_a_person() -> None:
    shown = evidence(models=(model(keras_rnn()),), fits=(fit(), fit(id="f2", rows=rows(known=False))))
    given = case(shown, measurements(classification(accuracy=0.999)), against=reference())
    assert "could not be told" in not_assessed(ACCURACY, given).because


def test_unmeasured_is_not_assessed_with_the_reason() -> None:
    given = case(
        SHOWN, measurements(unmeasured={"m1": "its answers could not be tied to test rows"}), against=reference()
    )
    outcome = not_assessed(ACCURACY, given)
    assert outcome.because == "Its answers could not be tied to test rows. The model is `model` (cell 5)."


@pytest.mark.parametrize(
    ("framework", "train", "test", "told"),
    [
        pytest.param("keras", TRAIN, 0, True, id="training rows"),
        pytest.param("keras", TRAIN, 3, False, id="some test rows"),
        pytest.param("torch", TRAIN, 0, False, id="a loop over test rows may have gone unseen"),
    ],
)
def test_tried_on_training_rows_only(framework: str, train: int, test: int, told: bool) -> None:
    answered = replace(prediction("m1"), rows=rows(train, test))
    shown = evidence(models=(model(keras_rnn(), framework=framework),), fits=(fit(),), predictions=(answered,))
    outcome = judge(ACCURACY, case(shown, measurements(unmeasured={"m1": "only 3 rows"}), against=reference()))
    assert isinstance(outcome, Awarded) == told
    assert ("never on a test row" in outcome.because) == told


@pytest.mark.parametrize(
    ("framework", "fits", "told"),
    [
        pytest.param("keras", (), True, id="Keras"),
        pytest.param("keras", (fit(),), False, id="trained and not measured"),
        pytest.param("torch", (), False, id="a training loop may have gone unseen"),
    ],
)
def test_never_trained_is_nothing_to_measure(framework: str, fits: tuple[Fit, ...], told: bool) -> None:
    shown = evidence(models=(model(keras_rnn(), framework=framework),), fits=fits)
    outcome = judge(ACCURACY, case(shown, measurements(unmeasured={"m1": "no answers"}), against=reference()))
    assert isinstance(outcome, Awarded) == told
    assert ("built and never trained" in outcome.because) == told


def test_built_but_stopped_before_training_is_the_notebooks_own() -> None:
    shown = evidence(
        models=(model(keras_rnn()),),
        submitted=(code(5, "model = x"), code(6, "history = model.fit(x, y)")),
        cells=(ran(5), ran(6, status="failed")),
    )
    outcome = awarded(ACCURACY, case(shown, against=reference()))
    assert (outcome.points, outcome.cells) == (0, (5, 6))
    assert outcome.because == "`model` (cell 5) was built but never trained: cell 6 failed (ValueError)."


def test_a_failed_cell_that_has_nothing_to_do_with_it_proves_nothing() -> None:
    shown = evidence(
        models=(model(keras_rnn()),), submitted=(code(6, "other_model.fit()"),), cells=(ran(6, status="failed"),),
        ending=ended(EndingKind.CELL_FAILED),
    )  # fmt: skip
    not_assessed(ACCURACY, case(shown, against=reference()))


def test_no_reference_or_band_is_not_assessed() -> None:
    assert "could not be had" in not_assessed(ACCURACY, replace(with_accuracy(0.9), reference=None)).because
    assert (
        "no measured accuracy"
        in not_assessed(ACCURACY, replace(with_accuracy(0.9), reference=reference(bands={}))).because
    )


def test_no_model_earns_nothing() -> None:
    assert awarded(ACCURACY, case(evidence(), against=reference())).points == 0


def test_the_single_run_of_the_reference() -> None:
    one = criterion("metric", points=8, of="rnn", metric="accuracy", full="reference")
    outcome = awarded(one, replace(with_accuracy(0.984), reference=reference(bands={})))
    assert outcome.points == 8


@pytest.mark.parametrize(
    ("value", "points"),
    [
        pytest.param(0.95, 8, id="the limit"),
        pytest.param(0.925, 4, id="half way"),
        pytest.param(0.9, 0, id="the floor"),
    ],
)
def test_numbers_of_the_course_are_taken_as_they_are(value: float, points: int) -> None:
    one = criterion("metric", points=8, of="rnn", metric="accuracy", full=0.95, none=0.9)
    given = case(SHOWN, measurements(classification(accuracy=value, n=1000)))
    assert awarded(one, given).points == points


def test_a_band_no_better_than_a_constant_answer_decides_nothing_below_it() -> None:
    low = reference(bands={("rnn", "accuracy"): Band(mean=0.87, sd=0.01, seeds=5, values=(0.87,) * 5)})
    given = replace(with_accuracy(0.8655), reference=low)
    assert "cannot be told apart" in not_assessed(ACCURACY, given).because
    assert awarded(ACCURACY, replace(with_accuracy(0.95), reference=low)).points == 8


def test_a_value_over_a_baseline_by_less_than_its_noise_decides_nothing_either() -> None:
    """Where the bar is none, a value a hair over a constant answer proves no more; the course's own floor stands."""
    low = reference(bands={("rnn", "accuracy"): Band(mean=0.87, sd=0.01, seeds=5, values=(0.87,) * 5)})
    given = replace(with_accuracy(0.87), reference=low)
    assert "cannot be told apart" in not_assessed(ACCURACY, given).because
    own = criterion("metric", points=8, of="rnn", metric="accuracy", none=0.866)
    assert awarded(own, given).points == 8


@pytest.mark.parametrize(
    ("value", "points"),
    [
        pytest.param(0.8759, None, id="over the bar by luck"),
        pytest.param(0.872, None, id="under the bar by luck"),
        pytest.param(0.91, 8, id="surely better than a constant answer"),
        pytest.param(0.866, 0, id="a constant answer"),
        pytest.param(0.7, 0, id="surely worse"),
    ],
)
def test_a_bar_that_a_constant_answer_reaches_by_luck_decides_what_is_beyond_luck(
    value: float, points: int | None
) -> None:
    """The bar lies over the constant answer's 0.866 by less than the interval of 0.01 can tell."""
    wide = reference(bands={("rnn", "accuracy"): Band(mean=0.8975, sd=0.01, seeds=5, values=(0.8975,) * 5)})
    given = replace(with_accuracy(value), reference=wide)
    limit = full_marks_from(ACCURACY.spec, given)
    assert limit is not None
    assert 0.866 < limit < 0.8759
    if points is None:
        assert "reaches as well by luck" in not_assessed(ACCURACY, given).because
    else:
        assert awarded(ACCURACY, given).points == points


def test_recall_of_a_constant_answer_is_nothing() -> None:
    one = criterion("metric", points=8, of="rnn", metric="recall", full=0.9)
    outcome = awarded(one, case(SHOWN, measurements(classification(accuracy=0.93))))
    assert 0 < outcome.points < 8
    assert "no points at 0.0\u00a0% (a constant answer)" in outcome.because


def test_what_must_be_said_beside_the_number_is_said() -> None:
    seen = replace(classification(), note="measured on 900 of 1,115 test rows")
    outcome = awarded(ACCURACY, case(SHOWN, measurements(seen), against=reference()))
    assert outcome.because.endswith("Measured on 900 of 1,115 test rows.")


def test_sealed_labels_are_said_and_alone_decide() -> None:
    fine = awarded(ACCURACY, case(SHOWN, measurements(sealed()), against=reference()))
    assert fine.points == 8
    assert fine.because.startswith("Accuracy 98.4\u00a0% on 1,115 test rows with sealed labels (95\u00a0% interval ")
    copied = sealed(accuracy=0.768, on_decoys=1.0)
    assert awarded(ACCURACY, case(SHOWN, measurements(copied), against=reference())).points == 0
