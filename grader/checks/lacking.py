"""Cells that failed because the grader lacks a package: our limit, so that a person decides."""

from __future__ import annotations

from typing import Final

from grader.checks.base import NotAssessed
from grader.checks.words import sentence
from grader.evidence.evidence import Evidence

ABOUT: Final = "package"  # what the note is about that says so, where an import failed
USED: Final = "package used"  # and where what an import had bound was used: the code may have passed over the error
CAUSE: Final = "missing package"
_IMPORTS: Final = ("ModuleNotFoundError", "ImportError")


def without_package(evidence: Evidence) -> NotAssessed | None:
    """The outcome where a cell's import found no package, and what follows in the notebook may hang on it.

    A notebook that only pretends earns nothing by it: the outcome holds no points, and a person looks.
    """
    failed = {
        cell.position
        for cell in evidence.cells
        if cell.status == "failed" and cell.failure is not None and cell.failure.name in _IMPORTS
    }
    for note in evidence.notes:
        if note.about == USED or (note.about == ABOUT and note.cell in failed):
            text = f"{sentence(f'cell {note.cell} needs a package: {note.text}')} A person has to look."
            return NotAssessed(text, (note.cell,), CAUSE)
    return None
