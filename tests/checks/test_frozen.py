"""Only the last layers may learn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.checks.base import RoleMatch
from grader.checks.frozen import BACKBONE
from grader.evidence.wire.records import Layer, Model
from grader.rubric.rubric import ModelRole
from tests.checks.builders import awarded, case, criterion, evidence, fit, layer, model

ANY = {"net": ModelRole()}


def still(one: Layer) -> Layer:
    return replace(one, trainable=0)


BASE = tuple(replace(layer("conv2d", 100), name=f"conv{i}") for i in range(4))
HEAD = layer("dense", 50, units=10)


@pytest.mark.parametrize(
    ("layers", "trains", "points", "words"),
    [
        pytest.param(
            [*map(still, BASE), layer("flatten"), HEAD], 1, 4, "only Dense `dense` learns: 400 weights", id="as asked"
        ),
        pytest.param([*BASE, HEAD], 1, 0, "4 of 4 layers before the last layer learn", id="nothing frozen"),
        pytest.param([*map(still, BASE[:3]), BASE[3], HEAD], 1, 3, "Not frozen: Conv2D `conv3`.", id="one forgotten"),
        pytest.param([*map(still, BASE[:3]), BASE[3], HEAD], 2, 4, "300 weights before it are frozen", id="two may"),
        pytest.param([*map(still, BASE), still(HEAD)], 1, 0, "the last layer learn nothing", id="all frozen"),
        pytest.param([HEAD], 1, 0, "nothing to freeze", id="no backbone"),
        pytest.param([layer("flatten")], 1, 0, "has no weights", id="no weights"),
    ],
)
def test_layers_before_the_last(layers: list[Layer], trains: int, points: int, words: str) -> None:
    shown = evidence(models=(model(layers),))
    outcome = awarded(criterion("frozen", points=4, of="net", trains=trains), case(shown, roles=ANY))
    assert outcome.points == points
    assert words in outcome.because


DEEP = tuple(replace(layer("conv2d", 100), name=f"conv{i}") for i in range(BACKBONE))


@pytest.mark.parametrize(
    ("backbone", "trained", "points", "words"),
    [
        pytest.param(DEEP, False, 4, "`model` (cell 5) alone learns, from features of `base`", id="as asked"),
        pytest.param(DEEP, True, 0, "which was trained as well", id="trained before"),
        pytest.param(DEEP[1:], False, 0, "nothing to freeze", id="no backbone"),
    ],
)
def test_a_head_on_features_that_were_computed_before(
    backbone: tuple[Layer, ...], trained: bool, points: int, words: str
) -> None:
    models = (model(backbone, id_="m0", name="base", order=0), model([HEAD]))
    shown = evidence(models=models, fits=(fit("m1"), fit("m0")) if trained else (fit("m1"),))
    outcome = awarded(criterion("frozen", points=4, of="net"), case(shown, matches={"net": found(models[1])}))
    assert outcome.points == points
    assert words in outcome.because


def found(net: Model) -> RoleMatch:
    return RoleMatch(role="net", model=net, rule="it is the only one")
