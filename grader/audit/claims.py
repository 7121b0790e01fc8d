"""Every number that outputs state about a model: accuracy, precision, recall, F1, parameters, epochs.

Linear in the length of the text: lines are cut, texts are cut, and each pattern looks at one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from grader.audit.found import Form, Found
from grader.audit.mentions import epoch_counts, mentions, parameter_counts
from grader.audit.progress import EpochMark, FitSeen, epoch_mark, is_finished, is_progress, pairs
from grader.audit.quote import Number, lines_of, numbers, quoted
from grader.audit.tables import TableClaim, grid_claims, is_report_head, report_claims, report_end, text_grids

MAX_CLAIMS: Final = 400  # of one output

_LAYER = re.compile(r"\(([A-Z][A-Za-z0-9_]{1,40})\)")
_TUPLE = re.compile(r"[\[(]\s{0,3}[^\]\)]{1,120}[\])]$")
_WRAPPED = re.compile(r"(?:np|numpy)\.float\d{2}\(([^()]{1,40})\)")
_WORDS = re.compile(r"[^\W\d_]{2}")
_CALLS: Final = (("accuracy_score", "accuracy"), ("precision_score", "precision"), ("recall_score", "recall"),
                 ("f1_score", "f1"), ("evaluate(", "accuracy"), (".score(", "accuracy"))  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """One output being read line by line."""

    cell: int
    origin: str
    source: str
    positive: frozenset[str]
    found: list[Found] = field(default_factory=list)
    fit: FitSeen | None = None
    heading: str = ""  # the last line of words without a claim: what the following numbers are about
    block: list[str] = field(default_factory=list)  # lines of a model summary so far
    counted: int = -1  # where in `found` the summary's total stands

    def add(
        self,
        quantity: str,
        number: Number | None,
        line: str,
        form: Form,
        *,
        split: str = "unknown",
        percent: bool | None = None,
        about: Sequence[str] = (),
        exact: bool = True,
    ) -> None:
        if number is None or len(self.found) >= MAX_CLAIMS:
            return
        self.found.append(
            Found(
                quantity=quantity,
                value=number.value,
                digits=number.digits,
                percent=number.percent if percent is None else percent,
                split=split,
                text=quoted(line),
                cell=self.cell,
                origin=self.origin,
                form=form,
                about=tuple(text for text in (*about, self.heading) if text),
                exact=exact,
            )
        )


def claims_in_text(
    text: str,
    *,
    cell: int,
    origin: str,
    source: str = "",
    result: bool = False,
    positive: frozenset[str] = frozenset(),
    tables: bool = True,
) -> list[Found]:
    """Claims of one output's text, in order.

    Args: `source` is the cell's own code, which says what a bare result is; `result` marks such a result;
    `positive` are the names of the positive class in a classification report, folded; `tables` False leaves
    aligned tables out, for an output that also came as HTML.
    """
    reading = _Reading(cell, origin, source, positive)
    lines = lines_of(text)
    taken = _tables(reading, lines, tables)
    for at, line in enumerate(lines):
        if at not in taken:
            _line(reading, line)
    _end_fit(reading)
    if result and not reading.found:
        _bare_result(reading, lines)
    return reading.found


def claims_in_grid(rows: Sequence[Sequence[str]], *, cell: int, origin: str) -> list[Found]:
    """Claims of a displayed table given as rows of cells, the head first."""
    reading = _Reading(cell, origin, "", frozenset())
    for claim in grid_claims(rows):
        _add_table(reading, claim, "table")
    return reading.found


def _tables(reading: _Reading, lines: Sequence[str], wanted: bool) -> set[int]:
    """Read tables and reports first; returns the lines they cover."""
    taken: set[int] = set()
    for at, line in enumerate(lines):
        if is_report_head(line):
            taken.update(range(at, report_end(lines, at)))
    for head, claim in report_claims(lines, reading.positive):
        reading.heading = _heading_above(lines, head, taken)
        _add_table(reading, claim, "report")
    if wanted:
        for at, rows in text_grids(lines):
            if at in taken:
                continue
            taken.update(range(at, at + len(rows)))
            reading.heading = _heading_above(lines, at, taken)
            for claim in grid_claims(rows):
                _add_table(reading, claim, "table")
    reading.heading = ""
    return taken


def _heading_above(lines: Sequence[str], at: int, taken: set[int]) -> str:
    """The nearest line of words above a table; matrices and progress bars are no words."""
    for above in range(at - 1, max(-1, at - 20), -1):
        if above not in taken and _WORDS.search(lines[above]) and not is_progress(lines[above]):
            return quoted(lines[above])
    return ""


def _add_table(reading: _Reading, claim: TableClaim, form: Form) -> None:
    percent = claim.number.percent or claim.number.value > 1
    if 0 <= claim.number.value <= (100 if percent else 1):
        about = (claim.row,)
        reading.add(claim.quantity, claim.number, claim.text, form, split=claim.split, about=about, percent=percent)


def _line(reading: _Reading, line: str) -> None:
    mark = epoch_mark(line)
    if mark is not None:
        _epoch(reading, mark, line)
        return
    if is_progress(line):
        _progress(reading, line)
        return
    if not line.strip():
        return
    before = len(reading.found)
    _end_fit(reading)
    _summary(reading, line)
    if len(reading.found) == before:
        _printed(reading, line)
    if len(reading.found) == before and any(c.isalpha() for c in line):
        reading.heading = quoted(line)


def _epoch(reading: _Reading, mark: EpochMark, line: str) -> None:
    if reading.fit is not None and mark.number <= reading.fit.mark.number and mark.number == 1:
        _end_fit(reading)
    # A new epoch replaces what was kept of the one before: only the last is a claim.
    reading.fit = FitSeen(mark, line, [line])


def _progress(reading: _Reading, line: str) -> None:
    if reading.fit is not None:
        reading.fit.lines = [reading.fit.mark_line, line]
    elif is_finished(line):
        for quantity, where, number in pairs(line):
            split = "validation" if where == "validation" else "unknown"
            reading.add(quantity, number, line, "evaluate", split=split)


def _end_fit(reading: _Reading) -> None:
    fit, reading.fit = reading.fit, None
    if fit is None:
        return
    whole = fit.mark.of is None or fit.mark.number == fit.mark.of
    count = next(iter(numbers(str(fit.mark.of or fit.mark.number))), None)
    reading.add("epochs", count, fit.mark_line, "fit", percent=False, exact=whole and fit.mark.of is not None)
    for line in fit.lines:
        keras = pairs(line) if is_progress(line) else []
        for quantity, where, number in keras:
            reading.add(quantity, number, line, "fit", split="validation" if where == "validation" else "train")
        if not keras:
            for mention in mentions(line):
                reading.add(mention.quantity, mention.number, line, "fit", split=mention.split, percent=mention.percent)


def _summary(reading: _Reading, line: str) -> None:
    """A model's summary: layers, then totals."""
    if line.lstrip().startswith(("Model:", "Layer (type)")):
        reading.block = []
        reading.counted = -1
    reading.block += _LAYER.findall(line) if "(" in line and len(reading.block) < 500 else []
    for quantity, number in parameter_counts(line):
        if quantity == "optimizer":
            _count_optimizer(reading, int(number.value))
            continue
        form: Form = "summary" if "params:" in line else "print"
        reading.add(quantity, number, line, form, percent=False, about=(line,))
        if form == "summary" and reading.found:
            reading.found[-1] = replace(reading.found[-1], layers=tuple(reading.block))
            reading.counted = len(reading.found) - 1 if quantity == "parameters" else reading.counted


def _count_optimizer(reading: _Reading, count: int) -> None:
    if 0 <= reading.counted < len(reading.found):
        total = reading.found[reading.counted]
        reading.found[reading.counted] = replace(total, optimizer_parameters=count)


def _printed(reading: _Reading, line: str) -> None:
    for mention in mentions(line):
        # The words before the number say more about it than those behind, which may lead to the next one.
        about = (line[: mention.number.start], line)
        reading.add(
            mention.quantity, mention.number, line, "print", split=mention.split, percent=mention.percent, about=about
        )
    for number in epoch_counts(line):
        about = (line[: number.start], line)
        reading.add("epochs", number, line, "print", percent=False, about=about)


def _bare_result(reading: _Reading, lines: Sequence[str]) -> None:
    """`[0.06, 0.98]` after evaluate, or 0.98 after accuracy_score: the code says what it is."""
    quantity = next((name for call, name in _CALLS if call in reading.source), None)
    shown = [line for line in lines if line.strip()]
    if quantity is None or len(shown) != 1:
        return
    line = _WRAPPED.sub(r"\1", shown[0].strip())
    values = [n for n in numbers(line) if n.decimal]
    if not values or (len(values) > 1 and not _TUPLE.match(line)) or len(values) > 2:
        return
    pick = values[1] if len(values) == 2 else values[0]
    loss_alone = len(values) == 1 and "evaluate(" in reading.source and "[1]" not in reading.source
    if 0 <= pick.value <= 1 and not loss_alone:
        reading.add(quantity, pick, shown[0], "value", about=_last_words(reading.source))


def _last_words(source: str) -> tuple[str, ...]:
    lines: Iterator[str] = (line for line in reversed(source.split("\n")) if line.strip())
    return (quoted(next(lines, "")),)
