"""JSON from an enemy is measured before it is built."""

from __future__ import annotations

import math

import pytest

from grader.evidence.strict_json import JsonError, parse_json


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(b"[" * 30 + b"]" * 30, "nested 30 deep", id="depth"),
        pytest.param(b"[" * 5_000_000, "more than", id="millions of brackets"),
        pytest.param(b'{"a": 1, "a": 2}', "twice", id="duplicate key"),
        pytest.param(b'{"a": {"b": 1, "b": 1}}', "twice", id="duplicate key inside"),
        pytest.param(b"[" + b"1," * 500_000 + b"1]", "more than", id="too many values"),
        pytest.param(b"[" + b'"",' * 500_000 + b'""]', "more than", id="too many strings"),
        pytest.param(b"1" * 1000, "1,000 digits", id="a whole number to fill memory"),
        pytest.param(b"\xff\xfe", "UTF-8", id="not UTF-8"),
        pytest.param(b"", "not JSON", id="nothing"),
        pytest.param(b'{"a": 1} {"a": 2}', "not JSON", id="two values"),
        pytest.param(b'"abc', "not JSON", id="unfinished string"),
        pytest.param(b'"' + b'\\"' * 2_000_000, "not JSON", id="escaped quotes without an end"),
        pytest.param(b"nul", "not JSON", id="half a word"),
    ],
)
def test_refused(text: bytes, why: str) -> None:
    with pytest.raises(JsonError, match=why):
        parse_json(text)


def test_brackets_inside_strings_are_text() -> None:
    assert parse_json(b'{"a": "' + b"[{" * 200 + b'\\"]}"}').value == {"a": "[{" * 200 + '"]}'}


def test_non_finite_numbers_are_left_to_the_field() -> None:
    value = parse_json(b"[NaN, Infinity, -Infinity, 1e999]").value
    assert isinstance(value, list)
    assert math.isnan(value[0])
    assert value[1:] == [math.inf, -math.inf, math.inf]


def test_lone_surrogates_pass() -> None:
    assert parse_json('["\ud800"]'.encode("utf-8", "surrogatepass")).value == ["\ud800"]
