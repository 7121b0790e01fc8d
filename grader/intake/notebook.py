"""One notebook file to cells and saved outputs: .ipynb of nbformat 2 to 4.5, percent scripts, plain scripts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from grader.evidence.wire.job import JobCell
from grader.faults import SubmissionError
from grader.intake.kinds import HEAD_BYTES, advice_for, kind_of
from grader.intake.listing import open_regular
from grader.intake.outputs import OutputReader, joined
from grader.intake.source import MAX_CELLS, MAX_SOURCE_CHARS, decode_source, is_percent, percent_cells, plain_cells
from grader.intake.submission import Notebook
from grader.intake.text import clean_line, encodable
from grader.intake.unreadable import is_ours, unreadable

MAX_BYTES: Final = 30_000_000

_NOT_PYTHON: Final[Mapping[str, str]] = {
    "r": "R", "ir": "R", "julia": "Julia", "scala": "Scala", "matlab": "MATLAB", "octave": "Octave", "bash": "Bash",
    "javascript": "JavaScript", "typescript": "TypeScript", "sql": "SQL", "sas": "SAS", "c++": "C++", "rust": "Rust",
}  # fmt: skip
_OPEN_AND_SAVE: Final = "open it in Jupyter or Colab, run it, save it, and hand in that .ipynb file"


def read_notebook(path: Path) -> Notebook:
    """Read a notebook or script; its code is not run.

    Raises: SubmissionError that says what the file is instead, or why it cannot be used, and what to do.
    """
    raw = _read(path)
    where = path.name
    head = raw[:HEAD_BYTES]
    if not raw.strip():
        raise SubmissionError("this file is empty", where=where, fix=_OPEN_AND_SAVE)
    kind = kind_of(head)
    if kind is not None:
        raise SubmissionError(f"this file is {kind}, not a notebook", where=where, fix=advice_for(kind))
    if path.suffix.casefold() == ".py" and not _looks_like_notebook(head):
        return script_notebook(raw, where)
    return _ipynb(raw, where)


def _read(path: Path) -> bytes:
    try:
        with os.fdopen(open_regular(path), "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size <= MAX_BYTES:
                return stream.read(MAX_BYTES)
    except OSError as error:
        if is_ours(error):
            raise unreadable(error, "file", path.name) from error
        raise SubmissionError(
            f"this file cannot be read ({error.strerror or error})",
            where=path.name,
            fix="hand in a regular file that can be opened",
        ) from error
    raise SubmissionError(
        f"this notebook has {size / 1e6:,.0f} MB, the limit is {MAX_BYTES / 1e6:,.0f} MB",
        where=path.name,
        fix="clear the outputs (Jupyter: Kernel > Restart & Clear Output; Colab: Edit > Clear all outputs), "
        "save, and hand it in again; keep large data and pictures out of the notebook",
    )


def _looks_like_notebook(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"cell' in head


def script_notebook(raw: bytes, where: str) -> Notebook:
    """The notebook in the bytes of a script, in percent format or plain. Raises: SubmissionError."""
    text = decode_source(raw, where)
    if len(text) > MAX_SOURCE_CHARS:
        raise SubmissionError(
            f"this script has {len(text):,} characters, the limit is {MAX_SOURCE_CHARS:,}",
            where=where,
            fix="keep data out of the script and read it from a file",
        )
    percent = is_percent(text)
    cells = percent_cells(text, where) if percent else plain_cells(text, where)
    _require_code(cells, where)
    return Notebook(
        name=where,
        cells=cells,
        prompts=(None,) * len(cells),
        outputs=(),
        format="py percent" if percent else "py plain",
    )


def _ipynb(raw: bytes, where: str) -> Notebook:
    body = _parse(raw, where)
    _require_python(body, where)
    cells: list[JobCell] = []
    prompts: list[int | None] = []
    outputs = OutputReader()
    characters = 0
    for position, cell in enumerate(_raw_cells(body), start=1):
        code = cell.get("cell_type") == "code"
        source = encodable(joined(cell.get("source", cell.get("input"))))
        characters += len(source)
        if position > MAX_CELLS or characters > MAX_SOURCE_CHARS:
            raise SubmissionError(
                f"this notebook has more than {MAX_CELLS:,} cells or {MAX_SOURCE_CHARS:,} characters of source",
                where=where,
                fix="hand in the part that answers the assignment",
            )
        cells.append(JobCell(position=position, kind="code" if code else "text", source=source))
        prompts.append(_prompt(cell) if code else None)
        if code:
            outputs.add(position, cell.get("outputs"))
    _require_code(tuple(cells), where)
    return Notebook(
        name=where,
        cells=tuple(cells),
        prompts=tuple(prompts),
        outputs=tuple(outputs.outputs),
        format=f"ipynb {_number(body, 'nbformat')}.{_number(body, 'nbformat_minor')}",
    )


def _parse(raw: bytes, where: str) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except json.JSONDecodeError as error:
        if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            what = f"this file is not a notebook; it begins with: {clean_line(raw[:60].decode('utf-8', 'replace'), 40)}"
        else:
            what = f"the notebook is damaged or cut off at line {error.lineno}, column {error.colno} ({error.msg})"
        raise SubmissionError(what, where=where, fix=_OPEN_AND_SAVE) from error
    except (ValueError, RecursionError) as error:
        raise SubmissionError(_what_json(error), where=where, fix=_OPEN_AND_SAVE) from error
    if not isinstance(body, dict) or not ("cells" in body or "worksheets" in body):
        raise SubmissionError("this JSON file has no cells; it is not a notebook", where=where, fix=_OPEN_AND_SAVE)
    return body


def _what_json(error: ValueError | RecursionError) -> str:
    """What stops Python from reading text that is JSON as far as it looked."""
    if isinstance(error, UnicodeDecodeError):
        return "the notebook is damaged: it is not UTF-8"
    if isinstance(error, RecursionError):
        return "this file is not a notebook: its lists and objects are nested thousands deep"
    return "this file is not a notebook: it holds a whole number of thousands of digits"


def _raw_cells(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Cells of format 4, or of the worksheets of formats 2 and 3; entries that are no cells keep their place."""
    lists = [body.get("cells")]
    if lists[0] is None and isinstance(body.get("worksheets"), list):
        lists = [sheet.get("cells") for sheet in body["worksheets"] if isinstance(sheet, dict)]
    for cells in lists:
        for cell in cells if isinstance(cells, list) else ():
            yield cell if isinstance(cell, dict) else {}


def _require_python(body: Mapping[str, Any], where: str) -> None:
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    kernel, language = metadata.get("kernelspec"), metadata.get("language_info")
    named = [spec.get(key) for spec in (language, kernel) if isinstance(spec, dict) for key in ("name", "language")]
    for name in named:
        word = str(name).casefold().split("-")[0].rstrip("0123456789.")
        if word in _NOT_PYTHON:
            raise SubmissionError(
                f"this notebook is written for {_NOT_PYTHON[word]}, not for Python",
                where=where,
                fix="choose a Python kernel and hand in Python code",
            )


def _require_code(cells: tuple[JobCell, ...], where: str) -> None:
    if not any(cell.kind == "code" and cell.source.strip() for cell in cells):
        count = len(cells)
        held = (
            "nothing"
            if count == 0
            else "1 cell, without code"
            if count == 1
            else f"{count} cells, none of them with code"
        )
        raise SubmissionError(f"there is no code in it: it holds {held}", where=where, fix=_OPEN_AND_SAVE)


def _prompt(cell: Mapping[str, Any]) -> int | None:
    value = cell.get("execution_count", cell.get("prompt_number"))
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def _number(body: Mapping[str, Any], key: str) -> int:
    value = body.get(key, 0)
    return value if isinstance(value, int) and 0 <= value < 1000 else 0
