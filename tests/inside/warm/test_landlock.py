"""What Landlock forbids once it is on. In a process of its own: there is no way back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.inside.warm import landlock

CODE = """
import os, sys
from pathlib import Path
from grader.inside.warm import landlock, syscalls
allowed, forbidden = Path(sys.argv[1]), Path(sys.argv[2])
syscalls.no_new_privileges()
print("on" if landlock.restrict([str(allowed)]) else "off")
def tried(work):
    try:
        work()
        return "done"
    except OSError as error:
        return type(error).__name__
print(tried(lambda: (allowed / "new").write_text("x")))
print(tried(lambda: (allowed / "a").mkdir()), tried(lambda: os.replace(allowed / "new", allowed / "a" / "new")))
print(tried(lambda: (forbidden / "there").read_text()), tried(lambda: list(forbidden.iterdir())))
print(tried(lambda: (forbidden / "new").write_text("x")), tried(lambda: (forbidden / "there").unlink()))
print(tried(lambda: os.truncate(forbidden / "there", 0)))
"""


def run(tmp_path: Path) -> list[str]:
    allowed, forbidden = tmp_path / "allowed", tmp_path / "forbidden"
    for folder in (allowed, forbidden):
        folder.mkdir()
    (forbidden / "there").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(allowed), str(forbidden)], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_where_it_is_on_nothing_else_can_be_written(tmp_path: Path) -> None:
    on, *rest = run(tmp_path)
    assert (on == "on") == (landlock.version() >= 2)
    refused = "PermissionError" if on == "on" else "done"
    cut = refused if landlock.version() >= 3 else "done"  # older ones do not know of cutting a file
    removed = "FileNotFoundError" if refused == "done" else cut
    assert rest == ["done", "done done", "done done", f"{refused} {refused}", removed]


@pytest.mark.parametrize(
    ("known", "on"), [pytest.param(0, False, id="no Landlock"), pytest.param(1, False, id="one that forbids all moves")]
)
def test_a_kernel_without_it_is_said_so(known: int, on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: known)
    assert landlock.restrict(["/"]) is on
