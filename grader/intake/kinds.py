"""What a file is by its first bytes, in words a student knows."""

from __future__ import annotations

from typing import Final

HEAD_BYTES: Final = 4096

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x89HDF", "saved weights (HDF5)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_OFFICE: Final = ((b"word/", "a Word document"), (b"xl/", "an Excel workbook"), (b"ppt/", "a PowerPoint document"))
_EXPORT_ADVICE: Final = (
    "hand in the notebook itself: in Colab File > Download > Download .ipynb, in Jupyter File > Download"
)


def is_zip(head: bytes) -> bool:
    """A zip archive that is not an Office document."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and _office(head) is None


def kind_of(head: bytes) -> str | None:
    """What the file is when it is plainly something else than text, else None."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK"):
        return _office(head) or "a zip archive"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")):
        return "a web page (HTML)"
    if start.startswith(b"<?xml"):
        return "an XML document"
    return "a binary file" if b"\0" in head[:1024] and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def advice_for(kind: str) -> str:
    """What the student can do who handed in a file of that kind."""
    if "archive" in kind:
        return "hand in the notebook itself, or a zip archive that holds it"
    return _EXPORT_ADVICE


def _office(head: bytes) -> str | None:
    if b"[Content_Types].xml" not in head and b"_rels/" not in head:
        return None
    return next((kind for part, kind in _OFFICE if part in head), "an Office document")
