from __future__ import annotations

from pathlib import Path

import pytest

from grader.scratch import scratch_folder, sweep


def fail_inside(root: Path) -> None:
    with scratch_folder(root) as folder:
        (folder / "file").write_text("x")
        raise ValueError("stop")


def test_a_folder_is_gone_afterwards_also_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"):
        fail_inside(tmp_path / "scratch")
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_sweep_takes_what_a_killed_run_left_and_nothing_in_use(tmp_path: Path) -> None:
    left = tmp_path / "work-left"
    left.mkdir()
    (left / ".lock").touch()
    (left / "data").mkdir()
    with scratch_folder(tmp_path) as used:
        assert sweep(tmp_path) == 1
        assert used.is_dir()
    assert not left.exists()


def test_a_sweep_of_nothing_is_nothing(tmp_path: Path) -> None:
    assert sweep(tmp_path / "absent") == 0
