from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.datasets.labelled_text import TextRow
from grader.datasets.splitting import fold, make_split, overlap, skeleton, thin
from tests.datasets.builders import messages

ROWS = st.lists(
    st.builds(TextRow, st.sampled_from(["ham", "spam"]), st.text(alphabet="aAbB \t", max_size=4)), max_size=60
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Free  ENTRY\tnow ", "free entry now", id="case and white space"),
        pytest.param("STRASSE", "strasse", id="casefold"),
        pytest.param("", "", id="empty"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_near_duplicates_differ_in_digits_and_punctuation_alone() -> None:
    assert skeleton("WIN £500! Call 0905") == skeleton("win £2, call 1")
    assert skeleton("win 5") != skeleton("lose 5")


@given(ROWS)
def test_a_split_holds_every_row_once_and_no_message_on_both_sides(rows: list[TextRow]) -> None:
    """Splits: identical messages (case and white space folded) never lie on both sides."""
    split = make_split(rows)
    assert sorted(split.train + split.test) == list(range(len(rows)))
    assert overlap(rows, split).exact == 0
    assert len(split.test) <= -(-len(rows) // 5)


@given(ROWS, st.randoms(use_true_random=False))
def test_a_message_falls_on_the_same_side_whatever_the_order_of_the_file(rows: list[TextRow], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _test_texts(rows) == _test_texts(shuffled)


def _test_texts(rows: list[TextRow]) -> Counter[str]:
    return Counter(fold(rows[i].text) for i in make_split(rows).test)


@pytest.mark.parametrize(("ham", "spam", "test"), [(40, 10, 10), (41, 10, 11), (4459, 1115, 1115), (4, 1, 1)])
def test_one_row_in_five_is_a_test_row_rounded_up(ham: int, spam: int, test: int) -> None:
    assert len(make_split(messages(ham, spam)).test) == test


def test_classes_keep_their_proportion() -> None:
    rows = messages(800, 200)
    assert Counter(rows[i].label for i in make_split(rows).test) == {"ham": 160, "spam": 40}


@given(ROWS, st.integers(0, 30))
def test_thinning_keeps_order_and_proportion(rows: list[TextRow], most: int) -> None:
    kept = thin(rows, range(len(rows)), most)
    assert list(kept) == sorted(set(kept))
    assert len(kept) == min(most, len(rows))
    counts, whole = Counter(rows[i].label for i in kept), Counter(row.label for row in rows)
    assert all(abs(counts[label] - len(kept) * n / len(rows)) <= 1 for label, n in whole.items())
