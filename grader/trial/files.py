"""What a trial leaves in a folder of the caller's: the executed notebook, the figures, the evidence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.evidence.bundle import NOTEBOOK, to_files
from grader.evidence.evidence import Evidence
from grader.faults import UsageError
from grader.files import write_atomically
from grader.trial.document import document
from grader.trial.trial import Trial

FOUND: Final = "found.json"
FIGURES: Final = "figures"
EVIDENCE: Final = "evidence"


def require_free(folder: Path) -> None:
    """Raises: UsageError for a folder with something in it that an earlier trial did not write."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is no folder", where=f"--out {folder}", fix="give a folder, new or empty")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / FOUND).is_file():
        raise UsageError(
            "this folder has other things in it", where=f"--out {folder}", fix="give a new folder or an empty one"
        )


def write_trial(trial: Trial, folder: Path) -> None:
    """Write `executed.ipynb`, `figures/`, `evidence/` and `found.json`, in place of an earlier trial's.

    No name of a file is the notebook's own. Raises: OSError where it cannot be written.
    """
    for name in (FIGURES, EVIDENCE):
        shutil.rmtree(folder / name, ignore_errors=True)
    bundle = to_files(trial.evidence)
    files = {NOTEBOOK: bundle[NOTEBOOK], **dict(_pictures(trial.evidence))}
    files |= {f"{EVIDENCE}/{name}": content for name, content in bundle.items() if name != NOTEBOOK}
    files[FOUND] = (json.dumps(document(trial), indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, content)


def _pictures(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    """Every figure that was drawn, then the pictures cells displayed in other ways, numbered within their cells."""
    numbers: dict[int, int] = {}
    taken: set[str] = set()
    drawn = [(figure.cell, figure.image) for figure in evidence.figures]
    shown = [(run.position, output.image) for run in evidence.cells for output in run.outputs]
    for cell, image in (*drawn, *shown):
        if image is None or image in taken:
            continue
        taken.add(image)
        numbers[cell] = numbers.get(cell, 0) + 1
        yield f"{FIGURES}/cell-{cell:03}-{numbers[cell]}.png", evidence.images[image]
