"""How numbers are written: thousands with a comma, U+2212 for minus, 10⁻⁹ instead of 1e-9, no-break spaces."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def points(value: Fraction | None) -> str:
    """Points as awarded, one decimal, or two where the rubric's step needs them, downwards; None is a dash."""
    if value is None:
        return DASH
    decimals = 1 if 10 % value.denominator == 0 else 2
    scaled = value.numerator * 10**decimals // value.denominator  # downwards: full marks are never rounded up to
    return fixed(Decimal(scaled).scaleb(-decimals), decimals)


def possible(value: Fraction) -> str:
    """Points to be had: without decimals where they are whole."""
    return whole(int(value)) if value.denominator == 1 else points(value)


def whole(value: int) -> str:
    return f"{value:,}".replace("-", MINUS)


def fixed(value: float | Decimal, decimals: int) -> str:
    """`decimals` places, half to even on the decimal digits, thousands with a comma; never a negative zero."""
    if isinstance(value, float) and not math.isfinite(value):
        return "not a number" if math.isnan(value) else (f"{MINUS}∞" if value < 0 else "∞")
    exact = Decimal(str(value)) if isinstance(value, float) else value
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,f}".replace("-", MINUS)


def metric(value: float) -> str:
    """A share in [0, 1] as printed beside its chart: four decimals."""
    return fixed(value, 4)


def quantity(value: float) -> str:
    """Any measured number: four significant digits or so, powers of ten in words' place for very small and large."""
    if value == 0 or not math.isfinite(value):
        return fixed(float(value), 1) if value else "0"
    size = abs(value)
    if size < 1e-3 or size >= 1e7:
        exponent = math.floor(math.log10(size))
        mantissa = fixed(Decimal(value).scaleb(-exponent), 1)
        if mantissa.endswith("10.0"):
            exponent, mantissa = exponent + 1, mantissa.replace("10.0", "1.0")
        return f"{mantissa}·10{str(exponent).translate(_SUPERSCRIPT)}"
    decimals = max(0, 3 - math.floor(math.log10(size)) if size < 1 else 4 - len(str(int(size))))
    return fixed(float(value), min(decimals, 5))


def setting(value: float) -> str:
    """A hyper-parameter as people write it: 0.001, 0.25, 32; powers of ten below that."""
    if isinstance(value, int) or float(value).is_integer():
        return whole(int(value))
    if abs(value) < 1e-4:
        return quantity(value)
    return f"{value:.6g}".replace("-", MINUS)


def share(value: float, decimals: int = 1) -> str:
    """A fraction in [0, 1] as per cent; 100 is said only of all and 0 only of none."""
    percent = value * 100
    shown = fixed(percent, decimals)
    if shown == fixed(100.0, decimals) and value < 1:
        shown = fixed(Decimal(100) - Decimal(1).scaleb(-decimals), decimals)
    if shown == fixed(0.0, decimals) and value > 0:
        shown = fixed(Decimal(1).scaleb(-decimals), decimals)
    return f"{shown}{NBSP}%"


def change(value: int, base: int) -> str:
    """A difference in number and per cent: '−9,664 (−2.2 %)'; "same" for none; no per cent beyond tenfold."""
    if value == 0:
        return "same"
    sign = "+" if value > 0 else ""
    if base == 0:
        return f"{sign}{whole(value)}"
    percent = 100 * value / base
    if abs(percent) >= 1000:
        return f"{sign}{whole(value)}"
    return f"{sign}{whole(value)} ({sign}{fixed(percent, 1)}{NBSP}%)"


def count(number: int, noun: str, plural: str = "") -> str:
    """'1 claim', '16 claims', with the number kept beside its noun."""
    return f"{whole(number)}{NBSP}{noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """'0.4 s', '48 s', '27 min 05 s', '2 h 03 min'."""
    if seconds < 9.95:
        return f"{fixed(float(seconds), 1)}{NBSP}s"
    total = round(seconds)
    if total < 60:
        return f"{total}{NBSP}s"
    if total < 7200:
        return f"{total // 60}{NBSP}min {total % 60:02d}{NBSP}s".replace("min ", f"min{NBSP}")
    return f"{total // 3600}{NBSP}h{NBSP}{total % 3600 // 60:02d}{NBSP}min"


def limit(seconds: float) -> str:
    """A limit is round: '30 min', '90 s'."""
    total = round(seconds)
    if total % 60 == 0 and 60 <= total < 7200:
        return f"{total // 60}{NBSP}min"
    if total % 3600 == 0 and total:
        return f"{total // 3600}{NBSP}h"
    return duration(total) if total >= 60 else f"{total}{NBSP}s"


def size(number: int) -> str:
    """Bytes in GiB from a tenth of one, else MiB."""
    if number >= 1024**3 // 10:
        return f"{fixed(number / 1024**3, 1)}{NBSP}GiB"
    return f"{fixed(number / 1024**2, 0)}{NBSP}MiB"


def moment(iso: str | None) -> tuple[str, str]:
    """('14 Nov 2026', '23:41 UTC') of an ISO 8601 time; ('not known', '') where there is none."""
    if iso is None:
        return "not known", ""
    try:
        when = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    except ValueError:
        return "not known", ""
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    date = f"{when.day}{NBSP}{_MONTHS[when.month - 1]}{NBSP}{when.year}"
    return date, f"{when.hour:02d}:{when.minute:02d}{NBSP}UTC"


def digest_groups(digest: str, first: int) -> str:
    """The first signs of a digest in groups of four, as people compare them."""
    head = digest[:first]
    return " ".join(head[i : i + 4] for i in range(0, len(head), 4))


def ordinal_list(items: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
