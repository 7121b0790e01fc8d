"""The checks that come with the grader. A new one is a module beside these and one line here."""

from __future__ import annotations

from typing import Final

from grader.checks.compare import CompareSpec, judge_compare
from grader.checks.figure import FigureSpec, judge_figure
from grader.checks.frozen import FrozenSpec, judge_frozen
from grader.checks.layers import LayersSpec, judge_layers
from grader.checks.manual import ManualSpec, judge_manual
from grader.checks.metric import MetricSpec, judge_metric
from grader.checks.parameters import ParametersSpec, judge_parameters
from grader.checks.registry import CheckEntry
from grader.checks.runs import RunsSpec, judge_runs
from grader.checks.said import SaidSpec, judge_said
from grader.checks.sweep import SweepSpec, judge_sweep
from grader.checks.table import TableSpec, judge_table
from grader.checks.text_steps import TextStepsSpec, judge_text_steps
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
    "compare": CheckEntry(
        spec=CompareSpec, judge=judge_compare, summary="One model is better than another, beyond noise."
    ),
    "sweep": CheckEntry(
        spec=SweepSpec, judge=judge_sweep, summary="Models were trained and measured at every size of the training set."
    ),
    "frozen": CheckEntry(
        spec=FrozenSpec, judge=judge_frozen, summary="Only the last layers of a model learn; those before are frozen."
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
    "text_steps": CheckEntry(
        spec=TextStepsSpec, judge=judge_text_steps, summary="Texts were preprocessed, told by what became of them."
    ),
    "said": CheckEntry(spec=SaidSpec, judge=judge_said, summary="The notebook's words speak of what they must."),
    "runs": CheckEntry(spec=RunsSpec, judge=judge_runs, summary="The notebook runs from top to bottom."),
    "manual": CheckEntry(
        spec=ManualSpec, judge=judge_manual, summary="A person reads and decides; points wait until then."
    ),
}
