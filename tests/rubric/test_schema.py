"""The editors' schema says what the parser says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.checks.registry import CHECKS
from grader.rubric.schema import json_schema
from grader.rubric.yamltree import read_tree

ROOT = Path(__file__).parents[2]


def document(path: str) -> Any:
    tree, faults = read_tree((ROOT / path).read_text(encoding="utf-8"))
    assert tree is not None
    assert not faults
    return lists(tree.plain())


def lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: lists(inner) for key, inner in value.items()}
    return [lists(inner) for inner in value] if isinstance(value, tuple) else value


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_shipped_rubric_is_valid() -> None:
    jsonschema.validate(document("rubrics/aml-a2-sequences.yaml"), json_schema())


def test_the_faulty_one_is_not() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document("tests/golden/rubric-faults/course-a1.yaml"), json_schema())


@pytest.mark.parametrize(
    "data",
    [
        {"dataset": "sms-spm"},
        {"dataset": "sms-spam", "labels": "seald"},
        {"dataset": "sms-spam", "also": ["sms-spam"]},
    ],
    ids=["data set", "labels", "resources"],
)
def test_data_that_the_parser_refuses_is_refused_here(data: dict[str, str]) -> None:
    rubric = document("rubrics/aml-a2-sequences.yaml")
    rubric["problems"][0]["data"] = data
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(rubric, json_schema())


def test_resources_and_epochs_are_valid() -> None:
    rubric = document("rubrics/aml-a2-sequences.yaml")
    rubric["problems"][0] |= {"data": {"dataset": "imdb", "also": ["glove-6b-100d"]}, "quick": {"epochs": 9}}
    jsonschema.validate(rubric, json_schema())


def test_each_check_is_one_branch_told_by_its_name() -> None:
    branches = json_schema()["$defs"]["criterion"]["oneOf"]
    assert [branch["$ref"].rsplit("-", 1)[1] for branch in branches] == list(CHECKS.names())
    for name in CHECKS.names():
        definition = json_schema()["$defs"][f"criterion-{name}"]
        assert definition["properties"]["check"]["const"] == name
        assert definition["additionalProperties"] is False
        assert {"id", "points", "check"} <= set(definition["required"])
