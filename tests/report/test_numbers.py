"""How numbers are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report import numbers as n


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(51, 2), "25.5"),
        (Fraction(0), "0.0"),
        (Fraction(499, 10), "49.9"),
        (Fraction(4996, 100), "49.96"),
        (Fraction(49999, 1000), "49.99"),
        (Fraction(13, 4), "3.25"),
        (Fraction(1, 3), "0.33"),
        (None, "–"),
    ],
)
def test_points(value: Fraction | None, said: str) -> None:
    assert n.points(value) == said


@given(st.fractions(min_value=0, max_value=1000, max_denominator=1000))
def test_points_are_never_rounded_up(value: Fraction) -> None:
    """Rule 2: full marks are never rounded up to."""
    assert Fraction(n.points(value).replace(",", "")) <= value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.69381, "0.6938"),
        (0.0, "0"),
        (-4.8e-9, "−4.8·10⁻⁹"),
        (412.66, "412.7"),
        (27.61, "27.61"),
        (123456.0, "123,456"),
        (3.2e9, "3.2·10⁹"),
        (9.97e8, "1.0·10⁹"),
        (5e-324, "4.9·10⁻³²⁴"),
        (float("nan"), "not a number"),
        (float("-inf"), "−∞"),
    ],
)
def test_quantity(value: float, said: str) -> None:
    assert n.quantity(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.9839, "98.4"), (0.99999, "99.9"), (1.0, "100.0"), (0.00001, "0.1"), (0.0, "0.0"), (0.5, "50.0")],
)
def test_share_says_all_and_none_only_of_all_and_none(value: float, said: str) -> None:
    assert n.share(value) == f"{said}\u00a0%"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (9.9, "9.9 s"), (48, "48 s"), (59.7, "1 min 00 s"), (1625, "27 min 05 s"), (7380, "2 h 03 min")],
)
def test_duration(seconds: float, said: str) -> None:
    assert n.duration(seconds) == said.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("seconds", "said"), [(30, "30 s"), (60, "1 min"), (1800, "30 min"), (90, "1 min 30 s"), (7200, "2 h")]
)
def test_limit(seconds: float, said: str) -> None:
    assert n.limit(seconds) == said.replace(" ", "\u00a0")


def test_sizes_counts_and_changes() -> None:
    assert n.size(1_412_000_000) == "1.3\u00a0GiB"
    assert n.size(50 * 1024**2) == "50\u00a0MiB"
    assert n.count(1, "claim") == "1\u00a0claim"
    assert n.count(1200, "criterion", "criteria") == "1,200\u00a0criteria"
    assert n.change(-9664, 447_555) == "−9,664 (−2.2\u00a0%)"
    assert n.change(0, 5) == "same"
    assert n.change(15_505_152, 20_490) == "+15,505,152"


def test_moments() -> None:
    assert n.moment("2026-11-14T23:41:00Z") == ("14\u00a0Nov\u00a02026", "23:41\u00a0UTC")
    assert n.moment("2026-11-15T01:41:00+02:00") == ("14\u00a0Nov\u00a02026", "23:41\u00a0UTC")
    assert n.moment(None) == n.moment("yesterday") == ("not known", "")
