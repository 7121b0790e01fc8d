"""Second pass: records against each other and against what the host knows (cells handed in, rows served)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from grader.evidence.evidence import Array, ServedData
from grader.evidence.gather import Gathered, Kept, LeftOut
from grader.evidence.references import Arrays, Pictures, RowRules
from grader.evidence.schema import SchemaError
from grader.evidence.stream import StreamFile
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    CellRun,
    Figure,
    Fit,
    MetricCall,
    Model,
    Note,
    Prediction,
    Rows,
    Substitution,
    Table,
)

R = TypeVar("R")
PlacedT = TypeVar("PlacedT", Model, Table, Substitution, Note)

MAX_COLUMNS: Final = 1_000  # classes of one prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Records that stand, with exactly the arrays and pictures they refer to."""

    cells: tuple[CellRun, ...]
    models: tuple[Model, ...]
    fits: tuple[Fit, ...]
    predictions: tuple[Prediction, ...]
    metrics: tuple[MetricCall, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    substitutions: tuple[Substitution, ...]
    notes: tuple[Note, ...]
    arrays: Mapping[str, Array]
    images: Mapping[str, bytes]


def resolve(
    found: Gathered, stream: StreamFile, served: Sequence[ServedData], submitted: Sequence[JobCell]
) -> Resolved:
    """Keep the records whose references hold; the others join `found.left_out`."""
    left_out = found.left_out
    arrays, pictures = Arrays(found, stream), Pictures(found, stream)
    rows = RowRules(served=served, arrays=arrays)
    cells = _Cells(submitted)
    models = _standing(found.models, "model", cells.placed, left_out)
    rules = _Rules(cells=cells, rows=rows, arrays=arrays, pictures=pictures, models=frozenset(m.id for m in models))
    runs = _standing(found.cells, "cell", rules.run, left_out)
    fits = _standing(found.fits, "fit", rules.fit, left_out)
    predictions = _standing(found.predictions, "prediction", rules.prediction, left_out)
    metrics = _standing(found.metrics, "metric", rules.metric, left_out)
    figures = _standing(found.figures, "figure", rules.figure, left_out)
    return Resolved(
        cells=tuple(sorted(runs, key=lambda run: run.position)),
        models=models,
        fits=fits,
        predictions=predictions,
        metrics=metrics,
        figures=figures,
        tables=_standing(found.tables, "table", cells.placed, left_out),
        substitutions=_standing(found.substitutions, "substitution", cells.placed, left_out),
        notes=_standing(found.notes, "note", cells.placed, left_out) + pictures.notes(),
        arrays=arrays.only(array_ids(fits, predictions, metrics)),
        images=dict(sorted(pictures.images.items())),
    )


def _standing(
    kept: Mapping[int, Kept[R]] | Mapping[str, Kept[R]], name: str, check: Callable[[R], R], left_out: LeftOut
) -> tuple[R, ...]:
    standing = []
    for entry in kept.values():
        try:
            standing.append(check(entry.record))
        except SchemaError as fault:
            left_out.add(name, entry.frame, str(fault))
    return tuple(standing)


class _Cells:
    """Records must lie in cells that were handed in; cell 0 is outside any cell."""

    def __init__(self, submitted: Sequence[JobCell]) -> None:
        self.code = frozenset(cell.position for cell in submitted if cell.kind == "code")
        self._known = frozenset(cell.position for cell in submitted) | {0}

    def require(self, cell: int) -> None:
        if cell not in self._known:
            raise SchemaError(f"cell {cell:,}, which was not handed in")

    def placed(self, record: PlacedT) -> PlacedT:
        self.require(record.cell)
        return record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """One rule per kind of record: the record as it stands, or SchemaError with what does not exist."""

    cells: _Cells
    rows: RowRules
    arrays: Arrays
    pictures: Pictures
    models: frozenset[str]

    def run(self, record: CellRun) -> CellRun:
        if record.position not in self.cells.code:
            raise SchemaError(f"position {record.position:,}, where no code cell was handed in")
        return replace(record, outputs=tuple(self.pictures.output(output) for output in record.outputs))

    def fit(self, record: Fit) -> Fit:
        self.cells.require(record.cell)
        self._require_model(record.model)
        return replace(
            record, rows=self.rows.checked(record.rows), validation_rows=self._optional(record.validation_rows)
        )

    def prediction(self, record: Prediction) -> Prediction:
        self.cells.require(record.cell)
        self._require_model(record.model)
        shape = self.arrays.get(record.values).shape
        columns = shape[1] if len(shape) == 2 else 1
        if len(shape) not in (1, 2) or shape[0] != record.rows.count or not 1 <= columns <= MAX_COLUMNS:
            raise SchemaError(f"values of shape {shape} for {record.rows.count:,} rows")
        return replace(record, rows=self.rows.checked(record.rows))

    def metric(self, record: MetricCall) -> MetricCall:
        self.cells.require(record.cell)
        # The number is a claim by itself; a model that does not exist costs it only the tie.
        model = record.model if record.model in self.models else None
        return replace(record, model=model, rows=self._optional(record.rows))

    def figure(self, record: Figure) -> Figure:
        self.cells.require(record.cell)
        return self.pictures.figure(record)

    def _require_model(self, model: str) -> None:
        if model not in self.models:
            raise SchemaError(f"model {model!r}, which no record introduced")

    def _optional(self, rows: Rows | None) -> Rows | None:
        return None if rows is None else self.rows.checked(rows)


def array_ids(fits: Iterable[Fit], predictions: Iterable[Prediction], metrics: Iterable[MetricCall]) -> Iterator[str]:
    """Every array that a standing record refers to."""
    rows: list[Rows | None] = []
    for fit in fits:
        rows += (fit.rows, fit.validation_rows)
    for prediction in predictions:
        rows.append(prediction.rows)
        yield prediction.values
    rows += (metric.rows for metric in metrics)
    yield from (entry.indices for entry in rows if entry is not None and entry.indices is not None)
