"""Tables of metrics: data frames as HTML or text, and scikit-learn's classification report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from grader.audit.mentions import quantity_named, split_named
from grader.audit.quote import Number, numbers

_COLUMNS = re.compile(r"\s{2,}|\t+|\s*\|\s*")
_REPORT_HEAD: Final = ("precision", "recall", "f1-score", "support")
MAX_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class TableClaim:
    """`row` is the row's own label: a model's name, or a class of a report."""

    quantity: str
    split: str
    number: Number
    row: str
    text: str


def grid_claims(rows: Sequence[Sequence[str]]) -> Iterator[TableClaim]:
    """Metrics of a table with them as columns (rows are models), or as rows (columns are models)."""
    if len(rows) < 2:
        return
    head, body = rows[0], rows[1 : MAX_ROWS + 1]
    named = {at: quantity for at, cell in enumerate(head) if (quantity := quantity_named(cell)) and not numbers(cell)}
    if named:
        for row in body:
            yield from _row(row, head, named)
        return
    for row in body:
        label = row[0] if row else ""
        quantity = quantity_named(label)
        if quantity is None or numbers(label):
            continue
        for at, cell in enumerate(row[1:], start=1):
            number = _only_number(cell)
            model = head[at - len(row)] if at - len(row) >= -len(head) else ""
            if number is not None:
                yield TableClaim(quantity, split_named(f"{label} {model}"), number, model, f"{model} {label}: {cell}")


def text_grids(lines: Sequence[str]) -> Iterator[tuple[int, list[list[str]]]]:
    """Aligned text tables whose head names two columns or more, a metric among them: (index of the head, rows)."""
    at = 0
    while at < len(lines):
        head = _cells(lines[at])
        if len(head) >= 2 and any(quantity_named(cell) for cell in head) and not numbers(lines[at]):
            rows = [head]
            follow = at + 1
            while follow < len(lines) and len(rows) <= MAX_ROWS:
                cells = _cells(lines[follow])
                if not _is_rule(lines[follow]):
                    if not len(head) <= len(cells) <= len(head) + 1 or not numbers(lines[follow]):
                        break
                    rows.append(cells)
                follow += 1
            if len(rows) > 1:
                wide = max(len(row) for row in rows)
                yield at, [[""] * (wide - len(row)) + row for row in rows]
                at = follow
                continue
        at += 1


def report_claims(lines: Sequence[str], positive: frozenset[str]) -> Iterator[tuple[int, TableClaim]]:
    """Classification reports: the positive class's row and the accuracy line, each with its report's first line."""
    head = -1
    for at, line in enumerate(lines):
        words = line.split()
        if tuple(word.casefold() for word in words) == _REPORT_HEAD:
            head = at
            continue
        if head < 0 or not words:
            continue
        found = [n for n in numbers(line) if n.start > 0]
        if words[0].casefold() == "accuracy" and found:
            yield head, TableClaim("accuracy", "unknown", found[0], "", line)
            head = -1
        elif " ".join(words[:-4]).casefold() in positive and len(found) >= 4:
            for quantity, number in zip(("precision", "recall", "f1"), found[-4:-1], strict=True):
                yield head, TableClaim(quantity, "unknown", number, "", line)


def is_report_head(line: str) -> bool:
    return tuple(word.casefold() for word in line.split()) == _REPORT_HEAD


def report_end(lines: Sequence[str], head: int) -> int:
    """The line after a report's last: rows of a label and shares, with blank lines between them."""
    end = head + 1
    for at in range(head + 1, min(head + MAX_ROWS, len(lines))):
        found = numbers(lines[at])
        row = len(found) >= 4 or (len(found) >= 2 and lines[at].split()[0].casefold() == "accuracy")
        if row and any(number.decimal for number in found):
            end = at + 1
        elif lines[at].strip():
            break
    return end


def _row(row: Sequence[str], head: Sequence[str], named: dict[int, str]) -> Iterator[TableClaim]:
    offset = len(row) - len(head)  # a data frame's text has an index column that its head has not
    label = " ".join(cell for at, cell in enumerate(row) if at - offset not in named and not _only_number(cell))
    for at, quantity in named.items():
        cell = row[at + offset] if 0 <= at + offset < len(row) else ""
        number = _only_number(cell)
        if number is not None:
            text = f"{label}: {head[at]} {cell}" if label else f"{head[at]}: {cell}"
            yield TableClaim(quantity, split_named(f"{head[at]} {label}"), number, label, text)


def _only_number(cell: str) -> Number | None:
    """The number a cell consists of; None for words, also for words with a number among them."""
    found = numbers(cell)
    return found[0] if len(found) == 1 and found[0].end - found[0].start == len(cell.strip()) else None


def _cells(line: str) -> list[str]:
    return [cell for cell in _COLUMNS.split(line.strip().strip("|+").strip()) if cell]


def _is_rule(line: str) -> bool:
    return bool(line.strip()) and not line.strip(" |+-=:_─━┼╪")
