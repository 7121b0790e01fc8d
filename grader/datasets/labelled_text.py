"""Rows of a data set whose examples are one short text and one class."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRow:
    """`label` is the class's name; `text` is one message, without the line end that closed it in its file."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource:
    """All rows of one file or generator, in its own order."""

    rows: tuple[TextRow, ...]
    kind: str  # "real" or "synthetic"
    origin: str  # for people: the file's path, or which generator
    digest: str  # of the file's bytes, or of the generated rows: sha256, hex
    notes: tuple[str, ...] = ()  # what staff should know of this source


def to_jsonl(rows: Iterable[TextRow]) -> bytes:
    """One {"label": ..., "text": ...} a line, UTF-8; the same bytes for the same rows."""
    lines = (json.dumps({"label": row.label, "text": row.text}, ensure_ascii=False) + "\n" for row in rows)
    return "".join(lines).encode("utf-8", "replace")


def from_jsonl(content: bytes) -> tuple[TextRow, ...]:
    """The rows that `to_jsonl` wrote."""
    # Only a line feed ends a line: texts hold other characters that `splitlines` would cut at.
    lines = (json.loads(line) for line in content.decode("utf-8").split("\n") if line)
    return tuple(TextRow(line["label"], line["text"]) for line in lines)


def digest_rows(rows: Sequence[TextRow]) -> str:
    """sha256 of the rows' JSON lines, hex."""
    return hashlib.sha256(to_jsonl(rows)).hexdigest()
