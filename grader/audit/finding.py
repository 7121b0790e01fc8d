"""One thing the audit noticed: what was claimed, what was measured, the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class ClaimVerdict(StrEnum):
    CONTRADICTED = "contradicted"
    WITHIN_NOISE = "within_noise"
    NOT_CHECKABLE = "not_checkable"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number the submission states, where it stands, and what it speaks of."""

    quantity: str  # "accuracy", "precision", "recall", "f1", "parameters", "trainable_parameters", "epochs"
    value: float
    text: str  # as written, cleaned, 240 characters at most
    cell: int
    origin: str  # "saved output", "table", "rerun output"
    model: str | None  # id of the model it is tied to; None: could not be tied
    digits: int  # decimals as written, so that rounding is not held against it
    percent: bool = False
    split: str = "unknown"  # "test", "train", "validation" where the text says so
    name: str = ""  # the one number meant, in words: "rnn, test accuracy: 0.9830"; a quoted line may hold several


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    claim: Claim
    measured: str  # one sentence with the number, n and provenance
    verdict: ClaimVerdict
    value: float | None = None  # the measured number
    criterion: str | None = None  # number of the criterion it bears on ("1.4"), None: none
    points: Fraction = Fraction(0)  # points of that criterion that were lost
