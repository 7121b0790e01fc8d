"""Check `sweep`: was each kind of model trained and measured at every number of training rows?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, refuse
from grader.checks.parts import trainings
from grader.checks.points import award
from grader.checks.words import count, listing, plural, sentence


def _positive(values: tuple[int, ...]) -> tuple[int, ...]:
    for index, value in enumerate(values):
        if value < 1:
            raise refuse(f"needs a number of rows above 0, got {value}", index)
    return values


class SweepSpec(CheckSpec):
    """An experiment over sizes of the training set; every role at every size is an equal share."""

    of: Annotated[
        tuple[str, ...], IS_ROLE, Field(min_length=1, description="The roles, each an arm of the experiment.")
    ]
    values: Annotated[tuple[int, ...], AfterValidator(_positive)] = Field(
        min_length=1,
        description="Numbers of training rows. At each one a model of each role is trained on just that many and "
        "measured on the test rows; a model that goes on training has seen more.",
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """One arm at one size."""

    role: str
    size: int
    trained: tuple[str, ...]  # ids of the models that were trained on just that many rows
    measured: bool


def judge_sweep(criterion: Criterion[SweepSpec], case: Case) -> Outcome:
    """Points by the share of points of the experiment that are there; one that could not be measured costs nothing."""
    spec = criterion.spec
    lost = [role for role in spec.of if (match := case.roles.get(role)) is None or match.model is None]
    if len(lost) == len(spec.of):
        rules = [match.rule for role in lost if (match := case.roles.get(role)) is not None]
        return award(criterion, 0, " ".join(sentence(rule) for rule in rules), cause=f"no {lost[0]}")
    sizes = _sizes(case)
    points = [_point(role, size, sizes, case) for role in spec.of for size in spec.values]
    done = [point for point in points if point.measured]
    unseen = [point for point in points if point.trained and not point.measured]
    missing = [point for point in points if not point.trained]
    cells = tuple(sorted({case.evidence.model(point.trained[-1]).cell for point in done}))[:8]
    judged = len(points) - len(unseen)
    if not judged:
        text = "the models at every number of rows were trained, but none could be measured"
        return NotAssessed(f"{sentence(text)} A person has to look.", cells)
    texts = [
        f"{len(done)} of {plural(len(points), 'point')} of the experiment found, each a model trained and measured"
    ]
    texts += [f"missing: {_named(missing)}"] if missing else []
    texts += [f"trained but not measured, which costs nothing: {_named(unseen)}"] if unseen else []
    return award(criterion, Fraction(len(done), judged), " ".join(map(sentence, texts)), cells)


def _sizes(case: Case) -> dict[str, int]:
    """By model id: on how many rows it was trained, where all its trainings had the same number."""
    sizes: dict[str, int] = {}
    for model, (own, _) in trainings(case.evidence).items():
        numbers = {fit.rows.count for fit in own}
        if len(numbers) == 1:
            sizes[model] = numbers.pop()
    return sizes


def _point(role: str, size: int, sizes: dict[str, int], case: Case) -> _Point:
    match = case.roles.get(role)
    candidates = match.candidates if match is not None else ()
    trained = tuple(model for model in reversed(candidates) if sizes.get(model) == size)
    return _Point(role, size, trained, any(case.measurements.values.get(model) for model in trained))


def _named(points: list[_Point]) -> str:
    by_role: dict[str, list[str]] = {}
    for point in points:
        by_role.setdefault(point.role, []).append(count(point.size))
    return "; ".join(f"{role} with {listing(sizes)} rows" for role, sizes in by_role.items())
