"""The two that are compared: the student's run and the reference's, told apart by nothing but their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.checks.base import Case, RoleMatch
from grader.evidence.evidence import Evidence
from grader.measure.measurements import Measurements


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One run, as far as one problem speaks of it."""

    evidence: Evidence
    measurements: Measurements
    roles: Mapping[str, RoleMatch]

    def model(self, role: str) -> str | None:
        """Id of the model that has this role; None where nothing fits."""
        match = self.roles.get(role)
        return None if match is None or match.model is None else match.model.id

    def roles_of(self, models: tuple[str, ...]) -> tuple[str, ...]:
        """The roles, in the rubric's order, that any of these models has."""
        return tuple(role for role in self.roles if self.model(role) in models)


def yours(case: Case) -> Side:
    return Side(evidence=case.evidence, measurements=case.measurements, roles=case.roles)


def reference(case: Case) -> Side | None:
    there = case.reference
    if there is None:
        return None
    return Side(evidence=there.evidence, measurements=there.measurements, roles=there.roles)
