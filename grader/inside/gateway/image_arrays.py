"""Labelled pictures as arrays in files: `fashion_mnist/train_images.npy`, `data/cifar10/y_test.npy`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.mnist_names import spoken_of
from grader.inside.gateway.paths import base_name
from grader.inside.gateway.trees import Tree, exists
from grader.inside.served import Served

_PICTURES: Final = r"x|data|images?|imgs?|features|inputs?|pixels"
_LABELS: Final = r"y|labels?|targets?|classes"
_NAME: Final = re.compile(
    rf"(?:.*[-_. ])??(?:(?P<what>{_PICTURES}|{_LABELS})[-_ ]?)?(?P<side>train(?:ing)?|test(?:ing)?)"
    rf"(?:[-_ ]?(?P<then>{_PICTURES}|{_LABELS}))?\.npy",
    re.IGNORECASE,
)
_SAVED: Final = re.compile(r"\b(?:np|numpy)\s*\.\s*save\s*\(")
_CIFAR: Final = re.compile(r"cifar(?![-_ ]?100)", re.IGNORECASE)


class ImageArrays(Tree):
    """Pictures as bytes, (rows, height, width[, 3]), and int64 labels; of a path that names the data set.

    A notebook that saves arrays itself is not answered: what it looks for is then its own work.
    """

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._folder = context.private / f"{served.dataset}-arrays"
        self._own = any(_SAVED.search(cell.source) for cell in context.job.cells if cell.kind == "code")

    def find(self, path: str) -> Path | None:
        asked = asked_of(path)
        if asked is None or self._own or not self._is_named(path):
            return None
        side, what = asked
        file = self._folder / f"{side}-{what}.npy"
        if not exists(file):
            self._folder.mkdir(exist_ok=True)
            np.save(file, self._array(side, what))
        return file

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        return f"{self.served.dataset}, {found.name}", f"{self.served.dataset}, as arrays of bytes and whole numbers"

    def _is_named(self, path: str) -> bool:
        if self.served.keras == "cifar10":
            return bool(_CIFAR.search(path))
        return spoken_of(path) == self.served.dataset

    def _array(self, side: str, what: str) -> np.ndarray[Any, Any]:
        served = self.served
        rows = slice(0, served.train_rows) if side == "train" else slice(served.train_rows, served.count)
        assert served.images is not None
        return np.asarray(served.images[rows]) if what == "images" else served.codes[rows].astype(np.int64)


def asked_of(path: str) -> tuple[str, str] | None:
    """("train" or "test", "images" or "labels") that the name of a file of arrays means; None: neither or both."""
    name = _NAME.fullmatch(base_name(path))
    if name is None or bool(name["what"]) == bool(name["then"]):
        return None
    what = "labels" if re.fullmatch(_LABELS, name["what"] or name["then"], re.IGNORECASE) else "images"
    return "train" if name["side"].casefold().startswith("train") else "test", what
