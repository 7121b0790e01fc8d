"""Check `parameters`: does a model have as many parameters as it should?"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, refuse
from grader.checks.matched import failed_user, failure_words, model_of, model_words
from grader.checks.neutral import comparable_parameters
from grader.checks.points import award
from grader.checks.words import count, percent, percents, sentence
from grader.evidence.wire.records import Model


class ParametersSpec(CheckSpec):
    """The number of parameters a model must have, comparable across frameworks."""

    of: Annotated[str, IS_ROLE, Field(description="The role whose model is counted.")]
    equals: Literal["reference"] | Annotated[int, Field(gt=0)] = Field(
        description="`reference`: as many as the reference's model of the same role; or a number of parameters."
    )
    within: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="Difference, as a share of the expected number, that still earns everything.",
    )
    none_beyond: float | None = Field(
        default=None,
        gt=0,
        description="Difference, as a share, from which nothing is earned; linear between `within` and it. "
        "Left out: nothing is earned beyond `within`.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> ParametersSpec:
        if self.none_beyond is not None and self.none_beyond <= self.within:
            raise refuse(f"none_beyond {self.none_beyond:g} must be above within {self.within:g}", "none_beyond")
        return self


def judge_parameters(criterion: Criterion[ParametersSpec], case: Case) -> Outcome:
    """All points for the expected number; less for a difference, as the spec says.

    Counts are compared after a recurrent layer's second bias vector has been taken off on both sides
    (`neutral.comparable_parameters`); the outcome gives both numbers where they differ.
    """
    spec = criterion.spec
    model = model_of(criterion, spec.of, case)
    if not isinstance(model, Model):
        return model
    expected = _expected(spec, case)
    if isinstance(expected, NotAssessed):
        return expected
    if not model.built:
        return award(criterion, 0, _unbuilt(case, model), (model.cell,))
    seen = comparable_parameters(model)
    difference = Fraction(abs(seen - expected), expected)
    return award(criterion, _share(spec, difference), _because(spec, model, seen, expected), (model.cell,))


def _expected(spec: ParametersSpec, case: Case) -> int | NotAssessed:
    if spec.equals != "reference":
        return spec.equals
    if case.reference is None:
        return NotAssessed(
            "The reference solution could not be had on this machine, so there is no number to compare with."
        )
    match = case.reference.roles.get(spec.of)
    if match is None or match.model is None or not match.model.built:
        return NotAssessed(f"The reference solution shows no model for '{spec.of}' to compare with.")
    expected = comparable_parameters(match.model)
    if expected <= 0:
        return NotAssessed(f"The reference solution's model for '{spec.of}' has no parameters to compare with.")
    return expected


def _share(spec: ParametersSpec, difference: Fraction) -> Fraction:
    within = Fraction(str(spec.within))
    if difference <= within:
        return Fraction(1)
    if spec.none_beyond is None:
        return Fraction(0)
    end = Fraction(str(spec.none_beyond))
    return max(Fraction(0), (end - difference) / (end - within))


def _because(spec: ParametersSpec, model: Model, seen: int, expected: int) -> str:
    text = f"{model_words(model)} has {count(model.parameters)} parameters"
    if seen != model.parameters:
        text += f", {count(seen)} without the second bias vector of its recurrent layers"
    if seen == expected:
        return f"{sentence(text)} {'That is what the reference has' if spec.equals == 'reference' else 'As expected'}."
    off = (seen - expected) / expected
    size = percents(off)[0] if abs(off) >= 0.001 else percent(off, 3)
    sign = "+" if off > 0 else ""
    against = f"the reference has {count(expected)}" if spec.equals == "reference" else f"expected: {count(expected)}"
    full = abs(seen - expected) <= Fraction(str(spec.within)) * expected
    return f"{sentence(text)} {sentence(f'{against} ({sign}{size}); {_limits(spec, full=full)}')}"


def _limits(spec: ParametersSpec, *, full: bool) -> str:
    """From where to where points are earned; where they end is of no interest to who has them all."""
    start = f"full marks up to {percent(spec.within)} off" if spec.within else "full marks for the very same number"
    if full:
        return start
    if spec.none_beyond is None:
        return f"{start}, no points beyond" if spec.within else f"{start} only"
    return f"{start}, no points beyond {percent(spec.none_beyond)} off"


def _unbuilt(case: Case, model: Model) -> str:
    text = f"{model_words(model)} was never given data or an input shape, so it has no parameters to count."
    cell = failed_user(case.evidence, model)
    return f"{sentence(text)} {sentence(failure_words(cell))}" if cell else sentence(text)
