"""Drawings: well-formed, titled, escaped, and true at their edges."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.audit.finding import ClaimVerdict
from grader.checks.base import Band
from grader.measure.measurements import Provenance
from grader.report.charts import (
    bars,
    claim_bar,
    confusion,
    histogram,
    metric_strip,
    palette,
    run_times,
    training_curves,
)
from grader.report.charts.metric_strip import Strip
from grader.report.charts.scale import Axis, nice_axis
from grader.report.charts.svg import Drawing, number, text_width
from grader.report.charts.training_curves import Curve
from grader.report.confusion import build_matrix
from grader.report.preview_hostile import HOSTILE
from grader.report.preview_parts import classification
from grader.report.spread import correlation, quartiles, usual_range

SVG = "{http://www.w3.org/2000/svg}"


def parsed(markup: str) -> ET.Element:
    root = ET.fromstring(markup)
    assert root[0].tag == f"{SVG}title"
    assert root[0].text
    return root


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def strip(**values: object) -> Strip:
    given_: dict[str, object] = {
        "value": 0.9, "low": 0.88, "high": 0.92, "provenance": Provenance.OBSERVED, "claimed": None, "band": None,
        "chance": None, "full": None,
    }  # fmt: skip
    return Strip(**(given_ | values))  # type: ignore[arg-type]


def test_text_is_escaped_and_cleaned() -> None:
    drawing = Drawing(10, 10, HOSTILE, css='x" onload="y')
    drawing.text(1, 1, HOSTILE)
    root = parsed(drawing.markup())
    assert "<script>" in (root[0].text or "")
    assert root.attrib["class"] == 'x" onload="y'
    assert "onload" not in root.attrib
    assert "\u202e" not in drawing.markup()


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_coordinates_have_two_decimals_at_most(value: float) -> None:
    text = number(value)
    assert "e" not in text
    assert len(text.partition(".")[2]) <= 2
    assert text != "-0"
    assert float(text) == pytest.approx(value, abs=0.0051)


@given(st.lists(st.floats(min_value=-1e9, max_value=1e9), max_size=6), st.integers(min_value=2, max_value=6))
def test_an_axis_holds_its_values_and_its_ticks(values: list[float], ticks: int) -> None:
    axis = nice_axis(values, ticks=ticks)
    assert axis.low < axis.high
    assert all(axis.holds(v) for v in values)
    assert all(axis.holds(t) for t in axis.ticks)
    assert len(axis.ticks) <= 2 * ticks + 2


def test_an_axis_of_shares_has_no_tick_beyond_one() -> None:
    axis = nice_axis([0.97, 1.0], ticks=4, bounds=(0, 1))
    assert max(axis.ticks) <= 1.0
    assert axis.holds(1.0)


def test_nothing_finite_is_no_crash() -> None:
    assert nice_axis([math.nan, math.inf]).holds(0.5)


def test_a_strip_with_everything() -> None:
    band = Band(mean=0.98, sd=0.002, seeds=5, values=(0.98,) * 5)
    root = parsed(
        metric_strip.draw(
            strip(claimed=0.99, band=band, chance=0.87, full=0.97), Axis(0.85, 1.0, (0.9, 1.0), 2), "t", "c"
        )
    )
    assert sum(e.attrib.get("fill") == palette.BAND for e in root) == 1
    assert sum(e.tag == f"{SVG}circle" for e in root) == 2


def test_fewer_than_three_seeds_are_ticks_and_no_band() -> None:
    band = Band(mean=0.98, sd=0.001, seeds=2, values=(0.979, 0.981))
    root = parsed(metric_strip.draw(strip(band=band), Axis(0.85, 1.0, (), 2), "t", "c"))
    assert sum(e.attrib.get("fill") == palette.BAND for e in root) == 0
    assert sum(e.attrib.get("stroke") == palette.REFERENCE for e in root) == 2


@pytest.mark.parametrize("value", [99.9, -3.0])
def test_what_lies_off_the_axis_is_an_arrow_at_the_edge(value: float) -> None:
    root = parsed(metric_strip.draw(strip(claimed=value), Axis(0.85, 1.0, (), 2), "t", "c"))
    arrow = [e for e in root if e.tag == f"{SVG}path" and e.attrib.get("fill") == palette.WHITE]
    assert len(arrow) == 1
    coordinates = [float(x) for x in arrow[0].attrib["d"].replace("L", " ").strip("MZ").split()][::2]
    assert 0 <= min(coordinates) <= max(coordinates) <= metric_strip.WIDTH


def test_the_provenance_marks_differ_in_shape() -> None:
    axis = Axis(0.85, 1.0, (), 2)
    drawn = {metric_strip.draw(strip(provenance=p), axis, "t", "c") for p in Provenance}
    assert len(drawn) == 3


@given(st.lists(st.floats(min_value=-1e6, max_value=1e6) | st.just(math.nan), min_size=1, max_size=40))
def test_curves_stay_in_their_frame(values: list[float]) -> None:
    root = parsed(training_curves.draw(Curve(values=tuple(values), label="yours"), None, "t", "c"))
    for element in root.iter(f"{SVG}path"):
        numbers = [float(x) for x in element.attrib["d"].replace("M", " ").replace("L", " ").split()]
        assert all(-1 <= x <= training_curves.WIDTH + 1 for x in numbers[::2])
        assert all(-1 <= y <= training_curves.HEIGHT + 1 for y in numbers[1::2])


def test_labels_at_the_line_ends_do_not_meet() -> None:
    same = tuple(1 / e for e in range(1, 11))
    root = parsed(
        training_curves.draw(Curve(values=same, label="yours"), Curve(values=same, label="reference"), "t", "c")
    )
    ends = [float(e.attrib["y"]) for e in root.iter(f"{SVG}text") if (e.text or "").startswith(("yours", "reference"))]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) >= 7


def test_a_label_stands_above_a_line_that_falls_beneath_it() -> None:
    """With five epochs the line comes in at the label's left edge between two of its points."""
    falling = (0.43, 0.32, 0.21, 0.03, 0.01)
    root = parsed(
        training_curves.draw(Curve(values=falling, label="yours"), Curve(values=falling, label="reference"), "t", "c")
    )
    labels = [e for e in root.iter(f"{SVG}text") if (e.text or "").startswith(("yours", "reference"))]
    right = float(labels[0].attrib["x"])
    edge = right - max(text_width(label.text or "", 7.0) for label in labels)
    line = next(e.attrib["d"] for e in root.iter(f"{SVG}path") if e.attrib["d"].count("L") == 4)
    points = [tuple(map(float, pair.split())) for pair in line.removeprefix("M").split("L")]
    (x0, y0), (x1, y1) = points[2], points[3]
    assert x0 < edge < x1
    assert min(float(label.attrib["y"]) for label in labels) < y0 + (edge - x0) / (x1 - x0) * (y1 - y0) - 2


def test_the_claim_bar_names_its_counts() -> None:
    counts = {ClaimVerdict.CONTRADICTED: 97, ClaimVerdict.NOT_CHECKABLE: 1, ClaimVerdict.CONFIRMED: 2}
    root = parsed(claim_bar.draw(counts, width=493.2, height=10.5, css="c"))
    assert root[0].text == "Claims by verdict: 97 contradicted, 1 not checkable, 2 confirmed."
    assert texts(root) == ["97", "1", "2"]


def test_the_histogram_counts_everyone_once() -> None:
    scores = [Fraction(0), Fraction(5, 2), Fraction(49), Fraction(50)]
    assert histogram.counts(scores, Fraction(50)) == (1, 1, *[0] * 17, 2)


def test_drawings_of_a_class_parse() -> None:
    parsed(bars.of_limit(1.7, "t", "c"))
    parsed(bars.outcomes(3, 0, 1, "t", "c"))
    root = parsed(run_times.draw([12.0, 14.0, 1800.0], [False, False, True], (10, 30), 1800, "t", "c"))
    assert "limit" in texts(root)
    parsed(run_times.draw([5.0], [False], usual_range([5.0]), None, "t", "c"))
    parsed(
        histogram.draw(
            [Fraction(3)], [Fraction(4)], Fraction(10), median=3.5, quartiles=(3.25, 3.75), title="t", css="c"
        )
    )


def test_ten_classes_are_drawn_and_two_are_a_table() -> None:
    ten = tuple(f"class {i}" for i in range(10))
    counts = [[90 if i == j else 1 for j in range(10)] for i in range(10)]
    root = parsed(confusion.draw(ten, counts, palette.TINTS_YOURS, "t", "c"))
    assert texts(root).count("90") == 10
    assert confusion.worst(("a", "b"), [[5, 3], [0, 2]]) == [("a", "b", 3, 8)]
    view = build_matrix(classification("m", 5, 12), "Yours", reference=False)
    assert [cell.count for row in view.rows for cell in row.cells] == ["961", "5", "12", "137"]
    assert view.drawing is None


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", ["INK", "INK_2", "INK_3", "STUDENT", "MET", "PARTLY", "NOT_MET", "NOT_ASSESSED"])
def test_text_stands_out_from_white(ink: str) -> None:
    assert contrast(getattr(palette, ink), palette.WHITE) >= 4.5


@pytest.mark.parametrize("tints", [palette.TINTS_YOURS, palette.TINTS_REFERENCE])
@pytest.mark.parametrize("percent", range(101))
def test_numbers_stand_out_from_their_tint(tints: tuple[str, ...], percent: int) -> None:
    share = percent / 100
    ink = palette.WHITE if share >= palette.WHITE_FROM else palette.INK
    assert contrast(ink, palette.tint(tints, share)) >= 4.5


def test_quartiles_and_correlation() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == (2, 3, 4)
    assert quartiles([7]) == (7, 7, 7)
    assert correlation([1, 2, 3], [1, 2, 3]) is None
    assert correlation([float(i) for i in range(8)], [float(-i) for i in range(8)]) == pytest.approx(-1)
    assert correlation([1.0] * 8, [float(i) for i in range(8)]) is None
    low, high = usual_range([60.0, 60.0, 60.0])
    assert low == pytest.approx(60 / 1.1)
    assert high == pytest.approx(66)
