"""The reference through the same pipeline as a student: full marks, exact counts, the course's accuracy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.attempts import Bench
from grader.course import find_course
from grader.datasets.profiles import PROFILES
from grader.events import ignore
from grader.evidence.store import Store
from grader.task import open_task
from grader.sandbox.contract import Limits
from grader.sandbox.select import open_executor
from grader.validation import Validated, validate_references
from tests.datasets.builders import real_data

pytestmark = pytest.mark.slow

ASSIGNMENT = "aml-a2-sequences"


@pytest.fixture
def home() -> Iterator[Path]:
    """Not pytest's own folder: attempts run as another user, who may not enter that one."""
    with tempfile.TemporaryDirectory(prefix="reference-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def validate(home: Path, profile: str, data: Path | None) -> Validated:
    course = find_course(Path(__file__))
    task = open_task(course, ASSIGNMENT, data=data, profile=profile)
    with closing(open_executor("bubblewrap")) as executor:
        bench = Bench(
            executor=executor,
            store=Store(home / "attempts"),
            scratch=home / "scratch",
            python=course.student_python(),
            profile=PROFILES[profile],
            device="cpu",
            limits=Limits(wall_seconds=1200),
            seed=course.settings.seed,
            cpus=1,
            listener=ignore,
        )
        (result,) = validate_references(task, bench, seeds=1, jobs=1, problem="spam")
    return result


def assert_full_marks(result: Validated) -> None:
    lost = {c.id: c.outcome.because for c in result.criteria if c.verdict != "met" and c.check != "manual"}
    assert result.full_marks, lost


@pytest.mark.real_data
def test_on_the_real_messages_it_has_the_course_s_counts_and_accuracy(home: Path) -> None:
    data = real_data()
    assert data is not None
    result = validate(home, "full", data)
    assert_full_marks(result)
    assert result.facts[0].startswith("rnn: 261,361 parameters")
    assert result.facts[1].startswith("lstm: 260,657 parameters")
    assert result.metrics["rnn accuracy"] >= 0.975
    assert result.metrics["lstm accuracy"] >= 0.975
