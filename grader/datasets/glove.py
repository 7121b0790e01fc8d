"""The resource `glove-6b-100d`: word vectors of 100 values, as GloVe's text file has them."""

from __future__ import annotations

import gzip
import zlib
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from grader.datasets.resource import Resource, build_resource
from grader.datasets.synthetic.word_vectors import synthetic_vectors
from grader.faults import DataError

NAME: Final = "glove-6b-100d"
FILE: Final = "glove.6B.100d.txt"
DIMENSION: Final = 100
CANDIDATES: Final = ("glove/glove.6B.100d.txt", "glove/glove.6B.100d.subset.txt.gz", "glove.6B.100d.txt")
MAX_BYTES: Final = 512 * 1024**2  # unpacked; the whole published file has 331 MiB

_REPAIR: Final = "put GloVe's own file there, or leave out --data to use the embedded synthetic vectors"


def open_glove(data: Path | None, profile: str) -> Resource:
    """From a data folder when one is given, else vectors made for the words of the embedded texts.

    Raises: DataError for a folder or file that is missing or malformed; UsageError for an unknown profile.
    """
    content = synthetic_vectors() if data is None else _read(_find(data))
    about = {"file": FILE, "dimension": DIMENSION, "words": content.count(b"\n")}
    source = "synthetic" if data is None else "real"
    return build_resource(
        NAME, kind="word-vectors", source=source, profile=profile, about=about, files={FILE: content}
    )  # fmt: skip


def _find(data: Path) -> Path:
    for candidate in CANDIDATES:
        if (data / candidate).is_file():
            return data / candidate
    raise DataError(
        f"this folder has no {NAME} file; looked for {', '.join(CANDIDATES)}", where=str(data), fix=_REPAIR
    )  # fmt: skip


def _read(path: Path) -> bytes:
    """The file's lines, each a word and its values, the last one ended like the others."""
    try:
        with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else nullcontext(raw) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"cannot be read ({error})", where=str(path), fix=_REPAIR) from error
    if len(content) > MAX_BYTES:
        raise DataError(f"is over the cap of {MAX_BYTES:,} bytes", where=str(path), fix=_REPAIR)
    lines = content.removesuffix(b"\n").split(b"\n")
    for number, line in enumerate(lines, start=1):
        if line.count(b" ") != DIMENSION or not _numbers(line if number == 1 else b""):
            what = f"expected a word and {DIMENSION} numbers"
            raise DataError(what, where=f"{path}:{number}", fix=_REPAIR)
    return b"\n".join(lines) + b"\n"


def _numbers(line: bytes) -> bool:
    try:
        return all(float(cell) == float(cell) for cell in line.split(b" ")[1:])
    except ValueError:
        return False
