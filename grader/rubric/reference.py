"""The rubric reference, docs/rubric-reference.md, made from the same classes that read a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from grader.checks.layers import SETTINGS
from grader.checks.registry import CHECKS
from grader.checks.training import LOSSES, OPTIMIZERS
from grader.evidence.wire.records import LAYER_KINDS
from grader.rubric.document import (
    AssignmentDocument,
    CriterionDocument,
    DataDocument,
    HintDocument,
    ModelRoleDocument,
    NeedsDocument,
    ProblemDocument,
    QuickDocument,
    RoleDocument,
)
from grader.rubric.known import dataset_names, resource_names

_INTRODUCTION: Final = """\
    # Rubric reference

    A rubric is one YAML file, `rubrics/<assignment>.yaml`. This page is generated from the classes that read it:
    change those, then run `grader rubric reference > docs/rubric-reference.md`. `grader rubric schema` prints the
    JSON Schema for editors.

    A file is either sound or refused, with every fault as `file:line:column` and the nearest right word. Points are
    exact numbers. Tags, anchors, aliases and duplicate keys are refused.
"""
_EXAMPLE: Final = """\
    ## A small rubric

    ```yaml
    assignment: my-course-a1
    title: My first assignment
    points: 10
    problems:
      - id: spam
        title: SMS spam with an LSTM
        points: 10
        data: {dataset: sms-spam, labels: served}
        roles:
          lstm: {model: {has: [embedding, lstm], output: binary}}
        criteria:
          - id: lstm-layers
            title: Embedding, LSTM and an output of one unit
            points: 4
            check: layers
            of: lstm
            expect: [embedding, {lstm: {units: {min: 16, max: 128}}}, dense]
            hint:
              title: Put an LSTM after the embedding
              add: ["LSTM(32),"]
          - {id: lstm-accuracy, title: Test accuracy, points: 4, check: metric, of: lstm, metric: accuracy}
          - {id: discussion, title: Discussion, points: 2, check: manual, ask: Explains what the model gets wrong.}
    ```
"""
_NUMBERS: Final = """\
    ## Numbers and settings

    Where a number or a setting is asked for, three forms are allowed: one value (`32`), a list of allowed values
    (`[32, 64]`), or bounds, both inclusive (`{min: 16, max: 64}`, `{min: 5}`). Words are compared without case and
    underscores: `ReLU` is `relu`. A size given once stands for all axes: `3` is `(3, 3)`.
"""
_SCORING: Final = """\
    ## Points

    A check awards a share of the criterion's points. The share is turned into points once, downwards, to a multiple
    of `step`; a share below 1 never earns everything. What the grader could not see is *not assessed*: it costs
    nothing, and a person decides. A role that no model of the notebook fits earns nothing, and the report says what was
    looked for.
"""
_VOCABULARY: Final = """\
    ## Words

    The same words for Keras, PyTorch and scikit-learn. An `Activation` layer and an activation argument are the same;
    PyTorch's `num_layers` and stacked layers are the same; counts of parameters leave out PyTorch's second bias vector
    of recurrent layers.
"""


def rubric_reference() -> str:
    """The whole page as Markdown, ending in a newline."""
    parts = [dedent(_INTRODUCTION), dedent(_EXAMPLE)]
    parts += [
        _section("The file", AssignmentDocument),
        _section("A problem: an element of `problems`", ProblemDocument),
        _section("`data`", DataDocument),
        _section("`needs`", NeedsDocument),
        _section("`quick`", QuickDocument),
        _section("A role: `roles: {<name>: {model: ...}}`", RoleDocument),
        _section("A role's `model`, and each of its `alternatives`", ModelRoleDocument),
        _section("A criterion: an element of `criteria`", CriterionDocument),
        _section("`hint`", HintDocument),
        dedent(_NUMBERS),
        dedent(_SCORING),
        "## Checks\n\nThe keys below stand beside those of every criterion.\n",
    ]
    for name in CHECKS.names():
        entry = CHECKS.get(name)
        about = " ".join((entry.spec.__doc__ or "").split())
        head = f"### `check: {name}`\n\n{entry.summary} {about}\n"
        parts.append(head + ("\n" + "\n".join(_rows(entry.spec, ())) + "\n" if entry.spec.model_fields else ""))
    parts.append(dedent(_VOCABULARY))
    for noun, words in (
        ("Data sets", dataset_names()), ("Resources", resource_names()), ("Layer kinds", LAYER_KINDS),
        ("Layer settings", SETTINGS),
        ("Optimizers", OPTIMIZERS),
        ("Losses (a function's own name is allowed too)", LOSSES),
    ):  # fmt: skip
        parts.append(f"**{noun}:** {', '.join(f'`{word}`' for word in words)}.\n")
    return "\n".join(parts)


def _section(title: str, model: type[BaseModel], skip: tuple[str, ...] = ()) -> str:
    about = " ".join((model.__doc__ or "").split())
    return f"## {title}\n\n{about}\n\n" + "\n".join(_rows(model, skip)) + "\n"


def _rows(model: type[BaseModel], skip: tuple[str, ...]) -> Iterator[str]:
    schema = model.model_json_schema()
    yield "| key | form | default | meaning |"
    yield "|---|---|---|---|"
    for name, info in model.model_fields.items():
        if name not in skip:
            form = _form(schema["properties"][name])
            yield f"| `{name}` | {form} | {_default(info)} | {_cell(info.description or '')} |"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined or value is None or value == () or value == {} or value == "":
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{part}`" for part in value)
    return f"`{float(value):g}`" if not isinstance(value, str) else f"`{value}`"


def _form(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "anyOf" in schema:
        forms = [_form(part) for part in schema["anyOf"] if part.get("type") != "null"]
        return " or ".join(dict.fromkeys(forms))
    if "enum" in schema:
        words = schema["enum"]
        return " or ".join(f"`{word}`" for word in words) if len(words) <= 8 else "word"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "$ref" in schema:
        return "mapping"
    kind = schema.get("type")
    if kind == "array":
        inner = _form(schema.get("items", {}))
        return f"list of {inner}" if inner and inner != "value" else "list"
    if kind == "object":
        return "{min, max}" if "min" in schema.get("properties", {}) else "mapping"
    if isinstance(kind, list):
        return "value"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}.get(
        str(kind), "value"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
