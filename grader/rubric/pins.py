"""A pin: the course staff's word on which model a role is, where what models are cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from grader.checks.words import listing
from grader.evidence.wire.records import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A model by a variable that was bound to it, the cell that built it, its number among all models built, or several
    of these; what is given must hold together. `where` is the pin's address, for the report."""

    variable: str | None = None
    cell: int | None = None
    order: int | None = None
    where: str = "grader.toml"

    def means(self, model: Model) -> bool:
        return (
            (self.variable is None or self.variable in model.names)
            and (self.cell is None or self.cell == model.cell)
            and (self.order is None or self.order == model.order)
        )

    def words(self) -> str:
        """ "the variable `net`, built in cell 7"."""
        parts = [f"the variable `{self.variable}`"] if self.variable is not None else []
        parts += [f"cell {self.cell}"] if self.cell is not None else []
        parts += [f"number {self.order} of the models built"] if self.order is not None else []
        return listing(parts)


RolePins = Mapping[str, Pin]  # by role, of one problem
ProblemPins = Mapping[tuple[str, str], Pin]  # by problem and role, of one submission

NO_PINS: Final[ProblemPins] = MappingProxyType({})
NO_ROLE_PINS: Final[RolePins] = MappingProxyType({})


def of_problem(pins: ProblemPins, problem: str) -> dict[str, Pin]:
    """The pins of one problem, by role."""
    return {role: pin for (each, role), pin in pins.items() if each == problem}
