"""A stand-in for the runner inside: runs the job's code cells in one namespace and says that it began and ended.

Started as `python -m standin <job.json> <descriptor>`, in a sandbox or beside one, with the wire format beside it; or
forked by a warm parent, which calls `run`.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from grader.evidence.wire.frames import Frame
from grader.evidence.wire.job import Job


def prepare() -> None:
    """Nothing to be done before the fork."""


def settle() -> None:
    """Nothing to be looked up."""


def run(job_file: Path, pipe: int) -> None:
    job = Job.from_json(job_file.read_text(encoding="utf-8"))

    def emit(type_: str, data: dict[str, object], payload: bytes = b"") -> None:
        rest = memoryview(Frame.of(type_, data, payload).encode())
        while rest:
            rest = rest[os.write(pipe, rest) :]

    emit("environment", {"python": sys.version.split()[0]})
    names = {"__name__": "__main__", "job": job, "pipe": pipe, "emit": emit}
    failed = 0
    for cell in job.cells:
        try:
            exec(compile(cell.source, f"<cell {cell.position}>", "exec"), names)
        except Exception:  # noqa: BLE001  whatever a cell raises is its own affair
            failed += 1
            traceback.print_exc()
    sys.stdout.flush()
    emit("done", {"cells_run": len(job.cells), "cells_failed": failed})


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
