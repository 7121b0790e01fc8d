"""A data set as the rest of the grader sees it: what is served, and the labels that stay here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from grader.evidence.evidence import ServedData


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What is measured against, in the served order, training rows first: true classes, and what the rows hold.

    `decoys`: the classes that were served, where those of the test rows are not the true ones; None: the truth was.
    """

    dataset: str
    classes: tuple[str, ...]  # ("ham", "spam"): the index is the code in `codes`
    positive: str
    codes: npt.NDArray[np.int64]  # (train_rows + test_rows,)
    train_rows: int
    test_rows: int
    decoys: npt.NDArray[np.int64] | None = None  # (train_rows + test_rows,)
    images: npt.NDArray[np.uint8] | None = None  # (train_rows + test_rows, height, width, channels)
    texts: tuple[str, ...] | None = None  # of the rows, where they are texts


class Dataset(Protocol):
    """One data set at one profile from one source, split once and for all."""

    @property
    def served(self) -> ServedData: ...

    @property
    def labels(self) -> Labels: ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What staff should know of the source, in sentences; often empty."""
        ...

    def serve(self, into: Path) -> None:
        """Write `<into>/<dataset>/manifest.json` and the files it names; same bytes every time."""
        ...

    def sealed(self, secret: bytes) -> Dataset:
        """The same data with decoy labels on the test rows it serves; the same for the same secret."""
        ...
