"""Everything the grader raises on purpose, and the exit code each kind ends with.

Three faults are never mixed. The student's is evidence and is never raised. The course's is one of the
errors below with an address. The machine's is `SandboxUnavailableError` or `MachineError` and never costs points.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a `grader` command ends with; docs/exit-codes.md is the reader's version of this list."""

    OK = 0
    NOT_ALL_MET = (
        1  # `check`: a public criterion was not met; `validate`: a reference lost points, or a mutant kept them
    )
    USAGE = 2  # the command line is wrong
    COURSE = 3  # a rubric, reference, grader.toml or data folder is wrong
    MACHINE = 4  # no isolation, no space, a missing library
    SUBMISSION = 5  # the one submission a command was given cannot be read
    NEEDS_A_PERSON = 6  # everything ran; something was not assessed or could not run
    INTERNAL = 70  # a fault of ours
    INTERRUPTED = 130  # Ctrl-C: what was finished is kept, the next run resumes


class GraderError(Exception):
    """Base of all that we raise on purpose; `str()` is what course staff read.

    `what` says what is wrong, `where` is an address (file, file:line:column, option), `fix` is what to do.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, what: str, *, where: str, fix: str) -> None:
        super().__init__(f"{where}: {what}\n  To fix: {fix}")
        self.what = what
        self.where = where
        self.fix = fix


class UsageError(GraderError):
    """The command line asks for something that does not exist or does not go together."""

    exit_code = ExitCode.USAGE


class CourseError(GraderError):
    """Course staff can repair this: a rubric, a reference, grader.toml, a data folder."""

    exit_code = ExitCode.COURSE


class RubricError(CourseError):
    """A rubric with faults; all of them are reported together, each with file:line:column."""

    def __init__(self, faults: Sequence[str], *, where: str) -> None:
        count = len(faults)
        noun = "fault" if count == 1 else "faults"
        super().__init__(
            f"{count} {noun} in this rubric\n  " + "\n  ".join(faults),
            where=where,
            fix="mend each line named above; `grader rubric schema` prints what is allowed",
        )
        self.faults = tuple(faults)


class DataError(CourseError):
    """A data folder or data set that is missing or is not what the catalogue expects."""


class SubmissionError(GraderError):
    """What was handed in cannot be read at all; costs no points, a person decides."""

    exit_code = ExitCode.SUBMISSION


class MachineError(GraderError):
    """This machine lacks something: space, a library, a permission."""

    exit_code = ExitCode.MACHINE


class SandboxUnavailableError(MachineError):
    """No isolation of the asked-for kind; there is never a silent fall-back to less."""


class HostileEvidenceError(GraderError):
    """What came out of a sandbox is not a valid stream of evidence from some point on.

    The reader raises it only when nothing valid precedes the fault; otherwise it keeps what is valid.
    """

    exit_code = ExitCode.INTERNAL
