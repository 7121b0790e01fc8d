"""Laws of the score bar's layout."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.charts.score_bar import GAP, LEAST_EARNED, LEAST_LOST, Box, Segment, draw, layout

HALVES = st.integers(min_value=1, max_value=40).map(lambda k: Fraction(k, 2))


@st.composite
def segments(draw_: st.DrawFn) -> Segment:
    possible = draw_(HALVES)
    steps = draw_(st.integers(min_value=0, max_value=int(possible * 100)))
    earned = None if draw_(st.booleans()) else Fraction(steps, 100)
    return Segment(label="1.1", possible=possible, earned=earned)


BARS = st.lists(segments(), min_size=1, max_size=24)


@given(BARS)
def test_widths_and_gaps_add_up_to_the_points(bar: list[Segment]) -> None:
    scale = 345.8 / float(sum(s.possible for s in bar))
    boxes = layout(bar, scale)
    slots = [float(s.possible) * scale for s in bar]
    assert boxes[0].x == 0
    for box, following, slot in zip(boxes, boxes[1:], slots, strict=False):
        assert following.x == pytest.approx(box.x + slot)
        assert box.x + box.width <= following.x
    last = boxes[-1]
    assert last.x + last.width == pytest.approx(345.8 - min(GAP, slots[-1] / 2))


@given(BARS)
def test_full_and_empty_are_said_only_of_full_and_empty(bar: list[Segment]) -> None:
    """A criterion that is not full keeps white, one that is not zero keeps blue."""
    scale = 345.8 / float(sum(s.possible for s in bar))
    for segment, box in zip(bar, layout(bar, scale), strict=True):
        assert 0 <= box.filled <= box.width
        if not segment.earned:
            assert box.filled == 0
        elif segment.earned == segment.possible:
            assert box.filled == box.width
        elif box.width > 2 * LEAST_LOST:
            assert box.width - box.filled >= LEAST_LOST - 1e-9
            assert box.filled >= LEAST_EARNED - 1e-9
        else:
            assert 0 < box.filled < box.width


def test_nearly_full_keeps_a_gap() -> None:
    box = layout([Segment(label="1", possible=Fraction(50), earned=Fraction(4999, 100))], 6.9)[0]
    assert box == Box(x=0.0, width=345.0 - GAP, filled=345.0 - GAP - LEAST_LOST)


def test_narrow_segments_have_no_id() -> None:
    many = [Segment(label=f"3.{i}", possible=Fraction(1), earned=Fraction(0)) for i in range(1, 61)]
    svg = str(draw(many, scale=345.8 / 60, width=345.8, height=17.5, title="t", css="bar-wide"))
    assert "<text" not in svg
