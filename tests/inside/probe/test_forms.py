"""How pictures lie in arrays, and what range their values have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside.probe.forms import Layout, as_bytes, layout_of, snapped, vector_of


@pytest.mark.parametrize(
    ("shape", "channels_first", "expected"),
    [
        ((28, 28, 1), False, (28, 28, 1, "hwc")),
        ((32, 32, 3), False, (32, 32, 3, "hwc")),
        ((3, 32, 32), True, (32, 32, 3, "chw")),
        ((1, 28, 28), True, (28, 28, 1, "chw")),
        ((28, 28), False, (28, 28, 1, "hw")),
        ((784,), False, (28, 28, 1, "hwc")),
        ((3072,), True, (32, 32, 3, "chw")),
        ((100,), False, None),
        ((100, 117), False, (100, 117, 1, "hw")),  # a window of characters may look like one: its model does not
        ((150, 20), False, None),
        ((None, None, 3), False, None),
        ((4, 4, 128), False, None),
        ((), False, None),
    ],
)
def test_a_row_is_a_picture_by_its_shape(
    shape: tuple[int | None, ...], channels_first: bool, expected: tuple[int, int, int, str] | None
) -> None:
    found = layout_of(shape, channels_first=channels_first)
    assert (found and (found.height, found.width, found.channels, found.order)) == expected


@pytest.mark.parametrize(
    ("shape", "expected"), [((100,), 100), ((100, 1, 1), 100), ((1, 1, 64), 64), ((1,), None), ((4, 4, 8), None)]
)
def test_a_latent_vector_by_its_shape(shape: tuple[int, ...], expected: int | None) -> None:
    assert vector_of(shape) == expected


@pytest.mark.parametrize("order", ["hwc", "chw"])
def test_pictures_come_back_out_of_their_rows(order: str) -> None:
    pictures = np.arange(2 * 9 * 8 * 3).reshape(2, 9, 8, 3)
    layout = Layout(9, 8, 3, order)  # type: ignore[arg-type]
    shape = (3, 9, 8) if order == "chw" else (9, 8, 3)
    assert np.array_equal(layout.pictures(layout.rows(pictures, shape)), pictures)
    assert np.array_equal(layout.pictures(layout.rows(pictures, (216,))), pictures)


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(0, 1, (0, 1)), (-1, 1, (-1, 1)), (-0.98, 0.7, (-1, 1)), (0, 255, (0, 255)), (-2.1, 2.6, (-2.1, 2.6))],
)
def test_ranges_are_those_that_values_are_scaled_to(least: float, most: float, expected: tuple[float, float]) -> None:
    assert snapped(least, most) == expected


@given(st.floats(-5, 5), st.floats(0.1, 5), st.integers(0, 255))
def test_bytes_are_what_was_scaled(low: float, width: float, value: int) -> None:
    scaled = np.asarray([low + width * value / 255])
    assert as_bytes(scaled, low, low + width).tolist() == [value]
