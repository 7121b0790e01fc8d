"""One loop of the notebook's code while it runs: what is counted of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from grader.inside.budget.allowance import Mark

Kind = Literal["epochs", "steps"]


@dataclass(slots=True, eq=False)
class Run:
    """One loop from its first turn to its last."""

    number: int
    iterable: Any
    entered: int
    began: int  # the clock when this turn began
    seen: int  # the clock's ticks when it was last looked at
    mark: Mark
    asked: int | None = None
    data: bool = False  # it goes over something of known length that is no mere count
    numbers: range | None = None
    measured: bool = False  # the three above are only looked for where something steps
    turns: int = 0
    trained: int = 0  # the first turn, and those in which an optimiser went on with weights of an earlier one
    late: bool = False  # the first of these was not the loop's first turn
    inner: int = 0  # steps that loops and fits inside this turn made
    inner_turns: int = 0
    inside: int = 0  # the same, of all turns
    work: int = 0
    kind: Kind | None = None
    counted: bool = True
    owners: set[int] = field(default_factory=set)  # what was stepped, as the clock numbers it
    over: Literal["", "epochs", "steps", "time", "sweep"] = ""
