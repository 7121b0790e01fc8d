"""Outputs as saved in a notebook: what the student saw, and therefore claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from grader.intake.html_tables import table_text, tables_of
from grader.intake.submission import SavedOutput
from grader.intake.text import clean

MAX_OUTPUTS: Final = 2000
MAX_HTML_CHARS: Final = 200_000  # of one output
MAX_ALL_HTML_CHARS: Final = 1_500_000  # of the notebook: reading HTML is the slowest thing done here
MAX_TOTAL_CHARS: Final = 6_000_000

# nbformat 3 spelled the same things differently.
_KINDS: Final[Mapping[str, str]] = {
    "stream": "stream",
    "execute_result": "result",
    "pyout": "result",
    "display_data": "display",
    "update_display_data": "display",
    "error": "error",
    "pyerr": "error",
}


class OutputReader:
    """Collects saved outputs over a whole notebook, within one allowance of characters."""

    def __init__(self) -> None:
        self._left = MAX_TOTAL_CHARS
        self._html_left = MAX_ALL_HTML_CHARS
        self.outputs: list[SavedOutput] = []

    def add(self, position: int, raw: object) -> None:
        """Read the `outputs` of the cell at `position`; whatever is not an output is passed over."""
        if not isinstance(raw, list):
            return
        for entry in raw:
            if len(self.outputs) >= MAX_OUTPUTS or self._left <= 0:
                return
            if isinstance(entry, dict):
                self.outputs.extend(self._read(position, entry))

    def _read(self, position: int, entry: Mapping[str, object]) -> Iterator[SavedOutput]:
        kind = _KINDS.get(str(entry.get("output_type")))
        if kind is None:
            return
        html = self._html(entry)
        text = clean(_plain(kind, entry)) or ("\n\n".join(table_text(t) for t in tables_of(html)) if html else "")
        text = text[: self._left]
        if text or html:
            self._left -= len(text)
            self._html_left -= len(html or "")
            yield SavedOutput(cell=position, kind=kind, text=text, html=html)

    def _html(self, entry: Mapping[str, object]) -> str | None:
        data = entry.get("data")
        html = joined(data.get("text/html") if isinstance(data, dict) else entry.get("html"))
        # A longer one is cut where a row may be half: the table reader closes what was left open.
        return html[: min(MAX_HTML_CHARS, self._html_left)] or None


def joined(value: object) -> str:
    """A notebook's text field: a string or a list of strings; anything else is no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return ""


def _plain(kind: str, entry: Mapping[str, object]) -> str:
    if kind == "stream":
        return joined(entry.get("text"))
    if kind == "error":
        return f"{joined(entry.get('ename'))}: {joined(entry.get('evalue'))}"
    data = entry.get("data")
    return joined(data.get("text/plain") if isinstance(data, dict) else entry.get("text"))
