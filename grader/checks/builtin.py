"""The checks that come with the grader. A new one is a module beside these and one line here."""

from __future__ import annotations

from typing import Final

from grader.checks.figure import FigureSpec, judge_figure
from grader.checks.layers import LayersSpec, judge_layers
from grader.checks.manual import ManualSpec, judge_manual
from grader.checks.metric import MetricSpec, judge_metric
from grader.checks.parameters import ParametersSpec, judge_parameters
from grader.checks.registry import CheckEntry
from grader.checks.runs import RunsSpec, judge_runs
from grader.checks.table import TableSpec, judge_table
from grader.checks.training import TrainingSpec, judge_training

BUILTIN: Final = {
    "layers": CheckEntry(
        spec=LayersSpec, judge=judge_layers, summary="A model has the layers asked for, in order, with their settings."
    ),
    "parameters": CheckEntry(
        spec=ParametersSpec, judge=judge_parameters, summary="A model has as many parameters as it should."
    ),
    "metric": CheckEntry(
        spec=MetricSpec,
        judge=judge_metric,
        summary="A model is as good on the test rows as it should be, beyond noise.",
    ),
    "training": CheckEntry(
        spec=TrainingSpec,
        judge=judge_training,
        summary="A model was trained as asked, on the rows it may be trained on.",
    ),
    "figure": CheckEntry(
        spec=FigureSpec, judge=judge_figure, summary="The figures asked for were drawn and can be read."
    ),
    "table": CheckEntry(
        spec=TableSpec, judge=judge_table, summary="Results are reported, and they are the measured ones."
    ),
    "runs": CheckEntry(spec=RunsSpec, judge=judge_runs, summary="The notebook runs from top to bottom."),
    "manual": CheckEntry(
        spec=ManualSpec, judge=judge_manual, summary="A person reads and decides; points wait until then."
    ),
}
