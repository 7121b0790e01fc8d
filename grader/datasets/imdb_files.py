"""The reviews as files: a table of reviews and sentiments, plain or packed with xz, and Keras's word index."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from grader.datasets.data_folder import find_file
from grader.datasets.labelled_text import TextRow
from grader.faults import DataError

CLASSES: Final = ("negative", "positive")
CANDIDATES: Final = ("imdb/imdb_reviews.csv.xz", "imdb/IMDB Dataset.csv", "IMDB Dataset.csv", "imdb_reviews.csv")
INDEX_FILE: Final = "imdb_word_index.json"
MAX_BYTES: Final = 512 * 1024**2  # unpacked
MIN_ROWS_PER_CLASS: Final = 10
MAX_TOLD: Final = 10  # faulty rows named in one message

_REPAIR: Final = "put the table of reviews there, or leave out --data to use the embedded synthetic reviews"


def find_reviews(data: Path) -> Path:
    """The reviews in a data folder.

    Raises: DataError when the folder or the file is missing.
    """
    return find_file(data, CANDIDATES, dataset="imdb", fix=_REPAIR)


def raw_bytes(path: Path) -> bytes:
    """The file as it lies there.

    Raises: DataError when it cannot be read or is over the cap.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataError(f"{size:,} bytes are over the cap of {MAX_BYTES:,}", where=str(path), fix=_REPAIR)
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=str(path), fix=_REPAIR) from error


def read_reviews(raw: bytes, path: Path) -> tuple[TextRow, ...]:
    """The rows of a table with the columns `review` and `sentiment`; `path` is its address in messages.

    Raises: DataError with the line, or with the first MAX_TOLD of several faulty lines.
    """
    try:
        text = (_unpacked(raw, path) if path.suffix == ".xz" else raw).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("is not UTF-8 text", where=str(path), fix=_REPAIR) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[TextRow] = []
    faults: list[str] = []
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        if "review" not in header or "sentiment" not in header:
            shown = ", ".join(header[:6]) or "nothing"
            raise DataError(f"expected columns review and sentiment, found {shown}", where=f"{path}:1", fix=_REPAIR)
        text_at, label_at = header.index("review"), header.index("sentiment")
        for cells in reader:
            if len(cells) <= max(text_at, label_at):
                faults += [f"line {reader.line_num}: this row is shorter than the header"] if cells else []
            elif (label := cells[label_at].strip().casefold()) in CLASSES:
                rows.append(TextRow(label, cells[text_at]))
            else:
                faults.append(f"line {reader.line_num}: {cells[label_at][:40]!r} is neither positive nor negative")
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: is not a table ({error})")
    _raise_if_any(faults, path)
    _require_both_classes(rows, path)
    return tuple(rows)


def _unpacked(raw: bytes, path: Path) -> bytes:
    decompressor = lzma.LZMADecompressor()
    try:
        content = decompressor.decompress(raw, max_length=MAX_BYTES)
    except lzma.LZMAError as error:
        raise DataError(f"is not an xz file ({error})", where=str(path), fix=_REPAIR) from error
    if not decompressor.eof:
        more = "is over the cap when unpacked" if len(content) >= MAX_BYTES else "ends too early"
        raise DataError(more, where=str(path), fix=_REPAIR)
    return content


def _raise_if_any(faults: list[str], path: Path) -> None:
    if faults:
        more = [f"and {len(faults) - MAX_TOLD:,} more"] if len(faults) > MAX_TOLD else []
        lines = [f"{len(faults):,} of its rows cannot be used", *faults[:MAX_TOLD], *more]
        raise DataError("\n  ".join(lines), where=str(path), fix=_REPAIR)


def _require_both_classes(rows: list[TextRow], path: Path) -> None:
    counts = Counter(row.label for row in rows)
    for label in CLASSES:
        if counts[label] < MIN_ROWS_PER_CLASS:
            what = f"has {counts[label]} reviews of class {label}, at least {MIN_ROWS_PER_CLASS} are needed"
            raise DataError(what, where=str(path), fix=_REPAIR)


def read_word_index(path: Path) -> Mapping[str, int]:
    """Keras's word index: a mapping of words to ranks from 1.

    Raises: DataError when it is anything else.
    """
    fix = "restore the published file, or remove it to have one made from the training reviews"
    try:
        index = json.loads(raw_bytes(path))
    except ValueError as error:
        raise DataError(f"is not JSON ({error})", where=str(path), fix=fix) from error
    sound = isinstance(index, dict) and all(type(rank) is int and 0 < rank < 2**31 for rank in index.values())
    if not sound:
        raise DataError("is not a mapping of words to ranks", where=str(path), fix=fix)
    return {str(word): rank for word, rank in index.items()}


def digest_of(raw: bytes) -> str:
    """sha256, hex."""
    return hashlib.sha256(raw).hexdigest()
