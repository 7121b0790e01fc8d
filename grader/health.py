"""What this machine and course have and lack, line by line, for `grader doctor`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from grader.course import Course
from grader.datasets.catalogue import names, open_dataset
from grader.devices import gpu_nodes
from grader.environment import FRAMEWORKS, library_versions
from grader.faults import GraderError
from grader.sandbox.probe import isolation_report
from grader.weights import count_files, find_weights

GIB: Final = 1024**3
FREE_DISK: Final = 5 * GIB  # for evidence, reports and what a class leaves in flight
FREE_MEMORY: Final = 3 * GIB  # for one attempt with a framework
LIBRARIES: Final = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
FONTS: Final = (
    ("Arabic and other names", "NotoSans*Arabic*", "fonts-noto-core"),
    ("Chinese, Japanese, Korean names", "Noto*CJK*", "fonts-noto-cjk"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing looked at. `missing` stops grading; `limited` only means that something cannot be done."""

    part: str  # "isolation", "device", "student side", "data", "reports", "space"
    name: str
    state: Literal["ok", "limited", "missing"]
    detail: str
    fix: str = ""


def examine(course: Course | None, data: Path | None) -> tuple[Line, ...]:
    """Every line, in the order people read them. Starts bubblewrap twice for a trial; runs nothing of a student's."""
    return (
        *_isolation(), _device(), *_student_side(course), *_data(data), _weights(course, data), *_reports(),
        *_space(course),
    )  # fmt: skip


def _isolation() -> Iterator[Line]:
    for row in isolation_report():
        if row.name == "gpu":
            continue  # said once, under its own part
        state: Literal["ok", "limited", "missing"] = "ok" if row.ok else ("missing" if row.needed else "limited")
        yield Line(part="isolation", name=row.name, state=state, detail=row.detail, fix=row.fix)


def _device() -> Line:
    nodes = gpu_nodes()
    if nodes:
        return Line(
            part="device", name="GPU", state="ok", detail=f"{len(nodes)} NVIDIA GPU(s): {', '.join(map(str, nodes))}"
        )
    return Line(
        part="device", name="GPU", state="limited", detail="none; attempts run on the CPU, --device cuda is refused"
    )


def _student_side(course: Course | None) -> Iterator[Line]:
    import sys

    python = course.student_python() if course else Path(sys.executable)
    if not os.access(python, os.X_OK):
        fix = "set `student_python` in grader.toml to an interpreter, or remove it"
        yield Line(part="student side", name="interpreter", state="missing", detail=f"{python} cannot be run", fix=fix)
        return
    found = library_versions(python)
    yield Line(part="student side", name="interpreter", state="ok", detail=str(python))
    needed = [name for name in ("ipython", "numpy") if name not in found]
    if needed:
        fix = f"{python} -m pip install {' '.join(needed)}"
        yield Line(part="student side", name="runner", state="missing", detail=f"without {', '.join(needed)}", fix=fix)
    there = ", ".join(f"{name} {version}" for name, version in found.items())
    absent = ", ".join(name for name in FRAMEWORKS if name not in found)
    yield Line(part="student side", name="frameworks", state="ok" if found else "missing", detail=there or "none")
    if absent:
        yield Line(
            part="student side", name="not installed", state="limited", detail=absent, fix="only if a course needs them"
        )


def _data(data: Path | None) -> Iterator[Line]:
    for name in names():
        try:
            served = open_dataset(name, data=data, profile="full").served
        except GraderError as error:
            yield Line(part="data", name=name, state="missing", detail=f"{error.where}: {error.what}", fix=error.fix)
            continue
        rows = f"{served.source}, {served.train_rows:,} training and {served.test_rows:,} test rows"
        fix = "" if served.source == "real" else "real data: --data DIR, GRADER_DATA or `data` in grader.toml"
        yield Line(part="data", name=name, state="ok", detail=f"{rows}, digest {served.digest[:12]}", fix=fix)


def _weights(course: Course | None, data: Path | None) -> Line:
    """The pretrained weights that attempts are shown: how many files of which library's kind, and where they lie."""
    fix = "[weights] folder in grader.toml, KERAS_HOME, TORCH_HOME or HF_HOME"
    try:
        places = find_weights(course.settings.weights if course else None, data=data).places
    except GraderError as error:
        return Line(part="data", name="weights", state="missing", detail=f"{error.where}: {error.what}", fix=error.fix)
    if not places:
        detail = "none: networks that ask for pretrained ones get fresh ones, and what those measure is not assessed"
        return Line(part="data", name="weights", state="limited", detail=detail, fix=fix)
    found = (f"{place}, {count_files(folder)} in {folder}" for place, folder in places)
    return Line(part="data", name="weights", state="ok", detail=f"files of {'; '.join(found)}")


def _reports() -> Iterator[Line]:
    absent = [name for name in LIBRARIES if find_library(name) is None]
    fix = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" if absent else ""
    detail = f"without {', '.join(absent)}: no PDF, HTML only (--no-pdf)" if absent else "Pango and HarfBuzz are there"
    yield Line(part="reports", name="PDF libraries", state="missing" if absent else "ok", detail=detail, fix=fix)
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    for what, pattern, package in FONTS:
        found = any(next(folder.rglob(pattern), None) for folder in folders if folder.is_dir())
        detail = "there" if found else "such names print as boxes in the PDF"
        fix = "" if found else f"apt-get install {package}"
        yield Line(part="reports", name=what, state="ok" if found else "limited", detail=detail, fix=fix)


def _space(course: Course | None) -> Iterator[Line]:
    import psutil

    place = course.root if course else Path.cwd()
    disk, memory = shutil.disk_usage(place).free, psutil.virtual_memory().available
    for name, free, wanted, fix in (
        ("disk", disk, FREE_DISK, "make room, or keep the course on another disk"),
        ("memory", memory, FREE_MEMORY, "close other programs, or grade with --jobs 1"),
    ):
        enough = free >= wanted
        detail = f"{free / GIB:.1f} GiB free, {wanted / GIB:.0f} wanted"
        yield Line(
            part="space", name=name, state="ok" if enough else "limited", detail=detail, fix="" if enough else fix
        )
