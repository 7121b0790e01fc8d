"""What was written against what was measured: the bar and three rows of page 1, and every row of the audit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.audit.finding import ClaimVerdict, Finding
from grader.measure.measurements import Provenance
from grader.report.cells import CellBook, Chip
from grader.report.charts import claim_bar
from grader.report.numbers import count
from grader.report.text import QUOTE_LIMIT, Prose, clean, clean_words, prose
from grader.report.words import CLAIM_ORDER, CLAIMS

_NUMBER = re.compile(r"\d[\d.,]*")
BLOCK = 493.2  # pt: the text block, 174 mm
_NARROW = 262.0  # pt, as the score bars for phones
ON_PAGE_1, WITHOUT_FIXES = 3, 6
_LONG, _SHORT = (QUOTE_LIMIT, 400), (110, 150)  # characters of the quote and of what was measured
PRINTED_LINES = 150  # of the PDF, about three pages; all rows stand in the HTML report
_QUOTE_LINE, _MEASURED_LINE = 30, 44  # signs of a printed line in the two wide columns
OPEN = 20  # rows of the HTML report that are not folded away


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    name: str  # the one number meant, where the quoted line holds several; else empty
    quote: str
    origin: str  # "saved output"
    chips: tuple[Chip, ...]
    measured: Prose
    verdict: str
    mark: str  # CSS class
    criterion: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKey:
    words: str  # "7 contradicted"
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    provenance: str  # of what claims are compared with: "observed", "sealed"
    total: int
    total_words: str
    bar: Markup | None
    bar_narrow: Markup | None  # for phones
    keys: tuple[ClaimKey, ...]
    first: tuple[AuditRow, ...]  # of page 1; the PDF leaves out those that its sheet has no room for
    first_words: str  # said on page 1 beside or instead of rows
    rows: tuple[AuditRow, ...]
    printed: tuple[AuditRow, ...]  # of the PDF
    printed_words: str  # "and 31 more in the HTML report"
    open: tuple[AuditRow, ...]  # of the HTML report, not folded away
    folded: tuple[AuditRow, ...]
    folded_words: str
    noun: str  # "claims checked"
    nothing: str  # why there are no rows


def build_audit(
    findings: Sequence[Finding],
    *,
    ran: bool,
    fixes: int,
    criteria: Collection[str],
    cells: CellBook,
    provenance: Provenance = Provenance.OBSERVED,
) -> AuditView:
    """Contradicted first, by points; then within noise, not checkable, confirmed. One list feeds all counts.

    Args: `fixes` on page 1: without any there is room for more claims. `criteria`: the numbers there are to link to.
    """
    ordered = sorted(findings, key=lambda f: (CLAIM_ORDER.index(f.verdict), -f.points))
    counts = Counter(f.verdict for f in ordered)
    rows = tuple(_row(f, criteria, cells) for f in ordered)
    contradicted = counts[ClaimVerdict.CONTRADICTED]
    printed = _printed(rows)
    first = ordered[: ON_PAGE_1 if fixes else min(WITHOUT_FIXES, max(ON_PAGE_1, contradicted))]
    return AuditView(
        provenance=str(provenance),
        total=len(rows),
        total_words=count(len(rows), "claim"),
        bar=claim_bar.draw(dict(counts), width=BLOCK, height=10.5, css="claim-bar wide") if rows else None,
        bar_narrow=claim_bar.draw(dict(counts), width=_NARROW, height=14.0, css="claim-bar narrow", size=9.2)
        if rows
        else None,
        keys=tuple(ClaimKey(words=f"{counts[v]} {CLAIMS[v].lower()}", mark=str(v)) for v in CLAIM_ORDER if counts[v]),
        first=tuple(_row(f, criteria, cells, _SHORT) for f in first),
        first_words=_first_words(len(rows), contradicted),
        rows=rows,
        printed=rows[:printed],
        printed_words=f"and {len(rows) - printed} more in the HTML report" if len(rows) > printed else "",
        open=rows[:OPEN],
        folded=rows[OPEN:],
        folded_words=count(len(rows) - OPEN, "more claim") if len(rows) > OPEN else "",
        noun="claim checked" if len(rows) == 1 else "claims checked",
        nothing="" if rows else _nothing(ran),
    )


def _printed(rows: Sequence[AuditRow]) -> int:
    """How many rows the PDF has room for."""
    left = PRINTED_LINES
    for number, row in enumerate(rows):
        measured = sum(len(run.text) for run in row.measured)
        left -= max(2, 1 + len(row.quote) // _QUOTE_LINE, 1 + measured // _MEASURED_LINE)
        if left < 0:
            return number
    return len(rows)


def _first_words(total: int, contradicted: int) -> str:
    if total and not contradicted:
        return f"None of the {total} is contradicted by what we measured." if total > 1 else "It is not contradicted."
    return ""


def _nothing(ran: bool) -> str:
    if not ran:
        return "Nothing was run, so there was nothing to compare with what you wrote."
    return "We found no figure in your saved outputs and tables that names a quantity we measure."


def _row(finding: Finding, criteria: Collection[str], cells: CellBook, limits: tuple[int, int] = _LONG) -> AuditRow:
    claim = finding.claim
    several = len(_NUMBER.findall(claim.text)) > 1
    return AuditRow(
        name=clean_words(claim.name, 90) if several else "",
        quote=clean_words(claim.text, limits[0]),
        origin=clean(claim.origin, 40),
        chips=cells.chips([claim.cell]),
        measured=prose(finding.measured, limits[1]),
        verdict=CLAIMS[finding.verdict],
        mark=str(finding.verdict),
        criterion=finding.criterion if finding.criterion in criteria else None,
    )
