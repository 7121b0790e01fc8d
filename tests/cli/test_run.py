"""`grader run`: any notebook, inside a course and outside; the sandbox is a replay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.attempts import room_of
from grader.cli import opening
from grader.cli.found import show_found
from grader.cli.main import main
from grader.evidence.ending import Ending, EndingKind
from grader.faults import ExitCode
from grader.sandbox.contract import Limits
from grader.trial.trial import run_trial
from tests.replay import ReplayExecutor, hand_in
from tests.trial.builders import trial, trial_of, with_a_failed_cell

GOLDEN = Path(__file__).parents[1] / "golden" / "run" / "found.txt"


def exit_early() -> None:
    raise KeyboardInterrupt


@pytest.fixture
def executor(monkeypatch: pytest.MonkeyPatch) -> ReplayExecutor:
    made = ReplayExecutor()
    monkeypatch.setattr(opening, "open_executor", lambda name: made)
    monkeypatch.delenv("GRADER_DATA", raising=False)
    return made


@pytest.fixture
def notebook(tmp_path: Path, executor: ReplayExecutor, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Outside any course; the user's cache is the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return hand_in(tmp_path / "mail", "ada")


def test_what_was_found_reads_as_agreed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], update_golden: bool
) -> None:
    show_found(trial_of(with_a_failed_cell(trial(tmp_path).evidence)))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    if update_golden:
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert max(map(len, lines)) <= 80
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_a_second_run_executes_nothing(
    notebook: Path,
    executor: ReplayExecutor,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert main(["run", str(notebook)]) == ExitCode.OK
    first = capsys.readouterr()
    monkeypatch.setattr(opening, "spare_memory", lambda attempts: 1024**3)  # others have taken the rest meanwhile
    assert main(["run", str(notebook)]) == ExitCode.OK
    second = capsys.readouterr()
    assert len(executor.runs) == 1
    assert second.out == first.out
    assert "stored attempt used" in second.err
    assert list((tmp_path / "cache" / "grader" / "run" / "attempts").iterdir())


def test_what_ran_out_of_memory_runs_again_once_there_is_more(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starved = ReplayExecutor(ending=Ending(kind=EndingKind.OUT_OF_MEMORY, detail="more than 6 GiB of memory in use"))
    monkeypatch.setattr(opening, "open_executor", lambda name: starved)
    runs = []
    for spare in (0, 0, 9 * 1024**3):
        monkeypatch.setattr(opening, "spare_memory", lambda attempts, spare=spare: spare)
        assert main(["run", str(notebook)]) == ExitCode.OK
        runs.append(len(starved.runs))
    assert runs == [1, 1, 2]


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        pytest.param([], 60, id="a minute"),
        pytest.param(["--minutes", "2.5"], 150, id="as asked"),
        pytest.param(["--minutes", "0"], None, id="no end"),
        pytest.param(["--profile", "full"], None, id="the full profile has none"),
    ],
)
def test_the_time_for_training(
    notebook: Path, executor: ReplayExecutor, options: list[str], seconds: float | None
) -> None:
    given: list[float | None] = []
    executor.before_run = lambda order: given.append(order.job.max_seconds)
    assert main(["run", str(notebook), *options]) == ExitCode.OK
    assert given == [seconds]


@pytest.mark.parametrize(
    ("settings", "machine", "memory", "disk"),
    [
        pytest.param("", 9, 9, 3, id="what the machine can spare"),
        pytest.param("", 7, 7, 2, id="files not less than the usual"),
        pytest.param("", 2, 6, 2, id="not less than the usual"),
        pytest.param("memory_gib = 3", 9, 3, 2, id="as the course says"),
        pytest.param("disk_gib = 1", 9, 6, 1, id="as the course says of files"),
    ],
)
def test_the_memory_it_may_take(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, settings: str, machine: int, memory: int, disk: int
) -> None:
    given: list[Limits] = []
    monkeypatch.setattr(opening, "spare_memory", lambda attempts: machine * 1024**3 // attempts)
    monkeypatch.setattr(
        f"{run_trial.__module__}.attempt",
        lambda work, bench: given.append(room_of(work, bench)) or exit_early(),
    )
    course = notebook.parent if notebook.is_file() else notebook
    (course / "rubrics").mkdir()
    (course / "grader.toml").write_text(settings)
    assert main(["run", str(notebook)]) == ExitCode.INTERRUPTED
    assert [(room.memory_bytes, room.disk_bytes) for room in given] == [(memory * 1024**3, disk * 1024**3)]


def test_json_is_one_document_and_files_are_written(
    notebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, draft = tmp_path / "out", tmp_path / "hw1.yaml"
    options = ["--json", "--out", str(out), "--assignment-draft", str(draft), "--dataset", "sms-spam"]
    assert main(["run", str(notebook), *options]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert [data["dataset"] for data in found["data"]] == ["sms-spam"]
    assert json.loads((out / "found.json").read_text()) == found
    assert main(["rubric", "check", str(draft)]) == ExitCode.OK


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(["--dataset", "sms"], ExitCode.USAGE, id="no such data set"),
        pytest.param(["--profile", "quik"], ExitCode.USAGE, id="no such profile"),
        pytest.param(["--assignment-draft", "My Homework.yaml"], ExitCode.USAGE, id="no name of an assignment"),
        pytest.param(["--data", "absent"], ExitCode.COURSE, id="no such data folder"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_runs(
    notebook: Path, executor: ReplayExecutor, options: list[str], code: ExitCode
) -> None:
    assert main(["run", str(notebook), *options]) == code
    assert not executor.runs


def test_what_is_no_notebook_is_refused_and_named_once(
    notebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.ipynb").write_text("not a notebook")
    assert main(["run", str(tmp_path / "mine.ipynb")]) == ExitCode.SUBMISSION
    assert capsys.readouterr().err.splitlines()[0].count("mine.ipynb") == 1


def test_ctrl_c_ends_with_its_own_code(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"{run_trial.__module__}.attempt", interrupt)
    assert main(["run", str(notebook)]) == ExitCode.INTERRUPTED
