"""How long `grader --help` takes, beside a bare interpreter on the same machine in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
BUDGET_SECONDS = 0.4


def _median(command: list[str]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def rows() -> list[tuple[str, str, str]]:
    """(what, measured, budget) for the table."""
    bare = _median([sys.executable, "-c", "pass"])
    helped = _median([str(Path(sys.executable).with_name("grader")), "--help"])
    return [
        ("`python -c pass`, median", f"{bare * 1000:.0f} ms", ""),
        ("`grader --help`, median", f"{helped * 1000:.0f} ms", f"{BUDGET_SECONDS * 1000:.0f} ms"),
        ("ratio", f"{helped / bare:.1f}", ""),
    ]
