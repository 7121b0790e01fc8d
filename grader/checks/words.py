"""How numbers and lists read in the sentences of outcomes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

NBSP = "\u00a0"
MINUS = "\u2212"
# A file or an id: "a.ipynb", "symlink-student", "work/spam.csv", "rnn_net". Capitals would make it another one.
_NAME = re.compile(r"\S*(?:\.[^\W\d_]|[-_/])")
_SUPERSCRIPT = str.maketrans("-0123456789", "\u207b⁰¹²³⁴⁵⁶⁷⁸⁹")


def count(number: int) -> str:
    """`261361` -> "261,361"; a negative number gets a real minus."""
    return f"{number:,}".replace("-", MINUS)


def number(value: float) -> str:
    """A setting as people write it: "32", "0.25", "10⁻⁹", "2.5 × 10⁻⁷"."""
    if isinstance(value, int):
        return count(value)
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 10**15:
        return count(int(value))
    text = f"{value:.4g}"
    if "e" not in text:
        return text.replace("-", MINUS)
    mantissa, exponent = text.split("e")
    power = f"10{str(int(exponent)).translate(_SUPERSCRIPT)}"
    return power if mantissa == "1" else f"{mantissa.replace('-', MINUS)} × {power}"


def percent(share: float, digits: int = 1) -> str:
    """`0.984` -> "98.4 %", with a no-break space; a share below 1 never reads as 100 %."""
    while digits < 6 and share < 1 and float(f"{100 * share:.{digits}f}") >= 100:
        digits += 1
    return f"{100 * share:.{digits}f}{NBSP}%".replace("-", MINUS)


def percents(*shares: float) -> tuple[str, ...]:
    """Several shares in the fewest decimals, from 1 to 4, that keep different ones apart."""
    for digits in range(1, 5):
        texts = tuple(percent(share, digits) for share in shares)
        if len(set(texts)) == len(set(shares)):
            return texts
    return tuple(percent(share, 4) for share in shares)


def plural(number_: int, noun: str, many: str | None = None) -> str:
    """`plural(1, "cell")` -> "1 cell"; `plural(1115, "test row")` -> "1,115 test rows"."""
    return f"{count(number_)} {noun if number_ == 1 else many or noun + 's'}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(text: str) -> str:
    """With a capital at its start, unless a file's name or an id stands there, and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    start = text[0] if _NAME.match(text) else text[0].upper()
    return start + text[1:] + ("" if text[-1] in ".?!" else ".")
