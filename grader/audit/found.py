"""A claim as it stands in a text, before anyone knows which model it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Form = Literal["print", "evaluate", "fit", "summary", "report", "table", "value"]

METRICS: Final = ("accuracy", "precision", "recall", "f1")
COUNTS: Final = ("parameters", "trainable_parameters", "epochs")

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`value` as written (98.39 with `percent`, or 0.9839); `about` is the text that may name a model, best first."""

    quantity: str
    value: float
    digits: int
    percent: bool
    split: str  # "test", "train", "validation", "unknown"
    text: str
    cell: int
    origin: str  # "saved output", "table", "rerun output"
    form: Form
    about: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()  # class names a summary lists, in order
    optimizer_parameters: int = 0  # counted into a summary's total once a model was trained
    exact: bool = True  # False: an epoch count read from progress that may have stopped early

    @property
    def share(self) -> float:
        """A metric as a fraction; "0.98 %" is read as the slip it is."""
        return self.value / 100 if self.percent and self.value > 1 else self.value

    @property
    def written(self) -> str:
        """The number as it stands in the text, with as many decimals."""
        whole = f"{self.value:,.0f}" if self.quantity in COUNTS else f"{self.value:.{self.digits}f}"
        return f"{whole}\u00a0%" if self.percent else whole

    @property
    def decimals(self) -> int:
        """Decimals of `share`."""
        return self.digits + 2 if self.percent and self.value > 1 else self.digits

    @property
    def place(self) -> tuple[object, ...]:
        """What a printed number and its reprint on the rerun have in common."""
        return (self.cell, self.quantity, self.split, _DIGITS.sub("#", self.text))
