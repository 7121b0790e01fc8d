"""Decoys keep each class's count, agree with the truth by chance alone, and say nothing about their own row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.datasets.decoys import Decoys, draw_decoys

KEYS = st.binary(min_size=1, max_size=32)
CLASSES = st.lists(st.integers(0, 3), max_size=300).map(lambda codes: np.array(codes, dtype=np.int64))


def drawn(true: np.ndarray, key: bytes) -> tuple[np.ndarray, Decoys]:
    """The truth in the new order, and the decoys beside it."""
    decoys = draw_decoys(true, key)
    return true[decoys.order], decoys


@given(CLASSES, KEYS)
def test_every_row_is_served_once_and_every_class_keeps_its_count(true: np.ndarray, key: bytes) -> None:
    decoys = draw_decoys(true, key)
    assert np.array_equal(np.sort(decoys.order), np.arange(true.size))
    assert np.array_equal(np.sort(decoys.codes), np.sort(true))


@given(CLASSES, KEYS)
def test_decoys_agree_with_the_truth_at_chance_level_for_the_class_balance(true: np.ndarray, key: bytes) -> None:
    """Of n rows of class c among N, n²/N keep their class, to within as many rows as there are classes."""
    truth, decoys = drawn(true, key)
    classes = np.unique(true)
    for code in classes:
        count = int((true == code).sum())
        agree = int(((truth == code) & (decoys.codes == code)).sum())
        assert abs(agree - count**2 / true.size) <= classes.size


@given(st.integers(0, 400), st.integers(0, 400), KEYS)
def test_with_two_classes_copying_earns_chance_to_within_two_rows(ham: int, spam: int, key: bytes) -> None:
    truth, decoys = drawn(np.repeat(np.array([0, 1]), [ham, spam]), key)
    chance = (ham**2 + spam**2) / max(1, ham + spam)
    assert abs(int((truth == decoys.codes).sum()) - chance) < 2


def test_a_decoy_says_nothing_about_the_row_that_carries_it() -> None:
    """Over keys every row gets the decoy 1 as often as the class 1 occurs, whatever the row's own class."""
    true = np.array([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0])
    keys = [f"key {n}".encode() for n in range(4000)]
    got = np.zeros(true.size)
    for key in keys:
        decoys = draw_decoys(true, key)
        got[decoys.order] += decoys.codes
    share = 3 / 11
    noise = (share * (1 - share) / len(keys)) ** 0.5
    assert np.abs(got / len(keys) - share).max() < 4 * noise


def test_the_order_of_a_source_sorted_by_class_tells_nothing() -> None:
    true = np.repeat(np.array([0, 1]), [200, 200])
    truth, _ = drawn(true, b"key")
    assert 70 < int(truth[:200].sum()) < 130


@pytest.mark.parametrize("key", [b"one", b"two"])
def test_the_same_key_draws_the_same(key: bytes) -> None:
    true = np.arange(100) % 5 // 4
    first, second = draw_decoys(true, key), draw_decoys(true, key)
    assert np.array_equal(first.order, second.order)
    assert np.array_equal(first.codes, second.codes)


def test_another_key_draws_otherwise() -> None:
    true = np.arange(100) % 5 // 4
    assert not np.array_equal(draw_decoys(true, b"one").order, draw_decoys(true, b"two").order)


def test_a_draw_never_changes() -> None:
    """Stored evidence belongs to the decoys that were served: another draw here would run every class again."""
    decoys = draw_decoys(np.array([0, 0, 1, 0, 1, 2, 0, 2]), b"key")
    assert decoys.order.tolist() == [3, 1, 7, 2, 5, 0, 4, 6]
    assert decoys.codes.tolist() == [0, 2, 1, 2, 0, 0, 0, 1]
