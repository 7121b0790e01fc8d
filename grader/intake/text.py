"""Text of a student's as text that can be kept and shown: nothing in it steers a terminal or a page."""

from __future__ import annotations

import re
from typing import Final

MAX_OUTPUT_CHARS: Final = 200_000  # of one saved output; its head and its tail are kept, half and half

_ANSI = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def clean(text: str, most: int = MAX_OUTPUT_CHARS) -> str:
    """Escape sequences, C0 and C1 controls and bidirectional controls removed; line feeds and tabs kept.

    A carriage return ends in what a terminal would show: the last text written on that line.
    """
    cut = shorten(text, most)
    lines = _ANSI.sub("", cut).replace("\r\n", "\n").split("\n")
    shown = (line if "\r" not in line else _last_written(line) for line in lines)
    return _CONTROL.sub("", "\n".join(shown))


def clean_line(text: str, most: int = 120) -> str:
    """One line for a table or a message: cleaned, white space folded, cut with an ellipsis."""
    folded = " ".join(clean(text, 4 * most).split())
    return folded if len(folded) <= most else folded[: most - 1].rstrip() + "…"


def shorten(text: str, most: int) -> str:
    """At most `most` characters and a mark: the first half and the last, since results stand at either end."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n[{len(text) - 2 * half:,} characters left out]\n{text[-half:]}"


def encodable(text: str) -> str:
    """Lone surrogates, which JSON can smuggle in and UTF-8 cannot hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _last_written(line: str) -> str:
    return next((part for part in reversed(line.split("\r")) if part.strip()), "")
