"""Progress as a stream of typed events; consoles, JSON lines and a test's `list.append` are listeners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """A command begins to work on `total` submissions."""

    assignment: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptStarted:
    submission: str
    code_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptReused:
    """The store holds this very attempt already; nothing was executed."""

    submission: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReached:
    submission: str
    number: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochReached:
    submission: str
    epoch: int
    of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFinished:
    submission: str
    ending: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUnreadable:
    submission: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAssessed:
    submission: str
    earned: str | None  # exact, as printed: "57.5"; None when nothing could be run
    possible: str
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWritten:
    submission: str
    html: str
    pdf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something staff should know that stops nothing."""

    where: str
    text: str


Event: TypeAlias = (
    RunStarted | AttemptStarted | AttemptReused | CellReached | EpochReached | AttemptFinished
    | SubmissionUnreadable | SubmissionAssessed | ReportWritten | Warned
)  # fmt: skip
Listener: TypeAlias = Callable[[Event], None]


def ignore(event: Event) -> None:
    """The listener that does nothing."""
