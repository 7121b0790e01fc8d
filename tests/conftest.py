"""Options shared by all tests: `--update-golden` writes what people read anew, for review as a diff."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

import pytest
from hypothesis import settings

from grader.sandbox.cgroups import offer
from tests.datasets.builders import real_data

# As every attempt has it. With oneDNN, `predict` and a plain call differ in the last digit on some processors.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

LEFT_OUT = pytest.StashKey[list[str]]()

# How long a case takes says nothing about it on a machine shared with others.
settings.register_profile("grader", deadline=None)
settings.load_profile("grader")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", default=False, help="write golden files anew instead of comparing"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need what is not there, and say so."""
    lines = config.stash.setdefault(LEFT_OUT, [])
    for marker, missing in NEEDS.items():
        needy = [item for item in items if item.get_closest_marker(marker)]
        why = missing() if needy else ""
        if why:
            config.hook.pytest_deselected(items=needy)
            items[:] = [item for item in items if not item.get_closest_marker(marker)]
            lines.append(f"{why}: {len(needy)} tests left out")
    # Files are dealt to workers in this order: one that takes minutes must not be the last.
    items.sort(key=lambda item: not any(part in item.nodeid for part in SLOWEST))


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """One plain line about each kind."""
    return config.stash.get(LEFT_OUT, [])


def _no_data() -> str:
    return "" if real_data() is not None else "no real data (GRADER_TEST_DATA or ../shared/data)"


def _no_groups() -> str:
    found = offer()
    return "" if found.root is not None else f"no control groups ({found.why})"


SLOWEST = (
    "tests/reference/",
    "tests/samples/",
    "tests/wild/test_wild",
    "tests/sealed/test_end_to_end",
    "tests/hostile/test_contained",
)
NEEDS: Mapping[str, Callable[[], str]] = {"real_data": _no_data, "cgroup": _no_groups}  # marker -> what is missing
