"""MNIST in one pickled file: `mnist.pkl.gz`, in three parts as tutorials have it, or in Keras's two."""

from __future__ import annotations

import ast
import gzip
import pickle
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from grader.inside.content import IntArray
from grader.inside.context import Context
from grader.inside.gateway.paths import base_name
from grader.inside.gateway.trees import Tree, exists
from grader.inside.gateway.usage import parsed
from grader.inside.served import Served

_FILE: Final = re.compile(r"mnist(?:[-_. ]?(?:py3k|data(?:set)?))?\.(?:pkl|pickle)(?P<packed>\.gz)?", re.IGNORECASE)
_PROTOCOL: Final = 2  # of the published files, which Python 2 reads as well
_GREYS: Final = 256  # what pixels are divided by in three parts
_VALIDATION_SHARE: Final = 6  # of the training rows, the last sixth
_TWO, _THREE = 2, 3


class MnistPickle(Tree):
    """Three pairs (pixels from 0 to 1, shape (n, 784), float32; digits, int64), or two (bytes, (n, 28, 28); digits)."""

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._context = context

    def find(self, path: str) -> Path | None:
        name = _FILE.fullmatch(base_name(path))
        if name is None:
            return None
        file = self._context.private / f"mnist.pkl{name['packed'] or ''}"
        if not exists(file):
            content = pickle.dumps(self._pairs(), protocol=_PROTOCOL)
            file.write_bytes(gzip.compress(content, mtime=0) if name["packed"] else content)
        return file

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        return found.name, f"{self.served.dataset}, in one file of {self._parts()} parts"

    def _parts(self) -> int:
        cells = (cell.source for cell in self._context.job.cells if cell.kind == "code")
        return parts_read(parsed(cells))

    def _pairs(self) -> tuple[tuple[object, object], ...]:
        train = np.arange(self.served.train_rows)
        test = np.arange(self.served.train_rows, self.served.count)
        if self._parts() == _TWO:
            return self._pair(train, flat=False), self._pair(test, flat=False)
        border = train.size - train.size // _VALIDATION_SHARE
        return tuple(self._pair(rows, flat=True) for rows in (train[:border], train[border:], test))

    def _pair(self, rows: IntArray, *, flat: bool) -> tuple[object, object]:
        assert self.served.images is not None
        pixels = np.asarray(self.served.images[rows])
        if flat:
            pixels = (pixels.reshape(rows.size, -1) / _GREYS).astype(np.float32)
        labels = self.served.codes[rows].astype(np.int64)
        self._context.rows.of(self.served.dataset).learn(pixels, labels, rows)
        return pixels, labels


def parts_read(trees: Iterable[ast.Module]) -> int:
    """How many parts the code takes apart what it loads into: two or three, and three where nothing tells."""
    found = {
        len(target.elts)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _loads(node.value)
        for target in node.targets
        if isinstance(target, ast.Tuple | ast.List)
    }
    return _TWO if _TWO in found and _THREE not in found else _THREE


def _loads(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("load", "loads")
