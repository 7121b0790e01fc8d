"""Batches of a stream are put end to end, whatever they were padded to."""

from __future__ import annotations

import numpy as np
import pytest

from grader.inside.probe.blocks import joined


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        pytest.param([np.ones((2, 3)), np.zeros((1, 3))], [[1, 1, 1], [1, 1, 1], [0, 0, 0]], id="alike"),
        pytest.param([np.array([[5, 6]]), np.array([[7, 8, 9]])], [[5, 6, 0], [7, 8, 9]], id="words padded apart"),
        pytest.param([np.ones((1, 2)), np.ones((2, 3))], [0, 1, 2], id="numbers that cannot be put together"),
    ],
)
def test_joined(blocks: list[np.ndarray], wanted: list[object]) -> None:
    assert joined(blocks).tolist() == wanted
