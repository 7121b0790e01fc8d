"""SMS spam as files: the UCI collection's own spelling and Kaggle's."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader.datasets.labelled_text import TextRow, TextSource
from grader.faults import DataError

CLASSES: Final = ("ham", "spam")
CANDIDATES: Final = ("sms-spam/SMSSpamCollection", "SMSSpamCollection", "sms-spam/spam.csv", "spam.csv")
MAX_BYTES: Final = 64 * 1024**2
MIN_ROWS_PER_CLASS: Final = 10  # fewer cannot be split into anything worth measuring

MAX_TOLD: Final = 10  # faulty lines named in one message

KNOWN_ROWS: Final = 5574
KNOWN_DIGEST: Final = "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d"

_REPAIR: Final = (
    "put the SMS Spam Collection's own file there, or leave out --data to use the embedded synthetic messages"
)


@dataclass(slots=True)
class _Faults:
    """Faulty lines of one file, counted; the first of them are kept to be told together."""

    path: Path
    count: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)  # line, what is wrong there

    def add(self, line: int, what: str) -> None:
        self.count += 1
        if len(self.told) < MAX_TOLD:
            self.told.append((line, what))

    def raise_if_any(self) -> None:
        """Raises: DataError with file:line for a single fault, else with each line's number."""
        if not self.told:
            return
        line, what = self.told[0]
        if self.count == 1:
            raise DataError(what, where=f"{self.path}:{line}", fix=_REPAIR)
        lines = [f"{self.count:,} lines are not as they should be"]
        lines += [f"line {line}: {what}" for line, what in self.told]
        if self.count > len(self.told):
            lines.append(f"and {self.count - len(self.told):,} more")
        raise DataError("\n  ".join(lines), where=str(self.path), fix=_REPAIR)


def find_file(data: Path) -> Path:
    """The data set's file in a data folder.

    Raises: DataError when the folder or the file is missing.
    """
    if not data.exists():
        raise DataError(
            "this data folder does not exist",
            where=str(data),
            fix="give --data a folder that is there, or leave it out",
        )
    if data.is_file():
        return data
    for candidate in CANDIDATES:
        path = data / candidate
        if path.is_file():
            return path
    raise DataError(
        f"this folder has no sms-spam file; looked for {', '.join(CANDIDATES)}", where=str(data), fix=_REPAIR
    )


def read_file(path: Path) -> TextSource:
    """Read either spelling, chosen by what the first line looks like.

    Raises: DataError with file:line, or with the numbers of all faulty lines (the first MAX_TOLD by number).
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataError(f"{size:,} bytes are over the cap of {MAX_BYTES:,}", where=str(path), fix=_REPAIR)
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=str(path), fix=_REPAIR) from error
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        raise DataError("is empty", where=str(path), fix=_REPAIR)
    first = raw.split(b"\n", 1)[0]
    text = _decode(raw, path)
    faults = _Faults(path)
    rows = tuple(_read_tabs(text, faults) if b"\t" in first else _read_commas(text, faults))
    faults.raise_if_any()
    _require_both_classes(rows, path)
    digest = hashlib.sha256(raw).hexdigest()
    notes = () if digest == KNOWN_DIGEST else (_unknown_file(path, len(rows), digest),)
    return TextSource(rows=rows, kind="real", origin=str(path), digest=digest, notes=notes)


def _read_tabs(text: str, faults: _Faults) -> Iterator[TextRow]:
    # Only a line feed ends a message: the collection holds other characters that `splitlines` would cut at.
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        label, tab, message = line.removesuffix("\r").partition("\t")
        if tab:
            yield from _row(label, message, number, faults)
        else:
            faults.add(number, "expected a label, a tab and a message")


def _read_commas(text: str, faults: _Faults) -> Iterator[TextRow]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        label_at, text_at = _columns(header, faults.path)
        for cells in reader:
            if len(cells) > max(label_at, text_at):
                yield from _row(cells[label_at], cells[text_at], reader.line_num, faults)
            elif cells:
                faults.add(reader.line_num, "this row is shorter than the header")
    except csv.Error as error:
        faults.add(reader.line_num, f"is not a table ({error})")


def _columns(header: list[str], path: Path) -> tuple[int, int]:
    for label, text in (("v1", "v2"), ("label", "text"), ("label", "message"), ("category", "message")):
        if label in header and text in header:
            return header.index(label), header.index(text)
    shown = ", ".join(header[:6]) or "nothing"
    raise DataError(f"expected columns v1 and v2, found {shown}", where=f"{path}:1", fix=_REPAIR)


def _row(label: str, message: str, number: int, faults: _Faults) -> Iterator[TextRow]:
    name = label.strip().casefold()
    if name in CLASSES:
        yield TextRow(name, message)
    else:
        faults.add(number, f"label {label[:40]!r} is neither ham nor spam")


def _decode(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Kaggle's copy is Latin-1. Every byte is a character there, so only control bytes tell a foreign file.
        if b"\0" in raw:
            raise DataError("is not a text file", where=str(path), fix=_REPAIR) from None
        return raw.decode("latin-1")


def _require_both_classes(rows: tuple[TextRow, ...], path: Path) -> None:
    counts = Counter(row.label for row in rows)
    for label in CLASSES:
        if counts[label] < MIN_ROWS_PER_CLASS:
            what = f"has {counts[label]} messages of class {label}, at least {MIN_ROWS_PER_CLASS} are needed"
            raise DataError(what, where=str(path), fix=_REPAIR)


def _unknown_file(path: Path, rows: int, digest: str) -> str:
    return (
        f"{path.name} is not the known SMS Spam Collection ({KNOWN_ROWS:,} rows): it has {rows:,} rows and sha256 "
        f"{digest[:12]}…; it was split by the same procedure, under its own digest."
    )
