"""Models are found by what they are; ties end by rules that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from grader.checks.fields import Rule
from grader.evidence.wire.records import Layer, Model, Rows
from grader.rubric.roles import match_roles
from grader.rubric.rubric import ModelRole
from tests.checks.builders import (
    ROLES,
    evidence,
    fit,
    keras_lstm,
    keras_rnn,
    layer,
    model,
    prediction,
    rows,
    torch_rnn,
)


def test_each_role_finds_its_model() -> None:
    shown = evidence(models=(model(keras_lstm(), id_="m1"), model(keras_rnn(), id_="m2", order=2)))
    found = match_roles(ROLES, shown)
    assert {name: match.model.id for name, match in found.items() if match.model} == {"rnn": "m2", "lstm": "m1"}


def test_pytorch_classes_are_found_too() -> None:
    match = match_roles(ROLES, evidence(models=(model(torch_rnn(), framework="torch"),)))["rnn"]
    assert match.model is not None


def test_what_was_looked_for_and_seen_is_told() -> None:
    match = match_roles(ROLES, evidence(models=(model(keras_rnn(), name="net"),)))["lstm"]
    assert match.model is None
    assert match.rule == (
        "No model has Embedding then LSTM layers and an output of one or two units. "
        "Seen: 1 model: `net` (cell 5): Embedding 50, SimpleRNN 32, Dense 256, Dropout 0.25, Dense 1."
    )


def test_nothing_built_is_told() -> None:
    assert match_roles(ROLES, evidence())["rnn"].rule.endswith("the notebook built no model that could be seen.")


def test_a_trained_model_is_preferred_to_a_later_one() -> None:
    models = (model(keras_rnn(), id_="m1"), model(keras_rnn(), id_="m2", order=2))
    match = match_roles(ROLES, evidence(models=models, fits=(fit("m1"),)))["rnn"]
    assert match.model is models[0]
    assert match.candidates == ("m1", "m2")
    assert "only this one was trained" in match.rule


def test_of_two_trained_ones_the_tested_one_is_taken() -> None:
    models = (model(keras_rnn(), id_="m1"), model(keras_rnn(), id_="m2", order=2))
    shown = evidence(models=models, fits=(fit("m1"), fit("m2")), predictions=(prediction("m1"),))
    match = match_roles(ROLES, shown)["rnn"]
    assert match.model is models[0]
    assert "tried on test rows" in match.rule


def test_else_the_last_built_is_taken() -> None:
    models = (model(keras_rnn(), id_="m1"), model(keras_rnn(), id_="m2", order=2))
    match = match_roles(ROLES, evidence(models=models))["rnn"]
    assert match.model is models[1]
    assert "the last fitting one that was built" in match.rule


def test_one_model_never_takes_two_roles_while_another_fits() -> None:
    both = {"first": ModelRole(has=("dense",)), "second": ModelRole(has=("embedding", "dense"))}
    dense = model([layer("dense", 10, units=1)], id_="m1")
    deep = model(keras_lstm(), id_="m2", order=2)
    found = match_roles(both, evidence(models=(dense, deep), fits=(fit("m2"),)))
    assert (found["first"].model, found["second"].model) == (dense, deep)
    assert "serve another role" in found["first"].rule


def test_one_model_takes_two_roles_when_nothing_else_fits() -> None:
    both = {"first": ModelRole(has=("lstm",)), "second": ModelRole(has=("embedding",))}
    found = match_roles(both, evidence(models=(model(keras_lstm()),)))
    assert found["first"].model is found["second"].model is not None


def test_an_alternative_form_will_do_and_is_named_where_neither_is_there() -> None:
    role = ModelRole(has=("conv2d",), alternatives=(ModelRole(has=("lstm",)),))
    lstm, rnn = model(keras_lstm()), model(keras_rnn(), id_="m2")
    assert match_roles({"fusion": role}, evidence(models=(lstm, rnn)))["fusion"].model is lstm
    rule = match_roles({"fusion": role}, evidence(models=(rnn,)))["fusion"].rule
    assert "Conv2D layer, or LSTM layer" in rule


@pytest.mark.parametrize(
    ("last", "binary"),
    [
        pytest.param([layer("dense", units=1, activation="sigmoid")], True, id="one sigmoid unit"),
        pytest.param([layer("dense", units=1, activation="linear")], True, id="one linear unit: logits"),
        pytest.param([layer("dense", units=1)], True, id="one unit, activation not seen"),
        pytest.param([layer("dense", units=1, activation="relu")], False, id="one relu unit"),
        pytest.param([layer("dense", units=2, activation="softmax")], True, id="two softmax units"),
        pytest.param(
            [layer("dense", units=2), layer("activation", activation="softmax")], True, id="softmax as a layer"
        ),
        pytest.param([layer("dense", units=2, activation="linear")], True, id="two linear units"),
        pytest.param([layer("dense", units=3, activation="softmax")], False, id="three classes"),
        pytest.param([layer("dense", units=1), layer("dropout"), layer("flatten")], True, id="bookkeeping at the end"),
    ],
)
def test_binary_outputs(last: list[Layer], binary: bool) -> None:
    shown = evidence(models=(model([layer("embedding", 10), *last]),))
    match = match_roles({"any": ModelRole(has=("embedding",), output="binary")}, shown)["any"]
    assert (match.model is not None) is binary


def test_lacks_and_fitted_narrow_the_choice() -> None:
    shown = evidence(models=(model(keras_rnn()),))
    assert match_roles({"r": ModelRole(lacks=("dropout",))}, shown)["r"].model is None
    assert match_roles({"r": ModelRole(fitted=True)}, shown)["r"].model is None
    assert (
        match_roles({"r": ModelRole(fitted=True)}, evidence(models=shown.models, fits=(fit(),)))["r"].model is not None
    )


def encoder() -> tuple[Layer, ...]:
    return (layer("conv2d", 896, filters=32), layer("flatten"), layer("dense", 900, units=100, activation="linear"))


def decoder() -> tuple[Layer, ...]:
    deep = (layer("conv2d_transpose", 800, filters=3, activation="sigmoid"),)
    return (replace(layer("dense", 700, units=64, activation="relu"), name="dense_1"), *deep)


def shaped(
    layers: Sequence[Layer], goes_in: tuple[int | None, ...] | None, comes_out: tuple[int | None, ...] | None, **of: Any
) -> Model:
    return replace(model(layers, **of), input_shape=goes_in, output_shape=comes_out)


def found(role: ModelRole, one: Model) -> bool:
    return match_roles({"r": role}, evidence(models=(one,)))["r"].model is not None


@pytest.mark.parametrize(
    ("role", "one", "fits"),
    [
        pytest.param(ModelRole(output="vector"), shaped(encoder(), (32, 32, 3), (100,)), True, id="a code"),
        pytest.param(ModelRole(output="vector"), shaped(encoder(), (32, 32, 3), (2,)), False, id="two values"),
        pytest.param(
            ModelRole(output="vector"),
            shaped([layer("dense", 9, units=10, activation="softmax")], (5,), (10,)),
            False,
            id="classes are no vector",
        ),
        pytest.param(ModelRole(input="image"), shaped(encoder(), (32, 32, 3), (100,)), True, id="a picture goes in"),
        pytest.param(ModelRole(output="image"), shaped([layer("dense", 9)], (100,), (28, 28)), True, id="a square"),
        pytest.param(ModelRole(output="image"), shaped([layer("dense", 9)], (9,), (28, 50)), False, id="no square"),
        pytest.param(ModelRole(input="image"), shaped(encoder(), None, None), True, id="told by its first layer"),
        pytest.param(ModelRole(input="vector"), shaped(decoder(), (100,), (32, 32, 3)), True, id="noise goes in"),
        pytest.param(
            ModelRole(input="vector"),
            shaped([layer("embedding", 100, input_dim=10), layer("dense", 9)], (100,), (28, 28, 1)),
            True,
            id="noise and a class go in",
        ),
        pytest.param(ModelRole(input="tokens"), shaped(keras_rnn(), (150,), (1,)), True, id="words by number"),
        pytest.param(ModelRole(input="tokens"), shaped([layer("lstm", 9)], (100, 117), (117,)), True, id="one-hot"),
        pytest.param(ModelRole(input="image"), shaped([layer("dense", 9)], (28, 28), (10,)), True, id="grey picture"),
        pytest.param(
            ModelRole(width=Rule((), 250, 350)), shaped([], (300,), None, framework="sklearn"), True, id="its width"
        ),
        pytest.param(ModelRole(width=Rule((), 250, 350)), shaped([], (5000,), None), False, id="another width"),
        pytest.param(ModelRole(width=Rule((300,))), shaped([], None, None), False, id="a width nobody knows"),
        pytest.param(ModelRole(named=("sequential",)), shaped([], None, None), True, id="the model's class"),
        pytest.param(ModelRole(named=("Dense",)), shaped(decoder(), None, None), True, id="the class of a step"),
        pytest.param(ModelRole(named=("GaussianNB",)), shaped([], None, None), False, id="another class"),
        pytest.param(ModelRole(trains=("embedding",)), model(keras_rnn()), True, id="an embedding that learns"),
        pytest.param(ModelRole(freezes=("embedding",)), model(keras_rnn()), False, id="none that is frozen"),
        pytest.param(
            ModelRole(freezes=("embedding",)),
            model([replace(layer("embedding", 900), trainable=0)]),
            True,
            id="a frozen embedding",
        ),
    ],
)
def test_what_goes_in_comes_out_and_learns(role: ModelRole, one: Model, fits: bool) -> None:
    assert found(role, one) is fits


def test_an_encoder_is_trained_inside_its_autoencoder() -> None:
    role = {"encoder": ModelRole(has=("conv2d",), lacks=("conv2d_transpose",), output="vector", fitted=True)}
    alone = shaped(encoder(), (32, 32, 3), (100,), id_="m1", name="encoder")
    whole = model([*encoder(), *decoder()], id_="m2", name="vae", order=2)
    assert match_roles(role, evidence(models=(alone, whole), fits=(fit("m2"),)))["encoder"].model is None
    together = fit("m2", parts=("m1",))
    assert match_roles(role, evidence(models=(alone, whole), fits=(together,)))["encoder"].model is alone


def on(dataset: str) -> Rows:
    return replace(rows(), dataset=dataset)


def test_another_problems_model_is_not_taken() -> None:
    role = {"cnn": ModelRole(has=("dense",))}
    models = (model([layer("dense", 9)], id_="m1"), model([layer("dense", 9)], id_="m2", name="other", order=2))
    fits = (fit("m1", rows=on("cifar10")), fit("m2", rows=on("imdb")))
    shown = evidence(models=models, fits=fits)
    assert match_roles(role, shown)["cnn"].model is models[1]
    mine = match_roles(role, shown, dataset="cifar10")["cnn"]
    assert mine.model is models[0]
    assert "only this one was trained or tried on rows of cifar10" in mine.rule
    unknown = match_roles(role, evidence(models=models, fits=fits[1:]), dataset="cifar10")["cnn"]
    assert unknown.model is models[0]
    assert "rows of another data set" in unknown.rule


def test_a_role_may_insist_on_its_data() -> None:
    role = {"cnn": ModelRole(has=("dense",), data="cifar10")}
    shown = evidence(models=(model([layer("dense", 9)]),), fits=(fit(rows=on("imdb")),))
    match = match_roles(role, shown)["cnn"]
    assert match.model is None
    assert "rows of cifar10 in its training or its answers" in match.rule
