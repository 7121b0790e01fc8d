"""The stand-in for Hugging Face's `evaluate`: metrics by name, at once or batch by batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.standins.evaluate import combine, load
from tests.inside.builders import run_cells

TRUE, SAID = [0, 1, 1, 0], [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("name", "keywords", "wanted"),
    [
        ("accuracy", {}, 0.75),
        ("evaluate-metric/f1", {"average": "macro"}, pytest.approx((0.8 + 2 / 3) / 2)),
        ("precision", {}, 1.0),
        ("recall", {}, 0.5),
        ("roc_auc", {}, 0.75),
    ],
)
def test_a_metric_is_what_scikit_learn_says(name: str, keywords: dict[str, str], wanted: float) -> None:
    assert list(load(name).compute(predictions=SAID, references=TRUE, **keywords).values()) == [wanted]


def test_batches_are_counted_once_and_several_metrics_together() -> None:
    both = combine(["accuracy", load("recall")])
    both.add_batch(predictions=SAID[:2], references=TRUE[:2])
    both.add(prediction=SAID[2], reference=TRUE[2])
    assert both.compute() == {"accuracy": pytest.approx(2 / 3), "recall": 0.5}
    assert both.compute(predictions=[1], references=[1]) == {"accuracy": 1.0, "recall": 1.0}


def test_other_metrics_are_not_there() -> None:
    with pytest.raises(FileNotFoundError, match="no network"):
        load("bleu")


@pytest.mark.slow
def test_the_library_is_told_from_a_file_of_that_name(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import evaluate; print(evaluate.load('accuracy').compute(predictions=[1], references=[1]))",
            "from datasets import load_metric; print(load_metric('f1').compute(predictions=[1], references=[1]))",
        ],
    )
    assert [run.text(position).strip() for position in (1, 2)] == ["{'accuracy': 1.0}", "{'f1': 1.0}"]
    own = tmp_path / "own"
    own.mkdir()
    missing = run_cells(own, ["from evaluate import scores_of_the_model"])
    assert missing.cell(1)["failure"]["name"] == "ModuleNotFoundError"
