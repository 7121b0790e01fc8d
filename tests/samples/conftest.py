"""One graded run for each assignment, and its table dealt out as parameters."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from grader.cli.opening import open_bench
from grader.datasets.profiles import QUICK
from grader.pipeline import Graded, grade_folder
from grader.task import open_task
from tests.samples.benches import COURSE, ignore
from tests.samples.outcomes import Outcomes
from tests.samples.tables import Table, read_table


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "expected" in metafunc.fixturenames and metafunc.cls is not None:
        readable = read_table(metafunc.cls.assignment).readable
        metafunc.parametrize("expected", readable.values(), ids=readable)


def _assignment(request: pytest.FixtureRequest) -> str:
    outcomes: type[Outcomes] = request.cls
    return outcomes.assignment


@pytest.fixture(scope="class")
def table(request: pytest.FixtureRequest) -> Table:
    return read_table(_assignment(request))


@pytest.fixture(scope="class")
def graded(request: pytest.FixtureRequest) -> Iterator[dict[str, Graded]]:
    """Every sample by student, each run once in the sandbox with the quick profile on the embedded data.

    Attempts are kept in this checkout's own store, as `grader assess` keeps them: whichever comes second runs nothing.
    """
    assignment = _assignment(request)
    task = open_task(COURSE, assignment, data=None, profile=QUICK.name)
    with open_bench(
        COURSE, profile=QUICK, device="auto", sandbox="bubblewrap", listener=ignore, cancel=threading.Event(), jobs="2"
    ) as bench:
        folder = COURSE.root / "submissions" / assignment
        yield {one.submission.id: one for one in grade_folder(task, folder, bench, jobs=2)}
