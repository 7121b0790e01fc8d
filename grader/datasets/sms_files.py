"""SMS spam as files: the UCI collection's own spelling and Kaggle's."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

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

    Raises: DataError with file:line for the first thing that is not as it should be.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataError(f"{size:,} bytes are over the cap of {MAX_BYTES:,}", where=str(path), fix=_REPAIR)
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=str(path), fix=_REPAIR) from error
    first = raw.split(b"\n", 1)[0]
    spelled = _read_tabs(raw, path) if b"\t" in first else _read_commas(raw, path)
    rows = tuple(spelled)
    _require_both_classes(rows, path)
    digest = hashlib.sha256(raw).hexdigest()
    notes = () if digest == KNOWN_DIGEST else (_unknown_file(path, len(rows), digest),)
    return TextSource(rows=rows, kind="real", origin=str(path), digest=digest, notes=notes)


def _read_tabs(raw: bytes, path: Path) -> Iterator[TextRow]:
    text = _decode(raw, path)
    # Only a line feed ends a message: the collection holds other characters that `splitlines` would cut at.
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        label, tab, message = line.removesuffix("\r").partition("\t")
        if not tab:
            raise DataError("expected a label, a tab and a message", where=f"{path}:{number}", fix=_REPAIR)
        yield _row(label, message, f"{path}:{number}")


def _read_commas(raw: bytes, path: Path) -> Iterator[TextRow]:
    reader = csv.reader(io.StringIO(_decode(raw, path), newline=""))
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        label_at, text_at = _columns(header, path)
        for cells in reader:
            if not cells:
                continue
            where = f"{path}:{reader.line_num}"
            if len(cells) <= max(label_at, text_at):
                raise DataError("this row is shorter than the header", where=where, fix=_REPAIR)
            yield _row(cells[label_at], cells[text_at], where)
    except csv.Error as error:
        raise DataError(f"is not a table ({error})", where=f"{path}:{reader.line_num}", fix=_REPAIR) from error


def _columns(header: list[str], path: Path) -> tuple[int, int]:
    for label, text in (("v1", "v2"), ("label", "text"), ("label", "message"), ("category", "message")):
        if label in header and text in header:
            return header.index(label), header.index(text)
    shown = ", ".join(header[:6]) or "nothing"
    raise DataError(f"expected columns v1 and v2, found {shown}", where=f"{path}:1", fix=_REPAIR)


def _row(label: str, message: str, where: str) -> TextRow:
    name = label.strip().casefold()
    if name not in CLASSES:
        raise DataError(f"label {label[:40]!r} is neither ham nor spam", where=where, fix=_REPAIR)
    return TextRow(name, message)


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
