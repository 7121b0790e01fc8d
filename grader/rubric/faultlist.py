"""Faults of a rubric with their addresses, gathered so that all are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from grader.checks.near import did_you_mean
from grader.faults import RubricError
from grader.rubric.yamltree import Mark, Node

ModelT = TypeVar("ModelT", bound=BaseModel)
_QUOTED: Final = re.compile(r"'([^']*)'")
_NEEDS: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


class FaultList:
    """Faults in one file; `raise_if_any` sorts them by place."""

    def __init__(self) -> None:
        self._faults: list[tuple[Mark, str]] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, mark: Mark, message: str) -> None:
        if (mark, message) not in self._faults:
            self._faults.append((mark, message))

    def raise_if_any(self, path: Path) -> None:
        """Raises: RubricError with every fault as `file:line:column: what is wrong`."""
        if self._faults:
            raise RubricError(self.messages(path), where=str(path))

    def messages(self, path: Path) -> list[str]:
        """Every fault as `file:line:column: what is wrong`, by place."""
        ordered = sorted(self._faults, key=lambda fault: fault[0])
        return [f"{path}:{line}:{column}: {text}" for (line, column), text in ordered]

    def validated(self, model: type[ModelT], node: Node, *, only: Iterable[str] | None = None) -> ModelT | None:
        """The model read from a node, or None with its faults kept.

        Args: `only` leaves out all other keys: they belong to somebody else's model.
        """
        raw = node.plain()
        if not isinstance(raw, Mapping):
            self.add(node.mark, f"needs a mapping, got {_shown(raw)}")
            return None
        wanted = set(raw) if only is None else set(only)
        try:
            return model.model_validate({key: value for key, value in raw.items() if key in wanted})
        except ValidationError as error:
            self._translate(error, model, node)
            return None

    def _translate(self, error: ValidationError, model: type[BaseModel], node: Node) -> None:
        by_place: dict[Mark, list[ErrorDetails]] = {}
        for details in error.errors(include_url=False):
            faults = details.get("ctx", {}).get("all") or (details.get("ctx", {}),)
            if details["type"] == "rubric":
                for fault in faults:
                    path = (*details["loc"], *fault["at"])
                    self.add(place(node, path, on_key=fault["on_key"]), fault["message"])
                continue
            on_key = details["type"] == "extra_forbidden"
            by_place.setdefault(place(node, details["loc"], on_key=on_key), []).append(details)
        for mark, several in by_place.items():
            for text in _messages(several, model):
                self.add(mark, text)


def place(node: Node, path: Iterable[str | int], *, on_key: bool = False) -> Mark:
    """Where a path leads in the text: as far as it can be followed; steps that are no keys (of unions) are skipped."""
    mark = node.mark
    for step in path:
        if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
            mark = node.keys[step] if on_key else node.value[step].mark
            node = node.value[step]
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.mark
    return mark


def _messages(several: list[ErrorDetails], model: type[BaseModel]) -> list[str]:
    """A union reports one error per branch: they become one sentence. Missing keys are one sentence each."""
    missing = [f"needs '{d['loc'][-1]}'" for d in several if d["type"] == "missing"]
    others = [details for details in several if details["type"] != "missing"]
    if not others:
        return missing
    if len(others) == 1:
        return [*missing, _message(others[0], model)]
    allowed = [word for d in others for word in _QUOTED.findall(str(d.get("ctx", {}).get("expected", "")))]
    needs = [_NEEDS[d["type"]] for d in others if d["type"] in _NEEDS]
    given = others[0]["input"]
    near = did_you_mean(given, allowed) if isinstance(given, str) and allowed else ""
    near = near if near.startswith("; did") else ""
    text = f"needs {' or '.join(dict.fromkeys([*allowed, *needs]))}, got {_shown(given)}{near}"
    bounds = [_message(d, model) for d in others if d["type"] not in _NEEDS and "expected" not in d.get("ctx", {})]
    return [*missing, bounds[0] if bounds and not isinstance(given, str) else text]


def _message(details: ErrorDetails, model: type[BaseModel]) -> str:
    given = details["input"]
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        *parents, key = details["loc"]
        return f"unknown key '{key}'{did_you_mean(str(key), _keys(model, tuple(parents)))}"
    if kind == "literal_error":
        choices = _QUOTED.findall(str(context.get("expected", "")))
        near = did_you_mean(given, choices) if isinstance(given, str) else f"; known are {', '.join(choices)}"
        return f"{_shown(given)} is not allowed here{near}"
    if kind in _NEEDS:
        return f"needs {_NEEDS[kind]}, got {_shown(given)}"
    if kind == "too_short" or kind == "string_too_short":
        return "must not be empty"
    if kind == "string_too_long":
        return f"is longer than {context.get('max_length')} characters"
    text = details["msg"].removeprefix("Input should be ")
    return f"must be {text}, got {_shown(given)}" if text != details["msg"] else text


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys allowed where a path leads, following models inside models."""
    current: type[BaseModel] | None = model
    for step in path:
        if current is None:
            return ()
        field = current.model_fields.get(str(step))
        # A step that is no field is a key of a mapping or an index: the model inside stays the same.
        if field is not None:
            current = _inner(field.annotation)
    return tuple(current.model_fields) if current is not None else ()


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _inner(part)
        if found is not None:
            return found
    return None


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"'{value[:60]}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, tuple | list):
        return "a list"
    return repr(value)
