"""Pins: the course staff's word comes before what models are; one that means no model is said and changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.wire.records import Model
from grader.rubric.pins import Pin
from grader.rubric.roles import match_roles
from tests.checks.builders import ROLES, evidence, fit, keras_lstm, keras_rnn, model

MODELS = (
    model(keras_rnn(), id_="m1", name="net", cell=3, order=1),
    model(keras_rnn(), id_="m2", name="net", cell=7, order=2),
    model(keras_lstm(), id_="m3", name="lstm", cell=9, order=3),
)
SHOWN = evidence(models=MODELS, fits=(fit("m2"),))


@pytest.mark.parametrize(
    ("pin", "taken"),
    [
        pytest.param(Pin(cell=3), "m1", id="a cell, against the tie rule"),
        pytest.param(Pin(variable="net"), "m2", id="a variable of two models: the tie rule decides between them"),
        pytest.param(Pin(variable="net", cell=3), "m1", id="a variable and a cell"),
        pytest.param(Pin(order=3), "m3", id="a number, even where the model fits another role"),
        pytest.param(Pin(variable="lstm"), "m3", id="a variable, even where the model fits another role"),
    ],
)
def test_a_pinned_role_takes_the_model_it_means(pin: Pin, taken: str) -> None:
    match = match_roles(ROLES, SHOWN, pins={"rnn": pin})["rnn"]
    assert match.model is not None
    assert match.model.id == taken
    assert match.pinned
    assert f"the course staff named {pin.words()} for this role (grader.toml)" in match.rule


@pytest.mark.parametrize("pin", [Pin(variable="nett"), Pin(cell=4), Pin(variable="net", cell=9), Pin(order=4)])
def test_a_pin_that_means_no_model_is_said_and_the_role_is_matched_by_content(pin: Pin) -> None:
    match = match_roles(ROLES, SHOWN, pins={"rnn": pin})["rnn"]
    without = match_roles(ROLES, SHOWN)["rnn"]
    assert match.model is without.model
    assert match.rule == f"{without.rule} The course staff named {pin.words()} for this role (grader.toml); " \
        "no model answers that."  # fmt: skip


def test_a_pin_where_nothing_fits_is_taken_all_the_same() -> None:
    shown = evidence(models=MODELS[2:])
    assert match_roles(ROLES, shown)["rnn"].model is None
    match = match_roles(ROLES, shown, pins={"rnn": Pin(variable="lstm")})["rnn"]
    assert match.model is MODELS[2]
    assert match.candidates == ()


def test_other_roles_step_aside_for_a_pinned_one() -> None:
    roles = {"first": ROLES["rnn"], "second": ROLES["rnn"]}
    matches = match_roles(roles, SHOWN, pins={"second": Pin(cell=7)})
    assert {name: m.model.id for name, m in matches.items() if m.model} == {"first": "m1", "second": "m2"}


@given(
    st.builds(
        Pin,
        variable=st.sampled_from([None, "net", "lstm", "other"]),
        cell=st.sampled_from([None, 3, 7, 8]),
        order=st.sampled_from([None, 1, 2, 5]),
    )
)
def test_the_match_is_what_the_pin_means_or_what_it_was(pin: Pin) -> None:
    meant = [m for m in MODELS if pin.means(m)]
    match = match_roles(ROLES, SHOWN, pins={"rnn": pin})["rnn"]
    expected: list[Model | None] = [*meant] or [match_roles(ROLES, SHOWN)["rnn"].model]
    assert match.model in expected
