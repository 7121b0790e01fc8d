"""What a trial found, for a person: plain lines and tables of at most 80 columns, student text never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.checks.words import count, listing, number, plural
from grader.cli.found_models import WIDTH, hanging, layer_table, like, model_line
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Figure, Fit, MetricCall, Model
from grader.trial.trial import Trial
from grader.words import clean, ending_words

_MODELS: Final = 12  # shown with their layers; the others are counted, and stand in the document
_ROWS: Final = 40  # of one table
_LIBRARIES: Final = ("tensorflow", "keras", "tf-keras", "torch", "torchvision", "scikit-learn", "numpy", "pandas")


def show_found(trial: Trial) -> None:
    """Print everything to standard output, 80 columns where it is no terminal or a wider one."""
    console = Console(highlight=False)
    console = Console(highlight=False, width=min(console.width, WIDTH) if console.is_terminal else WIDTH)
    for part in _parts(trial):
        console.print(part, markup=False, soft_wrap=False)


def _parts(trial: Trial) -> Iterable[Table | Text | str]:
    evidence = trial.evidence
    yield from _head(trial)
    yield from _failures(evidence)
    yield from _models(evidence)
    names = {model.id: _name(model) for model in evidence.models}
    yield from _section("Trainings", [_fit_row(fit, names) for fit in evidence.fits], _FITS)
    yield from _section("Measured from what the models answered and made", _measured_rows(trial, names), _MEASURED)
    yield from _section("Metrics the notebook computed", [_metric_row(m, names) for m in evidence.metrics], _METRICS)
    yield from _section("Figures", [_figure_row(figure) for figure in evidence.figures], _FIGURES)
    substitutions = [(str(s.cell), s.asked, s.served, s.how) for s in evidence.substitutions]
    yield from _section("Asked for, and answered otherwise", substitutions, _SUBSTITUTIONS)
    notes = [("", text) for text in trial.submission.notes]
    notes += [(str(note.cell), f"{note.about}: {note.text}") for note in evidence.notes]
    if evidence.stream_fault:
        notes.append(("", f"the evidence stops being valid: {evidence.stream_fault}"))
    yield from _section("Notes", notes, _NOTES)


def _head(trial: Trial) -> Iterable[Text]:
    evidence = trial.evidence
    runs = evidence.cells
    code = {cell.position for cell in evidence.submitted if cell.kind == "code" and cell.source.strip()}
    ran = sum(run.status == "ok" for run in runs if run.position in code)
    notebook = trial.submission.notebook
    yield Text(clean(notebook.name if notebook else trial.submission.path.name), style="bold")
    usage = evidence.usage
    yield Text(
        f"Ended     {ending_words(evidence.ending.kind)}: {ran} of {plural(len(code), 'code cell')} ran, "
        f"{usage.wall_seconds:.0f} s, {usage.peak_memory_bytes / 1e6:,.0f} MB"
    )
    if evidence.ending.kind not in ("finished", "cell_failed"):
        yield Text(f"          {clean(evidence.ending.detail)}")
    yield Text(f"Isolation {evidence.isolation.level} ({evidence.isolation.executor}); {trial.profile} profile")
    environment = evidence.environment
    if environment is not None:
        python = f"{environment.python}, {environment.device_name}, seed {environment.seed}"
        libraries = [f"{name} {environment.libraries[name]}" for name in _LIBRARIES if name in environment.libraries]
        yield hanging("Python    ", clean(f"{python}; {', '.join(libraries)}", 400))
    runtime = evidence.runtime
    if runtime is not None:
        name = "Keras 2 (tf-keras)" if runtime.keras == "keras2" else "Keras 3"
        other = f"; {runtime.other}" if runtime.other else ""
        yield hanging("Keras     ", clean(f"{name}: {runtime.because}{other}", 600))
    served = [
        f"{data.dataset} ({data.source}, {count(data.train_rows)} + {count(data.test_rows)} rows)"
        if data.train_rows + data.test_rows
        else f"{data.dataset} ({data.source})"
        for data in evidence.served
    ]
    yield hanging("Data      ", listing(served) if served else "none")


def _failures(evidence: Evidence) -> Iterable[Table | str]:
    rows = []
    for run in sorted(evidence.cells, key=lambda run: run.position):
        if run.failure is not None:
            line = f"{run.position}, line {run.failure.line}" if run.failure.line else str(run.position)
            rows.append((line, run.failure.name, run.failure.message or "–"))
        elif run.status == "not_run":
            rows.append((str(run.position), "not run", "–"))
    yield from _section("Cells that failed", rows, (("Cell", 0, "left"), ("Error", 2, "left"), ("Message", 5, "left")))


def _models(evidence: Evidence) -> Iterable[Table | Text | str]:
    """Every model by name, cell and order; alike ones that follow each other are shown once."""
    trained = {fit.model for fit in evidence.fits}
    ordered = sorted(evidence.models, key=lambda model: model.order)
    groups = [list(group) for _, group in groupby(ordered, key=like)]
    if groups:
        yield from ("", Text("Models, by the order in which they were built", style="bold"))
    for group in groups[:_MODELS]:
        yield model_line(group, trained)
        table = layer_table(group[0])
        if table is not None:
            yield table
    if len(groups) > _MODELS:
        rest: list[Model] = [model for group in groups[_MODELS:] for model in group]
        yield Text(f"and {plural(len(rest), 'more model')}; --json lists them all")


def _name(model: Model) -> str:
    return model.names[-1] if model.names else model.class_name


Columns = tuple[tuple[str, int, str], ...]  # heading, share of what is left of the width (0: as wide as it is), side
_FITS: Final[Columns] = (
    ("Cell", 0, "right"), ("Model", 3, "left"), ("Trained with", 6, "left"), ("Epochs", 2, "left"),
    ("Rows", 3, "left"), ("Last", 5, "left"),
)  # fmt: skip
_METRICS: Final[Columns] = (
    ("Cell", 0, "right"), ("Metric", 3, "left"), ("Value", 3, "right"), ("From", 4, "left"), ("Model", 3, "left"),
)  # fmt: skip
_BASELINES: Final = {"majority": "(commonest class)"}  # what a constant answer would have
_MEASURED: Final[Columns] = (
    ("Model", 3, "left"), ("Metric", 3, "left"), ("Value", 2, "right"), ("Interval", 4, "left"), ("Of", 2, "right"),
)  # fmt: skip
_FIGURES: Final[Columns] = (("Cell", 0, "right"), ("Title", 3, "left"), ("Shows", 6, "left"))
_SUBSTITUTIONS: Final[Columns] = (
    ("Cell", 0, "right"), ("Asked", 5, "left"), ("Served", 6, "left"), ("How", 2, "left"),
)  # fmt: skip
_NOTES: Final[Columns] = (("Cell", 0, "right"), ("Note", 1, "left"))


def _section(title: str, rows: Sequence[Sequence[str]], columns: Columns) -> Iterable[Table | str]:
    if not rows:
        return
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, expand=True)
    for heading, share, side in columns:
        table.add_column(
            heading, ratio=share or None, no_wrap=not share, overflow="fold",
            justify="right" if side == "right" else "left", header_style="dim",
        )  # fmt: skip
    for row in rows[:_ROWS]:
        table.add_row(*(Text(clean(cell, 300)) for cell in row))
    yield from ("", table)
    if len(rows) > _ROWS:
        yield f"and {len(rows) - _ROWS} more; --json lists them all"


def _fit_row(fit: Fit, names: dict[str, str]) -> tuple[str, ...]:
    rate = f" {number(fit.learning_rate)}" if fit.learning_rate is not None else ""
    batch = f"batch {count(fit.batch_size)}" if fit.batch_size is not None else ""
    with_ = [part for part in (f"{fit.optimizer or 'own steps'}{rate}", fit.loss or "", batch) if part]
    epochs = str(fit.epochs_run)
    if fit.epochs_asked is not None and fit.epochs_asked != fit.epochs_run:
        epochs += f" of {count(fit.epochs_asked)}"
    last = [f"{key} {_value(values[-1])}" for key, values in sorted(fit.history.items(), key=_rank) if values]
    rows = f"{count(fit.rows.count)} {fit.rows.split.replace('unknown', 'rows')}" if fit.rows.count else "–"
    return (str(fit.cell), names.get(fit.model, fit.model), ", ".join(with_), epochs, rows, ", ".join(last) or "–")


def _rank(entry: tuple[str, tuple[float, ...]]) -> tuple[bool, bool, str]:
    """The loss first, then what else was trained by, then the same on validation rows."""
    key = entry[0]
    return (key.startswith("val_"), not key.endswith("loss"), key)


def _measured_rows(trial: Trial, names: dict[str, str]) -> list[tuple[str, ...]]:
    """In the order of the models; the interval is the noise of so many rows alone."""
    values = trial.measurements.values
    return [
        (
            names[model],
            _BASELINES.get(one.name, one.name),
            _value(one.value),
            f"{_value(one.low)} to {_value(one.high)}",
            count(one.n),
        )
        for model in names
        for one in values.get(model, {}).values()
    ]


def _metric_row(metric: MetricCall, names: dict[str, str]) -> tuple[str, ...]:
    values = metric.value if isinstance(metric.value, tuple) else (metric.value,)
    shown = ", ".join(map(_value, values[:6])) + (", …" if len(values) > 6 else "")
    return (str(metric.cell), metric.name, shown, metric.source, names.get(metric.model or "", "–"))


def _figure_row(figure: Figure) -> tuple[str, ...]:
    title = figure.title or next((axes.title for axes in figure.axes if axes.title), "–")
    shows = []
    for axes in figure.axes[:3]:
        kinds = [f"{kind} of {listing([s.label for s in group if s.label] or ['no label'])}" for kind, group in [
            (kind, list(group)) for kind, group in groupby(axes.series[:8], key=lambda series: series.kind)
        ]]  # fmt: skip
        labels = " against ".join(label for label in (axes.ylabel, axes.xlabel) if label)
        shows.append(f"{', '.join(kinds) or 'nothing drawn'}{f' ({labels})' if labels else ''}")
    more = f"; and {len(figure.axes) - 3} more axes" if len(figure.axes) > 3 else ""
    return (str(figure.cell), title, "; ".join(shows) + more or "–")


def _value(value: float) -> str:
    return number(value)
