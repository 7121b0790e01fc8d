"""The corpus itself: every case can be read, says what it isolates, and names what exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.datasets.catalogue import names
from grader.datasets.resources import resource_names
from grader.intake.notebook import read_notebook
from tests.wild.case import CASES, WildCase, read_cases, read_expected


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_it_says_what_it_isolates_and_is_served_what_there_is(case: WildCase) -> None:
    assert case.expected.idiom.endswith(".")
    assert set(case.expected.data) <= set(names())
    assert set(case.expected.also) <= set(resource_names())
    assert read_notebook(case.notebook).cells


def test_no_notebook_is_without_expectations() -> None:
    known = {case.notebook for case in read_cases()}
    alone = {path for path in CASES.iterdir() if path.suffix in (".py", ".ipynb")}
    assert alone <= known


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param('idiom = "A."\ndata = []\nmodel = {}\n', "unknown keys model", id="a misspelt key"),
        pytest.param('idiom = "A."\n', "are needed", id="no word on data"),
    ],
)
def test_a_wrong_toml_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=fault):
        read_expected(path)
