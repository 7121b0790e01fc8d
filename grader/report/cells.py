"""Cell references: chips in the text, and the index on the last page that gives prompt and first line.

Notebooks do not show positions, so the index lists exactly the cells that the report refers to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.intake.submission import Notebook
from grader.report.text import LINE_LIMIT, clean

_RANGE = 3  # this many neighbours in a row read as "cells 17 to 19"
_RANGE_LISTED = 6  # a longer range is listed by its two ends
_CHIPS = 6  # chips after one sentence; the rest is counted


@dataclass(frozen=True, slots=True)
class Chip:
    label: str  # "cell 19", "cell 19, line 4", "cells 17 to 19"
    target: str | None  # id of the index row; None when the notebook has no such cell


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    number: str
    target: str  # id of the row
    prompt: str  # "In [112]", "text", "not run"
    begins: str
    is_code: bool


class CellBook:
    """Hands out chips and remembers which cells they point to."""

    def __init__(self, notebook: Notebook | None) -> None:
        self._notebook = notebook
        self._by_position = {} if notebook is None else {c.position: i for i, c in enumerate(notebook.cells)}
        self._used: set[int] = set()

    def chip(self, position: int, line: int | None = None) -> Chip:
        label = f"cell\u00a0{position}" + (f", line\u00a0{line}" if line else "")
        return Chip(label, self._refer(position))

    def chips(self, positions: Sequence[int]) -> tuple[Chip, ...]:
        """Chips for all positions, runs of neighbours as one; cell 0 ("outside any cell") has none."""
        wanted = sorted({p for p in positions if p > 0})
        chips: list[Chip] = []
        start = 0
        for i, position in enumerate(wanted):
            last = i + 1 == len(wanted)
            if not last and wanted[i + 1] == position + 1:
                continue
            run = wanted[start : i + 1]
            start = i + 1
            chips.extend(self._run(run))
        return tuple(chips[:_CHIPS])

    def prompt(self, position: int) -> str:
        """'In [119]' as saved in the file; '' where the cell is text or was never run."""
        if self._notebook is None or position not in self._by_position:
            return ""
        number = self._notebook.prompts[self._by_position[position]]
        return f"In\u00a0[{number}]" if number is not None else ""

    def index(self) -> tuple[IndexRow, ...]:
        if self._notebook is None:
            return ()
        rows: list[IndexRow] = []
        for position in sorted(self._used):
            cell = self._notebook.cells[self._by_position[position]]
            prompt = self.prompt(position) or ("not run" if cell.kind == "code" else "text")
            rows.append(
                IndexRow(
                    number=str(position),
                    target=f"cell-{position}",
                    prompt=prompt,
                    begins=_first_line(cell.source, cell.kind == "code"),
                    is_code=cell.kind == "code",
                )
            )
        return tuple(rows)

    def _run(self, run: list[int]) -> list[Chip]:
        if len(run) < _RANGE:
            return [self.chip(position) for position in run]
        listed = run if len(run) <= _RANGE_LISTED else [run[0], run[-1]]
        targets = [self._refer(position) for position in listed]
        return [Chip(f"cells\u00a0{run[0]} to\u00a0{run[-1]}", targets[0])]

    def _refer(self, position: int) -> str | None:
        if position not in self._by_position:
            return None
        self._used.add(position)
        return f"cell-{position}"


def _first_line(source: str, is_code: bool) -> str:
    for line in source[:20_000].splitlines():
        text = clean(line if is_code else line.lstrip("#> *-"), LINE_LIMIT)
        if text:
            return text
    return "empty cell"
