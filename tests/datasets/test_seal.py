"""The course's secret: made once, private, the same ever after."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.datasets.seal import FILE, course_secret
from grader.faults import MachineError


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    store = tmp_path / ".grader"
    secret = course_secret(store)
    assert len(secret) == 32
    assert course_secret(store) == secret
    assert [path.name for path in store.iterdir()] == [FILE]


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    course_secret(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_each_course_has_its_own(tmp_path: Path) -> None:
    assert course_secret(tmp_path / "a") != course_secret(tmp_path / "b")


def test_all_who_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        assert len(set(pool.map(course_secret, [tmp_path] * 32))) == 1


@pytest.mark.parametrize("text", ["", "no hex", "00ff", "ü"])
def test_a_damaged_one_is_named_and_never_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(MachineError, match=r"seal\.key"):
        course_secret(tmp_path)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written_is_the_machines_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError):
        course_secret(tmp_path / "file")
