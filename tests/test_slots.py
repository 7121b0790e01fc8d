"""Attempts are packed by what they declare, never beyond what is there."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.faults import MachineError
from grader.slots import GIB, Need, Packing, Slots

SMALL, LARGE, GPU = Need(memory_bytes=GIB), Need(memory_bytes=3 * GIB), Need(memory_bytes=GIB, gpu=True)


@pytest.mark.parametrize(
    ("packing", "needs", "taken"),
    [
        pytest.param(Packing(jobs=2), [SMALL, SMALL, SMALL], [True, True, False], id="no more than the jobs"),
        pytest.param(
            Packing(jobs=9, memory_bytes=4 * GIB), [SMALL, LARGE, SMALL], [True, True, False], id="to the byte"
        ),
        pytest.param(Packing(jobs=9, memory_bytes=4 * GIB - 1), [SMALL, LARGE], [True, False], id="a byte short"),
        pytest.param(Packing(jobs=9), [LARGE] * 3, [True] * 3, id="memory that nobody counts"),
        pytest.param(Packing(jobs=9, cards=(0,)), [GPU, GPU, SMALL], [True, False, True], id="a card is one attempt's"),
    ],
)
def test_what_fits_is_taken(packing: Packing, needs: list[Need], taken: list[bool]) -> None:
    assert [packing.take(need)[0] for need in needs] == taken


def test_each_attempt_has_a_card_of_its_own_and_gives_it_back() -> None:
    packing = Packing(jobs=9, cards=(0, 3))
    assert packing.take(GPU) == (True, 0)
    assert packing.take(GPU) == (True, 3)
    assert packing.take(SMALL) == (True, None)
    packing.give(GPU, 3)
    assert packing.take(GPU) == (True, 3)


@pytest.mark.parametrize(
    ("packing", "need", "words"),
    [
        pytest.param(
            Packing(jobs=1, memory_bytes=2 * GIB), LARGE, r"3\.0 GiB of memory, 2\.0 GiB are free", id="memory"
        ),
        pytest.param(Packing(jobs=1), GPU, "needs a GPU and there is none", id="gpu"),
    ],
)
def test_what_can_never_fit_is_refused_instead_of_waiting(packing: Packing, need: Need, words: str) -> None:
    with pytest.raises(MachineError, match=words), Slots(packing).slot(need, threading.Event()):
        pass


def test_of_two_problems_in_one_attempt_the_larger_need_counts() -> None:
    assert Need(memory_bytes=1) | Need(memory_bytes=2, gpu=True) == Need(memory_bytes=2, gpu=True)


def test_who_finds_no_room_waits_until_there_is() -> None:
    slots, cancel, order = Slots(Packing(jobs=1)), threading.Event(), list[str]()
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        with slots.slot(SMALL, cancel):
            inside.set()
            go.wait()
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    threading.Timer(0.0, go.set).start()
    with slots.slot(SMALL, cancel):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_a_stopped_command_waits_for_nobody() -> None:
    slots, cancel = Slots(Packing(jobs=1)), threading.Event()
    with slots.slot(SMALL, cancel):
        cancel.set()
        with slots.slot(SMALL, cancel) as card:
            assert card is None


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=40))
def test_never_beyond_what_is_there(steps: list[tuple[int, bool]]) -> None:
    """Whatever is asked and given back in whatever order, the sum of what is taken stays within what there is."""
    packing, held = Packing(jobs=3, memory_bytes=4, cards=(0, 1)), list[tuple[Need, int | None]]()
    for amount, gpu in steps:
        if amount == 0 and held:
            packing.give(*held.pop(0))
            continue
        need = Need(memory_bytes=amount, gpu=gpu)
        taken, card = packing.take(need)
        if taken:
            held.append((need, card))
        assert len(held) <= 3
        assert sum(one.memory_bytes for one, _ in held) <= 4
        cards = [card for _, card in held if card is not None]
        assert len(cards) == len(set(cards))
