"""Python source handed in: bytes to text, and text to cells."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
from typing import Final

from grader.evidence.wire.job import JobCell
from grader.faults import SubmissionError
from grader.intake.text import encodable

MAX_SOURCE_CHARS: Final = 5_000_000
MAX_CELLS: Final = 3000
MAX_PARSED_CHARS: Final = 150_000  # of a plain script: Python's own parser takes minutes for some longer texts

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PERCENT = re.compile(r"^#\s?%%", re.MULTILINE)
_EXPORTED = re.compile(r"^# In ?\[[ \d]{0,8}\]:[ \t]*$", re.MULTILINE)
_SAVE_AS_UTF8: Final = "save the file as UTF-8 (most editors: Save with Encoding) and hand it in again"


def decode_source(raw: bytes, where: str) -> str:
    """Decode as Python would: by byte-order mark, else the coding line (PEP 263), else UTF-8.

    Raises: SubmissionError with the position of the first byte that does not fit.
    """
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), None) or _declared(raw, where)
    try:
        text = raw.decode(encoding)
    except LookupError as error:  # `# coding: rot13` names a codec that makes no text
        raise SubmissionError(f"its coding line is wrong ({error})", where=where, fix=_SAVE_AS_UTF8) from error
    except UnicodeDecodeError as error:
        what = f"not valid {encoding.removesuffix('-sig').upper()}: byte {error.start} (0x{raw[error.start]:02x})"
        line = raw.count(b"\n", 0, error.start) + 1
        raise SubmissionError(f"{what} on line {line}", where=where, fix=_SAVE_AS_UTF8) from error
    except UnicodeError as error:  # codecs that say less: undefined, punycode, idna
        raise SubmissionError(f"not valid {encoding.upper()}", where=where, fix=_SAVE_AS_UTF8) from error
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)


def is_percent(text: str) -> bool:
    """Whether a script marks its cells: `# %%`, or the `# In[3]:` of an exported notebook."""
    return bool(_PERCENT.search(text) or _EXPORTED.search(text))


def percent_cells(text: str, where: str = "script") -> tuple[JobCell, ...]:
    """Cells of a percent script as jupytext reads it; a script it cannot read becomes plain blocks.

    Raises: SubmissionError for more cells than a notebook has.
    """
    import jupytext  # a heavy import, needed for this one spelling only

    marked = _EXPORTED.sub("# %%", text)
    _refuse_many(sum(1 for _ in _PERCENT.finditer(marked)), where)  # jupytext's time grows with their square
    try:
        cells = jupytext.reads(marked, fmt="py:percent").cells
        found = [("code" if cell.cell_type == "code" else "text", str(cell.source)) for cell in cells]
    except Exception:  # noqa: BLE001  a parser of somebody else's over a stranger's file
        return plain_cells(text, where)
    kept = [(kind, source) for kind, source in found if source.strip()]
    return tuple(
        JobCell(position=number, kind="code" if kind == "code" else "text", source=encodable(source.strip("\n")))
        for number, (kind, source) in enumerate(kept, start=1)
    )


def plain_cells(text: str, where: str = "script") -> tuple[JobCell, ...]:
    """One cell per top-level block: statements with no blank line between them, with the comments above.

    A script that Python cannot parse stays one cell, so that the fault is met when it runs; so does a very long one.
    Raises: SubmissionError for more cells than a notebook has.
    """
    source = encodable(text)
    blocks = _blocks(source) or ([source] if source.strip() else [])
    _refuse_many(len(blocks), where)
    return tuple(JobCell(position=n, kind="code", source=block) for n, block in enumerate(blocks, start=1))


def _refuse_many(count: int, where: str) -> None:
    if count > MAX_CELLS:
        raise SubmissionError(
            f"this script has {count:,} cells, the limit is {MAX_CELLS:,}",
            where=where,
            fix="hand in the part that answers the assignment",
        )


def _blocks(text: str) -> list[str]:
    if len(text) > MAX_PARSED_CHARS:
        return []
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    lines = text.split("\n")
    ends: list[int] = []
    for statement in body:
        first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        if ends and not _blank_between(lines, ends[-1], first):
            ends[-1] = max(ends[-1], statement.end_lineno or first)
        else:
            ends.append(statement.end_lineno or first)
    starts = [0, *ends][:-1]
    return ["\n".join(lines[start:end]).strip("\n") for start, end in zip(starts, ends, strict=True)]


def _blank_between(lines: list[str], end: int, first: int) -> bool:
    return any(not line.strip() for line in lines[end : first - 1])


def _declared(raw: bytes, where: str) -> str:
    try:
        return tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
    except SyntaxError as error:
        if "unknown encoding" in str(error):
            raise SubmissionError(f"its coding line is wrong ({error})", where=where, fix=_SAVE_AS_UTF8) from error
        return "utf-8"  # its first lines are not UTF-8; decoding says where
