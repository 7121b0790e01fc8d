"""Field types that several specs share, each with its own faults and its own JSON Schema.

A validator refuses with `refuse(...)`: the message is for course staff, and `at` leads from the field to
the place within it that is wrong, so that the rubric's parser can point there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from grader.checks.near import did_you_mean, nearest
from grader.checks.words import listing, number

Plain: TypeAlias = str | int | float | bool
Value: TypeAlias = Plain | tuple[Plain, ...]


class RoleMark:
    """Marks a spec's field as naming roles of its problem; the rubric's parser refuses names that are not there."""


IS_ROLE: Final = RoleMark()


def refuse(message: str, *at: str | int, on_key: bool = False) -> PydanticCustomError:
    """A fault with its place inside the field; `on_key`: the last step of `at` names the key, not its value."""
    return PydanticCustomError("rubric", "{message}", {"message": message, "at": at, "on_key": on_key})


class Refusals:
    """Gathers faults of one field, so that its author hears of all of them."""

    def __init__(self) -> None:
        self._all: list[dict[str, Any]] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep a fault raised inside, and go on."""
        try:
            yield
        except PydanticCustomError as error:
            self._all.append(dict(error.context or {}))

    def raise_if_any(self) -> None:
        if self._all:
            first = self._all[0]
            raise PydanticCustomError("rubric", "{message}", {**first, "all": tuple(self._all)})


def squeezed(word: str) -> str:
    """ "LeakyReLU", "leaky_relu" and "leaky relu" are one word: "leakyrelu"."""
    return "".join(ch for ch in word.casefold() if ch.isalnum())


def same(seen: object, asked: Value) -> bool:
    """Whether a setting is what was asked; (3, 3) is 3, "ReLU" is "relu", numbers agree to one part in a million."""
    if isinstance(asked, tuple):
        if not isinstance(seen, tuple | list):
            seen = (seen,) * len(asked)
        return len(seen) == len(asked) and all(same(s, a) for s, a in zip(seen, asked, strict=True))
    if isinstance(seen, tuple | list):
        return len(seen) > 0 and all(same(part, asked) for part in seen)
    if isinstance(asked, bool) or isinstance(seen, bool):
        return seen is asked
    if isinstance(asked, str) or isinstance(seen, str):
        return isinstance(seen, str) and isinstance(asked, str) and squeezed(seen) == squeezed(asked)
    return isinstance(seen, int | float) and math.isclose(seen, asked, rel_tol=1e-6, abs_tol=1e-12)


def value_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, tuple | list):
        return " × ".join(value_words(part) for part in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting may be: one of `allowed`, or a number from `low` to `high` (both inclusive; None: no bound)."""

    allowed: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None

    def accepts(self, seen: object) -> bool:
        if self.allowed:
            return any(same(seen, asked) for asked in self.allowed)
        if isinstance(seen, tuple | list):
            return len(seen) > 0 and all(self.accepts(part) for part in seen)
        if isinstance(seen, bool) or not isinstance(seen, int | float):
            return False
        return (self.low is None or seen >= self.low) and (self.high is None or seen <= self.high)

    def words(self) -> str:
        if self.allowed:
            return listing([value_words(value) for value in self.allowed], "or")
        if self.low is None or self.high is None:
            return f"at most {number(self.high)}" if self.high is not None else f"at least {number(self.low or 0)}"
        return f"{number(self.low)} to {number(self.high)}"

    def plain(self) -> object:
        """As it would stand in a rubric."""
        if self.allowed:
            return self.allowed[0] if len(self.allowed) == 1 else list(self.allowed)
        return {key: bound for key, bound in (("min", self.low), ("max", self.high)) if bound is not None}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bounds(value: Mapping[Any, Any]) -> Rule:
    for key in value:
        if key not in ("min", "max"):
            raise refuse(f"unknown key '{key}'{did_you_mean(str(key), ('min', 'max'))}", key, on_key=True)
    if not value:
        raise refuse("needs min, max or both")
    for key, bound in value.items():
        if not _is_number(bound):
            raise refuse(f"{key} needs a number, got {bound!r}", key)
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None and low > high:
        raise refuse(f"min {number(low)} is above max {number(high)}")
    return Rule((), low, high)


def read_rule(value: object, *, numbers_only: bool = False) -> Rule:
    """A rule from what stands in a rubric: a value, a list of allowed values, or {min, max}."""
    if isinstance(value, Rule):
        return value
    if isinstance(value, Mapping):
        return _bounds(value)
    several = isinstance(value, tuple | list)
    parts: Sequence[object] = value if isinstance(value, tuple | list) else (value,)
    if not parts:
        raise refuse("an empty list allows nothing")
    allowed: list[Value] = []
    for index, part in enumerate(parts):
        at = (index,) if several else ()
        if numbers_only and not _is_number(part):
            raise refuse(f"needs a number, {{min, max}} or a list of numbers, got {part!r}", *at)
        if isinstance(part, tuple | list):
            allowed.append(tuple(part))
        elif isinstance(part, str | int | float | bool):
            allowed.append(part)
        else:
            raise refuse("needs a value, {min, max} or a list of values", *at)
    return Rule(tuple(allowed))


def _numbers(value: object) -> Rule:
    return read_rule(value, numbers_only=True)


BOUNDS_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"min": {"type": "number"}, "max": {"type": "number"}},
    "additionalProperties": False,
    "minProperties": 1,
}
NUMBER_RULE_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}, "minItems": 1}, BOUNDS_SCHEMA]
}
SETTING_RULE_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "array", "minItems": 1}, BOUNDS_SCHEMA]
}
NumberRule = Annotated[
    Rule, PlainValidator(_numbers), PlainSerializer(Rule.plain), WithJsonSchema(NUMBER_RULE_SCHEMA)
]  # fmt: skip


def _one_or_more(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def words_schema(choices: Sequence[str] | None = None) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "string"} if choices is None else {"enum": list(choices)}
    return {"anyOf": [item, {"type": "array", "items": item}]}


Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_more), WithJsonSchema(words_schema())]


def one_of(choices: Sequence[str], noun: str) -> Callable[[object], tuple[str, ...]]:
    """A validator: one word or a list of words, each from a closed vocabulary."""

    def read(value: object) -> tuple[str, ...]:
        several = isinstance(value, tuple | list)
        parts: Sequence[object] = value if isinstance(value, tuple | list) else (value,)
        faults = Refusals()
        for index, part in enumerate(parts):
            with faults.gathered():
                if part not in choices:
                    shown = f"'{part}'" if isinstance(part, str) else repr(part)
                    raise refuse(f"no {noun} {shown}{did_you_mean(str(part), choices)}", *((index,) if several else ()))
        faults.raise_if_any()
        return tuple(str(part) for part in parts)

    return read


def misspelt(choices: Sequence[str], noun: str) -> Callable[[object], tuple[str, ...]]:
    """A validator for an open vocabulary: refuses only what is very nearly one of the known words."""

    def read(value: object) -> tuple[str, ...]:
        several = isinstance(value, tuple | list)
        parts: Sequence[object] = value if isinstance(value, tuple | list) else (value,)
        for index, part in enumerate(parts):
            at = (index,) if several else ()
            if not isinstance(part, str) or not part:
                raise refuse(f"needs the name of a {noun}, got {part!r}", *at)
            near = nearest(part, choices, cutoff=0.85)
            if near is not None and part not in choices:
                raise refuse(f"no {noun} '{part}'; did you mean '{near}'?", *at)
        return tuple(str(part) for part in parts)

    return read
