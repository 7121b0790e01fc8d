"""The environment student code runs with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

from grader.sandbox.layout import places
from grader.sandbox.surroundings import variables
from tests.sandbox.builders import order

PLACES = places(Path("/env/bin/python"))


def test_threads_seeds_and_devices_follow_the_order() -> None:
    made = variables(order(Path("/d")), PLACES)
    assert made["OMP_NUM_THREADS"] == made["OPENBLAS_NUM_THREADS"] == made["MKL_NUM_THREADS"] == "1"
    assert made["PYTHONHASHSEED"] == "7"
    assert made["CUDA_VISIBLE_DEVICES"] == ""
    assert made["MPLBACKEND"] == "Agg"
    assert made["PATH"].startswith("/env/bin:")
    assert "CUDA_VISIBLE_DEVICES" not in variables(replace(order(Path("/d")), device="cuda"), PLACES)


def test_every_cache_is_private() -> None:
    for name, value in PLACES.caches().items():
        assert PurePosixPath(value).is_relative_to("/home/student"), name


def test_an_orders_own_variables_win_but_not_over_the_runners_code() -> None:
    made = variables(order(Path("/d"), TF_CPP_MIN_LOG_LEVEL="0", PYTHONPATH="/evil", EXTRA="1"), PLACES)
    assert (made["TF_CPP_MIN_LOG_LEVEL"], made["EXTRA"], made["PYTHONPATH"]) == ("0", "1", "/grader/code")


def test_a_seed_beyond_what_python_takes_is_folded() -> None:
    large = order(Path("/d"))
    large = replace(large, job=replace(large.job, seed=2**40 + 5))
    assert variables(large, PLACES)["PYTHONHASHSEED"] == "5"
