"""Where a submission stands: its latest assessment with the latest marks of people on top; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points that a person gave for one criterion of one submission."""

    assignment: str
    submission: str
    problem: str
    criterion: str
    points: Fraction
    by: str
    comment: str = ""

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError(f"{self.submission} {self.criterion}: a mark of {self.points} points")
        if not self.by.strip():
            raise ValueError(f"{self.submission} {self.criterion}: a mark needs the name of who gave it")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOutcome:
    """One criterion as it was judged; `points` None: not assessed."""

    problem: str
    criterion: str
    number: str
    title: str
    possible: Fraction
    points: Fraction | None
    because: str
    cells: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAssessment:
    assignment: str
    submission: str
    rubric_digest: str
    attempt_key: str | None
    outcomes: tuple[StoredOutcome, ...]
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row of the gradebook. `outcomes` have people's marks in place of what was measured or left open."""

    submission: str
    student: str
    ending: str  # an EndingKind's value, or "could not run"; tables say it with `grader.words.ending_words`
    outcomes: tuple[StoredOutcome, ...]
    problem: str | None = None  # why nothing of the submission could be run

    @property
    def possible(self) -> Fraction:
        return sum((outcome.possible for outcome in self.outcomes), Fraction(0))

    @property
    def earned(self) -> Fraction:
        return sum((outcome.points for outcome in self.outcomes if outcome.points is not None), Fraction(0))

    @property
    def assessed(self) -> bool:
        """Whether anything at all was judged, by us or by a person; until then 0 points earned says nothing."""
        return any(outcome.points is not None for outcome in self.outcomes)

    @property
    def waiting(self) -> Fraction:
        """Points that nobody has decided on yet."""
        return sum((outcome.possible for outcome in self.outcomes if outcome.points is None), Fraction(0))

    @property
    def provisional(self) -> bool:
        return self.waiting > 0 or not self.outcomes

    @property
    def needs_person(self) -> str:
        """Why a person has to look, in words; empty when nobody has to. A reason shared by criteria is said once."""
        reasons: dict[str, list[str]] = {}
        for outcome in self.outcomes:
            if outcome.points is None:
                reasons.setdefault(outcome.because, []).append(outcome.number)
        told = [f"{', '.join(numbers)}: {because}" for because, numbers in reasons.items()]
        # A criterion that waits because nothing could be run quotes the very same problem.
        said = self.problem is not None and any(_plain(self.problem) in _plain(because) for because in reasons)
        problem = [self.problem] if self.problem and not said else []
        return "; ".join(problem + told) or ("not judged yet" if not self.outcomes else "")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def with_marks(outcomes: Iterable[StoredOutcome], marks: Iterable[Mark]) -> tuple[StoredOutcome, ...]:
    """Outcomes with a person's points in place of ours, where a person gave some; never above what is possible."""
    given = {(mark.problem, mark.criterion): mark for mark in marks}
    return tuple(_marked(outcome, given.get((outcome.problem, outcome.criterion))) for outcome in outcomes)


def _marked(outcome: StoredOutcome, mark: Mark | None) -> StoredOutcome:
    if mark is None:
        return outcome
    return StoredOutcome(
        problem=outcome.problem,
        criterion=outcome.criterion,
        number=outcome.number,
        title=outcome.title,
        possible=outcome.possible,
        points=min(mark.points, outcome.possible),
        because=mark.comment or f"marked by {mark.by}",
    )
