"""The file spellings in which one and the same rows are served."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from grader.datasets.labelled_text import TextRow

# Latin-1 has no typographic quotes; plain ones read better than question marks.
_PLAINER: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "€": "EUR "})
_ONE_LINE: Final = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """One spelling of a labelled-text file. Columns beyond label and text are empty."""

    id: str
    file: str
    names: tuple[str, ...]  # base names under which students ask for this spelling
    delimiter: str
    header: tuple[str, ...] | None
    encoding: Literal["utf-8", "latin-1"]
    quoting: Literal["minimal", "none"] = "minimal"
    order: tuple[str, str] = ("label", "text")

    def entry(self) -> dict[str, object]:
        """This form as the manifest names it."""
        return {
            "id": self.id,
            "file": self.file,
            "names": list(self.names),
            "delimiter": self.delimiter,
            "header": None if self.header is None else list(self.header),
            "encoding": self.encoding,
            "quoting": self.quoting,
            "order": list(self.order),
        }

    def render(self, rows: Sequence[TextRow]) -> bytes:
        """The whole file; characters that the encoding lacks are replaced."""
        width = len(self.order) if self.header is None else len(self.header)
        blanks = [""] * (width - len(self.order))
        table = [self._cells(row) + blanks for row in rows]
        if self.header is not None:
            table.insert(0, list(self.header))
        if self.quoting == "none":
            text = "".join(self.delimiter.join(cell.translate(_ONE_LINE) for cell in line) + "\n" for line in table)
        else:
            buffer = io.StringIO()
            csv.writer(buffer, delimiter=self.delimiter, lineterminator="\n").writerows(table)
            text = buffer.getvalue()
        if self.encoding == "latin-1":
            text = text.translate(_PLAINER)
        return text.encode(self.encoding, "replace")

    def _cells(self, row: TextRow) -> list[str]:
        by_role = {"label": row.label, "text": row.text}
        return [by_role[role] for role in self.order]
