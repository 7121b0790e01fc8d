"""Metrics of torchmetrics without a task: what they are of is taken from the rows, as it was before 0.11."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

BEGIN = """
import copy, pickle, torch, torchmetrics
from torch import tensor
from torchmetrics import F1, Accuracy, ConfusionMatrix, MetricCollection, Precision
from torchmetrics.functional import accuracy, f1
"""
ROWS = [  # an expression, its value
    ("float(accuracy(tensor([0.9, 0.2]), tensor([1, 1])))", 0.5),  # probabilities of one class
    ("float(accuracy(tensor([[0.9], [0.2]]), tensor([1, 1])))", 0.5),  # the same as a column
    ("float(accuracy(tensor([0, 2]), tensor([1, 2])))", 0.5),  # numbers of classes
    ("float(accuracy(torch.eye(4), tensor([0, 1, 1, 1])))", 0.5),  # probabilities of each class
    ("float(accuracy(tensor([[0.9, 0.1], [0.2, 0.8]]), tensor([[1, 0], [1, 1]])))", 0.75),  # several labels a row
    ("float(accuracy(preds=torch.eye(4), target=tensor([0, 1, 1, 1]), num_classes=4))", 0.5),
    ("float(accuracy(tensor([0.9]), tensor([1]), 'binary'))", 1.0),
    ("float(F1(num_classes=2)(tensor([0.9, 0.2, 0.8]), tensor([1, 0, 0]))) == float(f1(tensor([0.9, 0.2, 0.8]), "
     "tensor([1, 0, 0])))", True),
    ("ConfusionMatrix(num_classes=2)(tensor([0.9, 0.1]), tensor([1, 0])).tolist()", [[1, 0], [0, 1]]),
    ("ConfusionMatrix(num_classes=3)(torch.eye(3), tensor([0, 1, 1])).tolist()", [[1, 0, 0], [0, 1, 1], [0, 0, 0]]),
    ("sorted(MetricCollection([Accuracy(), Precision()])(tensor([0.9, 0.1]), tensor([1, 0])))",
     ["Accuracy", "Precision"]),
    ("type(Accuracy(task='multiclass', num_classes=3)).__name__", "MulticlassAccuracy"),
    ("isinstance(Accuracy(), torchmetrics.Metric)", True),
]  # fmt: skip


@pytest.mark.slow
def test_a_task_is_taken_from_the_rows_and_said(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            BEGIN,
            *(f"print({expression})" for expression, _ in ROWS),
            "kept = Accuracy(); kept(tensor([0, 1]), tensor([0, 0])); kept.update(tensor([5, 4]), tensor([5, 4]))\n"
            "print(float(kept.compute()), float(pickle.loads(pickle.dumps(kept)).compute()))\n"
            "copy.deepcopy(kept).reset(); kept.reset(); kept.update(tensor([1]), tensor([1]))\n"
            "print(float(kept.compute()))",
            "Accuracy().compute()",
        ],
    )  # fmt: skip
    assert run.cell(1)["status"] == "ok", run.cell(1)["failure"]
    for position, (expression, wanted) in enumerate(ROWS, start=2):
        assert run.text(position).strip().splitlines()[-1:] == [str(wanted)], (
            expression,
            run.cell(position)["failure"],
        )
    assert run.text(len(ROWS) + 2).splitlines()[-2:] == ["0.75 0.75", "1.0"]
    assert "task is not known" in run.cell(len(ROWS) + 3)["failure"]["message"]
    said = {data["asked"] for data in run.of("substitution")}
    assert said >= {"accuracy(…) without task=", "Accuracy() without task=", "torchmetrics.F1"}


@pytest.mark.slow
def test_metrics_that_name_their_task_are_left_alone(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["import torchmetrics\ntorchmetrics.Accuracy('multiclass', num_classes=3)"])
    assert run.cell(1)["status"] == "ok"
    assert [data for data in run.of("substitution") if data["how"] == "shim"] == []
