"""A draft is a sound rubric whatever a notebook called its models, and finds in the notebook what it was made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.faults import UsageError
from grader.judging import roles_of
from grader.rubric.parse import parse_rubric
from grader.rubric.rubric import Rubric
from grader.trial.draft import draft, require_new, write_draft
from tests.checks import builders
from tests.trial.builders import trial, trial_of


def rubric_of(text: str) -> Rubric:
    return parse_rubric(text.encode(), Path("hw1.yaml"))


def test_it_asks_for_what_was_found(tmp_path: Path) -> None:
    found = trial(tmp_path)
    rubric = rubric_of(draft(found, "hw1"))
    (problem,) = rubric.problems
    assert problem.data is not None
    assert problem.data.dataset == "sms-spam"
    matches = roles_of(problem, found.evidence)
    assert {name: match.model.id for name, match in matches.items() if match.model} == {"rnn": "m1", "lstm": "m2"}
    assert [criterion.check for criterion in problem.criteria] == [
        "runs", "layers", "parameters", "training", "metric", "layers", "parameters", "training", "metric", "figure",
        "manual",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
def test_any_name_of_a_model_gives_a_sound_rubric(names: list[str]) -> None:
    dense = [builders.layer("dense", units=3)]
    models = [replace(builders.model(dense, id_=f"m{i}", name=name, order=i + 1), parameters=100 + i)
              for i, name in enumerate(names)]  # fmt: skip
    rubric_of(draft(trial_of(builders.evidence(models=tuple(models))), "hw1"))


def test_a_notebook_without_models_gives_a_sound_rubric(tmp_path: Path) -> None:
    found = trial(tmp_path)
    bare = trial_of(replace(found.evidence, models=(), fits=(), predictions=(), figures=()))
    assert [criterion.check for _, criterion in rubric_of(draft(bare, "hw1")).criteria()] == ["runs", "manual"]


def test_it_is_written_where_no_file_is(tmp_path: Path) -> None:
    path = tmp_path / "hw1.yaml"
    require_new(path)
    write_draft(trial(tmp_path), path)
    rubric_of(path.read_text(encoding="utf-8"))
    with pytest.raises(UsageError, match="there already"):
        require_new(path)


@pytest.mark.parametrize("name", ["hw1.yml", "HW 1.yaml", "-.yaml"])
def test_a_name_no_assignment_has_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="named after its assignment"):
        require_new(tmp_path / name)
