from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.clock import FixedClock
from grader.course import Course
from grader.datasets.profiles import FULL, QUICK, Profile
from grader.events import Event, Warned
from grader.pipeline import Graded, grade_folder
from grader.publishing import DATABASE, Publisher
from grader.rescoring import open_stored, rescore
from grader.task import open_task
from tests.replay import ASSIGNMENT, ReplayExecutor, hand_in, make_bench, make_course


def assess(course: Course, profile: Profile, at: str) -> None:
    task = open_task(course, ASSIGNMENT, data=None, profile=profile.name)
    bench = make_bench(course, ReplayExecutor(), profile=profile)
    with Publisher(task, FixedClock(at), bench.listener, press=None) as publisher:
        for graded in grade_folder(task, course.root / "submissions" / ASSIGNMENT, bench, jobs=1):
            publisher.publish(graded)


def score(course: Course, events: list[Event]) -> dict[str, Graded]:
    database = course.store / DATABASE
    stored = open_stored(course, ASSIGNMENT, data=None, listener=events.append, database=database)
    return {one.submission.id: one for one in rescore(stored, course.root / "submissions" / ASSIGNMENT)}


def test_every_stored_attempt_is_judged_again(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada", "ben"))
    assess(course, QUICK, "2026-11-20T08:12:00Z")
    events: list[Event] = []
    assert {name: one.evidence is not None for name, one in score(course, events).items()} == {"ada": True, "ben": True}
    assert not [event for event in events if isinstance(event, Warned)]


@pytest.mark.parametrize("changed", ["a2.ipynb", "helper.py"])
def test_what_was_handed_in_anew_is_not_judged_by_what_was_there_before(tmp_path: Path, changed: str) -> None:
    """The notebook, or a module beside it that it imports."""
    course = make_course(tmp_path, ("ada", "ben"))
    home = course.root / "submissions" / ASSIGNMENT / "ben"
    (home / "helper.py").write_text("x = 1\n")
    assess(course, QUICK, "2026-11-20T08:12:00Z")
    if changed == "helper.py":
        (home / changed).write_text("x = 2\n")
    else:
        hand_in(course.root, "ben", first="# another first cell")
    events: list[Event] = []
    scored = score(course, events)
    assert scored["ada"].evidence is not None
    assert scored["ben"].evidence is None
    (warning,) = [event for event in events if isinstance(event, Warned)]
    assert (warning.where, "changed since it was assessed" in warning.text) == ("ben", True)


def test_evidence_of_other_data_than_the_newest_is_not_judged_by_its_labels(tmp_path: Path) -> None:
    """As after `assess --profile full` that was stopped before it came to Ben."""
    course, aside = make_course(tmp_path / "course", ("ada", "ben")), tmp_path / "ben"
    assess(course, QUICK, "2026-11-20T08:12:00Z")
    handed_in = course.root / "submissions" / ASSIGNMENT / "ben"
    shutil.move(handed_in, aside)
    assess(course, FULL, "2026-11-21T08:12:00Z")
    shutil.move(aside, handed_in)
    events: list[Event] = []
    scored = score(course, events)
    assert scored["ada"].evidence is not None
    assert scored["ben"].evidence is None
    (warning,) = [event for event in events if isinstance(event, Warned)]
    assert warning.where == "ben"
    assert "other data or another profile" in warning.text
