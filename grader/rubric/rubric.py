"""A rubric that has been read and found sound: assignment, problems, roles, criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from grader.checks.base import Criterion
from grader.checks.fields import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRole:
    """A model to be found by what it is. `has`: layer kinds in order, others may stand between."""

    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    output: Literal["binary", "classes", "image", "vector", "any"] = "any"
    input: Literal["image", "vector", "tokens", "any"] = "any"
    named: tuple[str, ...] = ()  # class names, of the model or of a step of it
    width: Rule | None = None  # values per row that go in
    trains: tuple[str, ...] = ()  # layer kinds with weights that learn
    freezes: tuple[str, ...] = ()  # layer kinds whose weights do not
    fitted: bool = False  # only models that were trained, on their own or as part of another
    data: str | None = None  # fitted or tested on rows of this data set
    alternatives: tuple[ModelRole, ...] = ()  # other forms, each as good; they have none of their own

    @property
    def forms(self) -> tuple[ModelRole, ...]:
        return (self, *self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemData:
    dataset: str
    labels: Literal["served", "sealed"] = "served"
    also: tuple[str, ...] = ()  # resources, without rows of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What running a problem takes, as the course declares it."""

    memory_gib: float = 2.5
    gpu: bool = False


NO_SPECIAL_NEEDS: Final = Needs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    id: str
    title: str
    points: Fraction
    data: ProblemData | None
    needs: Needs = NO_SPECIAL_NEEDS
    quick_epochs: int | None = None  # most epochs of one fit under the quick profile; None: the profile's own cap
    quick_steps: int | None = None  # the same of turns of one training loop
    quick_minutes: float | None = None  # time for its training under the quick profile; None: no end of time
    roles: Mapping[str, ModelRole]
    criteria: tuple[Criterion[Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    assignment: str
    title: str
    points: Fraction
    problems: tuple[Problem, ...]
    digest: str  # of the file's bytes: sha256, hex
    continue_after_failure: bool = True

    def criteria(self) -> Iterator[tuple[Problem, Criterion[Any]]]:
        for problem in self.problems:
            for criterion in problem.criteria:
                yield problem, criterion
