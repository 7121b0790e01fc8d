"""The file spellings in which one and the same rows are served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from grader.datasets.labelled_text import TextRow

# Latin-1 has no typographic quotes; plain ones read better than question marks.
_PLAINER: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "€": "EUR "})
# With these end the published ids and file names of reviews.
_RATINGS: Final = {"positive": 8, "negative": 3}
_ONE_LINE: Final = str.maketrans({"\t": " ", "\n": " ", "\r": " "})

# "number": of the row in served order, from 0; "code": of its class; "name": "12_8", a review's, the row and a rating
# out of ten
Role = Literal["label", "text", "number", "code", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """One spelling of a labelled-text file. Columns of the header beyond those of `order` are empty."""

    id: str
    file: str
    names: tuple[str, ...]  # base names under which students ask for this spelling
    delimiter: str
    header: tuple[str, ...] | None
    encoding: Literal["utf-8", "latin-1"]
    quoting: Literal["minimal", "none"] = "minimal"
    order: tuple[Role, ...] = ("label", "text")
    codes: tuple[str, ...] = ()  # classes in the order of the numbers that stand for them, or beside them; empty: none

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
            **({"codes": list(self.codes)} if self.codes else {}),
        }

    def render(self, rows: Sequence[TextRow]) -> bytes:
        """The whole file; characters that the encoding lacks are replaced."""
        width = len(self.order) if self.header is None else len(self.header)
        blanks = [""] * (width - len(self.order))
        table = [self._cells(number, row) + blanks for number, row in enumerate(rows)]
        if self.header is not None:
            table.insert(0, list(self.header))
        if self.quoting == "none":
            text = "".join(self.delimiter.join(cell.translate(_ONE_LINE) for cell in line) + "\n" for line in table)
        else:
            text = "".join(self.delimiter.join(map(self._quoted, line)) + "\n" for line in table)
        if self.encoding == "latin-1":
            text = text.translate(_PLAINER)
        return text.encode(self.encoding, "replace")

    def _quoted(self, cell: str) -> str:
        """As csv's writer has it, which goes through long texts letter by letter and takes three times as long."""
        if any(mark in cell for mark in (self.delimiter, '"', "\n", "\r")):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    def _cells(self, number: int, row: TextRow) -> list[str]:
        code = str(self.codes.index(row.label)) if self.codes else ""
        label = code if self.codes and "code" not in self.order else row.label
        name = f"{number}_{_RATINGS.get(row.label, 0)}"
        by_role = {"label": label, "text": row.text, "number": str(number), "code": code, "name": name}
        return [by_role[role] for role in self.order]
