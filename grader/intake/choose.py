"""Which of several files in a submission is the one to run."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.faults import SubmissionError
from grader.intake.kinds import HEAD_BYTES, kind_of
from grader.intake.listing import Found, open_regular
from grader.intake.notebook import read_notebook
from grader.intake.submission import Notebook
from grader.intake.text import clean_line
from grader.intake.unreadable import UnreadableError, is_ours, unreadable

_WORD = re.compile(r"[a-z]+\d*|\d+")
_NAMED = 5  # files of one message
_PROBED = 50
_READ = 64 * 1024**2  # bytes of all candidates of one submission
_NO_NOTEBOOK = "hand in one .ipynb file (or one .py file), with the data files it needs beside it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    found: Found
    notebook: Notebook
    notes: tuple[str, ...]


def choose_notebook(
    files: Sequence[Found], assignment: str, *, refused: Sequence[str] = (), place: str = "folder"
) -> Choice:
    """The notebook of a folder: an .ipynb before any .py; of several, the one named like the assignment, then
    the one with most code cells, then the one nearest the top, then the first by name.

    Args: `refused` names what was not taken, with the reason in brackets; `place` is "folder" or "zip archive".
    Raises: SubmissionError when there is none, or none that can be read (the fault of the best candidate), and
    UnreadableError when one may be there that the grader may not read.
    """
    for suffix in (".ipynb", ".py"):
        candidates = [found for found in files if found.name.casefold().endswith(suffix)]
        if candidates:
            return _best(candidates, assignment)
    for found in files[:_PROBED]:
        _require_readable(found)
    held = f"it holds {_described(files)}" if files or not refused else "it holds no file that can be taken"
    if refused:
        held += f"; not taken: {_listed([clean_line(name, 90) for name in refused])}"
    raise SubmissionError(
        f"there is no notebook in this {place}; {held}",
        where="folder",
        fix=f"{_NO_NOTEBOOK}, none of them a link" if refused else _NO_NOTEBOOK,
    )


def _require_readable(found: Found) -> None:
    """A file that cannot be opened here may be the notebook, or an archive that holds it."""
    try:
        os.close(open_regular(found.path))
    except OSError as error:
        if is_ours(error):
            raise unreadable(error, "file", found.name) from error


def _best(candidates: Sequence[Found], assignment: str) -> Choice:
    readable: list[tuple[tuple[int, int, int, str], Found, Notebook]] = []
    fault: SubmissionError | None = None
    closed: list[str] = []
    for found in _looked_at(candidates, assignment):
        try:
            notebook = read_notebook(found.path)
        except SubmissionError as error:
            # The staff can mend what the grader may not read; a student cannot.
            if fault is None or (isinstance(error, UnreadableError) and not isinstance(fault, UnreadableError)):
                fault = error
            if isinstance(error, UnreadableError):
                closed.append(clean_line(found.name, 60))
            continue
        code = sum(cell.kind == "code" and bool(cell.source.strip()) for cell in notebook.cells)
        rank = (-_likeness(found.name, assignment), -code, found.name.count("/"), found.name)
        readable.append((rank, found, notebook))
    if not readable:
        assert fault is not None  # `candidates` is never empty
        raise fault
    _, found, notebook = min(readable, key=lambda entry: entry[0])
    notes: tuple[str, ...] = () if len(candidates) == 1 else (_said(found, candidates, assignment),)
    if closed:
        notes += (f"The grader could not read {_listed(closed)}; let the user that runs it read all files.",)
    return Choice(found=found, notebook=notebook, notes=notes)


def _looked_at(candidates: Sequence[Found], assignment: str) -> list[Found]:
    """The likeliest first, at most 50 and, after the first, no more than 64 MB together: all of them are read whole."""
    ordered = sorted(candidates, key=lambda f: (-_likeness(f.name, assignment), f.name.count("/"), f.name))
    taken, size = ordered[:1], ordered[0].size
    for found in ordered[1:_PROBED]:
        size += found.size
        if size > _READ:
            break
        taken.append(found)
    return taken


def _likeness(name: str, assignment: str) -> int:
    """How many words of the assignment's name stand in the file's name."""
    words = set(_WORD.findall(assignment.casefold()))
    return len(words & set(_WORD.findall(name.rsplit(".", 1)[0].casefold())))


def _said(found: Found, candidates: Sequence[Found], assignment: str) -> str:
    others = ", ".join(clean_line(other.name, 60) for other in candidates[:5] if other.name != found.name)
    why = "its name is like the assignment's" if _likeness(found.name, assignment) else "it has the most code cells"
    return f"Of {len(candidates)} candidates {clean_line(found.name, 60)} was run, since {why}; not run: {others}."


def _described(files: Sequence[Found]) -> str:
    if not files:
        return "no files"
    return _listed(
        [f"{clean_line(found.name, 60)}{_kind(found) if i < _NAMED else ''}" for i, found in enumerate(files)]
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _kind(found: Found) -> str:
    try:
        with os.fdopen(open_regular(found.path), "rb") as stream:
            kind = kind_of(stream.read(HEAD_BYTES))
    except OSError:
        return ""
    return f" ({kind})" if kind else ""
