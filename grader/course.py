"""A course: a folder with rubrics/, reference/, submissions/ and perhaps grader.toml; where things live."""

from __future__ import annotations

import difflib
import os
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grader.faults import CourseError, UsageError
from grader.pins import OVERRIDES, ROLES, Faults, Pins, addressed, read_pins

SETTINGS_FILE: Final = "grader.toml"
USUAL_MEMORY_GIB: Final = 6
USUAL_DISK_GIB: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSettings:
    """What grader.toml may say; every key is optional.

    `limits` take minutes and GiB because people write them; they are converted where they are used.
    """

    data: Path | None = None  # folder with the real data sets; GRADER_DATA and --data come first
    student_python: Path | None = None  # interpreter of the student side; default: the grader's own
    templates: Path | None = None
    weights: Path | None = None  # [weights] folder: a cache of pretrained weights; default: the libraries' own
    wall_minutes: float = 30
    cpu_minutes: float | None = None  # of all processes together; default: what wall clock and cores allow
    memory_gib: float | None = None  # default: USUAL_MEMORY_GIB, or what the command finds for it
    processes: int = 512
    disk_gib: float | None = None  # default: USUAL_DISK_GIB, or what the command finds for it
    cpus_per_attempt: int = 1  # fixed, so that grading side by side gives the same grades as one by one
    seed: int = 11
    pins: Pins = field(default_factory=Pins)  # [roles.*] and [overrides.*]: which models are which roles

    @property
    def memory_bytes(self) -> int:
        """Memory of one attempt."""
        return int((USUAL_MEMORY_GIB if self.memory_gib is None else self.memory_gib) * 1024**3)

    @property
    def disk_bytes(self) -> int:
        """Private disk space that one attempt may fill."""
        return int((USUAL_DISK_GIB if self.disk_gib is None else self.disk_gib) * 1024**3)


_TABLES: Final = {"weights": "folder"}  # tables of one key, a path
_PATHS: Final = ("data", "student_python", "templates")
_NUMBERS: Final = {
    "wall_minutes": float, "cpu_minutes": float, "memory_gib": float, "disk_gib": float,
    "processes": int, "cpus_per_attempt": int, "seed": int,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Paths are absolute. Nothing here is created by reading it."""

    root: Path
    settings: CourseSettings
    kept: Path | None = None  # where evidence is kept instead of the root's own .grader/

    @property
    def rubrics(self) -> Path:
        return self.root / "rubrics"

    @property
    def store(self) -> Path:
        return self.kept or self.root / ".grader"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def reference(self, assignment: str, problem: str) -> Path:
        """The worked solution of one problem; may not exist on a student's machine."""
        return self.root / "reference" / assignment / f"{problem}.py"

    def assignments(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.rubrics.glob("*.yaml")))

    def rubric(self, assignment: str) -> Path:
        """Raises: UsageError with the nearest names when the course has no such assignment."""
        path = self.rubrics / f"{assignment}.yaml"
        if path.is_file():
            return path
        known = self.assignments()
        near = difflib.get_close_matches(assignment, known, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(
            f"no assignment {assignment!r} in this course",
            where=str(self.rubrics),
            fix=f"{hint}it has: {', '.join(known) or 'none'}",
        )

    def student_python(self) -> Path:
        """The interpreter student code runs in; not resolved, since a venv is found by the link's own place."""
        return self.settings.student_python or Path(sys.executable)

    def data_folder(self, option: Path | None) -> Path | None:
        """Where real data lies: the option, else GRADER_DATA, else grader.toml; None means synthetic data."""
        chosen = option or _from_environment() or self.settings.data
        if chosen is None:
            return None
        folder = chosen.expanduser().absolute()
        if not folder.is_dir():
            raise CourseError(
                "this data folder does not exist",
                where=str(folder),
                fix="give an existing folder with --data, GRADER_DATA or `data` in grader.toml, "
                "or none of them for the embedded synthetic data",
            )
        return folder


def _from_environment() -> Path | None:
    value = os.environ.get("GRADER_DATA")
    return Path(value) if value else None


def find_course(start: Path) -> Course:
    """The course that `start` lies in: the nearest folder at or above it that has rubrics/.

    Raises: CourseError when there is none, or when its grader.toml is wrong.
    """
    course = nearest_course(start)
    if course is not None:
        return course
    raise CourseError(
        "no course here or in any folder above (a course has a rubrics/ folder)",
        where=str(start.absolute()),
        fix="run this inside a course folder, or name one with --course",
    )


def nearest_course(start: Path) -> Course | None:
    """As `find_course`, or None where there is no course. Raises: CourseError when its grader.toml is wrong."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / "rubrics").is_dir():
            course = Course(root=folder, settings=read_settings(folder / SETTINGS_FILE))
            refuse_pins(course, course.settings.pins.unknown_assignments(course.assignments()))
            return course
    return None


def refuse_pins(course: Course, faults: Faults) -> None:
    """Raises: CourseError with the line of every pin in grader.toml that is wrong, when one is."""
    if faults:
        path = course.root / SETTINGS_FILE
        said = addressed(path.read_text(encoding="utf-8"), SETTINGS_FILE, faults)
        raise CourseError("; ".join(said), where=str(path), fix="mend or remove these pins")


def read_settings(path: Path) -> CourseSettings:
    """Read grader.toml; a missing file means all defaults.

    Raises: CourseError that lists every fault of the file at once.
    """
    if not path.is_file():
        return CourseSettings()
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"not valid TOML: {error}", where=str(path), fix="mend the place it names") from error
    values: dict[str, Any] = {}
    values["pins"], wrong_pins = read_pins(raw)
    faults = addressed(text, path.name, wrong_pins)
    for key, value in raw.items():
        fault = None if key in (ROLES, OVERRIDES) else _take(key, value, path.parent, values)
        if fault:
            faults.append(fault)
    if faults:
        raise CourseError("; ".join(faults), where=str(path), fix="mend or remove these keys")
    return CourseSettings(**values)


def _take(key: str, value: object, folder: Path, values: dict[str, Any]) -> str | None:
    """Convert one key into `values`; the fault in words, or None."""
    if key in _PATHS:
        if not isinstance(value, str):
            return f"{key}: needs a path in quotes, got {value!r}"
        # Joined, not resolved: resolving a venv's interpreter would leave the venv.
        values[key] = folder / Path(value).expanduser()
        return None
    if key in _NUMBERS:
        kind = _NUMBERS[key]
        allowed = (int, float) if kind is float else (int,)
        if isinstance(value, bool) or not isinstance(value, allowed) or (key != "seed" and value <= 0):
            return f"{key}: needs {'a whole number' if kind is int else 'a number'} above 0, got {value!r}"
        values[key] = kind(value)
        return None
    if key in _TABLES:
        inner = _TABLES[key]
        if not isinstance(value, dict) or set(value) != {inner} or not isinstance(value[inner], str):
            return f'{key}: needs a table [{key}] with {inner} = "..." in it and nothing else, got {value!r}'
        values[key] = folder / Path(value[inner]).expanduser()
        return None
    known = (*_PATHS, *_NUMBERS, *_TABLES, ROLES, OVERRIDES)
    near = difflib.get_close_matches(key, known, n=1)
    return f"unknown key {key!r}" + (f", did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}")
