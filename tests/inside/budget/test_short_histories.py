"""Histories of capped fits answer for epochs that did not run, and are plain lists in all else."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from grader.inside.budget.short_histories import ShortHistory, shorten


@pytest.fixture
def said() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def loss(said: list[tuple[int, int]]) -> ShortHistory:
    history: dict[str, list[float]] = {"loss": [3.0, 2.0, 1.0]}
    shorten(history, 10, lambda asked, last: said.append((asked, last)))
    found = history["loss"]
    assert isinstance(found, ShortHistory)
    return found


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        pytest.param(0, 3.0, [], id="the first"),
        pytest.param(2, 1.0, [], id="the last that ran"),
        pytest.param(-1, 1.0, [], id="from the end"),
        pytest.param(3, 1.0, [(4, 3)], id="the first that did not run"),
        pytest.param(9, 1.0, [(10, 3)], id="the last that was asked for"),
    ],
)
def test_one_epoch(
    loss: ShortHistory, said: list[tuple[int, int]], place: int, value: float, told: list[tuple[int, int]]
) -> None:
    assert loss[place] == value
    assert said == told


@pytest.mark.parametrize("place", [10, -4])
def test_an_epoch_that_nobody_asked_for_stays_an_error(loss: ShortHistory, place: int) -> None:
    with pytest.raises(IndexError):
        loss[place]


def test_all_else_is_a_list(loss: ShortHistory, said: list[tuple[int, int]]) -> None:
    assert loss == [3.0, 2.0, 1.0]
    assert loss[1:20] == [2.0, 1.0]
    assert list(enumerate(loss)) == [(0, 3.0), (1, 2.0), (2, 1.0)]
    assert json.dumps(loss) == "[3.0, 2.0, 1.0]"
    assert type(pickle.loads(pickle.dumps(loss))) is list
    assert type(copy.deepcopy(loss)) is list
    assert said == []


@pytest.mark.parametrize("values", [[], [1.0, 2.0], (1.0,), "loss"])
def test_a_whole_history_and_what_is_no_list_are_left_alone(values: object) -> None:
    history = {"loss": values}
    shorten(history, 2, lambda asked, last: None)
    assert history["loss"] is values
    assert type(history["loss"]) is type(values)
