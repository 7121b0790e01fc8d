"""Orders, limits and runners for tests of executors."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.evidence.wire.frames import Frame, FrameDecoder
from grader.evidence.wire.job import Job, JobCell
from grader.sandbox.contract import Limits, Order
from grader.sandbox.stage import Runner, own_runner

PYTHON = Path(sys.executable)
LIMITS = Limits(
    wall_seconds=20, memory_bytes=512 * 1024**2, processes=64, disk_bytes=32 * 1024**2, output_bytes=8 * 1024**2,
    log_bytes=64 * 1024,
)  # fmt: skip


def standin_runner() -> Runner:
    """Of our own code, the wire format and the warm parent come along, and no notebook runner."""
    ours = tuple(
        source
        for source in own_runner().sources
        if not source[0].startswith("grader/inside/")
        or source[0].startswith(("grader/inside/__", "grader/inside/warm/"))
    )
    return Runner(
        module="standin", warm="standin", sources=(*ours, ("standin.py", Path(__file__).parent / "standin.py"))
    )


def job(*sources: str, **changes: Any) -> Job:
    cells = tuple(JobCell(position=i, kind="code", source=text) for i, text in enumerate(sources, 1))
    made = Job(cells=cells, files="", data="", datasets=(), seed=7, device="cpu", max_epochs=None, cpus=1)
    return replace(made, **changes)


def order(data: Path, *sources: str, files: Path | None = None, **environment: str) -> Order:
    return Order(job=job(*sources), files=files, data=data, python=PYTHON, environment=environment)


def limits(**changes: Any) -> Limits:
    return replace(LIMITS, **changes)


def frames(stream: Path) -> list[Frame]:
    return list(FrameDecoder().feed(stream.read_bytes()))
