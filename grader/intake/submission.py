"""What one student or group handed in for one assignment, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.evidence.wire.job import JobCell
from grader.faults import SubmissionError


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedOutput:
    """One output as saved in the file handed in: a claim, never evidence."""

    cell: int  # position, from 1
    kind: str  # "stream", "result", "display", "error"
    text: str  # text/plain (or the text of text/html tables), control characters removed
    html: str | None = None  # text/html as stored, for table extraction only; never rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """Cells in the order of the file; positions from 1, text cells included."""

    name: str  # file name as handed in
    cells: tuple[JobCell, ...]
    prompts: tuple[int | None, ...]  # execution counts as saved, one per cell
    outputs: tuple[SavedOutput, ...]
    format: str  # "ipynb 4.5", "py percent", "py plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """`problem` is None exactly when `notebook` is not; else it says in one sentence why nothing can be run."""

    id: str  # folder or file name of the student: unique within the assignment, safe as a file name
    student: str  # name to print
    path: Path
    notebook: Notebook | None
    files: Path | None  # folder with companion files, staged; None when there are none
    digest: str  # of all files handed in: sha256, hex
    submitted_at: str | None  # ISO 8601 UTC where the archive or the file says so
    problem: str | None = None
    fix: str | None = None  # what the student or the staff can do about the problem
    staff_acts: bool = False  # the problem is the machine's or the course's: the grader may not read the files
    notes: tuple[str, ...] = ()  # what intake decided or left out, in sentences: which notebook of several, which files

    def required_notebook(self, given: Path, *, fix: str) -> Notebook:
        """The notebook, for commands that have nothing else to go on with.

        Args: `given` is the path as the person wrote it; `fix` what to do where intake has no better advice.
        Raises: SubmissionError that says why nothing can be run.
        """
        if self.notebook is None:
            problem = (self.problem or "nothing to run").removeprefix(f"{given.name}: ")  # `where` says the name
            raise SubmissionError(problem, where=str(given), fix=self.fix or fix)
        return self.notebook
