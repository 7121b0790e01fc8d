"""What the runner, the gateway and the probe share during one attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grader.evidence.wire.job import Job
from grader.evidence.wire.records import Note, Output, Substitution
from grader.inside.budget.clock import StepClock
from grader.inside.budget.loops import Caps, Loops
from grader.inside.emit import Emitter
from grader.inside.trackers import RowTrackers


def hidden_output(_: Output) -> None:
    """Outside any cell an output has no place to be shown."""


_NO_JOB: Final = Job(cells=(), files="", data="", datasets=(), seed=0, device="cpu", max_epochs=None)


@dataclass(slots=True)
class Context:
    """One per attempt; `shell` is None until the notebook's shell has started."""

    job: Job
    emit: Emitter
    rows: RowTrackers
    private: Path  # a folder of ours for files the gateway makes; the notebook's cwd is elsewhere
    shell: Any = None  # IPython.core.interactiveshell.InteractiveShell
    cell: int = 0  # position of the running cell, 0 outside
    show: Callable[[Output], None] = field(default=hidden_output)  # adds an output to the running cell, in order
    # The loops of the notebook's code; those of an attempt are put here by `budget.install`.
    loops: Loops = field(default_factory=lambda: Loops(StepClock(), Caps()))
    said: set[str] = field(default_factory=set)  # what `substituted_once` was asked for

    @classmethod
    def waiting(cls) -> Context:
        """One whose attempt is not known yet: what is put in place may keep it, and is not heard until `begin`."""
        return cls(job=_NO_JOB, emit=Emitter(None), rows=RowTrackers(()), private=Path())

    def begin(self, *, job: Job, emit: Emitter, rows: RowTrackers, private: Path) -> None:
        """Be this attempt's."""
        self.job, self.emit, self.rows, self.private = job, emit, rows, private
        self.said.clear()

    def note(self, about: str, text: str) -> None:
        """Say plainly what could not be done; never costs points."""
        self.emit.record(Note(cell=self.cell, about=about, text=text))

    def substituted(self, *, asked: str, served: str, how: str, why: str = "") -> None:
        """Record that the code asked for one thing and was given another."""
        self.emit.record(Substitution(cell=self.cell, asked=asked[:500], served=served, how=how, why=why))

    def substituted_once(self, *, asked: str, served: str, how: str, why: str = "") -> None:
        """As `substituted`, the first time that this is asked for."""
        if asked not in self.said:
            self.said.add(asked)
            self.substituted(asked=asked, served=served, how=how, why=why)
