"""Numbers a notebook's rerun displayed under the name of a metric: in tables, and in printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from grader.checks.fields import squeezed
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Table

MAX_LINES: Final = 20_000  # of one notebook; a flood of output is not a report
MAX_LINE: Final = 2_000  # characters of one line that are looked at

_METRICS: Final = {
    "accuracy": re.compile(r"(?<![a-z])acc(?:uracy)?(?![a-z])"),
    "precision": re.compile(r"(?<![a-z])prec(?:ision)?(?![a-z])"),
    "recall": re.compile(r"(?<![a-z])(?:recall|sensitivity)(?![a-z])"),
    "f1": re.compile(r"(?<![a-z])f[-_ ]?1(?!\d)"),
}
_NUMBER: Final = re.compile(r"(?<![\w.])(\d{1,3}(?:\.(\d{1,17}))?)(?:e-(\d{1,2}))?[ \u00a0]?(%)?(?![\w.]*\d)")
# The head of scikit-learn's classification report; each row below ends in one number for each of these.
_REPORT_HEAD: Final = ("precision", "recall", "f1-score", "support")
IN_FULL: Final = 7  # digits of a number that nobody rounded
_EPOCH: Final = re.compile(r"\bepoch\b", re.IGNORECASE)
_EPOCH_ALONE: Final = re.compile(r"\s*epoch[ :]*\d+(?:\s*/\s*\d+)?\s*", re.IGNORECASE)  # Keras's bar is below it
_VALIDATION: Final = re.compile(r"val_|(?<![a-z])(?:train|training|validation)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reported:
    """One displayed number: `value` as a share, `digits` the decimals of the share that were written out."""

    metric: str
    value: float
    digits: int
    text: str
    cell: int
    around: str

    def agrees_with(self, measured: float) -> bool:
        """Whether it is the measured share, rounded or cut to the digits that were written; one digit says nothing."""
        if self.digits < 2:
            return False
        # Frameworks that compute in single precision differ from us from the seventh digit on.
        unit = 10.0 ** -min(self.digits, 6)
        cut_off = self.digits >= 3 and 0 <= measured - self.value < unit
        return cut_off or abs(self.value - measured) <= unit * (0.5 + 1e-6)

    def speaks_of(self, names: Iterable[str]) -> bool:
        folded = squeezed(self.around)
        return any(squeezed(name) in folded for name in names if squeezed(name))


def reported_numbers(evidence: Evidence, *, text: bool) -> tuple[Reported, ...]:
    """All numbers displayed as a metric; `text`: printed lines and results as well as tables."""
    found = [number for table in evidence.tables for number in _of_table(table)]
    if text:
        found += _of_lines(evidence)
    return tuple(found)


def _of_table(table: Table) -> Iterator[Reported]:
    """Where one number of a table is written out in full, all are: 0.5 beside 0.5941558 is not rounded.

    Beside 0.5942, 0.5 is 0.5000: data frames leave out the zeros at the end.
    """
    numbers = list(_in_cells(table))
    widest = max((number.digits for number in numbers), default=0)
    least = IN_FULL if widest >= IN_FULL else 0
    return (replace(n, digits=max(n.digits, least) if n.digits > 1 else max(widest, least)) for n in numbers)


def _in_cells(table: Table) -> Iterator[Reported]:
    """A metric may head a column, a row, or stand in a row's first cell."""
    for index, row in enumerate(table.rows):
        head = table.index[index] if index < len(table.index) else ""
        label = f"{head} {row[0]}" if row else head
        for column, cell in enumerate(row):
            name = table.columns[column] if column < len(table.columns) else ""
            for metric in _metrics(f"{name} {label}"):
                yield from _numbers(cell, metric, table.cell, f"{name} {label}")


def _of_lines(evidence: Evidence) -> Iterator[Reported]:
    """A line counts when it, the head of its block or the cell's code names the metric; progress of training never."""
    sources = {cell.position: cell.source.casefold() for cell in evidence.submitted if cell.kind == "code"}
    left = MAX_LINES
    for cell in evidence.cells:
        coded = _metrics(sources.get(cell.position, ""))
        for output in cell.outputs:
            if output.kind == "error" or output.name == "stderr":
                continue
            heading, above, in_report = "", "", False
            for line in output.text.replace("\r", "\n").split("\n")[:left]:
                left -= 1
                shown = line[:MAX_LINE]
                if not shown.strip():
                    heading = ""
                words = shown.casefold().split()
                in_report = tuple(words) == _REPORT_HEAD or (in_report and (not words or words[-1].isdigit()))
                if in_report and len(words) > len(_REPORT_HEAD):
                    yield from _of_report(shown, words, cell.position)
                elif not (_EPOCH.search(shown) or _EPOCH_ALONE.fullmatch(above) or _VALIDATION.search(shown)):
                    yield from _of_line(shown, heading, coded, cell.position)
                if _metrics(shown) and not any("." in number for number in _digits(shown)):
                    heading = shown
                above = shown


def _of_report(line: str, words: list[str], cell: int) -> Iterator[Reported]:
    """A row of a classification report: its class, then the numbers in the order of the head."""
    shares = words[-len(_REPORT_HEAD) : -1]
    for metric, share in zip(("precision", "recall", "f1"), shares, strict=True):
        yield from _numbers(share, metric, cell, line)


def _digits(line: str) -> Iterator[str]:
    return (match.group(0) for match in _NUMBER.finditer(line))


def _of_line(line: str, heading: str, coded: tuple[str, ...], cell: int) -> Iterator[Reported]:
    """`heading`: the last line of the same block that named metrics without giving numbers, as a table's head does."""
    named = _metrics(line) or _metrics(heading)
    for metric in named or coded:
        # Where only the code names the metric, a short number could be anything.
        least = 2 if named else 3
        yield from (number for number in _numbers(line, metric, cell, f"{heading} {line}") if number.digits >= least)


def _metrics(text: str) -> tuple[str, ...]:
    # An underscore joins words in code: `accuracy_score` speaks of accuracy.
    folded = text.casefold().replace("_", " ")
    return tuple(metric for metric, pattern in _METRICS.items() if pattern.search(folded))


def _numbers(text: str, metric: str, cell: int, around: str) -> Iterator[Reported]:
    for match in _NUMBER.finditer(text[:MAX_LINE]):
        whole, decimals, exponent, sign = match.groups()
        value, digits = float(whole), len(decimals or "")
        if exponent:
            value, digits = value * 10.0 ** -int(exponent), digits + int(exponent)
        if sign or 1 < value <= 100:
            value, digits = value / 100, digits + 2
            if not sign and not decimals:
                continue  # "support 90", "epoch 10": a whole number without a sign is a count
        if 0 <= value <= 1:
            yield Reported(metric, value, digits, match.group(0).strip(), cell, around[:400])
