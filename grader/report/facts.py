"""All that a report may say, as plain values. Same facts, same bytes: nothing here reads a clock or a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.assessment import Assessment
from grader.audit.finding import Finding
from grader.checks.base import Case
from grader.datasets.dataset import Labels
from grader.evidence.ending import Isolation
from grader.evidence.evidence import Evidence
from grader.intake.submission import Submission
from grader.measure.measurements import Measurements


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepAsked:
    """An experiment that the rubric asks for: models of each role, each trained on so many rows."""

    of: tuple[str, ...]  # roles, the arms
    values: tuple[int, ...]  # numbers of training rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """One submission's report. `evidence` is None exactly when nothing could be run."""

    submission: Submission
    assessment: Assessment
    evidence: Evidence | None
    measurements: Measurements
    findings: tuple[Finding, ...]
    cases: Mapping[str, Case]  # by problem id, each with its ReferenceCase; a missing id: nothing to compare with
    version: str  # of the grader
    profile: str  # "quick" or "full"
    attempt: int  # from 1
    graded_at: str  # ISO 8601 UTC, as in "2026-11-22T08:12:00Z"
    device: str  # in words: "CPU, 2 cores"
    rerun: str  # the command line that repeats the open part of these checks
    isolation: Isolation | None
    attempts_allowed: int | None = None
    memory: str = ""  # of the machine, in words: "16 GiB memory"
    wall_limit_seconds: float | None = None
    memory_limit_bytes: int | None = None
    # Value from which a metric earns full marks, by (problem id, role, metric); a missing key prints no triangle.
    full_marks: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    labels: Mapping[str, Labels] = field(default_factory=dict)  # by data set name; a missing one: fewer pictures
    sweeps: Mapping[str, tuple[SweepAsked, ...]] = field(default_factory=dict)  # by problem id
    appeal: str = ""  # what the course says about appeals; "" prints the general sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCounts:
    """How many claims of one submission got each verdict."""

    contradicted: int = 0
    within_noise: int = 0
    not_checkable: int = 0
    confirmed: int = 0

    @property
    def total(self) -> int:
        return self.contradicted + self.within_noise + self.not_checkable + self.confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """One submission in the class overview. `assessment` None: nothing was judged; `ending` says why."""

    id: str
    student: str
    assessment: Assessment | None
    ending: str  # in words: "finished", "stopped at the time limit", "not a valid notebook"
    ran: bool  # False: nothing was executed; counted in the head, never scored 0 in a chart
    run_seconds: float | None
    claims: ClaimCounts = ClaimCounts()
    html: str | None = None  # file name of the report, relative to the overview
    pdf: str | None = None
    notes: tuple[str, ...] = ()  # what was decided or left out when the submission was read, in sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewFacts:
    """The class overview, for course staff."""

    assignment: str
    title: str
    possible: Fraction
    rows: tuple[OverviewRow, ...]
    profile: str
    graded_at: str  # ISO 8601 UTC
    version: str
    wall_limit_seconds: float | None = None
    warnings: tuple[str, ...] = ()  # what staff must know of the whole run: "the reference of spam did not come up"
