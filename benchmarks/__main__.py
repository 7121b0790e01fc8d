"""`make bench`: run every benchmark and write docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from benchmarks import classroom, reporting, startup, warm

TARGET = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    sections = [
        ("Start-up", startup.rows()),
        ("Warm forks", warm.rows()),
        ("A class of Keras notebooks", classroom.rows()),
        ("Judging and reports, in one warm process", reporting.rows()),
    ]
    lines = [
        "# Benchmarks",
        "",
        f"Medians of one run of `make bench` on {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}.",
        "Compare rows of one run with each other; absolute times belong to that machine.",
        "How the references do on real data: [real-data.md](real-data.md). Notebooks as they come: [wild.md](wild.md).",
    ]
    for title, rows in sections:
        lines += ["", f"## {title}", "", "| what | measured | budget |", "|---|---|---|"]
        lines += [f"| {what} | {measured} | {budget} |" for what, measured, budget in rows]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
