from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.ending import EndingKind
from grader.words import clean, ending_words, points


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(0), "0.0"),
        (Fraction(40), "40.0"),
        (Fraction(115, 2), "57.5"),
        (Fraction(1, 4), "0.25"),
        (Fraction(4996, 100), "49.96"),
        (Fraction(2, 3), "0.66"),
        (Fraction(49999, 1000), "49.99"),
    ],
)
def test_points_are_never_rounded_up(value: Fraction, shown: str) -> None:
    assert points(value) == shown


@given(st.fractions(min_value=0, max_value=1000))
def test_shown_points_never_promise_more(value: Fraction) -> None:
    assert Fraction(points(value)) <= value


@pytest.mark.parametrize("kind", list(EndingKind))
def test_every_ending_has_words(kind: EndingKind) -> None:
    words = ending_words(kind)
    assert words
    assert "_" not in words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand tab", "two lines and tab"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\u202eevil\u202c", "evil"),
        ("\ud800", ""),
        ("x" * 300, "x" * 199 + "…"),
        ("王小明", "王小明"),
    ],
)
def test_student_text_is_harmless_on_a_terminal(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    assert not set(clean(text)) & {chr(code) for code in (*range(32), *range(127, 160))}
