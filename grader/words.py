"""Words for tables and terminals: endings in plain English, points, and student text made harmless."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

_ENDINGS = {
    "finished": "finished",
    "cell_failed": "finished, with failed cells",
    "timed_out": "stopped at the time limit",
    "out_of_memory": "stopped, out of memory",
    "too_many_processes": "stopped, too many processes",
    "disk_full": "stopped, disk full",
    "output_flood": "stopped, too much output",
    "killed_by_signal": "ended by a signal",
    "exited_early": "exited early",
    "sandbox_unavailable": "not run: no sandbox",
    "unreadable": "could not run",
}


def ending_words(kind: str) -> str:
    """An ending's kind as words for a table."""
    return _ENDINGS.get(kind, kind.replace("_", " "))


def clean(text: str, limit: int = 200) -> str:
    """Student text for a terminal: no control, format or surrogate characters, on one line, cut.

    Terminal escapes begin with a control character and bidi tricks are format characters; both go.
    """
    flat = " ".join(text.split())
    shown = "".join(c for c in flat if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def points(value: Fraction) -> str:
    """Points as people read them: one decimal where that is exact, else cut to two, never rounded up."""
    tenths = value * 10
    if tenths.denominator == 1:
        return f"{tenths.numerator / 10:.1f}"
    hundredths = int(value * 100)
    return f"{hundredths / 100:.2f}"
