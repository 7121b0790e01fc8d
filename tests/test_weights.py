"""Where the course's pretrained weights are looked for, and what changes their digest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.course import read_settings
from grader.evidence.wire.weights import FLAT, HUB, KERAS, TORCH
from grader.faults import CourseError
from grader.weights import find_weights


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def test_the_named_folder_comes_before_the_libraries_own(tmp_path: Path) -> None:
    named = lay(tmp_path / "named", "keras/a.h5", "torch/hub/checkpoints/b.pth", "hf/models--x--y/refs/main", "c.pth")
    keras_home = lay(tmp_path / "home", "models/other.h5")
    found = find_weights(named, data=None, environment={"KERAS_HOME": str(keras_home)})
    assert dict(found.places) == {
        KERAS: named / "keras", TORCH: named / "torch/hub/checkpoints", HUB: named / "hf", FLAT: named,
    }  # fmt: skip


def test_the_libraries_own_folders_and_the_backbones_of_the_data(tmp_path: Path) -> None:
    home = lay(tmp_path / "home", "models/a.h5", "hub/checkpoints/b.pth")
    data = lay(tmp_path / "data", "backbones/c.pth")
    variables = {"KERAS_HOME": str(home), "TORCH_HOME": str(home), "HF_HOME": str(tmp_path / "none")}
    found = find_weights(None, data=data, environment=variables)
    assert dict(found.places) == {KERAS: home / "models", TORCH: home / "hub/checkpoints", FLAT: data / "backbones"}


def test_nothing_at_hand_is_no_fault() -> None:
    assert find_weights(None, data=None, environment={}).digest == ""


def test_a_named_folder_that_is_missing_has_an_address(tmp_path: Path) -> None:
    (tmp_path / "grader.toml").write_text('[weights]\nfolder = "caches"\n')
    settings = read_settings(tmp_path / "grader.toml")
    with pytest.raises(CourseError, match=r"grader\.toml: \[weights\] folder = .*caches"):
        find_weights(settings.weights, data=None, environment={})


@pytest.mark.parametrize("text", ['weights = "x"', "[weights]\nfolder = 3", '[weights]\nfoldr = "x"'])
def test_a_wrong_weights_table_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "grader.toml").write_text(text)
    with pytest.raises(CourseError, match=r"weights: needs a table \[weights\] with folder"):
        read_settings(tmp_path / "grader.toml")


def test_the_digest_follows_names_sizes_and_contents(tmp_path: Path) -> None:
    folder = lay(tmp_path / "w", "a.h5", "b.h5")
    seen = [find_weights(folder, data=None).digest]
    for change in (
        lambda: (folder / "a.h5").write_bytes(b"A.h5"),
        lambda: (folder / "a.h5").rename(folder / "c.h5"),
        lambda: (folder / "b.h5").unlink(),
    ):
        change()
        seen.append(find_weights(folder, data=None).digest)
    assert len(set(seen)) == len(seen)
    os.utime(folder / "c.h5", (1, 1))  # the time of a small file says nothing that its content does not
    assert find_weights(folder, data=None).digest == seen[-1]
