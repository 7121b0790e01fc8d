"""Rows of a data set whose examples are one picture, one caption and one of two classes; and what is served of them."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from grader.datasets.dataset import Labels
from grader.datasets.sealing import seal_labels
from grader.evidence.evidence import ServedData
from grader.files import write_atomically

KIND: Final = "captioned-images"
ROWS_FILE: Final = "rows.jsonl"
PARTS: Final = ("train", "dev", "test")


class Picture(Protocol):
    """One PNG file, wherever it comes from."""

    def digest(self) -> str:
        """sha256 of the file's bytes, hex."""
        ...

    def write(self, target: Path) -> None:
        """Make the file `target`, which does not exist yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPicture:
    """A file of the instructor's own."""

    path: Path

    def digest(self) -> str:
        return _file_digest(self.path)

    def write(self, target: Path) -> None:
        """A second name where the file system has that, since it is only ever shown read-only; else a copy."""
        try:
            os.link(self.path.resolve(), target)
        except OSError:
            shutil.copyfile(self.path, target)


@functools.cache  # a command asks for it several times, and a picture may have megabytes
def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionedRow:
    """`code` is 0 or 1; rows of one `group` are kept or left out together."""

    id: int
    file: str  # name of the picture below img/
    code: int
    text: str
    picture: Picture
    group: str = ""

    def line(self) -> str:
        """As the data set's own files write it."""
        body = {"id": self.id, "img": f"img/{self.file}", "label": self.code, "text": self.text}
        return json.dumps(body, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionedSource:
    """All rows of one folder or generator, by part, each in its own order."""

    train: tuple[CaptionedRow, ...]
    dev: tuple[CaptionedRow, ...]
    test: tuple[CaptionedRow, ...]
    kind: str  # "real" or "synthetic"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionedImages:
    """Rows in served order: train, dev, test, each in the order of its source; train and dev are the training rows."""

    served: ServedData
    labels: Labels
    rows: tuple[CaptionedRow, ...]
    codes: tuple[int, ...]  # served label of each row: its own, or a decoy
    dev_from: int
    manifest: bytes
    notes: tuple[str, ...]

    def serve(self, into: Path) -> None:
        """Write `<into>/<dataset>/`: the manifest, rows.jsonl, one file of lines a part, and img/."""
        folder = into / self.served.dataset
        pictures = folder / "img"
        pictures.mkdir(parents=True, exist_ok=True)
        for row in self.rows:
            if not (pictures / row.file).exists():
                row.picture.write(pictures / row.file)
        lines = _lines(self.rows, self.codes)
        write_atomically(folder / ROWS_FILE, "".join(lines).encode())
        for part, (begin, end) in _parts(self.labels, self.dev_from).items():
            write_atomically(folder / f"{part}.jsonl", "".join(lines[begin:end]).encode())
        # Written last: a folder with a manifest is a complete folder.
        write_atomically(folder / "manifest.json", self.manifest)

    def sealed(self, secret: bytes) -> CaptionedImages:
        """The same data with decoy labels on the test rows it serves, in an order of their own.

        `labels.codes` keeps the truth, row by row of the new order.
        """
        at = self.labels.train_rows
        labels, order = seal_labels(self.labels, self.served.digest, secret)
        assert labels.decoys is not None
        test = tuple(self.rows[at + place] for place in order.tolist())
        rows, codes = (*self.rows[:at], *test), tuple(labels.decoys.tolist())
        return replace(
            self,
            rows=rows,
            codes=codes,
            served=replace(
                self.served,
                sealed=True,
                digest=_digest(rows, codes, b"sealed\n" + self.manifest),
                test_digest=_digest(test, codes[at:]),
            ),
            labels=replace(labels, texts=tuple(row.text for row in rows)),
        )


def build_captioned_images(
    name: str,
    source: CaptionedSource,
    *,
    classes: tuple[str, str],
    profile: str,
    caps: tuple[int, int] | None,
) -> CaptionedImages:
    """Cut a source down to a profile and freeze it.

    Args: `classes` by code, the second is the positive one; `caps`: most rows of train and of test, dev is cut in
        proportion to train; None: all.
    """
    train, dev, test = source.train, source.dev, source.test
    if caps is not None:
        dev = thin(dev, len(dev) * caps[0] // max(len(train), caps[0]))
        train, test = thin(train, caps[0]), thin(test, caps[1])
    rows, known = (*train, *dev, *test), len(train) + len(dev)
    codes = tuple(row.code for row in rows)
    labels = Labels(
        dataset=name,
        classes=classes,
        positive=classes[1],
        codes=np.array(codes, dtype=np.int64),
        train_rows=known,
        test_rows=len(test),
        texts=tuple(row.text for row in rows),
    )
    manifest = _manifest(labels, source.kind, profile, len(train))
    return CaptionedImages(
        served=ServedData(
            dataset=name,
            source=source.kind,
            profile=profile,
            train_rows=known,
            test_rows=len(test),
            digest=_digest(rows, codes, manifest),
            train_digest=_digest(rows[:known], codes[:known]),
            test_digest=_digest(rows[known:], codes[known:]),
        ),
        labels=labels,
        rows=rows,
        codes=codes,
        dev_from=len(train),
        manifest=manifest,
        notes=source.notes,
    )


def thin(rows: Sequence[CaptionedRow], most: int) -> tuple[CaptionedRow, ...]:
    """At most `most` rows, both classes in proportion, whole groups in the order of a hash; in the given order."""
    if len(rows) <= most:
        return tuple(rows)
    groups: dict[str, list[CaptionedRow]] = {}
    for row in rows:
        groups.setdefault(row.group or str(row.id), []).append(row)
    positive = round(sum(row.code for row in rows) * most / len(rows))
    room = Counter({0: most - positive, 1: positive})
    kept: set[int] = set()
    for group in sorted(groups, key=lambda key: hashlib.sha256(f"thin {key}".encode()).digest()):
        wanted = Counter(row.code for row in groups[group])
        if all(room[code] >= count for code, count in wanted.items()):
            room.subtract(wanted)
            kept.update(row.id for row in groups[group])
    return tuple(row for row in rows if row.id in kept)


def _parts(labels: Labels, dev_from: int) -> dict[str, tuple[int, int]]:
    ends = (dev_from, labels.train_rows, labels.train_rows + labels.test_rows)
    return dict(zip(PARTS, zip((0, *ends), ends, strict=False), strict=True))


def _lines(rows: Sequence[CaptionedRow], codes: Sequence[int]) -> list[str]:
    return [replace(row, code=code).line() for row, code in zip(rows, codes, strict=True)]


def _digest(rows: Sequence[CaptionedRow], codes: Sequence[int], first: bytes = b"") -> str:
    digest = hashlib.sha256(first)
    for row, line in zip(rows, _lines(rows, codes), strict=True):
        digest.update(f"{row.picture.digest()} {line}".encode("utf-8", "replace"))
    return digest.hexdigest()


def _manifest(labels: Labels, source: str, profile: str, dev_from: int) -> bytes:
    body = {
        "dataset": labels.dataset,
        "kind": KIND,
        "source": source,
        "profile": profile,
        "train_rows": labels.train_rows,
        "test_rows": labels.test_rows,
        "classes": list(labels.classes),
        "label_names": "/".join(labels.classes),
        "rows": ROWS_FILE,
        "images": "img",
        "parts": {part: list(span) for part, span in _parts(labels, dev_from).items()},
    }
    return (json.dumps(body, indent=1, ensure_ascii=False) + "\n").encode()
