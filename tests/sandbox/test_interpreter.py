"""Finding what has to be shown for an interpreter to start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.faults import SandboxUnavailableError
from grader.sandbox.interpreter import inspect, outermost, symlinks_on
from tests.sandbox.builders import PYTHON


def test_the_running_interpreter_is_found_with_its_environment() -> None:
    found = inspect(PYTHON)
    assert found.executable == PYTHON
    for prefix in (Path(sys.prefix), Path(sys.base_prefix)):
        assert prefix.is_relative_to("/usr") or any(prefix.is_relative_to(folder) for folder in found.folders)


def test_links_are_followed_one_by_one(tmp_path: Path) -> None:
    real = tmp_path / "store" / "3.11.9" / "bin"
    real.mkdir(parents=True)
    (real / "python3").touch()
    (tmp_path / "store" / "3.11").symlink_to("3.11.9")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(tmp_path / "store" / "3.11" / "bin" / "python3")
    (tmp_path / "bin" / "up").symlink_to("../bin/python")
    inside = [
        (where.relative_to(tmp_path), target)
        for where, target in symlinks_on(tmp_path / "bin" / "up")
        if where.is_relative_to(tmp_path)
    ]
    assert inside == [
        (Path("bin/up"), "../bin/python"),
        (Path("bin/python"), str(tmp_path / "store" / "3.11" / "bin" / "python3")),
        (Path("store/3.11"), "3.11.9"),
    ]


def linked_environment(tmp_path: Path) -> Path:
    """An environment seen through a link to a folder, as /home is a link on some systems."""
    (tmp_path / "real").mkdir()
    (tmp_path / "home").symlink_to("real")
    prefix = tmp_path / "home" / "env"
    prefix.mkdir()
    python = prefix / "python"
    python.write_text(f'#!/bin/sh\necho \'["{prefix}", "/usr", "{prefix}", "/usr"]\'\n')
    python.chmod(0o755)
    return python


def test_an_environment_behind_a_link_is_shown_under_its_real_name(tmp_path: Path) -> None:
    found = inspect(linked_environment(tmp_path))
    assert found.folders == (tmp_path / "real" / "env",)
    assert (tmp_path / "home", "real") in found.links


def test_no_link_is_made_above_a_folder_that_is_taken(tmp_path: Path) -> None:
    found = inspect(linked_environment(tmp_path), taken=[tmp_path / "home" / "student"])
    assert found.folders == (tmp_path / "home" / "env", tmp_path / "real" / "env")
    assert (tmp_path / "home", "real") not in found.links


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert len(list(symlinks_on(tmp_path / "a"))) >= 64


def test_only_the_outermost_folders_are_kept() -> None:
    assert outermost([Path("/a/b/c"), Path("/a/b"), Path("/ab"), Path("/a/b")]) == (Path("/ab"), Path("/a/b"))


@pytest.mark.parametrize("prefix", ["/", "/home", "/root", "/opt", str(Path.home())])
def test_a_prefix_that_would_show_too_much_is_refused(tmp_path: Path, prefix: str) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho \'["{prefix}", "/usr", "/usr", "/usr"]\'\n')
    python.chmod(0o755)
    with pytest.raises(SandboxUnavailableError, match="show everything"):
        inspect(python)


def test_an_interpreter_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(SandboxUnavailableError, match="does not start") as raised:
        inspect(tmp_path / "python")
    assert raised.value.where == str(tmp_path / "python")
