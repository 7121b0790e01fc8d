"""An executor that replays a recorded stream, and a small course for it: the pipeline without a sandbox."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from grader.attempts import Bench
from grader.course import Course, find_course
from grader.datasets.profiles import QUICK, Profile
from grader.events import Event, ignore
from grader.evidence.ending import Ending, EndingKind, Isolation
from grader.evidence.store import Store
from grader.evidence.wire.frames import Frame
from grader.sandbox.contract import FrameListener, Limits, Order, RawAttempt
from tests.evidence.builders import FINISHED, ISOLATION, SUBMITTED, USAGE, good_frames
from tests.first_problem import first_problem_text

REPOSITORY = Path(__file__).parent.parent
ASSIGNMENT = "aml-a2-sequences"


class ReplayExecutor:
    """Runs nothing: writes the same frames for every order and remembers whom it was asked to run."""

    name = "replay"

    def __init__(self, frames: Callable[[], list[Frame]] = good_frames, ending: Ending = FINISHED) -> None:
        self._frames = frames
        self._ending = ending
        self.runs: list[str] = []
        self.before_run: Callable[[Order], None] = lambda order: None
        self._lock = threading.Lock()

    def isolation(self) -> Isolation:
        return ISOLATION

    def run(
        self,
        order: Order,
        limits: Limits,
        into: Path,
        *,
        on_frame: FrameListener | None = None,
        cancel: threading.Event | None = None,
    ) -> RawAttempt:
        self.before_run(order)
        with self._lock:
            self.runs.append(order.job.cells[0].source)
        frames = self._frames()
        stream, log = into / "stream.bin", into / "log.txt"
        stream.write_bytes(b"".join(frame.encode() for frame in frames))
        log.write_text("")
        for frame in frames:
            if on_frame is not None:
                on_frame(frame)
        return RawAttempt(stream=stream, log=log, ending=self._ending, usage=USAGE, isolation=ISOLATION)

    def close(self) -> None:
        """Nothing is kept."""


def make_course(root: Path, students: tuple[str, ...] = ("ada", "ben", "cleo")) -> Course:
    """A course with the shipped rubric's first problem, a reference, and one small notebook per student."""
    (root / "rubrics").mkdir(parents=True)
    (root / "rubrics" / f"{ASSIGNMENT}.yaml").write_text(first_problem_text(), encoding="utf-8")
    reference = root / "reference" / ASSIGNMENT / "spam.py"
    reference.parent.mkdir(parents=True)
    reference.write_text(
        "".join(f"# %%{' [markdown]' if c.kind == 'text' else ''}\n{_py(c.kind, c.source)}\n\n" for c in SUBMITTED)
    )
    for student in students:
        hand_in(root, student)
    return find_course(root)


def _py(kind: str, source: str) -> str:
    return "\n".join(f"# {line}" for line in source.splitlines()) if kind == "text" else source


def hand_in(root: Path, student: str, first: str | None = None) -> Path:
    """One student's notebook; its first cell carries the name, so that replays can be told apart."""
    folder = root / "submissions" / ASSIGNMENT / student
    folder.mkdir(parents=True, exist_ok=True)
    sources = [first or f"# {student}", *(cell.source for cell in SUBMITTED[1:])]
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        if cell.kind == "code"
        else {"cell_type": "markdown", "metadata": {}, "source": source}
        for cell, source in zip(SUBMITTED, sources, strict=True)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    path = folder / "a2.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def make_bench(
    course: Course,
    executor: ReplayExecutor,
    listener: Callable[[Event], None] = ignore,
    profile: Profile = QUICK,
) -> Bench:
    return Bench(
        executor=executor,
        store=Store(course.store / "attempts"),
        scratch=course.store / "scratch",
        python=course.student_python(),
        profile=profile,
        device="cpu",
        limits=Limits(),
        seed=11,
        cpus=1,
        listener=listener,
    )


def unavailable(kind: EndingKind = EndingKind.SANDBOX_UNAVAILABLE) -> Ending:
    return Ending(kind=kind, detail="bubblewrap went away")
