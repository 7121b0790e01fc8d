"""Evidence: all that one attempt showed, validated, frozen, in memory.

Built by the reader from a hostile stream, or by the store from what the reader had validated. Everything
downstream (measure, checks, audit, report) is a pure function of this and of the course's own files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from grader.evidence.ending import Ending, Isolation, Usage
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    CellRun,
    Codes,
    Continuation,
    Environment,
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

Array = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedData:
    """What data the attempt was given; `source` is 'synthetic' or the data folder's kind of content ('real')."""

    dataset: str
    source: str
    profile: str
    train_rows: int
    test_rows: int
    digest: str  # of the served rows and the split: sha256, hex
    train_digest: str
    test_digest: str
    sealed: bool = False  # the test rows carried decoy labels; digests are of what was served


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Ids are unique within their kind; every id a record refers to exists; every array has the announced shape."""

    key: str  # the attempt's: digest of all that determines it
    ending: Ending
    usage: Usage
    isolation: Isolation
    served: tuple[ServedData, ...]
    submitted: tuple[JobCell, ...]  # the cells as handed in
    handed_in: str = ""  # digest of all files handed in, companions included
    environment: Environment | None = None  # None when the runner never came up
    runtime: RuntimeUsed | None = None  # None for code that uses no Keras
    cells: tuple[CellRun, ...] = ()
    models: tuple[Model, ...] = ()
    fits: tuple[Fit, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    images_made: tuple[Images, ...] = ()
    codes: tuple[Codes, ...] = ()
    next_characters: tuple[NextCharacters, ...] = ()
    continuations: tuple[Continuation, ...] = ()
    processed_texts: tuple[ProcessedText, ...] = ()
    metrics: tuple[MetricCall, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    notes: tuple[Note, ...] = ()
    arrays: Mapping[str, Array] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)  # re-encoded PNG files
    stream_fault: str | None = None  # where and why the stream stopped being valid; what came before stands

    def model(self, model_id: str) -> Model:
        """Raises KeyError for an id no record introduced."""
        for model in self.models:
            if model.id == model_id:
                return model
        raise KeyError(model_id)

    def fits_of(self, model_id: str) -> Iterator[Fit]:
        return (fit for fit in self.fits if fit.model == model_id)

    def predictions_of(self, model_id: str) -> Iterator[Prediction]:
        return (prediction for prediction in self.predictions if prediction.model == model_id)

    def indices(self, rows: Rows) -> npt.NDArray[np.int64] | None:
        """Positions in the served order, shape (count,), or None when the rows are not known."""
        if rows.indices is None:
            return None
        return self.arrays[rows.indices].astype(np.int64)
