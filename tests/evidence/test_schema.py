"""Wire records are rebuilt without any conversion, and every fault names its place."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

import pytest

from grader.evidence.schema import SchemaError, decode
from grader.evidence.wire.records import CellRun, Environment, Fit, MetricCall, Model, Output, Prediction, Record
from tests.evidence import builders as b


def plain(record: Record) -> Any:
    return json.loads(json.dumps(asdict(record)))


@pytest.mark.parametrize(
    "record",
    [b.environment(), b.rnn_model(), b.lstm_model(), b.fit("f1", "m1", 3), b.prediction("p1", "m1", 4, "a1"), b.ran(2)],
    ids=lambda record: type(record).__name__,
)
def test_what_the_runner_writes_comes_back_equal(record: Record) -> None:
    assert decode(type(record), plain(record)) == record


@pytest.mark.parametrize(
    ("kind", "path", "value", "fault"),
    [
        pytest.param(
            Model, ("parameters",), "261361", "parameters: needs a whole number, got text", id="text for number"
        ),
        pytest.param(Model, ("parameters",), 261361.0, "parameters: needs a whole number, got a number", id="float"),
        pytest.param(Model, ("parameters",), True, "needs a whole number, got true or false", id="bool is no number"),
        pytest.param(Model, ("parameters",), -1, "-1 is outside 0 to", id="negative"),
        pytest.param(Model, ("parameters",), 10**30, "more than 20 digits is outside", id="huge"),
        pytest.param(Model, ("built",), 1, "built: needs true or false, got a whole number", id="1 is not true"),
        pytest.param(Model, ("id",), "../../etc/passwd", "id: needs an id", id="path as id"),
        pytest.param(Model, ("id",), "m\n1", "id: needs an id", id="line break in an id"),
        pytest.param(Model, ("names",), "rnn", "names: needs a list, got text", id="text is no list"),
        pytest.param(Model, ("names",), ["x"] * 101, "names: 101 entries, 100 are allowed", id="too many names"),
        pytest.param(Model, ("layers", 0, "parameters"), None, r"layers\[0\].parameters: needs", id="deep place"),
        pytest.param(Model, ("layers", 0, "settings", "units"), {}, r"settings.units: needs", id="object as a setting"),
        pytest.param(Model, ("layers", 0, "settings", "units"), [[1]], r"units\[0\]: needs", id="list in a list"),
        pytest.param(Model, ("surprise",), 1, "unknown field 'surprise'", id="extra field"),
        pytest.param(Fit, ("rows",), None, "rows: needs an object, got null", id="missing rows"),
        pytest.param(Fit, ("validation",), "some", "validation: needs one of none, fraction, data", id="literal"),
        pytest.param(Fit, ("validation_fraction",), 1.5, "1.5 is outside 0 to 1", id="fraction over 1"),
        pytest.param(Fit, ("learning_rate",), math.nan, "learning_rate: nan is outside", id="NaN learning rate"),
        pytest.param(Fit, ("history", "loss"), ["0.1"], r"history.loss\[0\]: needs a number, got text", id="history"),
        pytest.param(CellRun, ("seconds",), math.inf, "seconds: inf is outside", id="infinite time"),
        pytest.param(CellRun, ("status",), "fine", "status: needs one of", id="status"),
        pytest.param(Prediction, ("output",), ["class"], "output: needs one of", id="list as a word"),
        pytest.param(MetricCall, ("value",), "0.9", "value: needs a list or a number, got text", id="claim as text"),
    ],
)
def test_faults_have_a_place(kind: type[Record], path: tuple[Any, ...], value: object, fault: str) -> None:
    good = {
        Model: b.rnn_model(), Fit: b.fit("f1", "m1", 3), CellRun: b.ran(2),
        Prediction: b.prediction("p1", "m1", 4, "a1"),
        MetricCall: MetricCall(cell=4, name="accuracy", value=0.95, source="keras.evaluate"),
    }  # fmt: skip
    data = plain(good[kind])
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(SchemaError, match=fault):
        decode(kind, data)


def test_a_missing_field_is_named() -> None:
    data = plain(b.environment())
    del data["python"]
    with pytest.raises(SchemaError, match="python: missing"):
        decode(Environment, data)


def test_a_missing_field_with_a_default_takes_it() -> None:
    assert decode(Output, {"kind": "stream", "text": "5"}).name == ""


def test_a_diverged_loss_is_a_fact() -> None:
    data = plain(b.fit("f1", "m1", 3))
    data["history"] = {"loss": [1, math.nan, math.inf]}
    loss = decode(Fit, data).history["loss"]
    assert loss[0] == 1.0
    assert isinstance(loss[0], float)
    assert math.isnan(loss[1])
    assert loss[2] == math.inf


def test_text_is_cleaned_and_cut() -> None:
    data = plain(b.rnn_model())
    data["class_name"] = "\x1b[31mSeq\u202euential" + "x" * 1000
    assert decode(Model, data).class_name.startswith("Sequentialxx")
    assert len(decode(Model, data).class_name) == 300


def test_two_keys_that_read_the_same_are_refused() -> None:
    data = plain(b.environment())
    data["libraries"] = {"keras": "3", "keras\u200f": "2"}
    with pytest.raises(SchemaError, match="two keys read the same"):
        decode(Environment, data)
