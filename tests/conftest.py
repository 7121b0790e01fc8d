"""Options shared by all tests: `--update-golden` writes what people read anew, for review as a diff."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.datasets.builders import real_data

LEFT_OUT = pytest.StashKey[int]()

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
    """Leave out the tests on real data where there is none, and say so."""
    if real_data() is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("real_data")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("real_data")]
        config.stash[LEFT_OUT] = len(left_out)


def pytest_report_collectionfinish(config: pytest.Config) -> str:
    """One plain line about it."""
    count = config.stash.get(LEFT_OUT, 0)
    return f"no real data (GRADER_TEST_DATA or ../shared/data): {count} tests left out" if count else ""
