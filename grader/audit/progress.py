"""Keras progress and other epoch lines: only the last epoch of a fit is a claim, earlier ones are its way there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from grader.audit.quote import Number, numbers

_EPOCH = re.compile(
    r"^\s{0,8}(?:train(?:ing)?[ :]{1,3})?epoch[ :#]{0,3}\[?\s{0,3}(\d{1,6})(?:\s{0,3}(?:/|of)\s{0,3}(\d{1,6}))?",
    re.IGNORECASE,
)
_STEPS = re.compile(r"^\s{0,8}(\d{1,9})/(\d{1,9}|Unknown)(?!\d)")
_BAR = re.compile(r"\[[=>.\s]{3,80}\]|[━╸╺]{3}|\d(?:us|ms|s)/step|\d(?:us|ms|s)/sample|ETA:|(?:^|\s)-\s\d+s\b")
_PAIR = re.compile(r"(?<![a-z_])([a-z][a-z0-9_]{0,40}): {1,3}([-+]?\d{1,12}(?:\.\d{1,12})?(?:e[-+]?\d{1,3})?)(?![\w.])")
_KEYS: Final = (
    ("sparse_categorical_accuracy", "accuracy"), ("categorical_accuracy", "accuracy"), ("binary_accuracy", "accuracy"),
    ("accuracy", "accuracy"), ("acc", "accuracy"), ("precision", "precision"), ("recall", "recall"), ("f1", "f1"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EpochMark:
    number: int
    of: int | None


@dataclass(slots=True)
class FitSeen:
    """One fit as its lines show it: the last epoch's mark, and the last lines that carried numbers."""

    mark: EpochMark
    mark_line: str
    lines: list[str] = field(default_factory=list)


def epoch_mark(line: str) -> EpochMark | None:
    """The `Epoch 3/10` at the start of a line, or None."""
    match = _EPOCH.match(line)
    if match is None:
        return None
    return EpochMark(int(match[1]), int(match[2]) if match[2] else None)


def is_progress(line: str) -> bool:
    """A line of a Keras progress bar, old or new, or of `verbose=2`."""
    return bool(_STEPS.match(line) and _BAR.search(line))


def is_finished(line: str) -> bool:
    """Whether a progress line stands at its last step."""
    match = _STEPS.match(line)
    return match is not None and match[2] in (match[1], "Unknown")


def pairs(line: str) -> list[tuple[str, str, Number]]:
    """(quantity, "validation" or "here", number) of the metrics in a progress line; losses are not claims."""
    found = []
    for match in _PAIR.finditer(line):
        key = match[1]
        where = "validation" if key.startswith("val_") else "here"
        plain = key.removeprefix("val_")
        quantity = next((name for start, name in _KEYS if re.fullmatch(rf"{start}(?:_score)?(?:_\d+)?", plain)), None)
        number = next(iter(numbers(match[2])), None)
        if quantity is not None and number is not None:
            found.append((quantity, where, number))
    return found
