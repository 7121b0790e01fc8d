"""Options that several commands share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Profile = Annotated[str, typer.Option(help="quick: small data, capped epochs; full: what the course asked.")]
Data = Annotated[
    Path | None,
    typer.Option(help="Folder with the real data sets; without it GRADER_DATA, grader.toml, else synthetic data."),
]
Device = Annotated[str, typer.Option(help="auto, cpu or cuda; evidence records what was used.")]
Sandbox = Annotated[str, typer.Option(help="bubblewrap, or none (only for code you trust; the report says so).")]
OwnSandbox = Annotated[
    str | None,
    typer.Option(help="none (the default: your own code on your own machine) or bubblewrap (the default for root)."),
]
Jobs = Annotated[str, typer.Option(help="Attempts side by side: a number, or auto (by cores and free memory).")]
Submissions = Annotated[
    Path | None, typer.Option(help="Folder of the submissions; default: submissions/<assignment> of the course.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON lines on standard output, for machines.")]
CourseFolder = Annotated[
    Path | None, typer.Option("--course", help="Course folder; default: found from the path given.")
]
NoPdf = Annotated[bool, typer.Option("--no-pdf", help="HTML reports only.")]
