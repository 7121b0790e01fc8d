"""Result tables on the terminal; they fit 80 columns and never read student text as markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.assessment import Judged, Verdict
from grader.checks.words import MINUS
from grader.words import clean, points

if TYPE_CHECKING:
    from grader.mutation import Judgment
    from grader.publishing import Published

_MARKS = {
    Verdict.MET: ("✓ met", "green"),
    Verdict.PARTLY: ("◐ partly", "yellow"),
    Verdict.NOT_MET: ("✗ not met", "red"),
    Verdict.NOT_ASSESSED: ("… open", "dim"),
}


def class_table(rows: Sequence[Published], title: str) -> Table:
    """One row a submission: who, score, how it ended, claims contradicted."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("Submission", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Of", justify="right", no_wrap=True)
    table.add_column("Claims", justify="right", no_wrap=True)
    table.add_column("Ended", ratio=1, overflow="fold")
    for row in rows:
        assessment = row.assessment
        ran = row.evidence_key is not None
        earned = points(assessment.earned) if ran else "–"
        mark = "*" if ran and assessment.provisional else " "
        claims = f"{row.contradicted} ✗" if row.contradicted else "–"
        table.add_row(
            Text(clean(row.submission, 26)), earned + mark, points(assessment.possible), claims, Text(clean(row.ending))
        )
    return table


def criteria_table(criteria: Sequence[Judged], title: str) -> Table:
    """One row a criterion: number, title, points, verdict, why."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold", row_styles=["", ""])
    table.add_column("No.", no_wrap=True)
    table.add_column("Criterion", ratio=4)
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Why", ratio=6)
    for criterion in criteria:
        word, style = _MARKS[criterion.verdict]
        earned = "–" if criterion.earned is None else points(criterion.earned)
        table.add_row(
            criterion.number,
            Text(clean(criterion.title)),
            f"{earned}/{float(criterion.possible):g}",
            Text(word, style=style),
            Text(clean(criterion.outcome.because, 300)),
        )
    return table


def mutants_table(judged: Sequence[Judgment], title: str) -> Table:
    """One row a mutant: what it is, the criteria that lost points, whether the rubric caught it."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("Mutant", ratio=5, overflow="fold")
    table.add_column("Lost points", ratio=5, overflow="fold")
    table.add_column("Verdict", ratio=3, overflow="fold")
    for row in judged:
        lost = ", ".join(f"{criterion.id} {MINUS}{points(criterion.lost)}" for criterion in row.lost)
        table.add_row(
            Text(f"{clean(row.mutant.id)}: {clean(row.mutant.title)}"), Text(lost or "none"), _verdict_on(row)
        )
    return table


def _verdict_on(row: Judgment) -> Text:
    if not row.caught:
        return Text(f"✗ hole: {', '.join(row.kept)} kept" if row.kept else "✗ hole: full marks", style="red")
    if not row.lost:
        return Text(f"… open: this data cannot decide {', '.join(row.undecided)}", style="yellow")
    return Text("✓ caught", style="green")


def show(*parts: Table | str) -> None:
    """Print to standard output; 100 columns where it is no terminal, so that logs stay readable."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=100)
    for part in parts:
        console.print(part, markup=False)
