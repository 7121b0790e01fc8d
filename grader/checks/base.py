"""The words every check speaks: criterion, case, outcome.

A check is a pure function `(criterion, case) -> Outcome`. It reads no file, clock or random number, and
knows nothing of YAML: its settings arrive as a validated, frozen spec of its own (a pydantic model).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Model
from grader.measure.measurements import Measurements


class CheckSpec(BaseModel):
    """Base of every check's own settings; unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


SpecT = TypeVar("SpecT", bound=CheckSpec, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What the report says to mend; from the rubric, so the course decides how much is given away."""

    title: str  # imperative: "Train on the training messages only"
    text: str = ""
    remove: tuple[str, ...] = ()  # lines of a diff, at most 5 in all, 40 characters each
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Generic[SpecT]):
    id: str
    title: str
    points: Fraction
    check: str
    spec: SpecT
    step: Fraction = Fraction(1, 2)  # points are quantised once, downwards, to multiples of this
    public: bool = True
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Awarded:
    """`share` of the criterion's points before quantisation is `points / criterion.points`."""

    points: Fraction
    because: str  # one or two sentences: what was seen, the number with unit and n, what full marks need
    cells: tuple[int, ...] = ()
    cause: str = ""  # one key for what several criteria lost points through, so that the report says once what to mend


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """Our limit, not the student's: a person decides and no points are taken."""

    because: str
    cells: tuple[int, ...] = ()
    cause: str = ""  # one key for what several criteria wait for, where it is the same


Outcome: TypeAlias = Awarded | NotAssessed


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMatch:
    """What a role was matched with. `model` None: nothing fits; `rule` says what was sought, how a tie ended, or what
    the course staff had to say about it."""

    role: str
    model: Model | None
    rule: str
    candidates: tuple[str, ...] = ()  # ids of all models that fit
    pinned: bool = False  # the course staff named a model, whether it was found or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A metric of the reference over seeds. `seeds` 1: a single run, spread unknown (0)."""

    mean: float
    sd: float
    seeds: int
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCase:
    """The same problem solved by the course, run through the same pipeline; `bands` by (role, metric)."""

    evidence: Evidence
    measurements: Measurements
    roles: Mapping[str, RoleMatch]
    bands: Mapping[tuple[str, str], Band]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a check may look at for one submission and one problem."""

    evidence: Evidence
    measurements: Measurements
    roles: Mapping[str, RoleMatch]
    reference: ReferenceCase | None  # None: the course's reference could not be had; what needs it is NotAssessed
    full_profile: bool  # False: the quick profile; epochs and rows were capped
    dataset: str | None = None  # the problem's, where it has one
    texts: tuple[str, ...] | None = None  # of that data set's rows in served order, where they are texts


Check: TypeAlias = Callable[[Criterion[SpecT], Case], Outcome]
