"""The outcomes of one submission under one rubric; made by scoring, read by audit, report and gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from grader.checks.base import Awarded, Hint, NotAssessed, Outcome


class Verdict(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One criterion with its outcome; `number` is what people say: 1.4 is the fourth of problem 1."""

    id: str
    number: str
    title: str
    check: str
    possible: Fraction
    outcome: Outcome
    public: bool
    of: str | None = None  # the role it speaks of; None where it speaks of the whole notebook
    metric: str | None = None  # what a `metric` criterion measures
    compares: tuple[str, ...] = ()  # the roles whose results a `table` criterion asks for
    metrics: tuple[str, ...] = ()  # and the metrics it asks for of each
    hint: Hint | None = None

    @property
    def verdict(self) -> Verdict:
        match self.outcome:
            case NotAssessed():
                return Verdict.NOT_ASSESSED
            case Awarded(points=points) if points == self.possible:
                return Verdict.MET
            case Awarded(points=points) if points > 0:
                return Verdict.PARTLY
            case _:
                return Verdict.NOT_MET

    @property
    def earned(self) -> Fraction | None:
        return self.outcome.points if isinstance(self.outcome, Awarded) else None

    @property
    def lost(self) -> Fraction:
        """Points known to be lost; 0 while not assessed."""
        earned = self.earned
        return Fraction(0) if earned is None else self.possible - earned


@dataclass(frozen=True, kw_only=True)
class ProblemAssessment:
    """Without slots, as `Assessment`: a report asks for the totals dozens of times, so each is added up once."""

    id: str
    title: str
    criteria: tuple[Judged, ...]

    @cached_property
    def possible(self) -> Fraction:
        return sum((c.possible for c in self.criteria), Fraction(0))

    @cached_property
    def earned(self) -> Fraction:
        return sum((c.earned or Fraction(0) for c in self.criteria), Fraction(0))

    @cached_property
    def waiting(self) -> Fraction:
        """Points not assessed: the score may still rise by as much."""
        return sum((c.possible for c in self.criteria if c.earned is None), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Assessment:
    assignment: str
    title: str
    rubric_digest: str
    attempt_key: str | None  # None: there was nothing that could be run
    problems: tuple[ProblemAssessment, ...]

    @cached_property
    def possible(self) -> Fraction:
        return sum((p.possible for p in self.problems), Fraction(0))

    @cached_property
    def earned(self) -> Fraction:
        return sum((p.earned for p in self.problems), Fraction(0))

    @cached_property
    def waiting(self) -> Fraction:
        return sum((p.waiting for p in self.problems), Fraction(0))

    @property
    def provisional(self) -> bool:
        return self.waiting > 0

    def judged(self) -> tuple[Judged, ...]:
        return tuple(c for p in self.problems for c in p.criteria)
