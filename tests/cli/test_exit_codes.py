"""Each exit code of docs/exit-codes.md, caused for real; the sandbox is a replay."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import opening
from grader.cli.main import main
from grader.course import Course
from grader.faults import ExitCode, SandboxUnavailableError
from tests.replay import ASSIGNMENT, REPOSITORY, ReplayExecutor, make_course


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    executor = ReplayExecutor()
    monkeypatch.setattr(opening, "open_executor", lambda name: executor)
    monkeypatch.delenv("GRADER_DATA", raising=False)
    made = make_course(tmp_path / "course", ("ada",))
    monkeypatch.chdir(made.root)
    return made


def break_rubric(course: Course) -> None:
    path = course.rubric(ASSIGNMENT)
    path.write_text(path.read_text().replace("check: layers", "check: layer", 1))


def add_unreadable(course: Course) -> None:
    folder = course.root / "submissions" / ASSIGNMENT / "zoe"
    folder.mkdir()
    (folder / "a2.ipynb").write_text("not a notebook")


def without_submissions(course: Course) -> None:
    shutil.rmtree(course.root / "submissions" / ASSIGNMENT / "ada")


def damage_bands(course: Course) -> None:
    (course.root / "reference" / ASSIGNMENT / "bands.json").write_text("{")


def lose_interpreter(course: Course) -> None:
    (course.root / "grader.toml").write_text('student_python = "absent/bin/python"\n')


def ask_only_that_it_runs(course: Course) -> None:
    course.rubric(ASSIGNMENT).write_text(
        f"assignment: {ASSIGNMENT}\ntitle: Sequence models\npoints: 1\nproblems:\n"
        "  - id: spam\n    title: SMS spam\n    data: {dataset: sms-spam, labels: served}\n    criteria:\n"
        "      - {id: runs, title: It runs, points: 1, check: runs}\n"
    )


def nothing(course: Course) -> None:
    """The course as it is."""


CASES = [
    ("version", nothing, "--version", ExitCode.OK),
    ("every criterion is met", ask_only_that_it_runs, f"check submissions/{ASSIGNMENT}/ada", ExitCode.OK),
    ("a class without open points", ask_only_that_it_runs, "assess submissions/ --no-pdf", ExitCode.OK),
    ("a reference with full marks", ask_only_that_it_runs, "validate", ExitCode.OK),
    ("a sound rubric", nothing, f"rubric check rubrics/{ASSIGNMENT}.yaml", ExitCode.OK),
    ("a manual criterion waits", nothing, "assess submissions/ --no-pdf", ExitCode.NEEDS_A_PERSON),
    ("one is no notebook", add_unreadable, "assess submissions/ --no-pdf", ExitCode.NEEDS_A_PERSON),
    ("a criterion is not met", nothing, f"check submissions/{ASSIGNMENT}/ada", ExitCode.NOT_ALL_MET),
    ("a reference that loses points", nothing, "validate", ExitCode.NOT_ALL_MET),
    ("no such folder", nothing, "assess submision/", ExitCode.USAGE),
    ("one student's folder", nothing, f"assess submissions/{ASSIGNMENT}/ada", ExitCode.USAGE),
    ("no submission at all", without_submissions, "assess submissions/", ExitCode.USAGE),
    ("damaged bands", damage_bands, "assess submissions/", ExitCode.COURSE),
    ("an interpreter that is not there", lose_interpreter, "assess submissions/", ExitCode.COURSE),
    ("unknown assignment", nothing, "assess submissions/ --assignment aml-a2", ExitCode.USAGE),
    ("unknown profile", nothing, "assess submissions/ --profile quik", ExitCode.USAGE),
    ("unknown device", nothing, "assess submissions/ --device gpu", ExitCode.USAGE),
    ("jobs that are no number", nothing, "assess submissions/ --jobs many", ExitCode.USAGE),
    ("unknown command", nothing, "asess", ExitCode.USAGE),
    ("nothing assessed yet", nothing, "score", ExitCode.USAGE),
    ("a broken rubric", break_rubric, "assess submissions/", ExitCode.COURSE),
    ("a broken rubric alone", break_rubric, f"rubric check rubrics/{ASSIGNMENT}.yaml", ExitCode.COURSE),
    ("no such data folder", nothing, "assess submissions/ --data absent", ExitCode.COURSE),
    ("a data folder without data", nothing, "assess submissions/ --data rubrics", ExitCode.COURSE),
    ("not a notebook", add_unreadable, f"check submissions/{ASSIGNMENT}/zoe", ExitCode.SUBMISSION),
]


@pytest.mark.parametrize(("prepare", "command", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_command_ends_with(
    course: Course,
    prepare: Callable[[Course], None],
    command: list[str],
    code: ExitCode,
    capsys: pytest.CaptureFixture[str],
) -> None:
    prepare(course)
    assert main(command.split()) == code, capsys.readouterr()
    shown = capsys.readouterr()
    if code in (ExitCode.COURSE, ExitCode.MACHINE, ExitCode.SUBMISSION):
        assert "To fix:" in shown.err
    assert "Traceback" not in shown.err


def test_a_check_says_what_was_left_open(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Open is not always a person's: without the reference at hand nothing can be compared with it."""
    course.reference(ASSIGNMENT, "spam").unlink()
    assert main(["check", f"submissions/{ASSIGNMENT}/ada"]) == ExitCode.NOT_ALL_MET
    said = capsys.readouterr().out
    assert re.search(r"\d+ of 14 met, \d+ left open", said)
    assert "for a person to judge" not in said
    assert not (course.store / "grader.sqlite").exists()  # a check is nobody's mark


def test_a_notebook_that_cannot_be_read_is_named_once(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    (course.root / "mine.ipynb").write_text("not a notebook")
    assert main(["check", "mine.ipynb"]) == ExitCode.SUBMISSION
    assert capsys.readouterr().err.splitlines()[0].count("mine.ipynb") == 1


def test_a_gpu_that_is_not_there_is_the_machines_fault(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.devices.gpu_nodes", tuple)
    assert main(["assess", "submissions/", "--device", "cuda"]) == ExitCode.MACHINE


def test_no_isolation_is_a_refusal(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> ReplayExecutor:
        raise SandboxUnavailableError("no bubblewrap", where="bwrap", fix="apt-get install bubblewrap")

    monkeypatch.setattr(opening, "open_executor", refuse)
    assert main(["assess", "submissions/"]) == ExitCode.MACHINE


def test_no_permission_is_the_machines_fault_in_words(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", "reports")

    monkeypatch.setattr("grader.cli.grading.Publisher", refuse)
    assert main(["assess", "submissions/", "--json"]) == ExitCode.MACHINE
    shown = capsys.readouterr()
    assert "reports: Permission denied" in shown.err
    assert json.loads(shown.out.splitlines()[-1])["event"] == "Error"


def test_ctrl_c_ends_with_its_own_code_and_keeps_what_was_done(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.cli.grading.grade_folder", interrupt)
    assert main(["assess", "submissions/"]) == ExitCode.INTERRUPTED
    assert "the same command resumes" in capsys.readouterr().err


def test_a_fault_of_ours_is_named_as_such(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("grader.cli.grading.open_task", fail)
    assert main(["assess", "submissions/"]) == ExitCode.INTERNAL
    assert "fault of the grader" in capsys.readouterr().err


def test_the_document_lists_exactly_the_codes_there_are() -> None:
    text = (REPOSITORY / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert listed == {int(code) for code in ExitCode}


def test_json_is_one_object_a_line_and_ends_with_a_summary(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["assess", "submissions/", "--no-pdf", "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["event"] == "RunStarted"
    assert lines[-1]["event"] == "Summary"
    assert lines[-1]["exit_code"] == code
    assert [row["submission"] for row in lines[-1]["assignments"][0]["submissions"]] == ["ada"]


def test_score_judges_again_without_executing(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["assess", "submissions/", "--no-pdf"]) == ExitCode.NEEDS_A_PERSON
    rubric = course.rubric(ASSIGNMENT)
    rubric.write_text(rubric.read_text().replace("Asks for", "Wants").replace("title: SMS spam", "title: Messages", 1))

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr("subprocess.Popen.__init__", refuse)
    monkeypatch.setattr(ReplayExecutor, "run", refuse)
    assert main(["score", "--no-pdf"]) == ExitCode.NEEDS_A_PERSON
    assert "Messages" in (course.reports / ASSIGNMENT / "ada.html").read_text(encoding="utf-8")
