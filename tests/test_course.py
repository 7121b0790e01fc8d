from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import find_course, read_settings
from grader.faults import CourseError, UsageError


def make_course(root: Path) -> Path:
    (root / "rubrics").mkdir(parents=True)
    (root / "rubrics" / "aml-a2-sequences.yaml").write_text("assignment: aml-a2-sequences\n")
    return root


def test_a_course_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    inner = root / "submissions" / "aml-a2-sequences"
    inner.mkdir(parents=True)
    assert find_course(inner).root == root


def test_no_course_says_where_it_looked_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no course here"):
        find_course(tmp_path)


def test_an_unknown_assignment_names_the_nearest(tmp_path: Path) -> None:
    course = find_course(make_course(tmp_path))
    with pytest.raises(UsageError, match="did you mean 'aml-a2-sequences'"):
        course.rubric("aml-a2-sequence")


def test_settings_are_read_and_paths_are_joined_to_the_course(tmp_path: Path) -> None:
    file = tmp_path / "grader.toml"
    file.write_text('data = "sets"\nwall_minutes = 5\ncpu_minutes = 7.5\nmemory_gib = 2.5\n')
    settings = read_settings(file)
    assert settings.data == tmp_path / "sets"
    assert (settings.wall_minutes, settings.cpu_minutes, settings.memory_gib) == (5, 7.5, 2.5)


def test_all_faults_of_the_settings_are_reported_at_once(tmp_path: Path) -> None:
    file = tmp_path / "grader.toml"
    file.write_text('wall_minuts = 5\nmemory_gib = "much"\nprocesses = 0\ndata = 3\n')
    with pytest.raises(CourseError) as caught:
        read_settings(file)
    message = str(caught.value)
    for part in ("did you mean 'wall_minutes'", "memory_gib: needs a number", "processes: needs", "data: needs a path"):
        assert part in message


def test_a_missing_data_folder_is_named(tmp_path: Path) -> None:
    course = find_course(make_course(tmp_path))
    with pytest.raises(CourseError, match="does not exist"):
        course.data_folder(tmp_path / "absent")


def test_the_environment_comes_before_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_course(tmp_path)
    (root / "sets").mkdir()
    (root / "other").mkdir()
    (root / "grader.toml").write_text('data = "sets"\n')
    assert find_course(root).data_folder(None) == root / "sets"
    monkeypatch.setenv("GRADER_DATA", str(root / "other"))
    assert find_course(root).data_folder(None) == root / "other"
