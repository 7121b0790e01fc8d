"""What a machine can spare for attempts, of memory told to the test."""

from __future__ import annotations

import pytest

from grader.machine import GIB, shared_memory


@pytest.mark.parametrize(
    ("attempts", "total", "available", "each"),
    [
        pytest.param(1, 32, 31, 25, id="most of an idle machine, in whole GiB"),
        pytest.param(1, 32, 30, 25, id="the same, whatever else runs a little"),
        pytest.param(1, 32, 10, 8, id="less where others take the rest"),
        pytest.param(3, 32, 31, 8, id="side by side"),
        pytest.param(1, 1, 1, 0, id="nothing to speak of"),
    ],
)
def test_what_each_attempt_may_take(attempts: int, total: int, available: int, each: int) -> None:
    assert shared_memory(attempts, total=total * GIB, available=available * GIB) == each * GIB
