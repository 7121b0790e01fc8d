"""Judges that were trained once, kept in the course's store."""

from __future__ import annotations

import hashlib
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from grader.datasets.dataset import Dataset
from grader.datasets.judge import Judge, train_judge
from grader.files import write_atomically

FOLDER: Final = "judges"  # under .grader/
VERSION: Final = 1  # of how judges are trained: a judge of another version is another judge


def judge_of(dataset: Dataset, store: Path) -> Judge | None:
    """The judge of a data set's pictures; None for a data set without pictures.

    It belongs to the training rows served, labels included: trained on the first call, then read from
    `<store>/judges/`. A file that is damaged is made anew; a folder that cannot be written only costs time.
    """
    labels = dataset.labels
    if labels.images is None:
        return None
    name = hashlib.sha256(f"{VERSION} {labels.dataset} {dataset.served.train_digest}".encode()).hexdigest()
    path = store / FOLDER / f"{name[:32]}.npz"
    with suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return Judge.from_npz(path.read_bytes(), labels)
    judge = train_judge(labels)
    with suppress(OSError):
        write_atomically(path, judge.to_npz())
    return judge
