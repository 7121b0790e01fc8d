"""Real flaws in a real reference, through the sandbox: each loses what it must."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.attempts import Bench
from grader.course import find_course
from grader.datasets.profiles import PROFILES
from grader.evidence.store import Store
from grader.mutation import choose_mutants, run_mutants
from grader.sandbox.contract import Limits
from grader.sandbox.select import open_executor
from grader.task import open_task

pytestmark = pytest.mark.slow

CHOSEN = ("text-validated-on-test", "text-wrong-numbers")  # of the reference that takes the shortest time


@pytest.fixture
def home() -> Iterator[Path]:
    """Not pytest's own folder: attempts run as another user, who may not enter that one."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_two_flaws_are_caught_and_remembered(home: Path) -> None:
    course = find_course(Path(__file__))
    task = open_task(course, "cse641-a4-memes", data=None, profile="quick")
    mutants = choose_mutants(task, problem="text", only=CHOSEN)
    ran: list[str] = []
    with closing(open_executor("bubblewrap")) as executor:
        bench = Bench(
            executor=executor,
            store=Store(home / "attempts"),
            scratch=home / "scratch",
            python=course.student_python(),
            profile=PROFILES["quick"],
            device="cpu",
            limits=Limits(wall_seconds=1200),
            seed=course.settings.seed,
            cpus=1,
            listener=lambda event: ran.append(type(event).__name__),
        )
        first = run_mutants(task, bench, mutants, jobs=1)
        started = ran.count("AttemptStarted")
        again = run_mutants(task, bench, mutants, jobs=1)
    assert {judgment.mutant.id: judgment.caught for judgment in first} == dict.fromkeys(CHOSEN, True)
    lost = {judgment.mutant.id: {criterion.id for criterion in judgment.lost} for judgment in first}
    assert lost == {
        "text-validated-on-test": {"text-training"},
        "text-wrong-numbers": {"text-accuracy", "text-report"},  # it was never tried on a test caption
    }
    assert started == 3
    assert ran.count("AttemptStarted") == started, "the second time everything comes from the store"
    assert [judgment.lost for judgment in again] == [judgment.lost for judgment in first]
