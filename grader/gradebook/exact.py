"""Exact points: in the database as "23/2", for people as "11.5", never as a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class ExactPoints(TypeDecorator[Fraction]):
    """A column of fractions, kept as "numerator/denominator" (whole numbers without the bar)."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:  # noqa: ARG002  as the library calls it
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Fraction | None:  # noqa: ARG002  as above
        return None if value is None else Fraction(value)


def exact_text(points: Fraction) -> str:
    """Points to the last digit: a decimal where it ends ("11.5", "7.25"), else a mixed number ("7 1/3").

    A bare "1/3" would be read as a date by spreadsheets, a mixed number is read as what it is.
    """
    twos, fives, rest = 0, 0, points.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    sign, size = ("-" if points < 0 else ""), abs(points)
    if rest != 1:
        whole, part = divmod(size, 1)
        return f"{sign}{whole} {part}"
    digits = max(twos, fives)
    if not digits:
        return f"{sign}{size}"
    scaled = str(int(size * 10**digits)).rjust(digits + 1, "0")
    return f"{sign}{scaled[:-digits]}.{scaled[-digits:]}"
