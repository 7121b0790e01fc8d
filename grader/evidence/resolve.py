"""Second pass: records against each other and against what the host knows (cells handed in, rows served)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np

from grader.evidence.evidence import Array, ServedData
from grader.evidence.gather import Gathered, Kept, LeftOut
from grader.evidence.references import Arrays, Pictures, RowRules, array_ids
from grader.evidence.schema import SchemaError
from grader.evidence.stream import StreamFile
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    MAX_CLASSES,
    CellRun,
    Codes,
    Continuation,
    Figure,
    Fit,
    Images,
    MetricCall,
    Model,
    NextCharacters,
    Note,
    Prediction,
    ProcessedText,
    Rows,
    Substitution,
    Table,
)

R = TypeVar("R")
PlacedT = TypeVar("PlacedT", Model, Table, Substitution, Note)

MAX_SIDE: Final = 512  # pixels of a picture a model made


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Records that stand, with exactly the arrays and pictures they refer to."""

    cells: tuple[CellRun, ...]
    models: tuple[Model, ...]
    fits: tuple[Fit, ...]
    predictions: tuple[Prediction, ...]
    images_made: tuple[Images, ...]
    codes: tuple[Codes, ...]
    next_characters: tuple[NextCharacters, ...]
    continuations: tuple[Continuation, ...]
    processed_texts: tuple[ProcessedText, ...]
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
    made = _standing(found.images_made, "images", rules.images, left_out)
    codes = _standing(found.codes, "codes", rules.codes, left_out)
    characters = _standing(found.next_characters, "next_characters", rules.next_characters, left_out)
    continuations = _standing(found.continuations, "continuation", rules.continuation, left_out)
    metrics = _standing(found.metrics, "metric", rules.metric, left_out)
    figures = _standing(found.figures, "figure", rules.figure, left_out)
    return Resolved(
        cells=tuple(sorted(runs, key=lambda run: run.position)),
        models=models,
        fits=fits,
        predictions=predictions,
        images_made=made,
        codes=codes,
        next_characters=characters,
        continuations=continuations,
        processed_texts=_standing(found.processed_texts, "processed_text", rules.processed_text, left_out),
        metrics=metrics,
        figures=figures,
        tables=_standing(found.tables, "table", cells.placed, left_out),
        substitutions=_standing(found.substitutions, "substitution", cells.placed, left_out),
        notes=_standing(found.notes, "note", cells.placed, left_out) + pictures.notes(),
        arrays=arrays.only(array_ids((*fits, *predictions, *made, *codes, *characters, *metrics))),
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
            record,
            rows=self.rows.checked(record.rows),
            validation_rows=self._optional(record.validation_rows),
            parts=tuple(part for part in record.parts if part in self.models),
        )

    def prediction(self, record: Prediction) -> Prediction:
        self.cells.require(record.cell)
        self._require_model(record.model)
        shape = self.arrays.get(record.values).shape
        columns = shape[1] if len(shape) == 2 else 1
        if len(shape) not in (1, 2) or shape[0] != record.rows.count or not 1 <= columns <= MAX_CLASSES:
            raise SchemaError(f"values of shape {shape} for {record.rows.count:,} rows")
        return replace(record, rows=self.rows.checked(record.rows))

    def images(self, record: Images) -> Images:
        self.cells.require(record.cell)
        for model in record.models:
            self._require_model(model)
        values = self.arrays.get(record.values)
        if values.dtype != np.uint8 or values.ndim != 4 or not _is_picture(values.shape[1:]):
            raise SchemaError(f"pictures of type {values.dtype} and shape {values.shape}")
        if not (math.isfinite(record.low) and math.isfinite(record.high) and record.low < record.high):
            raise SchemaError(f"a range from {record.low} to {record.high}")
        if record.asked is not None:
            asked = self.arrays.get(record.asked)
            if asked.dtype.kind != "i" or asked.shape != values.shape[:1]:
                raise SchemaError(f"classes of type {asked.dtype} and shape {asked.shape}")
        rows = self._optional(record.rows)
        if (rows is not None and rows.count != values.shape[0]) or (rows is None) == (record.what == "reconstruction"):
            raise SchemaError(f"{record.what} of {values.shape[0]:,} pictures with the wrong rows")
        return replace(record, rows=rows)

    def codes(self, record: Codes) -> Codes:
        self.cells.require(record.cell)
        self._require_model(record.model)
        mean = self.arrays.get(record.mean)
        if mean.dtype.kind != "f" or mean.ndim != 2 or mean.shape[0] != record.rows.count or mean.shape[1] < 1:
            raise SchemaError(f"codes of type {mean.dtype} and shape {mean.shape} for {record.rows.count:,} rows")
        if record.log_variance is not None:
            spread = self.arrays.get(record.log_variance)
            if spread.dtype.kind != "f" or spread.shape != mean.shape:
                raise SchemaError(f"log variances of type {spread.dtype} and shape {spread.shape}")
        return replace(record, rows=self.rows.checked(record.rows))

    def next_characters(self, record: NextCharacters) -> NextCharacters:
        self.cells.require(record.cell)
        self._require_model(record.model)
        self._require_data(record.dataset)
        starts, values = self.arrays.get(record.starts), self.arrays.get(record.values)
        if starts.dtype.kind != "i" or starts.ndim != 1 or (starts.size and int(starts.min()) < 0):
            raise SchemaError(f"starts of type {starts.dtype} and shape {starts.shape}")
        if values.dtype.kind != "f" or values.shape != (starts.size, len(record.alphabet)):
            raise SchemaError(f"answers of type {values.dtype} and shape {values.shape}")
        return record

    def continuation(self, record: Continuation) -> Continuation:
        self.cells.require(record.cell)
        self._require_model(record.model)
        return record

    def processed_text(self, record: ProcessedText) -> ProcessedText:
        self.cells.require(record.cell)
        total = self._require_data(record.dataset)
        if any(row >= total for row in record.rows):
            raise SchemaError(f"a row outside the {total:,} rows that were served")
        if {len(record.texts), len(record.tokens)} != {0, len(record.rows)}:
            raise SchemaError(
                f"{len(record.texts):,} texts and {len(record.tokens):,} lists for {len(record.rows):,} rows"
            )
        return record

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

    def _require_data(self, dataset: str) -> int:
        """How many rows of it were served."""
        for data in self.rows.served:
            if data.dataset == dataset:
                return data.train_rows + data.test_rows
        raise SchemaError(f"data set {dataset!r}, which was not served")

    def _optional(self, rows: Rows | None) -> Rows | None:
        return None if rows is None else self.rows.checked(rows)


def _is_picture(shape: tuple[int, ...]) -> bool:
    height, width, channels = shape
    return 1 <= height <= MAX_SIDE and 1 <= width <= MAX_SIDE and channels in (1, 3)
