"""A notebook without a runner: cells executed in one namespace, with the probe watching and its records kept."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

from grader.evidence.wire.job import Job
from grader.evidence.wire.records import Model, Output, Record
from grader.inside import probe
from grader.inside.context import Context
from grader.inside.rows import Identified

RecordType = TypeVar("RecordType")
TRAIN, TEST, WIDTH = 400, 100, 20


@dataclass
class Collected:
    """An emitter that keeps everything."""

    records: list[Record] = field(default_factory=list)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)

    def record(self, record: Record) -> None:
        self.records.append(record)

    def array(self, values: np.ndarray) -> str:
        name = f"a{len(self.arrays) + 1}"
        self.arrays[name] = np.array(values)
        return name

    def image(self, data: bytes, mime: str, cell: int) -> str:
        del mime, cell
        name = f"i{len(self.images) + 1}"
        self.images[name] = data
        return name


class LabelsInOrder:
    """A row tracker that knows one order of labels, recognises slices of it, and features it was told about."""

    trackers = ()

    def __init__(self, labels: np.ndarray, train: int) -> None:
        self.labels = labels
        self.train = train
        self.known: dict[bytes, np.ndarray] = {}

    def learn(self, features: object, labels: object | None, indices: np.ndarray | None, dataset: str = "") -> None:
        del labels, dataset
        if indices is not None and features is not None:
            self.known[_key(features)] = np.asarray(indices)

    def identify(self, features: object | None, labels: object | None) -> Identified:
        count = len(features if features is not None else labels)  # type: ignore[arg-type]
        indices = self._find(np.asarray(labels).ravel()) if labels is not None else None
        if indices is None and features is not None:
            indices = self.known.get(_key(features))
        if indices is None:
            return Identified(
                split="unknown", count=count, from_train=0, from_test=0, how="not identified", indices=None
            )
        if features is not None:
            self.known[_key(features)] = indices
        test = int((indices >= self.train).sum())
        split = "test" if test == count else "train" if test == 0 else "own"
        return Identified(
            split=split, count=count, from_train=count - test, from_test=test, how="labels in order", indices=indices
        )

    def classes(self, labels: object, indices: object = None, dataset: str = "") -> tuple[str, ...] | None:
        del labels, indices, dataset
        return ("ham", "spam")

    def _find(self, labels: np.ndarray) -> np.ndarray | None:
        for start in range(len(self.labels) - len(labels) + 1):
            if len(labels) >= 30 and np.array_equal(self.labels[start : start + len(labels)], labels):
                return np.arange(start, start + len(labels))
        return None


def _key(features: object) -> bytes:
    array = np.asarray(features)
    return repr(array.tolist()).encode() if array.dtype.kind in "OU" else array.astype(np.float32).tobytes()


class Notebook:
    """Cells run one after the other, as the runner would run them."""

    def __init__(self, *, max_epochs: int | None = None, **variables: Any) -> None:
        random = np.random.default_rng(7)
        self.labels = random.integers(0, 2, TRAIN + TEST)
        self.features = random.integers(1, 50, (TRAIN + TEST, WIDTH))
        # Learnable: one word gives it away.
        self.features[self.labels == 1, 0] = 3
        self.evidence = Collected()
        self.shown: list[Output] = []
        job = Job(
            cells=(), files="", data="", datasets=("sms-spam",), seed=1, device="cpu", max_epochs=max_epochs
        )  # fmt: skip
        self.variables: dict[str, Any] = {
            "__name__": "__main__",
            "np": np,
            "X_train": self.features[:TRAIN],
            "y_train": self.labels[:TRAIN],
            "X_test": self.features[TRAIN:],
            "y_test": self.labels[TRAIN:],
            **variables,
        }
        self.context = Context(
            job=job,
            emit=self.evidence,  # type: ignore[arg-type]
            rows=LabelsInOrder(self.labels, TRAIN),  # type: ignore[arg-type]
            private=Path("/nonexistent"),
            shell=SimpleNamespace(user_ns=self.variables, user_ns_hidden={}, display_formatter=None),
            show=self.shown.append,
        )
        probe.stand()
        probe.install(self.context)

    def cell(self, source: str) -> Notebook:
        self.context.cell += 1
        try:
            exec(compile(textwrap.dedent(source), f"<cell {self.context.cell}>", "exec"), self.variables)
        finally:
            probe.after_cell(self.context)
        return self

    def finish(self) -> Notebook:
        self.context.cell = 0
        probe.finish(self.context)
        return self

    def all(self, kind: type[RecordType]) -> list[RecordType]:
        """Records of one kind; of those with one id, the last."""
        found: dict[object, RecordType] = {}
        for position, record in enumerate(self.evidence.records):
            if isinstance(record, kind):
                found[getattr(record, "id", position)] = record
        return list(found.values())

    def model(self, name: str) -> Model:
        (found,) = [model for model in self.all(Model) if name in model.names]
        return found

    def rows(self, rows: Any) -> list[int]:
        return [] if rows.indices is None else self.evidence.arrays[rows.indices].tolist()
