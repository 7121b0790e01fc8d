"""Tables out of HTML that a notebook saved: cells as plain text, nothing rendered, nothing fetched."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser
from typing import Final, TypeAlias

from grader.intake.text import clean_line

HtmlTable: TypeAlias = tuple[tuple[str, ...], ...]  # rows of cells; header cells are cells

MAX_TABLES: Final = 20
MAX_ROWS: Final = 500
MAX_COLUMNS: Final = 60
MAX_CELL_CHARS: Final = 400


def tables_of(html: str) -> tuple[HtmlTable, ...]:
    """All tables with at least one cell, in order; a nested table's text counts to the outer cell."""
    reader = _TableReader()
    # Never close(): it takes what was left open in many small steps, each looking at all the rest again, and a
    # student's 300 KB of "<!--" would cost minutes. Tables that stand whole are read without it.
    with suppress(AssertionError, ValueError):  # html.parser's way to give up on a malformed declaration
        reader.feed(html)
    reader.finish()
    return tuple(reader.tables)


def table_text(table: HtmlTable) -> str:
    """A table as lines of cells with a tab between them."""
    return "\n".join("\t".join(row) for row in table)


class _TableReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[HtmlTable] = []
        self._rows: list[tuple[str, ...]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._depth = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  html.parser's signature
        match tag:
            case "table":
                self._depth += 1
            case "tr" if self._depth == 1:
                self._end_row()
                self._row = []
            case "td" | "th" if self._depth == 1:
                self._end_cell()
                self._row = [] if self._row is None else self._row
                self._cell = []
            case "br" if self._cell is not None:
                self._cell.append(" ")
            case "style" | "script":
                self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "table" if self._depth:
                self._depth -= 1
                if self._depth == 0:
                    self._end_table()
            case "tr" if self._depth == 1:
                self._end_row()
            case "td" | "th" if self._depth == 1:
                self._end_cell()
            case "style" | "script" if self._hidden:
                self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(data[:MAX_CELL_CHARS])

    def finish(self) -> None:
        """Close what the text left open."""
        self._end_table()
        self._depth = 0

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None and len(self._row) < MAX_COLUMNS:
            self._row.append(clean_line("".join(self._cell[:200]), MAX_CELL_CHARS))
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row and len(self._rows) < MAX_ROWS:
            self._rows.append(tuple(self._row))
        self._row = None

    def _end_table(self) -> None:
        self._end_row()
        if self._rows and len(self.tables) < MAX_TABLES:
            self.tables.append(tuple(self._rows))
        self._rows = []
