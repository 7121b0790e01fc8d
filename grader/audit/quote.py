"""Numbers as people and libraries print them, and lines as they may be quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_LINE: Final = 600  # characters of one line that are looked at
MAX_TEXT: Final = 80_000  # characters of one output: its head and its tail, half each
QUOTE: Final = 240

# No digit may follow a letter, so that "model1", "f1" and "x_test2" hold no number.
_NUMBER = re.compile(
    r"(?<![\w.,])[-+]?(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,20})?|\d{1,12}(?:[.,]\d{1,20})?|\.\d{1,20})"
    r"(?:[eE][-+]?\d{1,2})?(?![\w])(?P<percent>[ \u00a0\u202f]?(?:%|percent\b|per cent\b))?"
)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BAR = re.compile(r"([^\w\s.])\1{4,}>?\.*|\.{5,}")
_ANSI = re.compile(r"\x1b\[[0-?]{0,32}[ -/]{0,8}[@-~]")


@dataclass(frozen=True, slots=True)
class Number:
    """`digits`: decimals as written. `decimal`: whether it was written with a decimal mark or an exponent."""

    value: float
    digits: int
    percent: bool
    decimal: bool
    start: int
    end: int


def numbers(line: str) -> list[Number]:
    """All numbers of a line, left to right; linear in its length."""
    return [_read(match) for match in _NUMBER.finditer(line)]


def lines_of(text: str) -> list[str]:
    """The lines worth looking at: control characters gone, long texts and lines cut."""
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT // 2] + "\n" + text[-MAX_TEXT // 2 :]
    plain = _ANSI.sub("", text).replace("\r\n", "\n")
    shown = (line.rstrip("\r").rpartition("\r")[2] for line in plain.split("\n"))
    return [_UNSAFE.sub("", line)[:MAX_LINE].rstrip() for line in shown]


def quoted(line: str) -> str:
    """A line as a quotation: white space folded, 240 characters at most."""
    # A progress bar is drawn with one sign many times over; what it says are the numbers around it.
    folded = _BAR.sub("…", " ".join(line.split()))
    return folded if len(folded) <= QUOTE else folded[: QUOTE - 1] + "…"


def _read(match: re.Match[str]) -> Number:
    percent = match["percent"]
    written = match[0].removesuffix(percent) if percent else match[0]
    mantissa, _, exponent = written.lower().partition("e")
    if _THOUSANDS.match(mantissa):
        mantissa = mantissa.replace(",", "")
    mantissa = mantissa.replace(",", ".")
    digits = len(mantissa.partition(".")[2]) - (int(exponent) if exponent else 0)
    return Number(
        value=float(f"{mantissa}e{exponent or 0}"),
        digits=max(0, min(digits, 15)),
        percent=bool(percent),
        decimal="." in mantissa or bool(exponent),
        start=match.start(),
        end=match.end(),
    )
