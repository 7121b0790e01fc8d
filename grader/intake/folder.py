"""A folder of submissions, and one submission of it as plain values."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.faults import SubmissionError, UsageError
from grader.intake.archive import submitted_at, unpack
from grader.intake.choose import Choice, choose_notebook
from grader.intake.companions import left_out_note, stage_companions
from grader.intake.identity import identify, printed_name
from grader.intake.kinds import HEAD_BYTES, is_zip
from grader.intake.listing import IGNORED_FOLDERS, Found, Listing, digest_files, list_files, open_regular
from grader.intake.notebook import read_notebook
from grader.intake.submission import Submission
from grader.intake.text import clean_line
from grader.intake.unreadable import Closed, UnreadableError, is_ours, unreadable

# The course's own notes beside the submissions; nobody hands in such a file as an answer.
_COURSE_SUFFIXES: Final = frozenset({".md", ".toml", ".yaml", ".yml"})


def discover(folder: Path) -> list[Path]:
    """One path per student, sorted by name: each sub-folder, each single file; hidden names are ignored.

    Raises: UsageError when the folder is missing or is not a folder.
    """
    try:
        return [path for path in sorted(folder.iterdir(), key=lambda path: path.name) if _is_submission(path)]
    except OSError as error:
        raise UsageError(
            f"this folder of submissions cannot be read ({error.strerror})",
            where=str(folder),
            fix="give a folder with one sub-folder or file per student",
        ) from error


def read_submission(path: Path, staging: Path, ids: Mapping[Path, str] | None = None) -> Submission:
    """Read what one student handed in; a problem of theirs is said in the value and never raised.

    Args: `staging` is a folder of ours; files are copied to `<staging>/<id>/`, which is emptied first. `ids` are the
    ids of the whole class, from `identify`; without them the class is looked at for this one.
    Raises: OSError when `staging` cannot be written: the machine's fault.
    """
    identity = _identity(path) if ids is None else ids[path]
    workspace = staging / identity
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(parents=True)
    handed_in = _handed_in(path)
    digest = digest_files(handed_in.files)
    try:
        taken = _take(path, handed_in, workspace)
    except SubmissionError as error:
        return Submission(
            id=identity,
            student=printed_name(path),
            path=path,
            notebook=None,
            files=None,
            digest=digest,
            submitted_at=None,
            problem=_sentence(error),
            fix=error.fix,
            staff_acts=isinstance(error, UnreadableError),
        )
    return Submission(
        id=identity,
        student=printed_name(path),
        path=path,
        notebook=taken.choice.notebook,
        files=taken.files,
        digest=digest,
        submitted_at=taken.at,
        notes=taken.choice.notes + taken.notes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    choice: Choice
    files: Path | None
    at: str | None = None
    notes: tuple[str, ...] = ()


def _take(path: Path, handed_in: Listing, workspace: Path) -> _Taken:
    if path.is_symlink():
        raise SubmissionError(
            "this entry is a link, which is not followed", where=path.name, fix="put the file or folder itself there"
        )
    if path.is_dir():
        return _take_folder(handed_in, path.parent.name, workspace)
    if _is_archive(path):
        return _take_archive(path, path.parent.name, workspace)
    notebook = read_notebook(path)
    return _Taken(choice=Choice(found=handed_in.files[0], notebook=notebook, notes=()), files=None)


def _take_folder(listing: Listing, assignment: str, workspace: Path) -> _Taken:
    notebooks = [found for found in listing.files if found.name.casefold().endswith((".ipynb", ".py"))]
    archives = [found for found in listing.files if _is_archive(found.path)]
    if not notebooks and len(archives) == 1:
        return _take_archive(archives[0].path, assignment, workspace)
    if not notebooks and listing.closed:
        raise _shut(listing.closed[0])
    choice = choose_notebook(listing.files, assignment, refused=listing.left_out)
    files, notes = stage_companions(listing.files, choice.found, workspace / "files")
    notes += left_out_note([closed.name for closed in listing.closed], "the grader may not read them")
    links = left_out_note(listing.left_out, "links and special files are not taken")
    return _Taken(choice=choice, files=files, notes=notes + links)


def _take_archive(path: Path, assignment: str, workspace: Path) -> _Taken:
    unpacked_into = workspace / "unpacked"
    unpacked_into.mkdir()
    unpacked = unpack(path, unpacked_into)
    refused = left_out_note(unpacked.refused, "links, names that lead outside, and doubled names are not unpacked")
    listing = list_files(unpacked_into)
    choice = choose_notebook(listing.files, assignment, refused=unpacked.refused, place="zip archive")
    files, notes = stage_companions(listing.files, choice.found, workspace / "files")
    entry = unpacked.files.get(choice.found.name)
    return _Taken(choice=choice, files=files, at=submitted_at(entry) if entry else None, notes=notes + refused)


def _shut(closed: Closed) -> SubmissionError:
    """The fault of a folder, or of something in it, that could not be looked into."""
    where, error = closed.name or "folder", closed.error
    if is_ours(error):
        return unreadable(error, closed.kind, where)
    return SubmissionError(
        f"this {closed.kind} cannot be read ({error.strerror or error})", where=where, fix="hand it in again"
    )


def _handed_in(path: Path) -> Listing:
    if path.is_symlink():
        return Listing()
    if path.is_dir():
        return list_files(path)
    try:
        return Listing(files=[Found(path, path.name, path.stat().st_size)])
    except OSError:
        return Listing()


def _is_archive(path: Path) -> bool:
    try:
        with os.fdopen(open_regular(path), "rb") as stream:
            return is_zip(stream.read(HEAD_BYTES))
    except OSError:
        return False


def _identity(path: Path) -> str:
    try:
        siblings = discover(path.parent)
    except UsageError:
        siblings = []
    return identify(siblings if path in siblings else [*siblings, path])[path]


def _is_submission(path: Path) -> bool:
    if path.name.startswith((".", "_")) or path.name in IGNORED_FOLDERS:
        return False
    if not path.is_symlink() and path.is_dir():
        return True
    return path.suffix.casefold() not in _COURSE_SUFFIXES


def _sentence(error: SubmissionError) -> str:
    text = clean_line(error.what, 240)
    where = clean_line(error.where, 80)
    return f"{where}: {text}." if where != "folder" else f"{text[:1].upper()}{text[1:]}."
