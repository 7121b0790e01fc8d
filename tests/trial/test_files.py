"""What a trial leaves in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.faults import UsageError
from grader.trial.files import require_free, write_trial
from tests.trial.builders import trial


def test_the_notebook_the_figures_and_the_evidence_are_written_and_may_be_written_again(tmp_path: Path) -> None:
    found, out = trial(tmp_path), tmp_path / "out"
    for _ in range(2):
        require_free(out)
        write_trial(found, out)
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert [name for name in names if not name.startswith("evidence/")] == [
        "executed.ipynb", "figures/cell-006-1.png", "found.json",
    ]  # fmt: skip
    assert "evidence/evidence.json" in names
    assert (out / "figures" / "cell-006-1.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((out / "found.json").read_text())["models"][0]["parameters"] == 261_361


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match="other things"):
        require_free(tmp_path)
