"""Codes and characters, as notebooks keep them."""

from __future__ import annotations

import string
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.inside.probe.alphabets import alphabet_of, joiner_of

CHARACTERS = tuple(sorted(string.ascii_lowercase + " \n"))
CODES = {character: code for code, character in enumerate(CHARACTERS)}


@pytest.mark.parametrize(
    "value",
    [
        CODES,
        {code: character for character, code in CODES.items()},
        list(CHARACTERS),
        "".join(CHARACTERS),
        np.asarray(CHARACTERS),
        SimpleNamespace(word_index=CODES),
    ],
    ids=["to codes", "to characters", "list", "text", "array", "tokenizer"],
)
def test_the_alphabet_in_every_form(value: Any) -> None:
    assert alphabet_of({"other": [1, 2, 3], "found": value}, len(CHARACTERS)) == CHARACTERS


def test_a_code_for_padding_stands_for_no_character() -> None:
    found = alphabet_of({"characters": list(CHARACTERS)}, len(CHARACTERS) + 1)
    assert found is not None
    assert found[1:] == CHARACTERS
    assert len(set(found)) == len(found)
    assert alphabet_of({"codes": {c: n + 1 for c, n in CODES.items()}}, len(CHARACTERS) + 1) == found


def test_a_character_that_cannot_be_seen_stands_for_none() -> None:
    found = alphabet_of({"codes": {**CODES, "\x94": len(CODES)}}, len(CODES) + 1)
    assert found is not None
    assert found[:-1] == CHARACTERS
    assert "\x94" not in found


def test_no_alphabet_of_that_size() -> None:
    assert alphabet_of({"codes": CODES, "words": {"hello": 1, "you": 2}}, 100) is None


MESSAGES = [f"message number {number} for somebody" for number in range(40)]


@pytest.mark.parametrize(
    ("joined", "alphabet", "expected"),
    [
        ("".join(message + "|" for message in MESSAGES), "ab|\n", "|"),
        ("\n".join(MESSAGES).upper().lower(), "ab\n", "\n"),
        ("".join(message + "|" for message in MESSAGES), "ab\n", ""),
        ("no such text " * 100, "ab\n", "\n"),
        ("no such text " * 100, "ab", ""),
    ],
    ids=["a character", "line breaks", "one without a code", "not found", "not found, and no line break"],
)
def test_what_stands_between_messages(joined: str, alphabet: str, expected: str) -> None:
    assert joiner_of({"n": 5, "text": joined}, MESSAGES, alphabet) == expected
