"""The files in which the world knows labelled pictures: idx files and tables of MNIST's kind, batches of CIFAR-10.

Each is written when it is first asked for, from the served rows; a batch of CIFAR-10 holds a fifth of them.
"""

from __future__ import annotations

import gzip
import io
import pickle
import re
import struct
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, Final, cast

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.class_folders import class_folders
from grader.inside.gateway.image_arrays import ImageArrays
from grader.inside.gateway.mnist_names import (
    CLOTHES,
    COMPETITION,
    DIGITS,
    is_bare,
    is_of_competition,
    likelier,
    means_another,
    spoken_of,
)
from grader.inside.gateway.mnist_pickle import MnistPickle
from grader.inside.gateway.paths import base_name, parts_of
from grader.inside.gateway.polarity_files import PolarityFiles
from grader.inside.gateway.review_files import KerasReviews, Reviews, ReviewTables
from grader.inside.gateway.trees import Memes, Tree, exists
from grader.inside.served import CAPTIONED_IMAGES, Served

IDX: Final = {"train": "train", "t10k": "test"}
_RENAMED: Final = re.compile(
    r"(train|training|test|t10k)[-_ ]?(images?|data|pixels|labels?)(?:[-_.]idx[13])?(?:[-_.]ubyte)?(?:\.gz|(?<=ubyte))",
    re.IGNORECASE,
)
BATCHES: Final = "cifar-10-batches-py"
# The tables of Kaggle's competition on MNIST; that of the test rows has no labels.
_ENTERED: Final = ("train.csv", "test.csv", "sample_submission.csv")
BARE: Final = "bare"  # tables without a header
_PLAIN_FOLDERS: Final = frozenset({"", ".", "..", "input", "data", "content", "working"})


class Idx(Tree):
    """`train-images-idx3-ubyte.gz` and its three companions, with and without the ending, and Kaggle's tables.

    MNIST has `mnist.npz` as well, and the tables of a competition under names that are anybody's.
    """

    def __init__(self, served: Served, context: Context, *, unnamed: bool = True) -> None:
        """`unnamed`: whether paths that name neither MNIST nor Fashion-MNIST are answered here."""
        super().__init__(served)
        self._unnamed = unnamed
        self._competes = is_of_competition("\n".join(cell.source for cell in context.job.cells))
        self._folder = context.private / served.dataset
        self._writers: dict[str, Callable[[], bytes]] = {}
        train, test = slice(0, served.train_rows), slice(served.train_rows, served.count)
        for start, side in IDX.items():
            rows = train if side == "train" else test
            self._writers[f"{start}-images-idx3-ubyte"] = partial(self._images, rows)
            self._writers[f"{start}-labels-idx1-ubyte"] = partial(self._labels, rows)
            self._writers[f"{served.dataset}_{side}.csv"] = partial(self._table, rows, _pixels(served))
            if served.dataset == DIGITS:
                names = [f"pixel{number}" for number in range(784)]
                self._writers[f"{COMPETITION}/{side}.csv"] = partial(self._table, rows, names, labelled=side == "train")
        if served.dataset == DIGITS:
            self._writers[f"{COMPETITION}/sample_submission.csv"] = self._submission
            self._writers[f"{served.dataset}.npz"] = self._arrays
            third = slice(0, served.train_rows // 3)  # as of the published rows
            for name, rows in {"train": train, "train_small": third, "test": test}.items():
                self._writers[f"{BARE}/mnist_{name}.csv"] = partial(self._table, rows, [])

    def find(self, path: str) -> Path | None:
        name = self._name(path)
        plain = name.removesuffix(".gz")
        if plain not in self._writers or means_another(path, self.served.dataset):
            return None
        if not self._unnamed and not spoken_of(path):
            return None
        file = self._folder / name
        if not exists(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            content = self._writers[plain]()
            file.write_bytes(content if plain == name else gzip.compress(content, 1))
        return file

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        dataset = self.served.dataset
        return f"{dataset}, {found.name}", f"{dataset}, in the form of the file of that name"

    def _name(self, path: str) -> str:
        """The published name of what a path asks for; a name that is anybody's is known by its folder."""
        name, folder = _published(base_name(path)), "".join(parts_of(path)[-2:-1])
        if name not in _ENTERED:
            bare = name == "mnist_train_small.csv" or (name.startswith("mnist_") and is_bare(path))
            return f"{BARE}/{name}" if bare else name
        plain = self._competes and folder.casefold() in _PLAIN_FOLDERS
        named = is_of_competition(path) or (self._competes and spoken_of(folder) == DIGITS)
        if self.served.dataset == DIGITS and (plain or named):
            return f"{COMPETITION}/{name}"
        return f"{self.served.dataset}_{name}" if spoken_of(folder) == self.served.dataset else name

    def _images(self, rows: slice) -> bytes:
        assert self.served.images is not None
        images = np.asarray(self.served.images[rows])
        return struct.pack(">4i", 2051, *images.shape[:3]) + images.tobytes()

    def _table(self, rows: slice, pixels: list[str], *, labelled: bool = True) -> bytes:
        """A label, if asked for, and every pixel in a line of their own; without `pixels`, their names, no header."""
        assert self.served.images is not None
        images = np.asarray(self.served.images[rows])
        cells = images.reshape(images.shape[0], -1)
        if labelled:
            cells = np.column_stack([self.served.codes[rows].astype(np.uint8), cells])
        # Every cell is as wide as the widest: readers of numbers pass over blanks, and 47 million are written at once.
        words = np.frombuffer(b"".join(b"%3d," % value for value in range(256)), dtype=np.uint8).reshape(256, 4)
        text = words[cells]
        text[:, -1, -1] = ord("\n")
        header = ",".join(["label", *pixels] if labelled else pixels) + "\n" if pixels else ""
        return header.encode() + text.tobytes()

    def _submission(self) -> bytes:
        """A line for each test row, answered with 0."""
        lines = ["ImageId,Label", *(f"{number},0" for number in range(1, self.served.test_rows + 1)), ""]
        return "\n".join(lines).encode()

    def _arrays(self) -> bytes:
        """`mnist.npz`, as Keras downloads it."""
        served = self.served
        assert served.images is not None
        images, codes, split = np.asarray(served.images), served.codes.astype(np.uint8), served.train_rows
        written = io.BytesIO()
        np.savez(written, x_train=images[:split], y_train=codes[:split], x_test=images[split:], y_test=codes[split:])
        return written.getvalue()

    def _labels(self, rows: slice) -> bytes:
        codes = self.served.codes[rows].astype(np.uint8)
        return struct.pack(">2i", 2049, codes.size) + codes.tobytes()


class Batches(Tree):
    """`cifar-10-batches-py/` with its pickles, or one of them below whatever folder."""

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._folder = context.private / BATCHES
        self._names = (*(f"data_batch_{n}" for n in range(1, 6)), "test_batch", "batches.meta")

    def find(self, path: str) -> Path | None:
        name = base_name(path)
        if name not in self._names and name != BATCHES:
            return None
        if not exists(self._folder):
            self._write()
        return self._folder if name == BATCHES else self._folder / name

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:  # noqa: ARG002  one thing is said of the whole folder
        served = self.served
        return BATCHES, f"{served.dataset}, {served.train_rows:,} training and {served.test_rows:,} test rows"

    def _write(self) -> None:
        served = self.served
        self._folder.mkdir()
        edges = np.linspace(0, served.train_rows, 6).astype(int).tolist()
        spans = [*pairwise(edges), (served.train_rows, served.count)]
        for name, (start, stop) in zip(self._names[:6], spans, strict=True):
            assert served.images is not None
            images = np.asarray(served.images[start:stop])
            batch: dict[bytes, object] = {
                b"batch_label": name.encode(),
                b"labels": served.codes[start:stop].tolist(),
                b"data": images.transpose(0, 3, 1, 2).reshape(stop - start, -1),  # channels first, flat, as there
                b"filenames": [f"{row}.png".encode() for row in range(start, stop)],
            }
            (self._folder / name).write_bytes(_pickled(batch))
        meta: dict[bytes, object] = {
            b"num_cases_per_batch": edges[1],
            b"label_names": [n.encode() for n in served.classes],
            b"num_vis": 3072,
        }
        (self._folder / "batches.meta").write_bytes(_pickled(meta))


def _published(name: str) -> str:
    """The name under which a file of numbers is published, for one that a person has given it: Train_Labels.gz."""
    found = _RENAMED.fullmatch(name)
    if found is None:
        return name
    side = "train" if found[1].casefold().startswith("train") else "t10k"
    what = "labels-idx1" if found[2].casefold().startswith("label") else "images-idx3"
    return f"{side}-{what}-ubyte{'.gz' if name.casefold().endswith('.gz') else ''}"


def _pixels(served: Served) -> list[str]:
    """The columns of the pixels in the tables that hold a whole set."""
    if served.dataset == DIGITS:
        return [f"{down}x{across}" for down in range(1, 29) for across in range(1, 29)]
    return [f"pixel{number}" for number in range(1, 785)]


def trees_of(context: Context) -> tuple[Tree, ...]:
    """The folders and files that this attempt's data sets are known as."""
    found: list[Tree] = []
    every = [tracker.served for tracker in context.rows.trackers]
    both = {served.dataset for served in every if served is not None} >= {DIGITS, CLOTHES}
    meant = likelier("\n".join(cell.source for cell in context.job.cells)) if both else ""
    for served in every:
        if served is None:
            continue
        if served.kind == CAPTIONED_IMAGES:
            found.append(Memes(served, context))
        elif served.keras == "imdb":
            found += [kind(served, context) for kind in (Reviews, KerasReviews, ReviewTables, PolarityFiles)]
        elif served.keras == "cifar10":
            found += [Batches(served, context), ImageArrays(served, context), *class_folders(served, context)]
        elif served.keras in ("fashion_mnist", "mnist"):
            found += [Idx(served, context, unnamed=meant in ("", served.dataset)), ImageArrays(served, context)]
            found += class_folders(served, context)
            if served.dataset == DIGITS:
                found.append(MnistPickle(served, context))
    return tuple(found)


class _Pickler(pickle._Pickler):  # the one in Python, which can be told how to write
    """Bytes as the strings of Python 2, as in the published files: what they are read as depends on `encoding=`."""

    def _string(self, value: bytes) -> None:
        size, pickler = len(value), cast(Any, self)
        pickler.write((b"U" + bytes([size]) if size < 256 else b"T" + struct.pack("<i", size)) + value)
        pickler.memoize(value)

    dispatch: ClassVar[dict[type, Any]] = {**pickle._Pickler.dispatch, bytes: _string}


def _pickled(value: dict[bytes, object]) -> bytes:
    written = io.BytesIO()
    _Pickler(written, 2).dump(value)
    return written.getvalue()
