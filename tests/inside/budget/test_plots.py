"""Curves of two lengths after training was ended early."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.inside.budget.plots import levelled


@pytest.mark.parametrize(
    ("args", "pairs", "lengths"),
    [
        pytest.param((range(50), [1, 2, 3]), True, [3, 3], id="x and y"),
        pytest.param((range(50), [1, 2, 3], "r-"), True, [3, 3, None], id="with a format"),
        pytest.param(([1, 2, 3], "b."), True, [3, None], id="y alone"),
        pytest.param((range(9), [1, 2], "r", range(9), [3, 4, 5]), True, [2, 2, None, 3, 3], id="two curves"),
        pytest.param((np.arange(9), np.zeros((9, 2))), True, [9, 9], id="a table of curves is left alone"),
        pytest.param((range(4), [1, 2, 3, 4]), True, [4, 4], id="alike"),
        pytest.param((range(4), []), True, [4, 0], id="nothing to draw"),
        pytest.param((range(9), [1, 2, 3], [1, 1, 1]), False, [3, 3, 3], id="a band"),
        pytest.param((range(9), [1, 2, 3], 0.5), False, [3, 3, None], id="bars of one width"),
    ],
)
def test_levelled(args: tuple[Any, ...], pairs: bool, lengths: list[int | None]) -> None:
    said: list[tuple[int, int]] = []
    result = levelled(args, lambda points, kept: said.append((points, kept)), pairs=pairs)
    sizes = [len(value) if hasattr(value, "__len__") and not isinstance(value, str) else None for value in result]
    assert sizes == lengths
    assert bool(said) == (sizes != [len(v) if hasattr(v, "__len__") and not isinstance(v, str) else None for v in args])
