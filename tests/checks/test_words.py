"""Numbers as people read them."""

from __future__ import annotations

import pytest

from grader.checks.near import did_you_mean, nearest
from grader.checks.words import count, listing, number, percent, percents, plural, sentence


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (32, "32"),
        (5000, "5,000"),
        (0.25, "0.25"),
        (0.001, "0.001"),
        (1e-9, "10⁻⁹"),
        (2.5e-7, "2.5 × 10⁻⁷"),
        (10.0, "10"),
        (-0.5, "−0.5"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


def test_percent_has_a_no_break_space_and_never_rounds_up_to_all() -> None:
    assert percent(0.984) == "98.4\u00a0%"
    assert percent(1.0) == "100.0\u00a0%"
    assert percent(0.99996) == "99.996\u00a0%"
    assert percent(-0.115) == "−11.5\u00a0%"


def test_percents_keep_different_shares_apart() -> None:
    assert percents(0.97801, 0.97799) == ("97.801\u00a0%", "97.799\u00a0%")
    assert percents(0.98, 0.97) == ("98.0\u00a0%", "97.0\u00a0%")


def test_words() -> None:
    assert count(-261361) == "−261,361"
    assert (plural(1, "cell"), plural(1115, "test row")) == ("1 cell", "1,115 test rows")
    assert [listing(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert (sentence("all is well"), sentence("Why?"), sentence("")) == ("All is well.", "Why?", "")


@pytest.mark.parametrize(
    "text", ["a.ipynb is no notebook.", "symlink-student is a link.", "rnn_net has no answers.", "work/x: gone."]
)
def test_a_sentence_leaves_the_names_of_files_and_ids_as_they_are(text: str) -> None:
    assert sentence(text) == text


@pytest.mark.parametrize("text", ["the file a.ipynb is gone.", "0.98 is given.", "all.", "finished; see a-b."])
def test_a_sentence_with_a_name_further_on_begins_with_a_capital(text: str) -> None:
    assert sentence(text) == text[0].upper() + text[1:]


@pytest.mark.parametrize(
    ("word", "near"), [("lstmm", "lstm"), ("LSTM", "lstm"), ("adma", "adam"), ("zebra", None), ("", None)]
)
def test_nearest(word: str, near: str | None) -> None:
    assert nearest(word, ("lstm", "gru", "adamax", "adam")) == near


def test_without_a_near_word_all_are_told() -> None:
    assert did_you_mean("zebra", ("lstm", "gru")) == "; known are lstm, gru"
    assert did_you_mean("zebra", ()) == ""
