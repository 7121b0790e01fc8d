"""Bits per character in closed form, and what a continuation is made of."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence.wire.records import Continuation, NextCharacters
from grader.measure.answers import UnreadableAnswersError
from grader.measure.text import FLOOR, bits_per_character, real_words, repetition, vocabulary_of, words_in

TRAIN, TEST = ("abba", "aab"), ("ab#a", "ba")  # held out: "ab" + "a|ba|" without "#"
RECORD = NextCharacters(
    id="n1", model="m1", cell=3, dataset="sms-spam", alphabet=("a", "b", "|"), joiner="|", window=2,
    starts="s", values="v",
)  # fmt: skip
HELD_OUT = [0, 1, 0, 2, 1, 0, 2]
STARTS = np.arange(5, dtype=np.int32)


def answers(chance: float) -> np.ndarray:
    """`chance` for the character that comes next, the rest shared out between the two others."""
    values = np.full((5, 3), (1 - chance) / 2)
    values[np.arange(5), HELD_OUT[2:]] = chance
    return values


@pytest.mark.parametrize(
    ("chance", "bits"),
    [
        pytest.param(1 / 3, math.log2(3), id="knows nothing"),
        pytest.param(0.5, 1.0, id="a coin"),
        pytest.param(1.0, 0.0, id="knows all"),
        pytest.param(0.0, -math.log2(FLOOR), id="always wrong"),
    ],
)
def test_the_bits_of_an_even_model_are_those_of_its_chance(chance: float, bits: float) -> None:
    measured = bits_per_character(RECORD, STARTS, answers(chance), train=TRAIN, test=TEST)
    assert measured.value == pytest.approx(bits)
    assert measured.standard_error == pytest.approx(0, abs=1e-12)
    assert (measured.low, measured.high, measured.n) == (pytest.approx(bits), pytest.approx(bits), 5)


def test_the_unigram_baseline_is_that_of_the_training_text() -> None:
    """Of abba|aab|, 4 a, 3 b and 2 |, each counted once more; what comes in the held-out text is a | b a |."""
    expected = -(2 * math.log2(5 / 12) + 1 * math.log2(4 / 12) + 2 * math.log2(3 / 12)) / 5
    assert bits_per_character(RECORD, STARTS, answers(0.5), train=TRAIN, test=TEST).unigram == pytest.approx(expected)


def test_the_standard_error_is_that_of_a_mean_over_windows() -> None:
    values = answers(0.5)
    values[0] = answers(0.25)[0]
    measured = bits_per_character(RECORD, STARTS, values, train=TRAIN, test=TEST)
    each = np.array([2.0, 1.0, 1.0, 1.0, 1.0])
    assert measured.value == pytest.approx(1.2)
    assert measured.standard_error == pytest.approx(each.std(ddof=1) / math.sqrt(5))
    assert measured.low < measured.value < measured.high


@pytest.mark.parametrize(
    ("record", "starts", "values", "why"),
    [
        pytest.param(replace(RECORD, alphabet=("a", "a", "b")), STARTS, answers(0.5), "alphabet", id="one code twice"),
        pytest.param(replace(RECORD, alphabet=("a", "b", "cd")), STARTS, answers(0.5), "alphabet", id="no character"),
        pytest.param(RECORD, STARTS + 1, answers(0.5), "do not lie", id="beyond the end"),
        pytest.param(RECORD, STARTS - 1, answers(0.5), "do not lie", id="before the beginning"),
        pytest.param(replace(RECORD, window=0), STARTS, answers(0.5), "do not lie", id="no window"),
        pytest.param(RECORD, STARTS * 0, answers(0.5), "the same", id="one window five times"),
        pytest.param(RECORD, STARTS, answers(0.5)[:, :2], "one row", id="too narrow"),
        pytest.param(RECORD, STARTS[:0], answers(0.5)[:0], "one row", id="none"),
        pytest.param(RECORD, STARTS, answers(0.5) * 3, "no probabilities", id="a sum of 3"),
        pytest.param(RECORD, STARTS, answers(1.5), "no probabilities", id="below 0"),
        pytest.param(RECORD, STARTS, answers(math.nan), "no probabilities", id="not a number"),
    ],
)
def test_answers_that_cannot_count_are_refused(
    record: NextCharacters, starts: np.ndarray, values: np.ndarray, why: str
) -> None:
    with pytest.raises(UnreadableAnswersError, match=why):
        bits_per_character(record, starts, values, train=TRAIN, test=TEST)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=5, max_size=5))
def test_bits_lie_between_nothing_and_the_floor(weights: list[list[float]]) -> None:
    values = np.array(weights) / np.sum(weights, axis=1, keepdims=True)
    measured = bits_per_character(RECORD, STARTS, values, train=TRAIN, test=TEST)
    assert 0 <= measured.low <= measured.value <= measured.high
    assert measured.value <= -math.log2(FLOOR)


def written(text: str, start: str = "so ") -> Continuation:
    return Continuation(id="c", model="m", cell=1, start=start, text=text, temperature=1.0)


@pytest.mark.parametrize(
    ("start", "text", "hits", "n"),
    [
        pytest.param("so ", "see you xqz now. ", 3, 4, id="one is none"),
        pytest.param("to", "day see you tomor", 2, 2, id="halves at both ends are left aside"),
        pytest.param("so ", "SEE You, don't! a b c ", 3, 3, id="case and single letters say nothing"),
        pytest.param("so ", "qqqqqqqqq", 0, 0, id="one endless word"),
        pytest.param("so ", " .. 12 ", 0, 0, id="no words"),
    ],
)
def test_real_words(start: str, text: str, hits: int, n: int) -> None:
    share = real_words([written(text, start)], vocabulary_of(["See you now", "don’t"]))
    if share is None:
        assert n == 0
        return
    assert (share.value, share.n) == (hits / n, n)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_words_are_folded() -> None:
    assert words_in("Don’t U go, Élan_x2 now") == ["don't", "go", "élan", "now"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two three four five six seven eight nine", 0.0, id="never"),
        pytest.param("go on and on go on and on go on", 3 / 7, id="a loop of four words"),
        pytest.param("a" * 20, 16 / 17, id="one letter for ever"),
        pytest.param("abc", None, id="too short to repeat"),
    ],
)
def test_repetition(text: str, expected: float | None) -> None:
    share = repetition([written(text)])
    assert (share.value if share else None) == (None if expected is None else pytest.approx(expected))


def test_two_continuations_may_say_the_same() -> None:
    text = "one two three four five six seven eight"
    share = repetition([written(text), written(text)])
    assert share is not None
    assert share.value == 0
