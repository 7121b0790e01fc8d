"""Models are found by what they are; ties end by rules that are told."""

from __future__ import annotations

import pytest

from grader.evidence.wire.records import Layer
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
