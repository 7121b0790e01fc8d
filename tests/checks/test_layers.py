"""Layers are compared after normalisation: the same model is the same in every style and framework."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.checks.base import Awarded
from grader.checks.neutral import MAX_LAYERS, comparable_parameters, normalise
from grader.evidence.wire.records import Layer
from grader.rubric.rubric import ModelRole
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
    prediction,
    torch_rnn,
)

ASKED = ("embedding", {"simple_rnn": {"units": 32}}, {"dense": {"units": 256, "activation": "relu"}}, "dropout",
         {"dense": {"units": 1, "activation": "sigmoid"}})  # fmt: skip
FULL = criterion("layers", points=10, of="rnn", expect=ASKED)


def share(
    layers: list[Layer] | tuple[Layer, ...], framework: str = "keras", expect: object = ASKED, **spec: object
) -> Fraction:
    one = criterion("layers", points=1, step=Fraction(1, 1000), of="rnn", expect=expect, **spec)
    return awarded(one, case(evidence(models=(model(layers, framework=framework),)))).points


@pytest.mark.parametrize(
    ("layers", "framework"),
    [
        pytest.param(keras_rnn(), "keras", id="Keras, activations as arguments"),
        pytest.param(torch_rnn(), "torch", id="PyTorch"),
        pytest.param(
            [layer("input"), *keras_rnn()[:2], layer("dense", units=256, activation="linear"), layer("batch_norm", 4),
             layer("activation", activation="ReLU"), layer("dropout", rate=0.5), layer("flatten"),
             layer("dense", units=1, activation="linear"), layer("activation", activation="sigmoid")],
            "keras", id="activations as layers, bookkeeping in between",
        ),
        pytest.param([*keras_rnn()[:2], *keras_rnn()[1:]], "keras", id="a layer more than asked"),
    ],
)  # fmt: skip
def test_the_same_model_in_other_words_earns_everything(layers: list[Layer], framework: str) -> None:
    outcome = awarded(FULL, case(evidence(models=(model(layers, framework=framework),))))
    assert outcome.points == 10
    assert outcome.cells == (5,)


def test_a_full_outcome_reads_well() -> None:
    assert awarded(FULL, case(evidence(models=(model(keras_rnn(), name="net"),)))).because == (
        "All 5 expected layers are in `net` (cell 5), in this order: Embedding 50, SimpleRNN 32, Dense 256, "
        "Dropout 0.25 and Dense 1."
    )


def test_what_is_missing_and_what_differs_is_named() -> None:
    layers = [*keras_rnn()[:3], layer("dense", units=1, activation="linear")]
    outcome = awarded(FULL, case(evidence(models=(model(layers),))))
    assert outcome.because == (
        "3 of 5 expected layers met in `model` (cell 5). "
        "Dropout: none found in its place; Dense 1: sigmoid expected, none found."
    )
    assert outcome.points == 7  # (3 + 2/3) of 5, down to the half point


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param(keras_rnn(), 1, id="all"),
        pytest.param(keras_rnn()[:4] + keras_rnn()[3:], 1, id="two dropouts"),
        pytest.param(
            (keras_rnn()[0], keras_rnn()[1], keras_rnn()[3], keras_rnn()[4]), Fraction(4, 5), id="one dense missing"
        ),
        pytest.param(
            (keras_rnn()[0], layer("simple_rnn", units=64), *keras_rnn()[2:]),
            Fraction(9, 10),
            id="another number of units",
        ),
        pytest.param(tuple(reversed(keras_rnn())), None, id="reversed: the role does not fit"),
    ],
)
def test_partial_credit(layers: tuple[Layer, ...], expected: Fraction | None) -> None:
    assert share(layers) == (expected or 0)


def test_settings_may_be_exact_bounded_or_listed() -> None:
    for units, met in (
        (32, True),
        ([16, 32], True),
        ({"min": 16, "max": 64}, True),
        ({"min": 33}, False),
        ([64], False),
    ):
        asked = ({"simple_rnn": {"units": units}},)
        assert (share(keras_rnn(), expect=asked) == 1) is met


def test_extra_layers_can_be_counted() -> None:
    layers = (*keras_rnn()[:2], layer("flatten"), layer("gru", units=8), *keras_rnn()[2:])
    assert share(layers) == 1
    assert share(layers, extra="counted") == Fraction(833, 1000)


def test_logits_are_no_missing_sigmoid() -> None:
    layers = [*keras_rnn()[:4], layer("dense", units=1, activation="linear")]
    shown = evidence(models=(model(layers),), fits=(fit(),), predictions=(prediction(output="logit"),))
    assert awarded(FULL, case(shown)).points == 10
    assert awarded(FULL, case(evidence(models=(model(layers),)))).points < 10


def test_no_model_earns_nothing_and_says_what_was_looked_for() -> None:
    outcome = awarded(FULL, case(evidence()))
    assert outcome.points == 0
    assert outcome.because.startswith("No model has Embedding then SimpleRNN layers and an output of one or two units")


def test_a_role_nobody_looked_for_is_a_limit_of_ours() -> None:
    assert "was not looked for" in not_assessed(FULL, case(evidence(), matches={})).because


def test_stacked_and_counted_recurrent_layers_are_the_same() -> None:
    stacked = model([layer("lstm", units=8, layers=3)], framework="torch")
    assert [unit.kind for unit in normalise(stacked)] == ["lstm"] * 3


def test_hostile_numbers_do_no_harm() -> None:
    absurd = model([layer("lstm", 5, units=10**12, layers=10**12, biases=10**9)], framework="torch")
    assert len(normalise(absurd)) == MAX_LAYERS
    assert comparable_parameters(absurd) >= 0


@pytest.mark.parametrize(
    ("one", "framework", "spare"),
    [
        pytest.param(layer("simple_rnn", 2_688, units=32, biases=2), "torch", 32, id="PyTorch's RNN"),
        pytest.param(layer("lstm", 10_752, units=32, biases=2), "torch", 128, id="PyTorch's LSTM"),
        pytest.param(layer("gru", 8_064, units=32), "torch", 96, id="PyTorch's GRU, biases not told"),
        pytest.param(
            layer("lstm", 99_999, units=32, layers=2, bidirectional=True), "torch", 512, id="two layers, both ways"
        ),
        pytest.param(layer("lstm", 10_496, units=32, biases=0), "torch", 0, id="no bias"),
        pytest.param(layer("lstm", 10_624, units=32, biases=1), "keras", 0, id="Keras's LSTM"),
        pytest.param(layer("gru", 8_064, units=32, biases=2), "keras", 96, id="Keras's GRU"),
        pytest.param(layer("gru", 7_968, units=32, reset_after=False), "keras", 0, id="Keras's GRU, the old way"),
        pytest.param(layer("dense", 33, units=32, biases=2), "torch", 0, id="not recurrent"),
    ],
)
def test_parameters_are_counted_with_one_bias_vector(one: Layer, framework: str, spare: int) -> None:
    shown = model([one], framework=framework)
    assert comparable_parameters(shown) == shown.parameters - spare


RECURRENT = ["embedding", ["simple_rnn", {"lstm": {"units": {"min": 32}}}, "gru"], "dense"]
ANY_MODEL = {"rnn": ModelRole(has=("embedding",))}


def recurrent(*layers: Layer) -> Awarded:
    one = criterion("layers", points=1, step=Fraction(1, 1000), of="rnn", expect=RECURRENT)
    return awarded(one, case(evidence(models=(model(list(layers)),)), roles=ANY_MODEL))


@pytest.mark.parametrize(
    ("kind", "units", "expected"),
    [
        pytest.param("simple_rnn", 8, Fraction(1), id="the first"),
        pytest.param("gru", 8, Fraction(1), id="another"),
        pytest.param("lstm", 32, Fraction(1), id="one with settings, met"),
        pytest.param("lstm", 8, Fraction(833, 1000), id="one with settings, half of them met"),
        pytest.param("conv1d", 8, Fraction(666, 1000), id="none of them"),
    ],
)
def test_one_of_several_kinds(kind: str, units: int, expected: Fraction) -> None:
    assert recurrent(layer("embedding"), layer(kind, units=units), layer("dense")).points == expected


def test_a_missing_choice_names_all_there_was() -> None:
    text = recurrent(layer("embedding"), layer("dense")).because
    assert "SimpleRNN, LSTM or GRU: none found in its place" in text
