"""The data sets this attempt was given, as their manifests and rows describe them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Pixels = npt.NDArray[np.uint8]

LABELLED_TEXT: Final = "labelled-text"
LABELLED_IMAGES: Final = "labelled-images"
CAPTIONED_IMAGES: Final = "captioned-images"
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One shape in which the world knows this data set's file."""

    id: str
    names: tuple[str, ...]  # file names, as people spell them
    delimiter: str
    header: tuple[str, ...] | None  # column names in the file; "" for a column without one; None: no header line
    quoted: bool  # False: quote marks are text, as in the UCI file
    # What its first columns hold; "number": the row's, from 0; "name": a review's, row and rating; "code": the class's.
    order: tuple[str, ...] = ("label", "text")
    coded: bool = False  # labels stand as numbers, not as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a line of a captioned-images file says beside its label and text."""

    id: int
    img: str  # "img/01235.png", relative to the data set's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows [start, stop) that the world knows as a file of their own: "train", "dev", "test"."""

    name: str
    start: int
    stop: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Served:
    """Rows in served order: all training rows, then all test rows."""

    dataset: str
    classes: tuple[str, ...]
    codes: IntArray  # (rows,): index into `classes`
    train_rows: int
    kind: str = LABELLED_TEXT
    texts: tuple[str, ...] = ()  # one a row; empty for images without captions
    forms: tuple[Form, ...] = ()
    images: Pixels | None = None  # (rows, height, width) or (rows, height, width, channels), mapped and not read
    captions: tuple[Caption, ...] = ()  # one a row of captioned images
    parts: tuple[Part, ...] = ()
    keras: str = ""  # the module of `keras.datasets` that answers with these rows
    torchvision: str = ""  # the class of `torchvision.datasets` that does
    sequences: str = ""  # file of the texts as numbers of words; "" where there is none
    word_index: str = ""  # file of each word's number
    folder: Path = Path()

    @property
    def count(self) -> int:
        return int(self.codes.size)

    @property
    def test_rows(self) -> int:
        return self.count - self.train_rows

    @cached_property
    def words(self) -> tuple[npt.NDArray[np.int32], IntArray]:
        """Word numbers of all rows end to end, and the (rows + 1,) places where each row starts and the last ends."""
        with np.load(self.folder / self.sequences) as held:
            values, lengths = held["values"].astype(np.int32), held["lengths"].astype(np.int64)
        return values, np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])

    def first_of_each(self, *, with_label: bool = True) -> IntArray:
        """Positions that `drop_duplicates()` keeps, exact spelling, first occurrence; all of them where no text is."""
        if not self.texts:
            return np.arange(self.count, dtype=np.int64)
        seen: set[object] = set()
        kept = []
        for position, text in enumerate(self.texts):
            key: object = (text, int(self.codes[position])) if with_label else text
            if key not in seen:
                seen.add(key)
                kept.append(position)
        return np.asarray(kept, dtype=np.int64)


def load_all(data: Path, datasets: Sequence[str]) -> tuple[Served, ...]:
    """The served data sets, in the job's order; those of kinds without rows are left out. Raises: as `load_served`."""
    found = [load_served(data, dataset) for dataset in datasets]
    return tuple(served for served in found if served is not None)


def load_served(data: Path, dataset: str | None) -> Served | None:
    """The served data set `dataset`, or None when the job has none or it is of a kind without rows.

    Raises: OSError, ValueError, KeyError when the folder is not what the course wrote: the host's fault.
    """
    if dataset is None:
        return None
    folder = data / dataset
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    loader = {LABELLED_TEXT: _texts, LABELLED_IMAGES: _images, CAPTIONED_IMAGES: _captions}.get(manifest["kind"])
    if loader is None:
        return None
    served = loader(folder, manifest)
    if served.count != manifest["train_rows"] + manifest["test_rows"]:
        raise ValueError(f"{folder}: {served.count} rows, the manifest says otherwise")
    return served


def _texts(folder: Path, manifest: dict[str, Any]) -> Served:
    classes = tuple(manifest["classes"])
    texts, codes = list[str](), list[int]()
    for row in _lines(folder / manifest["rows"]):
        texts.append(row["text"])
        codes.append(classes.index(row["label"]))
    keras = manifest.get("keras", {})
    return Served(
        kind=LABELLED_TEXT,
        dataset=manifest["dataset"],
        classes=classes,
        texts=tuple(texts),
        codes=np.asarray(codes, dtype=np.int64),
        train_rows=manifest["train_rows"],
        forms=tuple(_form(raw) for raw in manifest.get("forms", ())),
        keras=keras.get("module", ""),
        sequences=keras.get("sequences", ""),
        word_index=keras.get("word_index", ""),
        folder=folder,
    )


def _images(folder: Path, manifest: dict[str, Any]) -> Served:
    return Served(
        kind=LABELLED_IMAGES,
        dataset=manifest["dataset"],
        classes=tuple(manifest["classes"]),
        codes=np.load(folder / manifest["labels"]).astype(np.int64).reshape(-1),
        train_rows=manifest["train_rows"],
        images=np.load(folder / manifest["images"], mmap_mode="r"),
        keras=manifest.get("keras", {}).get("module", ""),
        torchvision=manifest.get("torchvision", ""),
        folder=folder,
    )


def _captions(folder: Path, manifest: dict[str, Any]) -> Served:
    rows = list(_lines(folder / manifest["rows"]))
    return Served(
        kind=CAPTIONED_IMAGES,
        dataset=manifest["dataset"],
        classes=tuple(manifest["classes"]),
        texts=tuple(row["text"] for row in rows),
        codes=np.asarray([int(row["label"]) for row in rows], dtype=np.int64),
        train_rows=manifest["train_rows"],
        captions=tuple(Caption(id=int(row["id"]), img=str(row["img"])) for row in rows),
        parts=tuple(Part(name=name, start=span[0], stop=span[1]) for name, span in manifest["parts"].items()),
        folder=folder,
    )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        # A hundred at a time: fewer calls than line by line, and not as much memory again as the texts take.
        while some := list(itertools.islice(lines, _AT_ONCE)):
            yield from json.loads(f"[{','.join(some)}]")


def _form(raw: dict[str, object]) -> Form:
    header, names, order = raw.get("header"), raw.get("names", []), raw.get("order")
    return Form(
        id=str(raw["id"]),
        names=tuple(str(name) for name in names) if isinstance(names, list) else (),
        delimiter=str(raw.get("delimiter", ",")),
        header=tuple(str(name) for name in header) if isinstance(header, list) else None,
        quoted=raw.get("quoting") != "none",
        order=tuple(str(role) for role in order) if isinstance(order, list) else ("label", "text"),
        coded=bool(raw.get("codes")) and not (isinstance(order, list) and "code" in order),
    )
