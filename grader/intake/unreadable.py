"""Files and folders that the user who runs the grader cannot read: a fault of the machine or course, no student's."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final, Literal

from grader.faults import SubmissionError
from grader.intake.text import clean_line

Kind = Literal["file", "folder", "file or folder"]

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_PERMISSION: Final = frozenset({errno.EACCES, errno.EPERM})
_OURS: Final = _PERMISSION | {
    errno.EIO, errno.ESTALE, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ETIMEDOUT, errno.EREMOTEIO,
}  # fmt: skip


class UnreadableError(SubmissionError):
    """What was handed in may be in order, but it could not be read here: the staff has to act."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Something in a submission that could not be looked into; `name` is "" for all of it."""

    name: str
    kind: Kind
    error: OSError


def is_full(error: OSError) -> bool:
    """Whether our own disk refused what we wrote."""
    return error.errno in _FULL


def is_ours(error: OSError) -> bool:
    """Whether the machine or the course, and not the file handed in, is why it cannot be read."""
    return error.errno in _OURS


def unreadable(error: OSError, what: Kind, where: str) -> UnreadableError:
    """The error to raise for a file or folder of which `is_ours` holds."""
    fix = "let the user that runs the grader read it"
    if error.errno not in _PERMISSION:
        fix = f"look at the disk or share that it lies on, and {fix}"
    return UnreadableError(
        f"this {what} could not be read by the grader ({clean_line(error.strerror or str(error), 80)})",
        where=where,
        fix=fix,
    )
