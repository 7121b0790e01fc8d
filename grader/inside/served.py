"""The data set this attempt was given, as its manifest and rows describe it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
LABELLED_TEXT = "labelled-text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One shape in which the world knows this data set's file."""

    id: str
    names: tuple[str, ...]  # file names, as people spell them
    delimiter: str
    header: tuple[str, ...] | None  # column names in the file; "" for a column without one; None: no header line
    quoted: bool  # False: quote marks are text, as in the UCI file


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Served:
    """Rows in served order: all training rows, then all test rows."""

    dataset: str
    classes: tuple[str, ...]
    texts: tuple[str, ...]
    codes: IntArray  # (rows,): index into `classes`
    train_rows: int
    forms: tuple[Form, ...]

    @property
    def count(self) -> int:
        return len(self.texts)

    @property
    def test_rows(self) -> int:
        return self.count - self.train_rows

    def first_of_each(self, *, with_label: bool = True) -> IntArray:
        """Positions that `drop_duplicates()` keeps, exact spelling, first occurrence."""
        seen: set[object] = set()
        kept = []
        for position, text in enumerate(self.texts):
            key: object = (text, int(self.codes[position])) if with_label else text
            if key not in seen:
                seen.add(key)
                kept.append(position)
        return np.asarray(kept, dtype=np.int64)


def load_served(data: Path, dataset: str | None) -> Served | None:
    """The served data set `dataset`, or None when the job has none or it is of a kind the gateway does not serve.

    Raises: OSError, ValueError, KeyError when the folder is not what the course wrote: the host's fault.
    """
    if dataset is None:
        return None
    folder = data / dataset
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["kind"] != LABELLED_TEXT:
        return None
    classes = tuple(manifest["classes"])
    codes: list[int] = []
    texts: list[str] = []
    with (folder / manifest["rows"]).open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            codes.append(classes.index(row["label"]))
            texts.append(row["text"])
    if len(texts) != manifest["train_rows"] + manifest["test_rows"]:
        raise ValueError(f"{folder}: {len(texts)} rows, the manifest says otherwise")
    return Served(
        dataset=manifest["dataset"],
        classes=classes,
        texts=tuple(texts),
        codes=np.asarray(codes, dtype=np.int64),
        train_rows=manifest["train_rows"],
        forms=tuple(_form(raw) for raw in manifest["forms"]),
    )


def _form(raw: dict[str, object]) -> Form:
    header, names = raw.get("header"), raw.get("names", [])
    return Form(
        id=str(raw["id"]),
        names=tuple(str(name) for name in names) if isinstance(names, list) else (),
        delimiter=str(raw.get("delimiter", ",")),
        header=tuple(str(name) for name in header) if isinstance(header, list) else None,
        quoted=raw.get("quoting") != "none",
    )
