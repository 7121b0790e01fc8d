"""An instructor's own copy of Hateful Memes: img/ beside train.jsonl, dev.jsonl and test.jsonl.

Its licence forbids handing it on, so no copy comes with the grader. In its first edition the test lines carry no
label; the later one calls its parts dev_seen and test_seen, and labels both.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from grader.datasets.captioned_images import CaptionedRow, CaptionedSource, StoredPicture
from grader.datasets.data_folder import require_folder
from grader.datasets.faulty_lines import FaultyLines
from grader.faults import DataError

FOLDERS: Final = ("memes", "hateful_memes")
_FILES: Final = {
    "train": ("train.jsonl",),
    "dev": ("dev.jsonl", "dev_seen.jsonl"),
    "test": ("test.jsonl", "test_seen.jsonl"),
}
_DEV_SHARE: Final = 10  # where dev becomes the test part, at most one training row in this many becomes dev
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_REPAIR: Final = (
    "put an unchanged copy of Hateful Memes there, or rename the folder to use the embedded synthetic memes"
)


def find_folder(data: Path) -> Path | None:
    """The data set's folder below a data folder, or None.

    Raises: DataError when the data folder itself is missing.
    """
    require_folder(data)
    return next((data / name for name in FOLDERS if (data / name).is_dir()), None)


def read_folder(folder: Path) -> CaptionedSource:
    """All rows of a copy. Raises: DataError with the address of every fault, the first ten in full."""
    reader = _Reader(folder)
    parts = {part: reader.part(names) for part, names in _FILES.items()}
    reader.faults.raise_if_any()
    train, dev, test = parts["train"], parts["dev"], parts["test"]
    notes: tuple[str, ...] = ()
    if not test:
        if not dev:
            raise DataError("neither test nor dev has labelled lines", where=str(folder), fix=_REPAIR)
        train, dev, test = *_with_dev(train, len(dev)), dev
        notes = (
            f"The test lines of {folder.name} carry no labels: its dev part ({len(test):,} rows) is the test part, and "
            f"{len(dev):,} of its training rows are the dev part.",
        )
    for name, rows in (("train", train), ("test", test)):
        if {row.code for row in rows} != {0, 1}:
            raise DataError(f"part {name} has not both classes", where=str(folder), fix=_REPAIR)
    return CaptionedSource(train=train, dev=dev, test=test, kind="real", notes=notes)


class _Reader:
    """Lines of one folder's files; an id may stand in one place only."""

    def __init__(self, folder: Path) -> None:
        self.faults = FaultyLines(folder, _REPAIR)
        self._folder = folder
        self._seen = dict[int, str]()  # id -> address

    def part(self, names: tuple[str, ...]) -> tuple[CaptionedRow, ...]:
        """The labelled rows of the first of these files that is there; none where no line has a label."""
        path = next((self._folder / name for name in names if (self._folder / name).is_file()), None)
        if path is None:
            self.faults.add(str(self._folder / names[0]), "is missing")
            return ()
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.add(str(path), f"cannot be read ({error})")
            return ()
        raw = [(f"{path}:{n}", self._parsed(f"{path}:{n}", line)) for n, line in enumerate(lines, 1) if line.strip()]
        found = [(where, body) for where, body in raw if body is not None]
        if found and all("label" not in body for _, body in found) and names == _FILES["test"]:
            return ()
        rows = [self._row(where, body) for where, body in found]
        return tuple(row for row in rows if row is not None)

    def _parsed(self, where: str, line: str) -> dict[str, Any] | None:
        try:
            body = json.loads(line)
        except ValueError as error:
            self.faults.add(where, f"is not JSON ({error})")
            return None
        if not isinstance(body, dict):
            self.faults.add(where, "is not an object with id, img, label and text")
            return None
        return body

    def _row(self, where: str, body: dict[str, Any]) -> CaptionedRow | None:
        number, picture, label, text = (body.get(name) for name in ("id", "img", "label", "text"))
        identity = int(number) if isinstance(number, int) or (isinstance(number, str) and number.isdecimal()) else None
        if identity is None or not isinstance(text, str) or not isinstance(picture, str):
            self.faults.add(where, "needs a number `id`, a text `img` and a text `text`")
            return None
        code = {"0": 0, "1": 1}.get(str(label))
        if code is None or isinstance(label, bool):
            self.faults.add(where, f"label {str(label)[:40]!r} is neither 0 nor 1")
            return None
        if identity in self._seen:
            self.faults.add(where, f"id {identity} stands in {self._seen[identity]} too")
            return None
        self._seen[identity] = where
        fault = _picture_fault(self._folder, picture)
        if fault:
            self.faults.add(where, fault)
            return None
        name = Path(picture).name
        return CaptionedRow(
            id=identity, file=name, code=code, text=text, picture=StoredPicture(path=self._folder / "img" / name)
        )


def _picture_fault(folder: Path, name: str) -> str:
    plain = Path(name)
    if plain.parent.as_posix() != "img":
        return f"picture {name[:80]!r} does not lie in img/"
    path = folder / plain
    try:
        with path.open("rb") as file:
            return "" if file.read(len(_PNG)) == _PNG else f"picture {name[:80]!r} is not a PNG file"
    except OSError as error:
        return f"picture {name[:80]!r} cannot be read ({error.strerror})"


def _with_dev(train: tuple[CaptionedRow, ...], most: int) -> tuple[tuple[CaptionedRow, ...], tuple[CaptionedRow, ...]]:
    """Training rows without and with those that a hash of their ids makes the dev part."""
    count = min(most, len(train) // _DEV_SHARE)
    ranked = sorted(train, key=lambda row: hashlib.sha256(f"dev {row.id}".encode()).digest())
    chosen = {row.id for row in ranked[:count]}
    return tuple(row for row in train if row.id not in chosen), tuple(row for row in train if row.id in chosen)
