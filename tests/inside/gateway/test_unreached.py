"""Which of the files that a notebook saved stands for one of a later epoch."""

from __future__ import annotations

import pytest

from grader.inside.gateway.unreached import stands_for


@pytest.mark.parametrize(
    ("asked", "saved", "lasts", "found"),
    [
        pytest.param("epoch19", ["epoch0", "epoch4", "other4"], [20], "epoch4", id="the latest"),
        pytest.param(
            "a64_lr0.1_e19", ["a64_lr0.2_e4", "a32_lr0.1_e4"], [20], "a64_lr0.2_e4", id="another rate only then"
        ),
        pytest.param("a64_lr0.1_e19", ["a64_lr0.1_e3", "a64_lr0.2_e4"], [20], "a64_lr0.1_e3", id="the same rate first"),
        pytest.param("w.50-0.83.h5", ["w.05-0.51.h5", "w.04-0.83.h5"], [50], "w.04-0.83.h5", id="one number alone"),
        pytest.param("G_199.pt", ["G_2.pt"], [20], None, id="beyond what was asked for"),
        pytest.param("G_19.pt", ["G_2.pt"], [], None, id="nothing was ended early"),
        pytest.param("G_1.pt", ["G_2.pt"], [20], None, id="an earlier one"),
        pytest.param("G_9_7.pt", ["G_2_3.pt"], [20], None, id="two counts differ"),
        pytest.param("best.pt", ["G_2.pt"], [20], None, id="no number"),
    ],
)
def test_the_last_epoch_saved_stands_for_a_later_one(
    asked: str, saved: list[str], lasts: list[int], found: str | None
) -> None:
    assert stands_for(asked, saved, lasts) == found
