"""The JSON Schema of a rubric file, for editors: a criterion's other keys depend on its `check`."""

from __future__ import annotations

from typing import Any

from grader.checks.fields import words_schema
from grader.checks.registry import CHECKS
from grader.rubric.document import (
    AssignmentDocument,
    CriterionDocument,
    DataDocument,
    Document,
    ProblemDocument,
    RoleDocument,
)
from grader.rubric.known import dataset_names, resource_names


def json_schema() -> dict[str, Any]:
    """Draft 2020-12; every level refuses unknown keys, as the parser does."""
    definitions: dict[str, Any] = {}
    names = []
    for name in CHECKS.names():
        definition = f"criterion-{name}"
        definitions[definition] = _criterion(name, definitions)
        names.append(definition)
    definitions["criterion"] = {
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "discriminator": {
            "propertyName": "check",
            "mapping": {name.removeprefix("criterion-"): f"#/$defs/{name}" for name in names},
        },
    }
    for key, model in (("role", RoleDocument), ("data", DataDocument)):
        definitions[key] = _lifted(model, definitions)
    problem = _lifted(ProblemDocument, definitions)
    problem["properties"]["criteria"]["items"] = {"$ref": "#/$defs/criterion"}
    definitions["problem"] = problem
    # The problem brings the same level under its class's name.
    for level in ("data", "DataDocument"):
        definitions[level]["properties"]["dataset"]["enum"] = list(dataset_names())
        definitions[level]["properties"]["also"] |= words_schema(resource_names())
    assignment = _lifted(AssignmentDocument, definitions)
    assignment["properties"]["problems"]["items"] = {"$ref": "#/$defs/problem"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rubric of the grader",
        **{key: value for key, value in assignment.items() if key != "title"},
        "$defs": definitions,
    }


def _criterion(name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    common = _lifted(CriterionDocument, definitions)
    own = CHECKS.get(name).spec.model_json_schema()
    definitions.update(own.pop("$defs", {}))
    properties = {**common["properties"], **own["properties"]} if "properties" in own else dict(common["properties"])
    properties["check"] = {"const": name, "description": CHECKS.get(name).summary}
    return {
        "type": "object",
        "description": CHECKS.get(name).summary,
        "properties": properties,
        "required": [*common["required"], *own.get("required", ())],
        "additionalProperties": False,
    }


def _lifted(model: type[Document], definitions: dict[str, Any]) -> dict[str, Any]:
    """A model's schema, with the definitions it brings moved to the top."""
    schema = model.model_json_schema()
    definitions.update(schema.pop("$defs", {}))
    return schema
