"""Judges that were trained once, kept in the course's store."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from grader.datasets.dataset import Dataset
from grader.datasets.judge import Judge, train_judge
from grader.files import write_atomically

FOLDER: Final = "judges"  # under .grader/
VERSION: Final = 1  # of how judges are trained: a judge of another version is another judge


class CourseJudges(Mapping[str, Judge]):
    """The judges of a course's data sets by name, each trained or read when it is first asked for.

    Data sets without pictures are not among the keys.
    """

    def __init__(self, datasets: Mapping[str, Dataset], store: Path) -> None:
        self._datasets = {name: each for name, each in datasets.items() if each.labels.images is not None}
        self._store = store
        self._at_hand: dict[str, Judge] = {}

    def __getitem__(self, name: str) -> Judge:
        if name not in self._at_hand:
            judge = judge_of(self._datasets[name], self._store)
            if judge is None:
                raise KeyError(name)
            self._at_hand[name] = judge
        return self._at_hand[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._datasets)

    def __len__(self) -> int:
        return len(self._datasets)


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
