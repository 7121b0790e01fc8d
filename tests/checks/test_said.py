"""Words are found in text cells, in what was printed, or in code."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from grader.checks.base import Case
from grader.evidence.wire.job import JobCell
from tests.checks.builders import awarded, case, code, criterion, evidence, ran

SHOWN = case(
    evidence(
        submitted=(
            JobCell(position=1, kind="text", source="The *standard\nerror* is 0.005, kernels are 3 × 3."),
            code(2, "x = Resize((32, 32))  # unsaid"),
        ),
        cells=(ran(2, "not Significantly better"),),
    )
)


def points(given: Case, *groups: list[str], **where: Any) -> int:
    return int(awarded(criterion("said", points=4, any=groups, **where), given).points)


@pytest.mark.parametrize(
    ("groups", "where", "earned"),
    [
        pytest.param([["noise", "standard error"]], {}, 4, id="over a line's end"),
        pytest.param([["significan"]], {}, 4, id="the beginning of a word, printed"),
        pytest.param([["ignifican"]], {}, 0, id="not the middle of one"),
        pytest.param([["3x3", "3 x 3"], ["stride"]], {}, 2, id="one of two groups"),
        pytest.param([["unsaid"]], {}, 0, id="code is not said"),
        pytest.param([["resize"]], {"where": "code"}, 4, id="code where it is asked for"),
        pytest.param([["significan"]], {"where": ("prose", "code")}, 0, id="output left out"),
    ],
)
def test_said(groups: list[list[str]], where: dict[str, Any], earned: int) -> None:
    assert points(SHOWN, *groups, **where) == earned


def test_an_import_says_nothing() -> None:
    source = "from sklearn.metrics import (f1_score,\n    confusion_matrix)\nimport a, confusion_matrix\nx = 1"
    used = source + "; print(confusion_matrix(a, b))"
    wanted = [["confusion_matrix"]]
    for text, earned in ((source, 0), (used, 4)):
        shown = case(evidence(submitted=(code(1, text),)))
        assert points(shown, *wanted, where="code") == earned


def test_the_sentence_says_what_was_found_and_what_not() -> None:
    outcome = awarded(criterion("said", points=4, any=[["noise", "standard error"], ["stride", "padding"]]), SHOWN)
    assert outcome.because == "Found: 'standard error' in cell 1. Not found in prose or output: 'stride' or 'padding'."
    assert outcome.cells == (1,)


@pytest.mark.parametrize("groups", [[], ["noise"], [[]], [[3]]])
def test_groups_are_lists_of_words(groups: list[Any]) -> None:
    with pytest.raises(ValidationError):
        criterion("said", any=groups)
