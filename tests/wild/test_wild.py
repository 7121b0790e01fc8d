"""Every case of the corpus through the real sandbox, under the quick profile, on the embedded data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.attempts import Bench, Work, attempt
from grader.datasets.catalogue import open_dataset
from grader.datasets.dataset import Dataset
from grader.datasets.profiles import QUICK
from grader.datasets.resource import Resource
from grader.datasets.resources import open_resource
from grader.intake.companions import stage_companions
from grader.intake.listing import digest_files, list_files
from grader.intake.notebook import read_notebook
from grader.sandbox.select import open_executor
from tests.samples.benches import bench_of
from tests.wild.case import EXPECTED, WildCase, read_cases
from tests.wild.findings import differences

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """One executor for all cases, so that frameworks are imported once."""
    with bench_of(open_executor("bubblewrap")) as shared:
        yield shared


@cache
def dataset(name: str) -> Dataset:
    return open_dataset(name, data=None, profile=QUICK.name)


@cache
def resource(name: str) -> Resource:
    return open_resource(name, data=None, profile=QUICK.name)


def work_of(case: WildCase, staging: Path) -> Work:
    """What is handed in: the notebook, and where the case is a folder all else that lies in it."""
    files, digest = None, hashlib.sha256(case.notebook.read_bytes()).hexdigest()
    if case.files is not None:
        found = [file for file in list_files(case.files).files if file.name != EXPECTED]
        (notebook,) = (file for file in found if file.name == case.notebook.name)
        files, _ = stage_companions(found, notebook, staging / case.name)
        digest = digest_files(found)
    return Work(
        label=case.name,
        cells=read_notebook(case.notebook).cells,
        files=files,
        digest=digest,
        datasets=tuple(dataset(name) for name in case.expected.data),
        resources=tuple(resource(name) for name in case.expected.also),
        max_epochs=QUICK.max_epochs,
        max_seconds=None if case.expected.minutes is None else 60 * case.expected.minutes,
    )


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_it_runs_and_is_found(case: WildCase, bench: Bench) -> None:
    evidence = attempt(work_of(case, bench.scratch), bench)
    found = differences(case.expected, evidence)
    assert not found, "\n".join([case.expected.idiom, *found])
