"""The filter that student text passes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.text import ELLIPSIS, Run, clean, clean_line, clean_words, cut, plain, prose, sentence

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        pytest.param("a\x1b[31mred\x1b[0mb", "aredb", id="colours"),
        pytest.param("x\x1b]8;;http://e.example\x07link\x1b]8;;\x07", "xlink", id="terminal links"),
        pytest.param("a\u202eb\u202cc\u2066d\u2069\u200e", "abcd", id="bidi controls"),
        pytest.param("a\x00\x07\x85\x84b", "ab", id="C0 and C1"),
        pytest.param("zero\u200bwidth\ufeff\u00ad", "zerowidth", id="invisible"),
        pytest.param(" two\n\t lines \u2028 three ", "two lines three", id="white space"),
        pytest.param("12\u00a0s", "12\u00a0s", id="no-break spaces stay"),
        pytest.param("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "e" + 4 * "\u0301", id="towers of marks"),
        pytest.param("\ud800x\ue000\U000e0041", "\ufffdx\ufffd", id="no shape to print"),
        pytest.param("<b>&amp;{{ 1 }}`", "<b>&amp;{{ 1 }}`", id="markup is text and stays"),
        pytest.param("欧阳 فاطمة नमस्ते", "欧阳 فاطمة नमस्ते", id="scripts"),
    ],
)
def test_clean(dirty: str, shown: str) -> None:
    assert clean(dirty) == shown


@given(ANYTHING, st.integers(min_value=1, max_value=80))
def test_what_is_printed_is_short_and_harmless(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert clean(shown, limit) == shown


@given(ANYTHING)
def test_prose_says_what_it_was_given(text: str) -> None:
    """Backticks turn into faces, and nothing else is lost."""
    assert plain(prose(text)).replace("`", "") == clean(text, 600).replace("`", "")


def test_a_long_quote_is_cut_in_the_text_itself() -> None:
    assert clean("word" * 1000) == ("word" * 60)[:239] + ELLIPSIS
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abcde" + ELLIPSIS


def test_megabytes_are_not_walked_through() -> None:
    assert clean("x" * 50_000_000, 10) == "x" * 9 + ELLIPSIS


def test_code_keeps_its_indent() -> None:
    assert clean_line("    x = 1\x1b[0m") == "\u00a0" * 4 + "x = 1"


def test_backticks_are_code() -> None:
    assert prose("call `fit()` once") == (Run("call "), Run("fit()", code=True), Run(" once"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it ran", "It ran."),
        ("Why?", "Why?"),
        ("", ""),
        ("a …", "A …"),
        ("spam.ipynb: it is empty", "spam.ipynb: it is empty."),
        ("my_model was trained on 3.5 rows", "my_model was trained on 3.5 rows."),
        ("data/x is gone", "data/x is gone."),
        ("lucas-ferreira waits", "lucas-ferreira waits."),
        ("every 0.5 s", "Every 0.5 s."),
    ],
)
def test_sentence(text: str, said: str) -> None:
    assert sentence(text) == said


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("0.8680 (n = 250, observed)", 24, "0.8680 (n = 250…"),
        ("short", 24, "short"),
        ("one two", 7, "one two"),
        ("a" + "b" * 40, 10, "a" + "b" * 8 + ELLIPSIS),
    ],
)
def test_a_sentence_is_cut_between_words(text: str, limit: int, shown: str) -> None:
    assert clean_words(text, limit) == plain(prose(text, limit)) == shown


@given(ANYTHING, st.integers(min_value=1, max_value=80))
def test_words_are_short_and_stay_as_they_are(text: str, limit: int) -> None:
    shown = clean_words(text, limit)
    assert len(shown) <= limit
    assert clean_words(shown, limit) == shown


def test_what_counts_as_harmless_is_what_nothing_is_taken_from() -> None:
    """The short way for plain text is no other way: beside a sign from outside it, the long way gives the same."""
    for sign in map(chr, range(0x2300)):
        assert clean(f"a{sign}b") == clean(f"a{sign}b\u6b27").removesuffix("\u6b27"), f"U+{ord(sign):04X}"
