"""JSON from an enemy: size, depth and number of values are counted before anything is built from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MAX_DEPTH: Final = 24
MAX_VALUES: Final = 400_000  # in one text: keeps the objects built from 8 MB of brackets under about 50 MB
MAX_DIGITS: Final = 400  # of one whole number

# A string, also an unfinished one (up to the end), so that no quote is looked at twice: linear on any input.
_STRINGS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKETS: Final = re.compile(rb"[\[\]{}]")


class JsonError(ValueError):
    """The text is not JSON of the strict kind; `str()` says why in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonText:
    """What was read: the value and how many values it is made of (an upper bound)."""

    value: object
    size: int


def parse_json(text: bytes, *, max_depth: int = MAX_DEPTH, max_values: int = MAX_VALUES) -> JsonText:
    """Parse UTF-8 JSON; NaN, Infinity and -Infinity are read as floats and judged by whoever knows the field.

    Raises: JsonError on bad UTF-8 or JSON, on nesting or counts over the caps, on a key that stands twice in
    one object. Lone surrogates pass: text is repaired where it is cleaned.
    """
    size = _measure(text, max_depth, max_values)
    try:
        decoded = text.decode("utf-8", "surrogatepass")
        value = json.loads(decoded, object_pairs_hook=_no_duplicates, parse_int=_whole_number)
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg} at character {error.pos}") from error
    return JsonText(value=value, size=size)


def _measure(text: bytes, max_depth: int, max_values: int) -> int:
    # A bound from below that costs nothing, so that millions of empty strings are not cut out one by one.
    strings = (text.count(b'"') - text.count(b'\\"')) // 2
    if strings > max_values:
        raise JsonError(f"more than {max_values:,} strings")
    bare = _STRINGS.sub(b"", text)
    size = 1 + bare.count(b",") + bare.count(b":") + bare.count(b"[") + bare.count(b"{")
    if size > max_values:
        raise JsonError(f"more than {max_values:,} values")
    depth = deepest = 0
    for bracket in _BRACKETS.findall(bare):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > max_depth:
        raise JsonError(f"nested {deepest} deep, {max_depth} are allowed")
    return size


def _no_duplicates(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise JsonError("a key stands twice in one object")
    return built


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise JsonError(f"a whole number of {len(digits):,} digits")
    return int(digits)
