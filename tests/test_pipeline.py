from __future__ import annotations

import importlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.attempts import Bench, device_of
from grader.course import Course, find_course
from grader.events import AttemptFinished, AttemptReused, AttemptStarted, CellReached, EpochReached, Event, RunStarted
from grader.evidence.wire.frames import Frame
from grader.faults import SandboxUnavailableError
from grader.intake.folder import read_submission
from grader.pipeline import Graded, grade_folder, work_of
from grader.references import reference_work, stored_reference
from grader.sandbox.contract import Limits, Order, RawAttempt
from grader.slots import GIB, USUAL_NEED, Need
from grader.task import Task, epoch_cap, open_task, seconds_cap, step_cap
from grader.validation import validate_references
from tests.replay import ASSIGNMENT, REPOSITORY, ReplayExecutor, hand_in, make_bench, make_course


def grade(course: Course, bench: Bench, *, jobs: int = 2) -> dict[str, Graded]:
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    return {one.submission.id: one for one in grade_folder(task, submissions(course), bench, jobs=jobs)}


def submissions(course: Course) -> Path:
    return course.root / "submissions" / ASSIGNMENT


def test_every_submission_comes_out_judged(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path), ReplayExecutor()
    graded = grade(course, make_bench(course, executor))
    assert sorted(graded) == ["ada", "ben", "cleo"]
    assert all(one.judgement.assessment.possible == 40 for one in graded.values())
    assert len(executor.runs) == 4, "the reference and three students"


def test_a_second_run_executes_nothing(tmp_path: Path) -> None:
    course, first, second = make_course(tmp_path), ReplayExecutor(), ReplayExecutor()
    before = grade(course, make_bench(course, first))
    events: list[Event] = []
    after = grade(course, make_bench(course, second, events.append))
    assert second.runs == []
    assert sum(isinstance(event, AttemptReused) for event in events) == 4
    assert {k: v.judgement.assessment for k, v in before.items()} == {
        k: v.judgement.assessment for k, v in after.items()
    }


def test_a_run_that_was_stopped_goes_on_where_it_stopped(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path), ReplayExecutor()

    def stop_at_ben(order: Order) -> None:
        if "ben" in order.job.cells[0].source:
            raise KeyboardInterrupt

    executor.before_run = stop_at_ben
    bench = make_bench(course, executor)
    with pytest.raises(KeyboardInterrupt):
        grade(course, bench, jobs=1)
    assert bench.cancel.is_set()
    assert "# ada" in executor.runs
    again = ReplayExecutor()
    assert sorted(grade(course, make_bench(course, again))) == ["ada", "ben", "cleo"]
    assert "# ada" not in again.runs
    assert "# ben" in again.runs


def test_leftovers_of_a_killed_run_are_not_taken_for_attempts(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path, ("ada",)), ReplayExecutor()
    grade(course, make_bench(course, executor))
    for bundle in (course.store / "attempts").iterdir():
        (bundle / "evidence.json").write_bytes((bundle / "evidence.json").read_bytes()[:100])
    again = ReplayExecutor()
    assert sorted(grade(course, make_bench(course, again))) == ["ada"]
    assert len(again.runs) == 2, "reference and student run again, since their bundles are cut"


def test_a_changed_submission_runs_again_and_no_other(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    grade(course, make_bench(course, ReplayExecutor()))
    hand_in(tmp_path, "ben", first="# ben, second try")
    again = ReplayExecutor()
    grade(course, make_bench(course, again))
    assert again.runs == ["# ben, second try"]


def test_what_cannot_be_read_affects_no_other(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (submissions(course) / "dora").mkdir()
    (submissions(course) / "emil").mkdir()
    (submissions(course) / "emil" / "a2.ipynb").write_text("<html><body>My homework</body></html>")
    graded = grade(course, make_bench(course, ReplayExecutor()))
    assert sorted(graded) == ["ada", "ben", "cleo", "dora", "emil"]
    for name in ("dora", "emil"):
        assert graded[name].evidence is None
        assert graded[name].submission.problem
        assert graded[name].judgement.assessment.waiting == 40
    assert graded["ada"].evidence is not None


def test_a_sandbox_that_goes_away_costs_the_student_nothing(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path), ReplayExecutor()

    def gone_for_ben(order: Order) -> None:
        if "ben" in order.job.cells[0].source:
            raise SandboxUnavailableError("bwrap went away", where="bubblewrap", fix="install it")

    executor.before_run = gone_for_ben
    graded = grade(course, make_bench(course, executor))
    assert graded["ben"].evidence is None
    assert graded["ben"].judgement.assessment.waiting == 40
    assert graded["cleo"].evidence is not None


def test_an_unreadable_stream_stops_no_other_submission(tmp_path: Path) -> None:
    course = make_course(tmp_path)

    class Garbled(ReplayExecutor):
        """Ben's attempt claims to have finished and leaves nothing that can be read."""

        def run(self, order: Order, limits: Limits, into: Path, **listeners: Any) -> RawAttempt:
            raw = super().run(order, limits, into, **listeners)
            if "ben" in order.job.cells[0].source:
                raw.stream.write_bytes(b"\0\0\0\x08\0\0\0\0garbage!")
            return raw

    graded = grade(course, make_bench(course, Garbled()))
    assert graded["ben"].evidence is None
    assert graded["ben"].judgement.assessment.waiting == 40
    assert graded["cleo"].evidence is not None


def test_progress_tells_cells_and_epochs(tmp_path: Path) -> None:
    course, events = make_course(tmp_path, ("ada",)), list[Event]()
    grade(course, make_bench(course, ReplayExecutor(), events.append), jobs=1)
    kinds = [type(event) for event in events]
    assert kinds[0] is RunStarted
    ada = [event for event in events if getattr(event, "submission", "") == "ada"]
    assert isinstance(ada[0], AttemptStarted)
    assert isinstance(ada[-1], AttemptFinished)
    assert [event.number for event in ada if isinstance(event, CellReached)] == [1, 2, 3, 4]
    assert any(isinstance(event, EpochReached) for event in ada)


def test_an_attempt_without_a_single_record_is_still_judged(tmp_path: Path) -> None:
    from tests.evidence.builders import KILLED

    def nothing() -> list[Frame]:
        return []

    course = make_course(tmp_path, ("ada",))
    graded = grade(course, make_bench(course, ReplayExecutor(nothing, KILLED)))
    evidence = graded["ada"].evidence
    assert evidence is not None
    assert evidence.ending.kind == "timed_out"


def test_scratch_folders_are_gone_after_a_run(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada",))
    grade(course, make_bench(course, ReplayExecutor()))
    assert list((course.store / "scratch").iterdir()) == []


@pytest.mark.parametrize("first", ["assess", "validate"])
def test_the_references_attempt_is_found_again_until_its_text_changes(tmp_path: Path, first: str) -> None:
    course = make_course(tmp_path, ("ada",))
    bench = make_bench(course, ReplayExecutor())
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    (problem,) = task.rubric.problems
    assert stored_reference(task, problem, bench.store, bench.listener) is None
    if first == "assess":
        grade(course, bench)
    else:
        validate_references(task, bench, seeds=1, jobs=1)
    assert stored_reference(task, problem, bench.store, bench.listener) is not None
    path = course.reference(ASSIGNMENT, "spam")
    path.write_text(path.read_text() + "\n# mended\n")
    assert stored_reference(task, problem, bench.store, bench.listener) is None
    path.unlink()
    assert stored_reference(task, problem, bench.store, bench.listener) is None


def test_for_one_problem_no_other_problems_data_is_opened(tmp_path: Path) -> None:
    """Somebody who has the pictures alone can validate the problem that needs no more."""
    (tmp_path / "rubrics").mkdir()
    shutil.copy(REPOSITORY / "rubrics" / "hw3-vae-sentiment.yaml", tmp_path / "rubrics")
    task = open_task(find_course(tmp_path), "hw3-vae-sentiment", data=None, profile="quick", problem="vae")
    assert (set(task.datasets), set(task.resources)) == ({"cifar10"}, set())


def test_a_task_knows_its_labels(tmp_path: Path) -> None:
    task: Task = open_task(make_course(tmp_path), ASSIGNMENT, data=None, profile="quick")
    assert set(task.labels) == {"sms-spam"}


@pytest.mark.parametrize("where", ["grader.attempts.read_stream", "grader.pipeline.judge"])
def test_a_fault_of_ours_met_by_one_submission_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    course, executor = make_course(tmp_path), ReplayExecutor()
    module, name = where.rsplit(".", 1)
    real = getattr(importlib.import_module(module), name)

    def stumbles(*args: Any, **named: Any) -> Any:
        cells = named["submitted"] if "submitted" in named else args[1].cells
        if any("# ben" in cell.source for cell in cells):
            raise ZeroDivisionError
        return real(*args, **named)

    monkeypatch.setattr(where, stumbles)
    graded = grade(course, make_bench(course, executor))
    assert sorted(graded) == ["ada", "ben", "cleo"]
    assert graded["ben"].evidence is None
    assert "ZeroDivisionError" in graded["ben"].reason
    assert graded["ada"].evidence is not None


def test_an_attempt_finds_its_place_by_what_its_problems_declare(tmp_path: Path) -> None:
    """The most that any of them takes, since they run one after the other; and a GPU only where one asks for it."""
    course = make_course(tmp_path, ("ada",))
    rubric = course.rubric(ASSIGNMENT)
    rubric.write_text(
        rubric.read_text().replace("\n    roles:", "\n    needs: {memory_gib: 3.5, gpu: true}\n    roles:", 1)
    )
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    submission = read_submission(tmp_path / "submissions" / ASSIGNMENT / "ada", tmp_path / "staging")
    assert submission.notebook is not None
    work = work_of(submission, submission.notebook, task)
    assert work.need == Need(memory_bytes=int(3.5 * GIB), gpu=True)
    bench = make_bench(course, ReplayExecutor())
    assert device_of(work, bench) == "cpu"
    assert device_of(work, replace(bench, device="cuda", gpu_for_all=False)) == "cuda"
    assert device_of(replace(work, need=USUAL_NEED), replace(bench, device="cuda", gpu_for_all=False)) == "cpu"
    assert device_of(replace(work, need=USUAL_NEED), replace(bench, device="cuda")) == "cuda"


def test_resources_go_in_beside_the_data_and_decide_the_key(tmp_path: Path) -> None:
    course, orders = make_course(tmp_path, ("ada",)), list[Order]()
    before = grade(course, make_bench(course, ReplayExecutor()))["ada"].evidence
    also = "data: {dataset: sms-spam, labels: served, also: [nltk-data]}"
    rubric = course.rubric(ASSIGNMENT)
    rubric.write_text(rubric.read_text().replace("data: {dataset: sms-spam, labels: served}", also))
    executor = ReplayExecutor()

    def look(order: Order) -> None:
        orders.append(order)
        assert (order.data / "nltk-data" / "manifest.json").is_file()

    executor.before_run = look
    after = grade(course, make_bench(course, executor))["ada"].evidence
    assert before is not None
    assert after is not None
    assert before.key != after.key
    assert [data.dataset for data in after.served] == ["sms-spam", "nltk-data"]
    assert [(order.job.datasets, order.job.resources) for order in orders] == [(("sms-spam",), ("nltk-data",))] * 2


@pytest.mark.parametrize(
    ("said", "profile", "expected"),
    [
        pytest.param(None, "quick", 5, id="the profile's own"),
        pytest.param(8, "quick", 8, id="more"),
        pytest.param(2, "quick", 2, id="less"),
        pytest.param(8, "full", None, id="the full profile has none"),
    ],
)
def test_a_problem_may_set_the_quick_profiles_epochs(
    tmp_path: Path, said: int | None, profile: str, expected: int | None
) -> None:
    course = make_course(tmp_path, ("ada",))
    rubric = course.rubric(ASSIGNMENT)
    if said is not None:
        rubric.write_text(rubric.read_text().replace("\n    roles:", f"\n    quick: {{epochs: {said}}}\n    roles:", 1))
    task = open_task(course, ASSIGNMENT, data=None, profile=profile)
    submission = read_submission(tmp_path / "submissions" / ASSIGNMENT / "ada", tmp_path / "staging")
    assert submission.notebook is not None
    found = reference_work(task, task.rubric.problems[0])
    assert found is not None
    assert work_of(submission, submission.notebook, task).max_epochs == found[0].max_epochs == expected


def test_of_several_problems_the_largest_number_of_epochs_holds(tmp_path: Path) -> None:
    task = open_task(make_course(tmp_path), ASSIGNMENT, data=None, profile="quick")
    (problem,) = task.rubric.problems
    several = [replace(problem, quick_epochs=epochs) for epochs in (3, None, 9)]
    assert epoch_cap(task, several) == 9
    assert epoch_cap(task, several[:2]) == 5
    assert epoch_cap(task, several[:1]) == 3


def test_steps_are_the_largest_number_and_minutes_a_sum(tmp_path: Path) -> None:
    task = open_task(make_course(tmp_path), ASSIGNMENT, data=None, profile="quick")
    (problem,) = task.rubric.problems
    one = replace(problem, quick_steps=500, quick_minutes=2.0)
    assert step_cap(task, [one, problem]) == 500
    assert step_cap(task, [problem]) is None
    assert seconds_cap(task, [one, one]) == 240
    assert seconds_cap(task, [one, problem]) is None  # one of them may take as long as it likes
    full = replace(task, profile="full", full_profile=True)
    assert (step_cap(full, [one]), seconds_cap(full, [one])) == (None, None)
