"""Small data sets written by hand for the tests of this room."""

from __future__ import annotations

import os
from pathlib import Path

from grader.datasets.labelled_text import TextRow


def messages(ham: int = 40, spam: int = 15) -> list[TextRow]:
    return [TextRow("ham", f"see you at {n} o'clock") for n in range(ham)] + [
        TextRow("spam", f"you won prize number {n}, call now") for n in range(spam)
    ]


def write_collection(path: Path, rows: list[TextRow]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{row.label}\t{row.text}\n" for row in rows), encoding="utf-8")
    return path


def real_data() -> Path | None:
    """The folder of real data sets, where this machine has one."""
    named = os.environ.get("GRADER_TEST_DATA")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "data"
    return folder if (folder / "sms-spam").is_dir() else None
