from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli.targets import targets
from grader.course import Course
from grader.events import Event, Warned
from grader.faults import UsageError
from tests.replay import ASSIGNMENT, make_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path, ("ada",))


@pytest.mark.parametrize("path", ["submissions", f"submissions/{ASSIGNMENT}"])
def test_a_folder_of_assignments_and_one_of_an_assignment_both_work(course: Course, path: str) -> None:
    found = targets(course, course.root / path, None, lambda event: None)
    assert [target.assignment for target in found] == [ASSIGNMENT]
    assert found[0].folder == course.root / "submissions" / ASSIGNMENT


def test_a_folder_of_another_name_needs_the_option(course: Course) -> None:
    folder = course.root / "handed-in"
    (folder / "ada").mkdir(parents=True)
    with pytest.raises(UsageError, match=f"--assignment {ASSIGNMENT}"):
        targets(course, folder, None, lambda event: None)
    assert targets(course, folder, ASSIGNMENT, lambda event: None)[0].folder == folder


def test_a_misspelt_folder_beside_a_right_one_is_named(course: Course) -> None:
    events: list[Event] = []
    (course.root / "submissions" / "aml-a2-sequence").mkdir()
    targets(course, course.root / "submissions", None, events.append)
    assert any(isinstance(event, Warned) and f"did you mean {ASSIGNMENT}" in event.text for event in events)
