"""The JSON document of a trial."""

from __future__ import annotations

import json
from pathlib import Path

from grader.trial.document import document
from tests.trial.builders import trial, trial_of, with_a_failed_cell


def test_it_is_strict_json_with_all_that_was_found(tmp_path: Path) -> None:
    """The recorded history holds a NaN, which JSON has no word for."""
    found = document(trial_of(with_a_failed_cell(trial(tmp_path).evidence)))
    again = json.loads(json.dumps(found, allow_nan=False))
    assert [model["parameters"] for model in again["models"]] == [261_361, 260_657]
    assert again["fits"][1]["history"]["loss"] == [0.5, None, 0.1]
    assert again["fits"][0]["last"] == {"loss": 0.2, "accuracy": 0.95}
    assert [(one["model"], one["value"]) for one in again["measured"] if one["name"] == "accuracy"] == [
        ("m1", 0.95), ("m2", 1.0),
    ]  # fmt: skip
    assert again["runtime"]["keras"] == "keras2"
    assert again["cells"]["failed"][0]["name"] == "KeyError"
    assert again["substitutions"][0]["asked"] == "spam.csv"
