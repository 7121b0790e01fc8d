"""SMS spam as files: the UCI collection's own spelling and Kaggle's."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.datasets.data_folder import find_file
from grader.datasets.faulty_lines import FaultyLines
from grader.datasets.labelled_text import TextRow, TextSource
from grader.faults import DataError

CLASSES: Final = ("ham", "spam")
CANDIDATES: Final = ("sms-spam/SMSSpamCollection", "SMSSpamCollection", "sms-spam/spam.csv", "spam.csv")
MAX_BYTES: Final = 64 * 1024**2
MIN_ROWS_PER_CLASS: Final = 10  # fewer cannot be split into anything worth measuring

KNOWN_ROWS: Final = 5574
KNOWN_DIGEST: Final = "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d"

_REPAIR: Final = (
    "put the SMS Spam Collection's own file there, or leave out --data to use the embedded synthetic messages"
)


def find_messages(data: Path) -> Path:
    """The data set's file in a data folder.

    Raises: DataError when the folder or the file is missing.
    """
    return find_file(data, CANDIDATES, dataset="sms-spam", fix=_REPAIR)


def read_file(path: Path) -> TextSource:
    """Read either spelling, chosen by what the first line looks like.

    Raises: DataError with file:line, or with the numbers of all faulty lines (the first ten by number).
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
    faults = FaultyLines(path, _REPAIR)
    rows = tuple(_read_tabs(text, faults) if b"\t" in first else _read_commas(text, faults))
    faults.raise_if_any()
    _require_both_classes(rows, path)
    digest = hashlib.sha256(raw).hexdigest()
    notes = () if digest == KNOWN_DIGEST else (_unknown_file(path, len(rows), digest),)
    return TextSource(rows=rows, kind="real", origin=str(path), digest=digest, notes=notes)


def _read_tabs(text: str, faults: FaultyLines) -> Iterator[TextRow]:
    # Only a line feed ends a message: the collection holds other characters that `splitlines` would cut at.
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        label, tab, message = line.removesuffix("\r").partition("\t")
        if tab:
            yield from _row(label, message, number, faults)
        else:
            _add(faults, number, "expected a label, a tab and a message")


def _read_commas(text: str, faults: FaultyLines) -> Iterator[TextRow]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        label_at, text_at = _columns(header, faults.source)
        for cells in reader:
            if len(cells) > max(label_at, text_at):
                yield from _row(cells[label_at], cells[text_at], reader.line_num, faults)
            elif cells:
                _add(faults, reader.line_num, "this row is shorter than the header")
    except csv.Error as error:
        _add(faults, reader.line_num, f"is not a table ({error})")


def _columns(header: list[str], path: Path) -> tuple[int, int]:
    for label, text in (("v1", "v2"), ("label", "text"), ("label", "message"), ("category", "message")):
        if label in header and text in header:
            return header.index(label), header.index(text)
    shown = ", ".join(header[:6]) or "nothing"
    raise DataError(f"expected columns v1 and v2, found {shown}", where=f"{path}:1", fix=_REPAIR)


def _row(label: str, message: str, number: int, faults: FaultyLines) -> Iterator[TextRow]:
    name = label.strip().casefold()
    if name in CLASSES:
        yield TextRow(name, message)
    else:
        _add(faults, number, f"label {label[:40]!r} is neither ham nor spam")


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


def _add(faults: FaultyLines, line: int, what: str) -> None:
    faults.add(f"{faults.source}:{line}", what, called=f"line {line}")
