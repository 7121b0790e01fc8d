"""Which assignments a path stands for: a submissions folder, one assignment's folder, or an option."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.events import Listener, Warned
from grader.faults import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    assignment: str
    folder: Path


def targets(course: Course, path: Path, assignment: str | None, listener: Listener) -> tuple[Target, ...]:
    """The assignments to grade under `path`, each with its folder of submissions.

    A folder beside them that is no assignment of the course is named in a warning and passed over.
    Raises: UsageError when the path does not exist or holds no assignment of this course.
    """
    if not path.is_dir():
        raise UsageError("no such folder", where=str(path), fix="give the folder that holds the submissions")
    known = course.assignments()
    name = path.resolve().name
    above = path.resolve().parent
    if above.name in known and above.parent.name == "submissions":
        raise UsageError(
            "this is one student's folder, and overview and gradebook are made of a whole class",
            where=str(path),
            fix=f"give {path.parent} (what was graded before is not run again), or use `grader check`",
        )
    if assignment is not None:
        course.rubric(assignment)  # raises with the nearest names when there is none
        inner = path / assignment
        return (Target(assignment=assignment, folder=inner if inner.is_dir() else path),)
    if name in known:
        return (Target(assignment=name, folder=path),)
    inside = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
    found = tuple(Target(assignment=p.name, folder=p) for p in inside if p.name in known)
    if not found:
        raise UsageError(
            f"neither this folder nor one inside it is named after an assignment of the course ({', '.join(known)})",
            where=str(path),
            fix=f"name the folder after the assignment, or say which it is: --assignment {known[0] if known else 'ID'}",
        )
    for p in inside:
        if p.name not in known:
            near = difflib.get_close_matches(p.name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            listener(Warned(where=str(p), text=f"passed over: the course has no assignment of this name{hint}"))
    return found


def assignments(course: Course, assignment: str | None) -> tuple[str, ...]:
    """The one asked for, else all of the course.

    Raises: UsageError for an unknown one, or when the course has none.
    """
    if assignment is not None:
        course.rubric(assignment)
        return (assignment,)
    known = course.assignments()
    if not known:
        raise UsageError("this course has no rubric", where=str(course.rubrics), fix="add rubrics/<assignment>.yaml")
    return known
