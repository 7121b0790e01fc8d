"""Two courses that differ in `labels` alone, through the real sandbox: who copies what was served earns chance."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.assessment import Judged, Verdict
from grader.attempts import Bench
from grader.audit.finding import ClaimVerdict
from grader.clock import FixedClock
from grader.course import Course
from grader.datasets.profiles import QUICK
from grader.datasets.seal import FILE
from grader.events import ignore
from grader.evidence.store import Store
from grader.faults import DataError
from grader.measure.measurements import Provenance
from grader.pipeline import Graded, grade_folder
from grader.publishing import DATABASE, Publisher
from grader.rescoring import open_stored, rescore
from grader.sandbox.contract import Executor, Limits
from grader.sandbox.select import open_executor
from grader.task import Task, open_task
from grader.validation import validate_references
from tests.sealed.course import ASSIGNMENT, BOASTED, COPIED, HONEST, make_course

pytestmark = pytest.mark.slow

CLOCK = FixedClock("2026-11-20T08:12:00Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One course, graded and published."""

    course: Course
    task: Task
    bench: Bench
    graded: dict[str, Graded]

    def judged(self, student: str) -> dict[str, Judged]:
        return {judged.id: judged for judged in self.graded[student].judgement.assessment.judged()}

    def accuracy(self, student: str) -> tuple[float, Provenance]:
        (seen,) = self.graded[student].judgement.measurements.by_model.values()
        return seen.metrics["accuracy"].value, seen.metrics["accuracy"].provenance

    def verdict(self, student: str) -> ClaimVerdict:
        (finding,) = self.graded[student].judgement.findings
        return finding.verdict

    def page(self, student: str) -> str:
        return (self.course.reports / ASSIGNMENT / f"{student}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with closing(open_executor("bubblewrap")) as opened:
        yield opened


def _run(home: Path, executor: Executor, labels: str, notebooks: dict[str, str]) -> Ran:
    course = make_course(home, labels, notebooks)
    bench = Bench(
        executor=executor,
        store=Store(course.store / "attempts"),
        scratch=course.store / "scratch",
        python=course.student_python(),
        profile=QUICK,
        device="cpu",
        limits=Limits(wall_seconds=300),
        seed=11,
        cpus=1,
        listener=ignore,
    )
    task = open_task(course, ASSIGNMENT, data=None, profile=QUICK.name)
    with Publisher(task, CLOCK, ignore, press=None) as publisher:
        graded = {}
        for one in grade_folder(task, course.root / "submissions" / ASSIGNMENT, bench, jobs=2):
            publisher.publish(one)
            graded[one.submission.id] = one
        publisher.finish()
    return Ran(course=course, task=task, bench=bench, graded=graded)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    # Not pytest's own folder: attempts run as another user, who may not enter that one.
    with tempfile.TemporaryDirectory(prefix="sealed-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def sealed(home: Path, executor: Executor) -> Ran:
    return _run(home / "sealed", executor, "sealed", {"honest": HONEST, "copied": COPIED, "boasted": BOASTED})


@pytest.fixture(scope="module")
def served(home: Path, executor: Executor) -> Ran:
    return _run(home / "served", executor, "served", {"honest": HONEST, "copied": COPIED})


def test_an_honest_notebook_keeps_its_marks(served: Ran, sealed: Ran) -> None:
    for ran in (served, sealed):
        assert {one.verdict for one in ran.judged("honest").values()} == {Verdict.MET}
    assert served.accuracy("honest")[0] == sealed.accuracy("honest")[0]


def test_copied_labels_earn_everything_where_they_are_served_and_chance_where_they_are_sealed(
    served: Ran, sealed: Ran
) -> None:
    assert served.accuracy("copied") == (1.0, Provenance.OBSERVED)
    assert served.judged("copied")["accuracy"].verdict is Verdict.MET
    value, provenance = sealed.accuracy("copied")
    labels = sealed.task.labels["sms-spam"].codes[-250:]
    chance = sum(float((labels == code).mean()) ** 2 for code in (0, 1))
    assert provenance is Provenance.SEALED
    assert value == pytest.approx(chance, abs=0.03)
    assert sealed.judged("copied")["accuracy"].earned == 0
    assert "with sealed labels" in sealed.judged("copied")["accuracy"].outcome.because


def test_decoys_contradict_no_honest_claim_and_hide_no_false_one(sealed: Ran) -> None:
    assert sealed.verdict("honest") is ClaimVerdict.NOT_CHECKABLE
    assert sealed.verdict("boasted") is ClaimVerdict.CONTRADICTED
    assert sealed.judged("honest")["reported"].verdict is Verdict.MET
    assert sealed.judged("boasted")["reported"].earned == 0


def test_rows_are_traced_by_the_labels_the_student_had(sealed: Ran) -> None:
    evidence = sealed.graded["honest"].evidence
    assert evidence is not None
    assert {(fit.rows.from_train, fit.rows.from_test) for fit in evidence.fits} == {(1000, 0)}
    assert {(p.rows.from_train, p.rows.from_test) for p in evidence.predictions} == {(0, 250)}
    assert {call.value for call in evidence.metrics} != {sealed.accuracy("honest")[0]}


def test_the_report_says_sealed(served: Ran, sealed: Ran) -> None:
    page = sealed.page("honest")
    assert 'class="pill sealed"' in page
    assert "yours, sealed" in page
    assert "carried decoy labels" in page
    assert "sealed" not in served.page("honest").partition("</style>")[2]


def test_the_reference_earns_full_marks_under_its_own_decoys(sealed: Ran) -> None:
    (result,) = validate_references(sealed.task, sealed.bench, seeds=1, jobs=1)
    assert result.full_marks
    assert result.metrics["filter accuracy"] == sealed.accuracy("honest")[0]


def test_score_judges_with_the_truth_and_runs_nothing(sealed: Ran) -> None:
    stored = open_stored(sealed.course, ASSIGNMENT, data=None, listener=ignore, database=sealed.course.store / DATABASE)
    again = {one.submission.id: one for one in rescore(stored, sealed.course.root / "submissions" / ASSIGNMENT)}
    assert again.keys() == sealed.graded.keys()
    for name, one in sealed.graded.items():
        assert again[name].judgement.assessment == one.judgement.assessment
        assert again[name].judgement.measurements == one.judgement.measurements
        assert again[name].judgement.findings == one.judgement.findings


def test_score_says_when_the_decoys_at_hand_are_not_those_that_were_served(sealed: Ran) -> None:
    key, rubric = sealed.course.store / FILE, sealed.course.rubric(ASSIGNMENT)
    secret, text = key.read_bytes(), rubric.read_text()

    def reopen() -> None:
        open_stored(sealed.course, ASSIGNMENT, data=None, listener=ignore, database=sealed.course.store / DATABASE)

    try:
        key.write_text("00" * 32)
        with pytest.raises(DataError, match=r"bring back \.grader/seal\.key"):
            reopen()
        key.write_bytes(secret)
        rubric.write_text(text.replace("labels: sealed", "labels: served"))
        with pytest.raises(DataError, match="`labels` changed since"):
            reopen()
    finally:
        key.write_bytes(secret)
        rubric.write_text(text)
