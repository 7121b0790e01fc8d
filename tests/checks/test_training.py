from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from grader.checks.base import Case
from grader.evidence.ending import EndingKind
from grader.evidence.wire.records import Fit, Substitution
from grader.rubric.roles import match_roles
from tests.checks.builders import (
    ROLES,
    TEST,
    TRAIN,
    awarded,
    case,
    code,
    criterion,
    ended,
    evidence,
    fit,
    keras_rnn,
    model,
    not_assessed,
    ran,
    rows,
    torch_rnn,
)


def asked(**spec: Any) -> Any:
    return criterion("training", points=12, of="rnn", **spec)


def given(*fits: Fit, full_profile: bool = True, **changes: Any) -> Case:
    return case(evidence(models=(model(keras_rnn()),), fits=fits, **changes), full_profile=full_profile)


ALL = asked(
    optimizer="adam",
    loss="binary_crossentropy",
    epochs=10,
    batch_size=[32, 64],
    learning_rate={"max": 0.01},
    data="train_only",
    validation="not_test",
    test_share={"min": 0.15, "max": 0.25},
)


def test_all_as_asked() -> None:
    outcome = awarded(ALL, given(fit()))
    assert (outcome.points, outcome.cells) == (12, (6,))


@pytest.mark.parametrize(
    ("changes", "points", "told"),
    [
        pytest.param({"optimizer": "sgd"}, Fraction(21, 2), "optimizer adam expected, sgd found", id="optimizer"),
        pytest.param({"loss": "mse"}, Fraction(21, 2), "loss binary_crossentropy expected, mse found", id="loss"),
        pytest.param({"epochs_run": 3}, Fraction(21, 2), "10 epochs expected, 3 found", id="epochs"),
        pytest.param({"batch_size": 1}, Fraction(21, 2), "batch size 32 or 64 expected, 1 found", id="batch size"),
        pytest.param(
            {"learning_rate": 0.5}, Fraction(21, 2), "learning rate at most 0.01 expected, 0.5 found", id="rate"
        ),
        pytest.param({"rows": rows(2000)}, Fraction(21, 2), "64.1\u00a0% of 5,574 rows kept from training", id="share"),
        pytest.param(
            {"validation": "data", "validation_rows": rows(0, TEST)},
            Fraction(21, 2),
            "validation rows hold 1,115 test rows",
            id="validated on the test rows",
        ),
        pytest.param(
            {"rows": rows(TRAIN, TEST)}, 9, "1,115 test rows were among the training rows", id="trained on everything"
        ),
    ],
)
def test_each_expectation_is_a_share(changes: dict[str, Any], points: Fraction, told: str) -> None:
    outcome = awarded(ALL, given(fit(**changes)))
    assert outcome.points == points
    assert told in outcome.because


def test_what_could_not_be_read_costs_nothing() -> None:
    outcome = awarded(ALL, given(fit(optimizer=None, learning_rate=None)))
    assert outcome.points == 12
    assert outcome.because.endswith(
        "The optimizer could not be read; the learning rate could not be read, which costs nothing."
    )


def test_when_nothing_could_be_read_a_person_looks() -> None:
    outcome = not_assessed(asked(data="train_only"), given(fit(rows=rows(known=False))))
    assert "could not be identified" in outcome.because


def test_float32_rates_are_equal_to_what_was_written() -> None:
    assert awarded(asked(learning_rate=0.001), given(fit(learning_rate=0.0010000000474974513))).points == 12


def test_sparse_is_only_how_labels_are_written() -> None:
    one = asked(loss=["sparse_categorical_crossentropy"])
    assert awarded(one, given(fit(loss="categorical_crossentropy"))).points == 12


@pytest.mark.parametrize(
    ("fits", "full", "points"),
    [
        pytest.param((fit(epochs_asked=10, epochs_run=3),), False, 12, id="quick: what was asked"),
        pytest.param((fit(epochs_asked=10, epochs_run=3),), True, 0, id="full: what ran"),
        pytest.param(
            (fit(epochs_asked=10, epochs_run=3, callbacks=("EarlyStopping",)),), True, 12, id="early stopping"
        ),
        pytest.param((fit(epochs_run=4), fit(id="b", epochs_run=6)), True, 12, id="two calls add up"),
        pytest.param((fit(epochs_asked=None, epochs_run=10),), False, 12, id="quick, a loop nobody capped"),
    ],
)
def test_epochs(fits: tuple[Fit, ...], full: bool, points: int) -> None:
    assert awarded(asked(epochs=10), given(*fits, full_profile=full)).points == points


def test_a_capped_loop_says_nothing_about_epochs() -> None:
    cap = Substitution(cell=6, asked="range(10)", served="3 epochs", how="epochs")
    shown = given(fit(epochs_asked=None, epochs_run=3), full_profile=False, substitutions=(cap,))
    not_assessed(asked(epochs=10), shown)


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        pytest.param({"validation": "fraction", "validation_rows": rows(400)}, 12, id="on training rows"),
        pytest.param({"validation": "data", "validation_rows": rows(0, TEST)}, 0, id="on test rows"),
        pytest.param({"validation": "none"}, 0, id="not at all"),
    ],
)
def test_validation_that_must_be_there(changes: dict[str, Any], points: int) -> None:
    assert awarded(asked(validation="train_only"), given(fit(**changes))).points == points


def test_a_loop_of_the_students_own_may_be_watched_in_any_way() -> None:
    loop = fit(validation="none", epochs_asked=None)
    outcome = not_assessed(asked(validation="train_only"), given(loop))
    assert outcome.because == "Whether it was validated could not be seen. A person has to look."


def test_a_validation_part_of_the_training_side_is_not_kept_for_the_test() -> None:
    part = fit(rows=rows(4000), validation="fraction", validation_rows=rows(459))
    assert awarded(asked(test_share={"min": 0.15, "max": 0.25}), given(part)).points == 12


def test_rows_of_another_problems_data_set_are_not_kept_for_the_test() -> None:
    share = asked(test_share={"min": 0.15, "max": 0.25})
    (own,) = given().evidence.served
    other = replace(own, dataset="fashion-mnist", train_rows=60_000, test_rows=10_000)
    trained = fit(rows=replace(rows(4459), dataset="sms-spam"))
    assert awarded(share, given(trained, served=(other, own))).points == 12


def test_never_trained() -> None:
    assert awarded(ALL, given()).because == "`model` (cell 5) was built and never trained."


def test_the_cell_that_failed_is_named() -> None:
    outcome = awarded(ALL, given(submitted=(code(6, "model.fit(X)"),), cells=(ran(6, status="failed"),)))
    assert (outcome.points, outcome.cells) == (0, (5, 6))
    assert "cell 6 failed (ValueError)" in outcome.because


def test_cut_short_before_training_ended() -> None:
    outcome = awarded(ALL, given(ending=ended(EndingKind.TIMED_OUT)))
    assert outcome.points == 0
    assert outcome.because.endswith("It was stopped after 60 s.")


def test_a_pytorch_loop_nobody_recognised_is_a_limit_of_ours() -> None:
    not_assessed(ALL, case(evidence(models=(model(torch_rnn(), framework="torch"),))))


@pytest.mark.parametrize(
    ("history", "points"),
    [
        pytest.param({"loss": (2.0,), "reconstruction_loss": (1.0,), "kl_loss": (1.0,)}, 4, id="recorded"),
        pytest.param({"loss": (2.0,), "kl_loss": (1.0,)}, 0, id="something else is recorded"),
    ],
)
def test_a_history_may_have_to_hold_a_quantity(history: dict[str, tuple[float, ...]], points: int) -> None:
    one = criterion("training", points=4, of="rnn", history="reconstruction")
    assert awarded(one, case(evidence(models=(model(keras_rnn()),), fits=(fit(history=history),)))).points == points


def test_a_history_of_one_loss_tells_nothing() -> None:
    one = criterion("training", of="rnn", history="reconstruction")
    shown = evidence(models=(model(keras_rnn()),), fits=(fit(history={"loss": (1.0,), "val_loss": (1.0,)}),))
    assert "could not be read" in not_assessed(one, case(shown)).because


def test_a_sum_of_losses_is_each_of_them() -> None:
    one = criterion("training", points=4, of="rnn", loss="mse")
    shown = evidence(models=(model(keras_rnn()),), fits=(fit(loss="mse+kl_divergence"),))
    assert awarded(one, case(shown)).points == 4


def test_a_part_is_trained_with_the_whole() -> None:
    one = criterion("training", points=4, of="rnn", optimizer="adam")
    whole = model(keras_rnn(), id_="m2", name="whole", cell=7)
    shown = evidence(models=(model(keras_rnn()), whole), fits=(fit("m2", parts=("m1",)),))
    matches = {"rnn": match_roles(ROLES, evidence(models=(model(keras_rnn()),)))["rnn"]}
    assert awarded(one, case(shown, matches=matches)).points == 4


@pytest.mark.parametrize(
    ("split", "points"),
    [
        pytest.param("train_test_split(test_size=0.5, random_state=42)", 0, id="half asked for"),
        pytest.param("train_test_split(test_size=0.25)", 12, id="a quarter asked for"),
        pytest.param("train_test_split(test_size=500)", 12, id="a number says nothing on capped data"),
        pytest.param("train_test_split(x, y)", 12, id="not said"),
    ],
)
def test_the_share_that_was_asked_for_counts_where_the_courses_split_was_served(split: str, points: int) -> None:
    served = Substitution(cell=3, asked=split, served="the course's split", how="train_test_split")
    outcome = awarded(asked(test_share={"min": 0.15, "max": 0.35}), given(fit(), substitutions=(served,)))
    assert outcome.points == points
