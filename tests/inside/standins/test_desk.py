"""Which served data set a library's name means."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from grader.inside.context import Context
from grader.inside.standins.desk import Desk

SERVED = ("cifar10", "fashion-mnist", "imdb", "mnist")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("mnist", "mnist"),
        ("ylecun/mnist", "mnist"),
        ("mnist:3.0.1", "mnist"),
        ("fashion_mnist", "fashion-mnist"),
        ("zalando-datasets/fashion_mnist", "fashion-mnist"),
        ("stanfordnlp/imdb", "imdb"),
        ("cifar10", "cifar10"),
        ("mnist_m", None),
        ("mnist-fashion", None),
        ("mnist_corrupted", None),
        ("emnist", None),
        ("imdb_genres", None),
        ("cifar10_corrupted", None),
    ],
)
def test_a_name_means_one_data_set_and_never_its_namesake(name: str, found: str | None) -> None:
    trackers = [SimpleNamespace(served=SimpleNamespace(dataset=dataset)) for dataset in SERVED]
    context = SimpleNamespace(rows=SimpleNamespace(trackers=trackers), job=SimpleNamespace(cells=()))
    tracker = Desk(cast(Context, context)).find(name)
    assert (tracker.served.dataset if tracker is not None and tracker.served is not None else None) == found
